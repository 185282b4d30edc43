"""The round trip: from a counter's QR code to the public board, back to the office, and closed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from dialogue.core.clock import local_day, now
from tests.e2e import office as do
from tests.e2e.browser import PHONE, Meet, Visitor
from tests.e2e.office import Office
from tests.e2e.server import Server

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

WARD = "thach-ban"
OFFICE = ["van-phong", "truong-dia-chinh", "dia-chinh", "pho-chu-tich"]
OFFICER = "Đinh Văn Ví Dụ"
COMMENT = (
    "Tôi xin phép sửa mái nhà tạm ở ngõ 12, giấy hẹn đã qua hai tuần mà chưa có kết quả. "
    "Bao giờ tôi nhận được, số của tôi 0912 345 678?"
)
TITLE = "Giấy phép sửa mái nhà trả chậm hai tuần"
DAY = f"{local_day(now()) + timedelta(days=21):%d/%m/%Y}"
NOBODY = "sẽ cử người đến đo giúp ông/bà."
SOMEBODY = "sẽ cử công chức địa chính đến đo lúc 8 giờ sáng thứ Hai tới, gọi trước một giờ."
FIRST = (
    f"Ông/bà nhận giấy phép sửa mái nhà trước ngày {DAY}. Phường xin lỗi vì trả chậm.\n\n"
    "Hồ sơ thiếu bản vẽ mặt cắt mái mà phường báo muộn. Căn cứ Điều 94 Luật Xây dựng, Phòng Kinh "
    f"tế, Hạ tầng và Đô thị {NOBODY} Ông/bà mang giấy hẹn đến Quầy 3, Trung tâm Phục vụ hành "
    "chính công để nhận kết quả, không phải nộp thêm giấy tờ nào. Xin cảm ơn ông/bà đã góp ý."
)
SECOND = FIRST.replace(NOBODY, SOMEBODY)
PROMISE = "Đến đo mái nhà và trả giấy phép cho người dân"
COMPLAINT = "Chưa nói ai đến đo và đến giờ nào."


def test_the_round_trip(demo: Server, meet: Meet) -> None:
    citizen = meet(demo.url, PHONE)
    code = do.rates_badly(citizen, do.counter_path(demo, WARD, "Quầy 3"), COMMENT)
    office = do.hire(meet, demo.url, WARD, OFFICE)
    do.assigns(office.keeper, COMMENT, TITLE, "Xây dựng")
    first_answer(office)
    reads_the_board(citizen)
    do.tracks(citizen, code, TITLE)
    assert COMMENT in citizen.region("Lời quý vị đã gửi")
    do.is_not_satisfied(citizen, COMPLAINT)
    second_answer(office, chairman(meet, demo.url))
    do.tracks(citizen, code, TITLE)
    assert SOMEBODY in citizen.region("Phường trả lời")
    do.is_satisfied(citizen)
    both_answers_stand(citizen)


def first_answer(office: Office) -> None:
    do.gives(office.head, TITLE, OFFICER)
    do.drafts(office.officer, TITLE, FIRST, PROMISE, DAY)
    do.sends(office.officer)
    do.passes_up(office.head, TITLE, "Phó Chủ tịch", leaves=True)
    do.approves(office.leader, TITLE, masks="0912 345 678")


def reads_the_board(citizen: Visitor) -> None:
    citizen.open(f"/{WARD}/hoi-dap")
    citizen.check("11-bang-tra-loi")
    citizen.follow(TITLE)
    citizen.headed(TITLE)
    citizen.sees("Ông/bà nhận giấy phép sửa mái nhà")
    expect(citizen.page.get_by_text("0912")).to_have_count(0)
    assert PROMISE in citizen.region("Phường đã hứa")
    citizen.check("12-cau-tra-loi")


def chairman(meet: Meet, site: str) -> Visitor:
    person = meet(site)
    person.sign_in(f"chu-tich@{WARD}")
    return person


def second_answer(office: Office, chairman: Visitor) -> None:
    """It is in the officer's work again, and the unit's head sees why."""
    head, officer = office.head, office.officer
    do.finds(head, TITLE)
    assert COMPLAINT in head.region("Người hỏi đánh giá")
    officer.open("/quan-tri/")
    assert TITLE in officer.region("Việc chờ xử lý")
    officer.check("25-viec-cua-toi")
    do.finds(officer, TITLE)
    officer.sees("Trả lời lần 2")
    assert COMPLAINT in officer.region("Người hỏi đánh giá")
    officer.check("16-soan-lai")
    officer.fill("Câu trả lời", SECOND)
    do.sends(officer)
    do.passes_up(head, TITLE, "– Chủ tịch")
    do.approves_at_once(chairman, TITLE)


def both_answers_stand(citizen: Visitor) -> None:
    citizen.open(f"/{WARD}/hoi-dap")
    card = citizen.page.get_by_role("article").filter(has_text=TITLE)
    expect(card.get_by_text("Đã rõ")).to_be_visible()
    citizen.follow(TITLE)
    assert "Người hỏi: đã rõ" in citizen.region("Diễn biến")
    citizen.sees(SOMEBODY)
    citizen.page.get_by_text("Câu trả lời trước, ngày").click()
    citizen.sees(NOBODY)
    citizen.check("18-hai-cau-tra-loi")
