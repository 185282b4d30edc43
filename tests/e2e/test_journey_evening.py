"""A group's head in the evening: the network goes, what was typed stays, and is sent once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.browser import PHONE, Meet, Visitor
from tests.e2e.server import Server

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

WARD = "thach-ban"
FIRST = "Bà con hỏi bao giờ ngõ 27 được lắp thêm hai bóng đèn đường?"
SECOND = "Thư viện phường có mở lớp đan mây tre cho các cụ không?"
AHEAD = "Bao giờ phường lát lại vỉa hè quanh hồ điều hòa phía đông?"
KEPT = "Chưa có mạng. Câu hỏi được giữ trên máy này; có mạng thì tự gửi, chỉ gửi một lần."


@pytest.fixture
def head(demo: Server, meet: Meet) -> Visitor:
    found = meet(demo.url, PHONE)
    found.open(json.loads((demo.folder / "demo.json").read_text())["heads"][WARD])
    found.press("Mở trang của tôi")
    found.sees("Gửi câu hỏi mới")
    found.page.wait_for_load_state()  # its script, too, has come before the network goes
    return found


def stands_once(head: Visitor, question: str) -> None:
    head.sees("Phường đã nhận 1 câu.")
    expect(head.page.get_by_role("heading", name=question)).to_have_count(1)
    expect(head.page.get_by_label("Câu hỏi", exact=True)).to_have_value("")
    head.wrong.clear()  # the browser's own lines about the lost network
    head.check()


def test_it_waits_for_the_network_and_goes_by_itself(head: Visitor) -> None:
    head.context.set_offline(True)
    head.fill("Câu hỏi", FIRST)
    head.press("Gửi cho phường")
    head.sees(KEPT)
    head.context.set_offline(False)
    stands_once(head, FIRST)


def test_what_arrived_although_the_reply_was_lost_is_not_sent_twice(head: Visitor) -> None:
    replies: list[int] = []

    def lose_the_reply(route: Route) -> None:
        replies.append(route.fetch(max_redirects=0).status)
        route.abort()

    head.page.route("**/cau-hoi", lose_the_reply)
    head.fill("Câu hỏi", SECOND)
    head.page.locator("[name=seen]").evaluate("it => it.value = '1'")  # near answers were shown
    head.press("Gửi cho phường")
    head.sees(KEPT)
    head.page.unroute("**/cau-hoi")
    assert replies == [303]
    head.page.reload()
    stands_once(head, SECOND)


def test_what_was_typed_and_not_sent_is_there_when_the_page_opens_again(head: Visitor) -> None:
    head.fill("Câu hỏi", FIRST)
    head.page.reload()
    expect(head.page.get_by_label("Câu hỏi", exact=True)).to_have_value(FIRST)
    head.sees("Đây là câu ông bà ghi lần trước, chưa gửi xong.")
    head.press("Xóa chữ giữ trên máy này")
    expect(head.page.get_by_label("Câu hỏi", exact=True)).to_have_value("")
    head.check()


def test_a_question_ahead_of_a_conference_waits_and_arrives_once(
    head: Visitor, demo: Server
) -> None:
    replies: list[int] = []

    def lose_the_reply(route: Route) -> None:
        replies.append(route.fetch(max_redirects=0).status)
        route.abort()

    head.follow("Hội nghị đối thoại: thông báo và câu hỏi gửi trước")
    head.page.get_by_role("link", name="Gửi câu hỏi đến hết ngày").first.click()
    head.headed("Gửi câu hỏi trước hội nghị")
    head.page.wait_for_load_state()
    head.context.set_offline(True)
    head.fill("Câu hỏi, ý kiến của quý vị", AHEAD)
    head.press("Gửi cho phường")
    head.sees(KEPT)
    head.page.route("**/cau-hoi", lose_the_reply)
    with head.page.expect_event("requestfailed"):  # it arrives, its reply does not
        head.context.set_offline(False)
    head.sees(KEPT)
    head.page.unroute("**/cau-hoi")
    assert replies == [303]
    head.page.reload()
    head.headed("Cảm ơn quý vị. Phường đã nhận ý kiến.")
    head.open(json.loads((demo.folder / "demo.json").read_text())["heads"][WARD])
    expect(head.page.get_by_role("heading", name=AHEAD)).to_have_count(1)
    head.wrong.clear()  # the browser's own lines about the lost network
    head.check()


def test_what_was_seen_at_the_counter_waits_too(head: Visitor) -> None:
    head.follow("Ghi việc thấy ở nơi nhận và trả hồ sơ (giám sát)")
    head.sees("Thấy việc gì?")
    head.page.wait_for_load_state()
    head.page.locator("[name=seen]").first.check()
    head.context.set_offline(True)
    head.fill("Kể lại việc đã thấy", "Quầy 3 treo biển nghỉ từ 10 giờ sáng, không ai thay.")
    head.press("Gửi cho phường")
    head.sees("Chưa có mạng. Lời ghi được giữ trên máy này; có mạng thì tự gửi, chỉ gửi một lần.")
    head.context.set_offline(False)
    head.sees("Phường đã nhận. Câu trả lời sẽ hiện ở dưới.")
    heading = head.page.get_by_role("heading", name="Quầy 3 treo biển nghỉ")
    expect(heading).to_have_count(1)
    head.wrong.clear()  # the browser's own lines about the lost network
    head.check()


def test_a_spreadsheet_waits_for_the_network(head: Visitor, tmp_path: Path) -> None:
    head.follow("Có nhiều câu trong một bảng tính? Gửi cả bảng")
    head.sees("Gửi nhiều câu bằng bảng tính")
    head.page.wait_for_load_state()
    table = tmp_path / "cau-hoi.csv"
    table.write_text("Nội dung\nBao giờ ngõ 27 có đèn đường?\n", "utf-8")
    head.context.set_offline(True)
    head.page.locator("#file").set_input_files(table)
    head.press("Xem trước")
    head.sees("Chưa có mạng. Tệp được giữ trên máy này; có mạng thì tự gửi để ông bà xem trước.")
    head.context.set_offline(False)
    head.sees("Tệp cau-hoi.csv: 1 dòng.")
    head.wrong.clear()
