"""A correction: two leaders at once, old and new side by side, the day, the reason and who."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dialogue.core.clock import local_day, now
from dialogue.core.i18n import day
from tests.e2e.browser import PHONE, Meet, Visitor
from tests.e2e.server import Server

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

WARD = "sai-gon"
TITLE = "Ghi tên khai sinh cho con có cha là người nước ngoài"  # answered in the demo
TEXT, REASON = "Câu trả lời sau đính chính", "Lý do đính chính"
FIRST, SECOND = "Quầy 2 mở thêm sáng thứ Bảy.", "Quầy 2 mở đến 18 giờ."
WHY = "Trung tâm vừa đổi giờ mở cửa."
CHAIRMAN = "Chủ tịch UBND phường"


def test_a_correction_is_shown_beside_what_stood_there(demo: Server, meet: Meet) -> None:
    citizen = meet(demo.url, PHONE)
    citizen.open(f"/{WARD}/hoi-dap?q={TITLE}")
    citizen.follow(TITLE)
    citizen.headed(TITLE)
    before = citizen.page.locator(".answer").first.inner_text()
    chairman, deputy = meet(demo.url), meet(demo.url)
    for person, login in ((chairman, "chu-tich"), (deputy, "pho-chu-tich")):
        person.sign_in(f"{login}@{WARD}")
        opens(person)
    old = chairman.page.get_by_label(TEXT, exact=True).input_value()
    chairman.fill(TEXT, f"{old} {FIRST}")
    corrects(chairman, "   ", 422)  # without a reason nothing changes, nothing is lost
    expect(chairman.page.get_by_label(TEXT, exact=True)).to_have_value(f"{old} {FIRST}")
    chairman.check("50-dinh-chinh-thieu-ly-do")
    citizen.page.reload()
    assert citizen.page.locator(".answer").first.inner_text() == before
    chairman.fill(REASON, WHY)
    chairman.press("Đính chính")
    chairman.sees("Đã đính chính. Bản cũ vẫn đọc được.")
    assert FIRST in chairman.region("Câu trả lời đang đăng, đã đính chính")
    chairman.check("51-da-dinh-chinh")
    deputy.fill(TEXT, f"{old} {SECOND}")
    corrects(deputy, WHY, 409)  # made from what does not stand any more
    deputy.sees("trong lúc ông bà mở trang việc này đã thay đổi")
    expect(deputy.page.get_by_label(TEXT, exact=True)).to_have_value(f"{old} {SECOND}")
    deputy.check("52-hai-nguoi-cung-dinh-chinh")
    citizen.page.reload()
    reads(citizen)


def opens(leader: Visitor) -> None:
    """The form of a correction."""
    leader.open("/quan-tri/van-de?buoc=published")
    leader.page.get_by_role("link", name=TITLE).click()
    leader.page.locator("summary", has_text="Đính chính câu trả lời").click()


def corrects(leader: Visitor, reason: str, status: int) -> None:
    leader.fill(REASON, reason)
    with leader.refused(status):
        leader.press("Đính chính")


def reads(citizen: Visitor) -> None:
    today = day(local_day(now()))
    note = citizen.page.locator(".notice", has_text=f"Đính chính ngày {today}")
    for words in (FIRST, WHY, CHAIRMAN):
        expect(note).to_contain_text(words)
    expect(note.locator("del").last).not_to_contain_text(FIRST)
    expect(note.locator("ins").last).to_contain_text(FIRST)
    expect(citizen.page.get_by_text(SECOND)).to_have_count(0)
    citizen.check("53-trang-cong-khai-sau-dinh-chinh")
