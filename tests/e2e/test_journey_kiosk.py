"""The tablet at a counter: without a network nothing is lost, and nothing comes twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e import office as do
from tests.e2e.browser import PHONE, Meet, Visitor
from tests.e2e.server import Server, until

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

TABLET = (1280, 800)
ASKED = "Quý vị thấy việc phục vụ hôm nay thế nào?"
KEPT = "Đã lưu, sẽ gửi khi có mạng."
SLOW = 60.0  # seconds: what M37 allows after the network is back

# The server has done it all; nobody on this side hears of it.
LOSE_THE_ANSWER = """() => {
  const real = window.fetch;
  window.fetch = async (...asked) => {
    document.body.dataset.lost = (await real(...asked)).status;
    window.fetch = real;
    throw new TypeError("the answer is lost");
  };
}"""
IN_STORE = """() => new Promise((told) => {
  const asked = indexedDB.open("langnghe-quay", 1);
  asked.onsuccess = () => {
    const all = asked.result.transaction("parcels").objectStore("parcels").getAll();
    all.onsuccess = () => { asked.result.close(); told(all.result); };
  };
})"""


def paired(demo: Server, meet: Meet, ward: str, name: str) -> str:
    """The address that the director is shown once."""
    desk = meet(demo.url)
    desk.sign_in(f"giam-doc@{ward}")
    desk.open("/quan-tri/quay/may")
    desk.check("70-may-tai-quay")
    desk.fill("Tên máy", name)
    desk.press("Tạo liên kết ghép")
    desk.headed(f"Ghép {name}")
    desk.check("71-ghep-may")
    return desk.page.locator("#link").inner_text()


def opened(meet: Meet, address: str) -> Visitor:
    """A tablet that has kept its page."""
    tablet = meet(address, TABLET)
    tablet.open(address)
    tablet.page.wait_for_selector("#kiosk[data-ready]")
    tablet.page.reload()  # from now on the worker answers for it
    tablet.page.wait_for_selector("#kiosk[data-ready]")
    return tablet


def press(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", name=ASKED)).to_be_visible()
    page.wait_for_timeout(350)  # a finger is slower
    page.get_by_role("button", name=name, exact=True).click()


def again(page: Page) -> None:
    """A touch on the thanks brings the faces back, after a while that keeps double taps out."""
    page.wait_for_timeout(1_600)
    page.locator('[data-step="thanks"] h1').click()


def count(demo: Server) -> int:
    with closing(sqlite3.connect(demo.folder / "langnghe.sqlite")) as base:
        (found,) = base.execute("SELECT count(*) FROM rating").fetchone()
    return int(found)


def test_without_a_network_each_rating_is_kept_and_counts_once(demo: Server, meet: Meet) -> None:
    address = paired(demo, meet, "thach-ban", "Máy thử mạng")
    tablet = opened(meet, address)
    tablet.check("72-may")
    page, before = tablet.page, count(demo)
    depth = page.evaluate("history.length")
    press(page, "Rất hài lòng")
    expect(page.get_by_text("Phường đã nhận đánh giá.")).to_be_visible()
    tablet.check("73-may-cam-on")
    assert count(demo) == before + 1
    expect(page.get_by_role("heading", name=ASKED)).to_be_visible()  # by itself

    tablet.context.set_offline(True)
    press(page, "Hài lòng")
    expect(page.get_by_text(KEPT)).to_be_visible()
    again(page)
    press(page, "Không hài lòng")
    page.get_by_text("Chờ lâu", exact=True).click()
    tablet.check("74-may-ly-do")
    page.get_by_role("button", name="Xong").click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.reload()  # the tablet was started anew, without a network
    expect(page.get_by_text("Đang giữ 2 lượt, sẽ gửi khi có mạng")).to_be_visible()
    sealed = page.evaluate(IN_STORE)
    assert len({len(each["parcel"]) for each in sealed}) == 1
    assert not any(word in str(sealed) for word in ("not", "wait", "level"))
    assert page.evaluate("history.length") == depth
    assert page.url == address

    other = tablet.context.new_page()  # a second window on the same queue
    other.goto(address)
    expect(other.get_by_text("Đang giữ 2 lượt, sẽ gửi khi có mạng")).to_be_visible()
    page.evaluate(LOSE_THE_ANSWER)
    tablet.context.set_offline(False)  # both send at once
    until(lambda: count(demo) == before + 3, SLOW)
    for each in (page, other):
        each.reload()
        expect(each.locator("[data-queue]")).to_be_hidden()
    assert page.evaluate(IN_STORE) == []
    assert count(demo) == before + 3


def test_the_next_person_finds_nothing_of_the_one_before(demo: Server, meet: Meet) -> None:
    tablet = opened(meet, paired(demo, meet, "sai-gon", "Máy thử trở về"))
    page, before = tablet.page, count(demo)
    page.clock.install()
    page.reload()
    expect(page.get_by_role("heading", name=ASKED)).to_be_visible()
    page.clock.run_for(1_000)
    page.get_by_role("button", name="Không hài lòng", exact=True).click()
    page.get_by_text("Thái độ", exact=True).click()
    page.clock.run_for(31_000)  # nobody presses Xong
    expect(page.get_by_role("heading", name="Cảm ơn quý vị", exact=True)).to_be_visible()
    page.clock.run_for(6_000)
    expect(page.get_by_role("heading", name=ASKED)).to_be_visible()
    assert page.locator("[name=kiosk-reasons]:checked").count() == 0
    until(lambda: count(demo) == before + 1, SLOW)


def test_without_a_script_it_is_a_plain_form_that_returns(demo: Server, meet: Meet) -> None:
    address = paired(demo, meet, "binh-duong", "Máy cũ")
    tablet = meet(demo.url, TABLET, script=False)
    tablet.open(address)
    before = count(demo)
    for words in ("Không hài lòng", "Chờ lâu"):
        tablet.page.locator("#plain").get_by_text(words, exact=True).click()
    tablet.check("75-may-khong-script")
    tablet.press("Gửi đánh giá")
    tablet.headed("Cảm ơn quý vị")
    assert count(demo) == before + 1
    tablet.page.wait_for_url(address)  # after five seconds
    assert tablet.page.locator("input:checked[name=level]").count() == 0
    tablet.page.go_back()
    assert "not" not in tablet.page.url


def test_revoked_it_says_so_and_keeps_what_it_has(demo: Server, meet: Meet) -> None:
    address = paired(demo, meet, "thach-ban", "Máy cho mượn")
    tablet = opened(meet, address)
    page, before = tablet.page, count(demo)
    tablet.context.set_offline(True)
    press(page, "Hài lòng")
    expect(page.get_by_text(KEPT)).to_be_visible()
    desk = meet(demo.url)
    desk.sign_in("giam-doc@thach-ban")
    desk.open("/quan-tri/quay/may")
    desk.press("Thu hồi Máy cho mượn")
    desk.sees("Đã thu hồi.")
    tablet.context.set_offline(False)
    expect(page.get_by_role("heading", name="Máy này đã ngừng nhận đánh giá")).to_be_visible()
    assert (len(page.evaluate(IN_STORE)), count(demo)) == (1, before)
    page.goto(paired(demo, meet, "thach-ban", "Máy trả lại"))
    until(lambda: count(demo) == before + 1, SLOW)


def at_the_counter(demo: Server, meet: Meet) -> Visitor:
    """A telephone whose page can keep."""
    phone = meet(demo.url, PHONE)
    phone.open(do.counter_path(demo, "thach-ban", "Quầy 1"))
    phone.page.wait_for_selector("#kept[data-ready]", state="attached")
    return phone


def is_sent_later(phone: Visitor) -> None:
    phone.sees("Đã gửi lượt đánh giá giữ trong máy")
    phone.follow("Xem biên nhận và mã theo dõi")
    phone.headed("Cảm ơn quý vị")


def test_a_telephone_keeps_a_rating_and_sends_it(demo: Server, meet: Meet) -> None:
    phone, before = at_the_counter(demo, meet), count(demo)
    phone.context.set_offline(True)
    phone.tick("Hài lòng")
    phone.press("Gửi đánh giá")
    expect(phone.page.get_by_role("heading", name="Đã lưu, sẽ gửi")).to_be_visible()
    phone.check("76-dien-thoai-mat-mang")
    assert count(demo) == before
    phone.context.set_offline(False)
    until(lambda: count(demo) == before + 1, SLOW)
    is_sent_later(phone)


def falls_over(sent: Route) -> None:
    """The gateway's page, while the server behind it starts anew."""
    sent.fulfill(status=502, body="Bad Gateway")


def loses_the_answer(sent: Route) -> None:
    """The server has done it all, and the line goes dead."""
    assert sent.fetch(max_redirects=0).status == 303
    sent.abort()


def never_answers(_sent: Route) -> None:
    pass


@pytest.mark.parametrize("fault", [falls_over, loses_the_answer, never_answers])
def test_a_telephone_with_a_network_keeps_what_does_not_arrive(
    demo: Server, meet: Meet, fault: Callable[[Route], None]
) -> None:
    """It counts once, whether or not the form had arrived."""
    phone, before = at_the_counter(demo, meet), count(demo)
    page = phone.page
    page.clock.install()
    page.reload()
    page.wait_for_selector("#kept[data-ready]", state="attached")
    page.route("**/q/*", fault)
    page.route("**/da-giu", falls_over)  # however long the steps below take
    phone.tick("Rất hài lòng")
    phone.press("Gửi đánh giá")
    if fault is never_answers:
        expect(page.get_by_role("button", name="Đang gửi…")).to_be_visible()
        page.clock.run_for(21_000)
    expect(page.get_by_role("heading", name="Đã lưu, sẽ gửi")).to_be_visible()
    expect(page.get_by_role("button", name="Gửi đánh giá")).to_be_hidden()
    page.unroute("**/q/*")
    page.unroute("**/da-giu")
    page.clock.run_for(21_000)  # it tries again by itself
    is_sent_later(phone)
    assert count(demo) == before + 1


def test_a_telephone_is_told_what_is_wrong_as_ever(demo: Server, meet: Meet) -> None:
    phone, before = at_the_counter(demo, meet), count(demo)
    phone.tick("Rất hài lòng")
    phone.tick("Viết thêm hoặc xin trả lời")
    phone.tick("Tôi muốn phường trả lời")
    phone.press("Gửi đánh giá")
    phone.sees("Quý vị muốn được trả lời thì xin ghi ý kiến vào đây.")
    assert count(demo) == before
    phone.fill("Ý kiến của quý vị", "Quầy phục vụ chu đáo, xin cảm ơn.")
    phone.press("Gửi đánh giá")
    phone.headed("Cảm ơn quý vị")
    assert count(demo) == before + 1
