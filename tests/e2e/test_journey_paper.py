"""A stack of paper slips by keyboard: one slip in three seconds, and a second time by another."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.e2e import office as do
from tests.e2e.browser import Meet
from tests.e2e.server import Server

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

STACK = ["1", "2", "1", "314", "a2", "1", "x"] * 3  # one more than the form has rows
DRAGGED = "Không hài lòng · Chờ lâu · Thái độ"
# The Keystroke-Level Model (Card, Moran, Newell, CACM 23, 1980): a key of an average typist, and
# what it takes to read a slip and to decide.
KEY, READ, ALLOWED = 0.28, 1.35, 3.0  # seconds


def keys_of(slip: str) -> list[str]:
    """A dissatisfied one may have more reasons, so Enter ends it; all others end by themselves."""
    return [*slip, "Enter"] if slip.startswith("3") else [*slip]


def types(page: Page, slips: Sequence[str]) -> None:
    """With the keyboard alone, from where the page begins."""
    expect(page.locator("[name=slip]:focus")).to_have_count(1)  # the page is there, and ready
    for slip in slips:
        seconds = READ + KEY * len(keys_of(slip))
        assert seconds <= ALLOWED, slip
        for key in keys_of(slip):
            page.keyboard.press(key)


def typed(page: Page) -> list[str]:
    return [row.input_value() for row in page.locator("[name=slip]").all() if row.input_value()]


def test_a_slip_takes_three_seconds_and_a_second_person_checks(demo: Server, meet: Meet) -> None:
    code = do.counter_path(demo, "thach-ban", "Quầy 1").rpartition("/")[2]
    clerk = meet(demo.url)
    clerk.sign_in("mot-cua@thach-ban")
    clerk.open(f"/quan-tri/phieu-giay/moi?quay={code}")
    types(clerk.page, STACK)
    assert typed(clerk.page) == STACK
    clerk.sees("21 phiếu")
    expect(clerk.page.get_by_text(DRAGGED)).to_have_count(3)
    expect(clerk.page.get_by_text("phiếu hỏng, không tính")).to_have_count(3)
    clerk.check("77-nhap-phieu-giay")
    clerk.fill("Tên xấp", "Hòm phiếu thử bàn phím")
    clerk.tick("Đề nghị người khác nhập lại xấp này để kiểm tra")
    clerk.press("Ghi cả xấp")
    clerk.sees("một người khác nhập lại rồi mới tính")
    place = clerk.path

    other = meet(demo.url)
    other.sign_in("van-thu@thach-ban")
    other.open(place)
    other.follow("Nhập lại xấp này")
    types(other.page, ["2"])  # a slip of the finger
    other.page.keyboard.press("Backspace")  # on an empty line: back, and type over it
    types(other.page, STACK)
    assert typed(other.page) == STACK
    other.press("Ghi cả xấp")
    other.sees("Hai lần nhập giống hệt nhau. Đã tính cả xấp.")
    other.check("78-phieu-giay-da-khop")


def test_nothing_typed_is_left_behind_unasked(demo: Server, meet: Meet) -> None:
    clerk = meet(demo.url)
    clerk.sign_in("mot-cua@sai-gon")
    code = do.counter_path(demo, "sai-gon", "Quầy 1").rpartition("/")[2]
    clerk.open(f"/quan-tri/phieu-giay/moi?quay={code}")
    page = clerk.page
    types(page, ["1", "314"])
    page.keyboard.press("9")
    expect(page.get_by_text("chưa đúng")).to_be_visible()
    asked: list[str] = []

    def stays(box: Dialog) -> None:
        asked.append(box.type)
        box.dismiss()

    page.on("dialog", stays)
    page.get_by_role("link", name="Phiếu giấy").first.click()
    page.wait_for_timeout(200)
    assert asked == ["beforeunload"]
    assert typed(page) == ["1", "314", "9"]
