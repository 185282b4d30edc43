"""Triage: five groups and one matter, a wrong unit, a missing fact, more time, another body."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e import office as do
from tests.e2e.browser import PHONE, Meet, Visitor
from tests.e2e.office import Office
from tests.e2e.server import Server

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

WARD = "binh-duong"
OFFICE = ["van-phong", "truong-dia-chinh", "dia-chinh", "chu-tich"]
OFFICER = "Hồ Văn Thí Dụ"
TITLE = "Đường D5 mất nắp cống thoát nước"
SAME = {  # the same matter, in the words of five groups
    "Khu phố 1 (Phú Mỹ cũ)": "Nắp cống thoát nước trên đường D5 mất mấy hôm nay, bao giờ đậy lại?",
    "Khu phố 1 (Phú Tân cũ)": "Cống đường D5 không còn nắp đậy, trẻ đi học dễ té xuống lắm.",
    "Khu phố 2 (Phú Chánh cũ)": "Đề nghị thay nắp cống bị mất ở đường D5, đêm không thấy đường.",
    "Khu phố Hòa Phú": "Đường D5 có hố cống hở, hôm qua một xe máy sụp bánh.",
    "Khu phố Phú Mỹ 3": "Ai đến đậy cái cống hở trên đường D5 giúp bà con khu tôi với?",
}
ANSWER = (
    "Ông/bà đi qua đường D5 an toàn từ ngày 20/12/2030: nắp mới đã đặt hàng.\n\nPhòng Kinh tế, "
    "Hạ tầng và Đô thị đã rào chỗ hở và đậy tạm tấm thép. Căn cứ kế hoạch duy tu đường bộ số "
    "12/KH-UBND, đơn vị thay bốn nắp trong 5 ngày làm việc. Ông/bà thấy chỗ nào hở nữa xin gọi "
    "Trung tâm Phục vụ hành chính công của phường. Cảm ơn ông/bà đã báo, xin lỗi vì để cống hở lâu."
)
AGAIN = "Tấm thép kêu cả đêm, chưa thấy nắp mới."


def test_five_groups_are_one_matter_with_five_askers(demo: Server, meet: Meet) -> None:
    citizen = meet(demo.url, PHONE)
    codes = [do.asks_from(citizen, WARD, words, group) for group, words in SAME.items()]
    office = do.hire(meet, demo.url, WARD, OFFICE)
    lead = merges(office.keeper)
    do.tracks(citizen, codes[1], "Ý kiến của quý vị")
    citizen.sees("Đã ghép với một ý kiến cùng nội dung. Quý vị nhận cùng câu trả lời")
    citizen.check("41-da-ghep")
    answers(office)
    citizen.open(f"/{WARD}/hoi-dap")
    citizen.follow(TITLE)
    citizen.sees("5 người cùng hỏi")
    citizen.sees("Khu phố 1 (Phú Mỹ cũ)")
    citizen.check("42-nam-nguoi-cung-hoi")
    do.tracks(citizen, codes[3], TITLE)
    do.is_not_satisfied(citizen, AGAIN)
    for code in (codes[0], codes[4]):  # the others are told
        do.tracks(citizen, code, TITLE)
        citizen.sees("Một người khác cùng hỏi đề nghị trả lời lại")
    office.head.open(lead)
    assert AGAIN in office.head.region("Người hỏi đánh giá")


def merges(keeper: Visitor) -> str:
    """Four into the first; the page of the lead."""
    first, *others = SAME.values()
    do.finds(keeper, first)
    lead = keeper.path
    for words in others:
        do.finds(keeper, words)
        number = ("Mã nội bộ của vấn đề chính", lead.rpartition("/")[2])
        do.takes(keeper, "Ghép với vấn đề khác", "Ghép vào vấn đề đó", number)
        keeper.sees("Đã ghép. Mọi người hỏi nhận cùng câu trả lời.")
    keeper.open(lead)
    merged = keeper.region("Đã ghép vào đây")
    assert all(words in merged for words in others)
    keeper.check("40-ghep-nam-y-kien")
    return lead


def answers(office: Office) -> None:
    do.assigns(office.keeper, next(iter(SAME.values())), TITLE, "Xây dựng")
    do.gives(office.head, TITLE, OFFICER)
    do.drafts(office.officer, TITLE, ANSWER)
    do.sends(office.officer)
    do.passes_up(office.head, TITLE, "– Chủ tịch")
    do.approves(office.leader, TITLE)


LAMP = "Đèn ở công viên trước dãy nhà liên kế tắt hết, tối om không ai dám đi bộ."
LAMP_TITLE = "Đèn công viên trước dãy nhà liên kế tắt"
FACT = "Xin cho biết công viên nằm trên đường nào."
STREET = "Công viên ở góc đường N3, cạnh trường mẫu giáo."
WRONG = "Công viên do phòng khác quản lý."
MORE = "Chờ thợ điện của đơn vị chiếu sáng đến kiểm tra tủ điện."
POLE = "Trạm biến áp cạnh nhà tôi kêu to cả ngày lẫn đêm, có an toàn không?"
BODY = "Điện lực Bình Dương"


def test_a_wrong_unit_a_missing_fact_and_more_time(demo: Server, meet: Meet) -> None:
    citizen = meet(demo.url, PHONE)
    code = do.asks(citizen, WARD, LAMP)
    office = do.hire(
        meet, demo.url, WARD, ["van-phong", "truong-dia-chinh", "dia-chinh", "chu-tich"]
    )
    keeper, head = office.keeper, office.head
    do.assigns(keeper, LAMP, LAMP_TITLE, "Xây dựng")
    do.finds(head, LAMP_TITLE)
    do.takes(
        head,
        "Trả lại vì không đúng đơn vị",
        "Trả lại để phân loại",
        ("Vì sao không phải việc của đơn vị", WRONG),
    )
    head.sees("Đã trả lại để phân loại.")
    do.finds(keeper, LAMP_TITLE)
    assert WRONG in keeper.region("Lịch sử")
    do.takes(
        keeper,
        "Hỏi thêm người hỏi",
        "Gửi câu hỏi thêm",
        ("Cần người hỏi cho biết thêm điều gì", FACT),
    )
    keeper.sees("Đã gửi câu hỏi thêm.")
    do.tracks(citizen, code, LAMP_TITLE)
    citizen.sees(FACT)
    citizen.fill("Câu trả lời của quý vị", STREET)
    citizen.check("43-phuong-hoi-them")
    citizen.press("Gửi trả lời")
    keeper.page.reload()
    keeper.sees(STREET)
    keeper.press("Giao đơn vị")
    keeper.sees("Đã giao đơn vị trả lời.")
    do.gives(head, LAMP_TITLE, OFFICER)
    more = (("Số ngày làm việc xin thêm", "3"), ("Lý do", MORE))
    do.takes(head, "Xin lùi hạn", "Xin lùi hạn", *more)
    head.sees("Đã xin lùi hạn, chờ lãnh đạo.")
    leader = office.leader
    leader.open("/quan-tri/")
    assert LAMP_TITLE in leader.region("Cần ông quyết")
    do.finds(leader, LAMP_TITLE)
    leader.sees("Đơn vị xin thêm 3 ngày làm việc, chờ ông bà quyết định")
    expect(leader.page.get_by_label("Lý do", exact=True).last).to_have_value(MORE)
    leader.check("44-cho-lui-han")
    leader.press("Cho lùi hạn")
    leader.sees("Đã lùi hạn. Người hỏi đọc được lý do.")
    do.tracks(citizen, code, LAMP_TITLE)
    citizen.sees(MORE)
    citizen.check("45-nguoi-hoi-doc-ly-do")


def test_another_bodys_matter_goes_there_by_name(demo: Server, meet: Meet) -> None:
    citizen, keeper = meet(demo.url, PHONE), meet(demo.url)
    code = do.asks(citizen, WARD, POLE)
    keeper.sign_in(f"van-phong@{WARD}")
    do.finds(keeper, POLE)
    keeper.page.locator("summary", has_text="Chuyển cơ quan khác").click()
    keeper.fill("Cơ quan nhận", BODY)
    keeper.tick("Việc của đơn vị cung cấp dịch vụ")
    keeper.check("46-chuyen-co-quan")
    keeper.press("Chuyển cơ quan này")
    keeper.sees("Đã chuyển cơ quan khác, người hỏi thấy tên cơ quan đó.")
    do.tracks(citizen, code, "Ý kiến của quý vị")
    citizen.sees(f"Việc này thuộc {BODY}.")
    citizen.check("47-da-chuyen")
