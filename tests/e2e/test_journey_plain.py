"""The same road without JavaScript, and what a restart of the server must not break."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e import office as do
from tests.e2e.browser import PHONE, STARTING, Meet
from tests.e2e.server import Server

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

WARD = "binh-duong"
COMMENT = "Ghế chờ ở quầy bị gãy ba cái từ tháng trước, bao giờ phường thay cho bà con?"
QUESTION = "Đèn đường ở hẻm 24 tắt đã mười ngày, bao giờ phường cho sửa?"
TITLE = "Đèn đường hẻm 24 tắt mười ngày"


def test_a_citizen_and_an_officer_need_no_script(demo: Server, meet: Meet) -> None:
    citizen = meet(demo.url, PHONE, script=False)
    rated = do.rates_badly(citizen, do.counter_path(demo, WARD, "Quầy 1"), COMMENT)
    asked = do.asks(citizen, WARD, QUESTION)
    keeper = meet(demo.url, script=False)
    keeper.sign_in(f"van-phong@{WARD}")
    do.assigns(keeper, QUESTION, TITLE, "Giao thông")
    do.tracks(citizen, rated, "Ý kiến của quý vị")
    assert COMMENT in citizen.region("Lời quý vị đã gửi")
    do.tracks(citizen, asked, TITLE)
    citizen.check()
    citizen.open(f"/{WARD}/hoi-dap")
    citizen.page.get_by_role("article").first.get_by_role("link").click()
    citizen.sees("Phường trả lời")
    citizen.check()


def test_a_restart_is_not_noticed(demo: Server, meet: Meet) -> None:
    """The thank-you page has an address of its own; the session lies in a table."""
    citizen, keeper = meet(demo.url, PHONE), meet(demo.url)
    code = do.rates_badly(citizen, do.counter_path(demo, WARD, "Quầy 2"), COMMENT)
    keeper.sign_in(f"van-phong@{WARD}")
    demo.stop()
    demo.serve(STARTING)
    citizen.page.reload()
    assert do.code_in(citizen.region("Mã theo dõi của quý vị")) == code
    keeper.page.reload()
    keeper.headed("Vấn đề")
    expect(keeper.page.get_by_role("button", name="Đăng xuất")).to_be_visible()
    do.tracks(citizen, code, "Ý kiến của quý vị")
    citizen.check()
    keeper.check()
