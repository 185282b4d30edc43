"""One phone goes from hand to hand in a hall: nobody meets what the one before has chosen."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e import office as do
from tests.e2e.browser import PHONE, Meet, Visitor
from tests.e2e.server import Server

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

WARD = "sai-gon"
COMMENT = "Chờ từ bảy giờ sáng mà chưa tới lượt."
CONTACT = "Số điện thoại, Zalo hoặc thư điện tử"
# What a browser does that kept the whole page: shown again as it was left
KEPT = "dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"
NO_QUEUE = "**/rate_kept*"  # of a browser that keeps nothing, the form goes its own way
SENT = "document.querySelector('form').dispatchEvent(new Event('submit'))"


def fills(citizen: Visitor) -> None:
    citizen.tick("Không hài lòng")
    citizen.tick("Chờ lâu")
    citizen.tick("Viết thêm hoặc xin trả lời")
    citizen.fill("Ý kiến của quý vị", COMMENT)
    citizen.fill(CONTACT, "0912 345 678")


def is_empty(citizen: Visitor) -> None:
    page = citizen.page
    expect(page.locator("[name=level]:checked, [name=reasons]:checked")).to_have_count(0)
    expect(page.locator("#comment")).to_have_value("")
    expect(page.locator("#phone")).to_have_value("")


@pytest.mark.parametrize("script", [True, False])
def test_back_brings_an_empty_form(demo: Server, meet: Meet, script: bool) -> None:
    citizen = meet(demo.url, PHONE, script=script)
    citizen.open(do.counter_path(demo, WARD, "Quầy 1"))
    fills(citizen)
    citizen.press("Gửi đánh giá")
    citizen.headed("Cảm ơn quý vị")
    citizen.sees("Phường đã nhận đánh giá, và xin lỗi vì quý vị chưa hài lòng.")
    citizen.check()
    citizen.page.go_back()
    is_empty(citizen)
    citizen.check()


def test_a_page_that_the_browser_kept_is_emptied_too(demo: Server, meet: Meet) -> None:
    """Its ticket is used: whoever sends again is told that the first one counts."""
    citizen = meet(demo.url, PHONE)
    citizen.context.route(NO_QUEUE, lambda it: it.fulfill(body="", content_type="text/javascript"))
    path = do.counter_path(demo, WARD, "Quầy 1")
    citizen.open(path)
    fills(citizen)
    ticket = citizen.page.locator("[name=ticket]").input_value()
    sent = httpx.post(demo.url + path, data={"ticket": ticket, "level": "not"})
    assert sent.status_code == 303
    citizen.page.evaluate(KEPT)
    expect(citizen.page.locator("#comment")).to_have_value(COMMENT)  # not sent: kept
    citizen.page.evaluate(SENT)
    citizen.page.evaluate(KEPT)
    is_empty(citizen)
    citizen.tick("Rất hài lòng")
    with citizen.refused(409):
        citizen.press("Gửi đánh giá")
    citizen.sees("Lượt trước đã được ghi nhận. Nếu đây là lượt mới, quý vị bấm Gửi lần nữa.")
    citizen.press("Gửi đánh giá")
    citizen.headed("Cảm ơn quý vị")
    citizen.check()
