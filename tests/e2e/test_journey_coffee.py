"""Morning coffee in a yard without a network: the telephone keeps what is noted, sends it once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import PHONE, Meet, Visitor
from tests.e2e.server import Server

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

WARD = "sai-gon"
SAID = (
    "Đèn hẻm 9 hỏng ba đêm nay, đi lại khó.",
    "Thứ Bảy phường có làm chứng thực không?",
    "Cây me nghiêng sang mái nhà sinh hoạt.",
)

# The server has done it all; nobody on this side hears of it.
LOSE_THE_ANSWER = """() => {
  const real = window.fetch;
  window.fetch = async (...asked) => {
    document.body.dataset.lost = (await real(...asked)).status;
    window.fetch = real;
    throw new TypeError("the answer is lost");
  };
}"""


def opened(meet: Meet, site: str) -> Visitor:
    """The note page of today's session, kept by the device."""
    notes = meet(site, PHONE)
    notes.sign_in(f"van-phong@{WARD}")
    notes.open("/quan-tri/ca-phe")
    notes.check("40-ca-phe")
    notes.page.get_by_role("link", name="7 giờ").first.click()
    notes.check("41-buoi-gap")
    notes.press("Mở trang ghi")
    notes.headed("Cà phê sáng")
    notes.page.wait_for_selector("#coffee[data-kept]")
    notes.page.reload()  # from now on the worker answers for it
    notes.page.wait_for_selector("#coffee[data-kept]")
    notes.check("42-ghi-ca-phe")
    return notes


def note(notes: Visitor, words: str) -> None:
    notes.fill("Một câu, gần lời bà con", words)
    notes.press("Ghi")
    expect(notes.page.locator("#items").get_by_text(words)).to_be_visible()


def test_without_a_network_nothing_is_lost_and_nothing_comes_twice(
    demo: Server, meet: Meet
) -> None:
    notes = opened(meet, demo.url)
    page, tally = notes.page, notes.page.locator("#attendances")
    notes.context.set_offline(True)
    for words in SAID:
        note(notes, words)
    for _ in range(3):
        notes.press("Thêm một lượt")
    notes.press("Bớt một lượt")
    first = page.get_by_role("listitem").filter(has_text=SAID[0])
    first.get_by_role("button", name="Cảm ơn", exact=True).click()
    expect(first.get_by_text("Cảm ơn · chờ gửi")).to_be_visible()
    page.reload()
    notes.headed("Cà phê sáng")
    expect(tally).to_have_text("2")
    expect(page.locator("#items > li")).to_have_count(3)
    expect(page.locator("#network")).to_contain_text("8 mục chờ gửi")
    page.evaluate(LOSE_THE_ANSWER)
    notes.context.set_offline(False)  # it sends at once
    page.wait_for_selector("[data-lost='200']")
    page.reload()
    expect(page.locator("#network")).to_have_text("Đã gửi hết")
    page.reload()
    expect(page.locator("#items > li")).to_have_count(3)
    expect(tally).to_have_text("2")
    desk = meet(demo.url)
    desk.sign_in(f"chu-tich@{WARD}")
    desk.open(page.url.replace("/ghi/", "/buoi/"))
    expect(desk.page.locator("#items ~ ol > li")).to_have_count(3)
    expect(desk.page.get_by_text("Đã cảm ơn".lower())).to_have_count(1)


def test_signed_out_what_is_noted_stays_and_is_told(demo: Server, meet: Meet) -> None:
    notes = meet(demo.url, PHONE)
    notes.sign_in(f"van-thu@{WARD}")
    notes.open("/quan-tri/ca-phe")
    notes.page.get_by_role("link", name="7 giờ").first.click()
    notes.page.get_by_role("button", name="Mở trang ghi").or_(
        notes.page.get_by_role("link", name="Ghi tiếp")
    ).click()
    notes.headed("Cà phê sáng")
    place, before = notes.page.url, notes.page.locator("#items > li").count()
    notes.context.clear_cookies()
    note(notes, "Nắp cống đầu hẻm vênh, xe qua dễ ngã.")
    notes.sees("Hết phiên đăng nhập. 1 mục vẫn giữ trong máy; đăng nhập lại là gửi.")
    notes.sign_in(f"van-thu@{WARD}")
    notes.open(place)
    expect(notes.page.locator("#network")).to_have_text("Đã gửi hết")
    notes.page.reload()
    expect(notes.page.locator("#items > li")).to_have_count(before + 1)
    taken = notes.page.get_by_role("listitem").filter(has_text="Nắp cống đầu hẻm vênh")
    taken.get_by_text("Mang về: đơn vị, ngày hẹn").click()
    taken.get_by_label("Đơn vị", exact=True).select_option(index=1)
    taken.get_by_role("button", name="Mang về", exact=True).click()
    expect(notes.page.locator("#codes .code")).to_be_visible()
    notes.page.get_by_role("link", name="In phiếu").click()
    notes.headed("Đã ghi vào sổ")


def test_twelve_matters_take_few_taps(demo: Server, meet: Meet) -> None:
    """N11: twelve in five minutes with one hand; a tap a second leaves time to type."""
    notes = meet(demo.url, PHONE)
    notes.sign_in(f"chu-tich@{WARD}")
    notes.open("/quan-tri/ca-phe")
    notes.page.get_by_role("link", name="7 giờ").first.click()
    notes.page.get_by_role("button", name="Mở trang ghi").or_(
        notes.page.get_by_role("link", name="Ghi tiếp")
    ).click()
    taps = 0
    for number in range(12):
        words = f"Việc thứ {number} bà con nêu ở hẻm, xin phường xem."
        note(notes, words)
        item = notes.page.get_by_role("listitem").filter(has_text=words)
        item.get_by_role("button", name="Cảm ơn", exact=True).click()
        expect(item.get_by_text("đã cảm ơn")).to_be_visible()
        taps += 3  # into the line, Ghi, the way out
    assert taps <= 40
    big = notes.page.locator(".coffee-count button").first.bounding_box()
    assert big
    assert big["height"] >= 48
    notes.check("43-muoi-hai-viec")
