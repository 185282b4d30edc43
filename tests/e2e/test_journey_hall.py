"""A hall that is open: two consoles, the chair, a phone and the projector at once, cut off for a
while; nobody loses a word and nothing unread is shown."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.browser import PHONE, Meet, Visitor
from tests.e2e.server import Server

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

WARD = "sai-gon"
HALL = "vỉa hè, rác thải"
MINE = "Cây phượng trước cổng trường nghiêng hẳn, ai đến chống cây?"
LATE = "Hẻm 30 mất nước buổi tối, bao giờ có nước lại?"
SPOKEN = "Xin phường mở thêm một quầy vào sáng thứ Bảy."
UNSENT = "Đèn đường hẻm 12 tắt từ đầu tháng, bao giờ sửa?"
THEIRS = "Xin phường mở thêm hai quầy vào sáng thứ Bảy."


def console(visitor: Visitor, account: str) -> str:
    """Signed in, at the console; its address."""
    visitor.sign_in(f"{account}@{WARD}")
    visitor.open("/quan-tri/doi-thoai")
    visitor.page.get_by_role("link", name=HALL).first.click()
    visitor.follow("Hội trường")
    return visitor.path


def address(visitor: Visitor, name: str) -> str:
    """Where a link of the page leads."""
    found = visitor.page.get_by_role("link", name=name, exact=True).get_attribute("href")
    assert found
    return found


def listed(visitor: Visitor, words: str) -> Locator:
    said = visitor.page.get_by_role("paragraph").filter(has_text=words)
    return visitor.page.get_by_role("listitem").filter(has=said)


def test_a_hall_with_two_consoles_a_phone_and_a_projector(demo: Server, meet: Meet) -> None:
    one, two = meet(demo.url), meet(demo.url)
    desk = console(one, "van-phong")
    console(two, "van-thu")
    phone, screen = meet(demo.url, PHONE), meet(demo.url)
    phone.open(address(one, "Trang điện thoại"))
    screen.open(address(one, "Màn chiếu"))
    one.check("40-ban-dieu-hanh")
    screen.check("41-man-chieu")

    # A question: read before it is shown, then on every phone without a reload.
    asked_by(phone, MINE)
    phone.sees("Câu hỏi đang được đọc trước khi nêu.")
    phone.check("42-da-gui")
    phone.follow("Về trang hội trường")
    expect(listed(phone, MINE)).to_have_count(0)
    two.open(f"{desk}/duyet")
    listed(two, MINE).get_by_role("button", name="Cho nêu").click()
    expect(listed(phone, MINE)).to_be_visible()
    phone.check("43-trang-hoi-truong")

    # What one console takes down stands on the other, on the projector and on the phone.
    one.open(desk)
    one.page.get_by_label("Lời người hỏi").fill(SPOKEN)
    one.press("Ghi và đưa lên màn chiếu")
    expect(screen.page.get_by_role("heading", level=1)).to_have_text(SPOKEN)
    phone.sees(SPOKEN)

    both_save(one, two)
    cut_off(phone, screen, one, desk)
    server_away(one, desk)


def asked_by(phone: Visitor, words: str) -> None:
    phone.fill("Câu hỏi của quý vị", words)
    phone.press("Gửi câu hỏi")


def both_save(one: Visitor, two: Visitor) -> None:
    """The second one sees both texts, and decides."""
    one.follow("Sửa ý kiến này")
    two.open(one.path)
    two.page.get_by_label("Lời người hỏi").fill(THEIRS)
    two.page.get_by_role("button", name="Lưu", exact=True).click()
    two.sees("Đã lưu ý kiến.")
    one.page.get_by_label("Lời người hỏi").fill(f"{SPOKEN} Cảm ơn.")
    with one.refused(409):
        one.page.get_by_role("button", name="Lưu", exact=True).click()
    expect(one.page.locator("blockquote").first).to_have_text(THEIRS)
    expect(one.page.get_by_label("Lời người hỏi")).to_have_value(f"{SPOKEN} Cảm ơn.")
    one.check("44-hai-ban-ghi")


def cut_off(phone: Visitor, screen: Visitor, one: Visitor, desk: str) -> None:
    """Phone and projector without a network: they say so, keep all, and catch up alone."""
    for each in (phone, screen):
        each.context.set_offline(True)
    expect(screen.page.get_by_text("mất kết nối")).to_be_visible()
    expect(screen.page.get_by_role("heading", level=1)).to_have_text(THEIRS)
    asked_by(phone, LATE)
    phone.sees("Đã giữ trong máy này, sẽ tự gửi khi có mạng.")
    one.open(desk)
    one.page.get_by_role("button", name="Bỏ khỏi màn chiếu").click()
    one.sees("Đã đổi màn chiếu.")
    for each in (phone, screen):
        each.context.set_offline(False)
    expect(screen.page.get_by_text("mất kết nối")).to_be_hidden()
    expect(screen.page.get_by_role("heading", level=1)).to_have_text("Mời quý vị phát biểu")
    expect(phone.page.get_by_text(LATE)).to_be_visible()
    one.open(f"{desk}/duyet")
    expect(listed(one, LATE)).to_have_count(1)


def server_away(one: Visitor, desk: str) -> None:
    """A save that never arrives, and another one that does: the words stay until they are saved."""
    one.open(desk)
    words = one.page.get_by_label("Lời người hỏi")
    words.fill(MINE)
    one.press("Ghi và đưa lên màn chiếu")
    one.sees("Đã ghi ý kiến.")
    expect(words).to_have_value("")
    words.fill(UNSENT)
    with one.silent():
        one.press("Ghi và đưa lên màn chiếu")
    one.open(desk)
    expect(words).to_have_value(UNSENT)
    one.press("Bỏ khỏi màn chiếu")
    one.sees("Đã đổi màn chiếu.")
    expect(words).to_have_value(UNSENT)
    one.press("Ghi và đưa lên màn chiếu")
    one.sees("Đã ghi ý kiến.")
    expect(words).to_have_value("")
