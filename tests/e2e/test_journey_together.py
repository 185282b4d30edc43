"""Several people and one thing: a group head's link, and two officers on one draft."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e import office as do
from tests.e2e.browser import PHONE, Meet, Visitor
from tests.e2e.office import Office
from tests.e2e.server import Server

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

WARD = "sai-gon"
HOLDER = "bà Lương Thị Thử Nghiệm"
QUESTIONS = (
    "Bãi rác đầu hẻm 7 bốc mùi cả tháng nay, bao giờ phường dọn?",
    "Cây me trước nhà sinh hoạt ngả sang đường, ai đến cắt cành?",
)
NOISE = "Nhà đang xây ở hẻm 9 đóng cọc cả đêm, phường cho phép đến mấy giờ?"
TITLE = "Đóng cọc ban đêm ở hẻm 9"
FIRST = "Võ Văn Mẫu"
MINE = "Phường đã lập biên bản công trình ở hẻm 9."
ASIDE = "Nhớ gọi chủ đầu tư trước khi gửi."
COMMENT = "Thêm giờ làm việc của tổ kiểm tra."
REASON = "Người hỏi cần biết ngay hôm nay."
THEIRS = "Công trình chỉ được đóng cọc đến 22 giờ."


def test_a_group_head_asks_for_the_group(demo: Server, meet: Meet) -> None:
    keeper, head = meet(demo.url), meet(demo.url, PHONE)
    head.open(link_for(keeper, HOLDER))
    head.headed("Trang riêng của tổ trưởng, trưởng khu phố")
    expect(head.page.get_by_text(HOLDER)).to_have_count(0)
    assert head.context.cookies() == []
    head.check("20-to-truong-mo-lien-ket")
    head.press("Mở trang của tôi")
    head.headed(f"Chào {HOLDER}")
    head.fill("Câu hỏi", QUESTIONS[0])
    head.tick("Gửi thêm câu khác cùng lúc")
    head.fill("Câu hỏi thứ 2", QUESTIONS[1])
    head.check("21-to-truong-hoi")
    with head.page.expect_navigation():
        head.press("Gửi cho phường")
    if head.page.get_by_text(
        "Xem giúp trước khi gửi"
    ).count():  # unless it stood there while typing
        head.press("Gửi cho phường")
    for question in QUESTIONS:
        expect(head.page.get_by_role("heading", name=question)).to_be_visible()
    do.assigns(keeper, QUESTIONS[0], "Rác ở hẻm 7", "Môi trường")
    head.page.reload()
    first = head.page.get_by_role("listitem").filter(has_text=QUESTIONS[0])
    expect(first.get_by_text("Người trả lời: Phòng Kinh tế, Hạ tầng và Đô thị.")).to_be_visible()
    head.check("22-to-truong-theo-doi")


def link_for(keeper: Visitor, holder: str) -> str:
    """Made for the first group of the list, shown once."""
    keeper.sign_in(f"van-phong@{WARD}")
    keeper.open("/quan-tri/to-dan-pho")
    keeper.page.get_by_role("rowheader").get_by_role("link").first.click()
    keeper.fill("Người nhận", holder)
    keeper.check("19-lien-ket-cua-to")
    keeper.press("Tạo liên kết")
    keeper.headed(f"Liên kết riêng của {holder}")
    keeper.check()
    return str(keeper.page.get_by_text(f"{keeper.site}/to-truong/").inner_text())


def test_two_officers_on_one_draft_lose_nothing(demo: Server, meet: Meet) -> None:
    citizen, chairman = meet(demo.url, PHONE), meet(demo.url)
    code = do.asks(citizen, WARD, NOISE)
    logins = ["van-phong", "truong-dia-chinh", "dia-chinh", "dia-chinh-2"]
    office = do.hire(meet, demo.url, WARD, logins)
    first, second = office.officer, office.leader
    do.assigns(office.keeper, NOISE, TITLE, "Xây dựng")
    do.gives(office.head, TITLE, FIRST)
    do.finds(second, TITLE)
    do.drafts(first, TITLE, THEIRS)
    second.fill("Câu trả lời", MINE)
    with second.refused(409):
        second.press("Lưu nháp")
    second.headed("Có người vừa lưu bản khác")
    expect(second.page.get_by_label("Câu trả lời của tôi", exact=True)).to_have_value(MINE)
    assert THEIRS in second.region(f"Bản 1 của {FIRST}")
    second.check("23-hai-ban-nhap")
    second.tick("Gộp hai bản rồi sửa")
    both = f"{THEIRS}\n\n{MINE}"
    expect(second.page.get_by_label("Hai bản nối nhau", exact=True)).to_have_value(both)
    second.press("Lưu bản đã gộp")
    second.sees("Đã lưu bản nháp.")
    first.page.reload()
    expect(first.page.get_by_label("Câu trả lời", exact=True)).to_have_value(both)
    second.check()
    talks(office.head, first)
    chairman.sign_in(f"chu-tich@{WARD}")
    goes_up(office, chairman)
    do.tracks(citizen, code, TITLE)
    citizen.sees(MINE)
    everything = citizen.page.content()
    citizen.follow("Xem trên bảng trả lời công khai")
    citizen.headed(TITLE)
    everything += citizen.page.content()
    for words in (ASIDE, COMMENT, REASON):
        assert words not in everything


def talks(head: Visitor, officer: Visitor) -> None:
    """A comment beside the draft, an answer to it, and the two versions compared."""
    do.finds(head, TITLE)
    head.fill("Ghi chú mới", ASIDE)
    head.press("Ghi lại")
    head.sees("Đã ghi chú nội bộ.")
    officer.page.reload()
    assert ASIDE in officer.region("Trao đổi nội bộ")
    officer.follow("So sánh hai bản")
    officer.headed("So sánh hai bản nháp")
    expect(officer.page.locator("ins").last).to_contain_text(MINE)
    officer.check("26-so-sanh-hai-ban")
    do.finds(officer, TITLE)
    do.sends(officer)


def goes_up(office: Office, chairman: Visitor) -> None:
    """Returned with a comment, sent again, passed with a reason although it is poor, approved."""
    head, officer = office.head, office.officer
    do.finds(head, TITLE)
    do.takes(head, "Trả về để sửa", "Trả về người soạn", ("Cần sửa điều gì", COMMENT))
    head.sees("Đã trả về cho người soạn.")
    do.finds(officer, TITLE)
    assert COMMENT in officer.page.get_by_role("main").inner_text()
    do.sends(officer)
    do.finds(head, TITLE)
    head.pick("Lãnh đạo duyệt", "– Chủ tịch")
    head.fill("Vì sao vẫn trình", REASON)
    head.press("Trình lãnh đạo duyệt")
    head.sees("Đã trình lãnh đạo duyệt.")
    do.finds(chairman, TITLE)
    assert ASIDE in chairman.region("Trao đổi nội bộ")
    do.approves(chairman, TITLE)
