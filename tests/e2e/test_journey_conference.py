"""A dialogue conference of Thạch Bàn from its plan to the month after, by those who do it.

The facts are those of plan 39/KH-UBND; the days are ours, counted from today.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect

from tests.e2e import conference as do
from tests.e2e import conference_day as the_day
from tests.e2e import office
from tests.e2e.browser import PHONE, STARTING, Meet, Visitor, copy_of
from tests.e2e.conference_facts import (
    COURSE,
    DRAFT,
    DRAIN,
    DREDGE,
    FIVE,
    GIVEN,
    MINE,
    NO_TASK,
    PAPER,
    PLACE,
    PROMISED,
    QUEUE,
    ROOF,
    SAME,
    SEEN,
    STILL,
    TITLE,
    WARD,
)
from tests.e2e.server import Server
from tests.matters.test_attachments import photo
from tests.web.test_printing import letters, pdf_pages, word_text

pytestmark = [pytest.mark.e2e, pytest.mark.browser]


@pytest.fixture
def server(seeded: Path, tmp_path: Path) -> Iterator[Server]:
    """Its days go by."""
    server = copy_of(seeded, tmp_path / "data")
    try:
        server.serve(STARTING)
        yield server
    finally:
        server.clear()


def test_a_conference_from_its_plan_to_the_month_after(server: Server, meet: Meet) -> None:
    keeper, clerk, chair = meet(server.url), meet(server.url), meet(server.url, PHONE)
    nine, five = meet(server.url, PHONE), meet(server.url, PHONE)
    for person, account in ((keeper, "van-phong"), (chair, "chu-tich")):
        person.sign_in(f"{account}@{WARD}")

    day = is_planned_and_announced(keeper)
    link = guests_are_invited(keeper)
    a_group_head_reads_replies_and_asks(five, link, SAME)
    another_asks_the_same_from_the_own_page(nine, head_link(server), DRAIN)
    two_questions_become_one(keeper)
    its_unit_drafts_the_answer(keeper, meet)
    do.makes_ready(keeper, TITLE)
    the_chairman_is_briefed(chair)

    server.later(do.days_until(day), STARTING)
    for person, account in ((keeper, "van-phong"), (clerk, "van-thu"), (chair, "chu-tich")):
        person.sign_in(f"{account}@{WARD}")
    phone, screen = meet(server.url, PHONE), meet(server.url)
    the_day.the_hall_fills(keeper, clerk, phone, screen)
    the_day.a_phone_asks_and_is_moderated(phone, clerk)
    the_day.the_chairman_picks_and_orders(chair)
    the_day.each_outcome_once(keeper, day, screen)
    the_day.two_clerks_on_one_opinion_overwrite_nothing(keeper, clerk)
    the_day.the_network_is_cut(keeper, clerk, phone, screen)
    the_day.the_hall_closes(keeper, phone, screen)

    it_is_concluded(keeper, day)
    publishing_is_refused_while_something_lacks(keeper, chair)
    it_is_published(keeper, chair)
    the_result_is_told_in_three_places(keeper, day)
    documents_hold_the_words(keeper)
    everybody_reads_the_result(nine)

    server.later(do.days_until(day) + 30, STARTING)
    a_month_later(meet(server.url), keeper, nine, head_link(server))


def head_link(server: Server) -> str:
    """Of the group that keeps its private page: number nine."""
    return str(json.loads((server.folder / "demo.json").read_text())["heads"][WARD])


# Before the day


def is_planned_and_announced(keeper: Visitor) -> str:
    """The day on which it is held: the first lawful one."""
    do.plans(
        keeper,
        {
            "Tên hội nghị": TITLE,
            "Số kế hoạch": GIVEN["plan"]["plan_number"],
            "Ngày họp": do.on_a_weekend(),
            "Từ": "8:00",
            "Đến": "10:30",
            "Nơi họp": PLACE,
            "Nội dung, chủ đề": GIVEN["plan"]["subject"],
            "Cách thức tham dự": GIVEN["plan"]["attending"],
            "Chủ trì": "ông Nguyễn Văn Mẫu",
            "Chức vụ người chủ trì": "Chủ tịch UBND phường",
            "Đồng chủ trì": "bà Trần Thị Bản Mẫu",
        },
    )
    day = do.is_told_the_first_lawful_day(keeper)
    do.moves_the_plan(keeper, day)
    expect(
        do.item(keeper, "Tổ chức hội nghị, đọc kết luận").get_by_text(do.shown(day))
    ).to_be_visible()
    do.announces(keeper)
    do.proves(keeper, "Phương tiện thông tin đại chúng", "Trang của phường", "Đăng lúc 9 giờ")
    do.proves(keeper, "Niêm yết tại trụ sở", "Bảng tin trụ sở", "Văn thư đã dán, có ảnh")
    keeper.check("04-da-thong-bao")
    return day


def guests_are_invited(keeper: Visitor) -> str:
    """The personal link of one of the groups."""
    houses = [f"{name},tổ chức,,,2" for name in GIVEN["organisations"]]
    do.invites(keeper, [*houses, "Hội Người cao tuổi,tổ chức,,,ba"])
    keeper.sees("Dòng 6, cột Số chỗ: “ba” không phải số từ 1 đến 100")
    keeper.check("05-xem-truoc-khach-moi")
    keeper.press("Ghi vào danh sách mời")
    keeper.sees("Đã ghi bảng vào danh sách mời")
    keeper.check("06-khach-moi")
    return do.link_of(keeper, FIVE)


def a_group_head_reads_replies_and_asks(head: Visitor, link: str, question: str) -> None:
    head.open(link)
    head.headed(TITLE)
    head.check("07-giay-moi")
    head.page.get_by_role("group", name="Trả lời").get_by_text("Sẽ dự").click()
    head.press("Gửi trả lời")
    head.sees("Phường đã ghi câu trả lời.")
    head.sees("Quý vị đã xem thông báo lúc")
    do.asks_ahead(head, question)
    head.check("09-da-gui-truoc")


def another_asks_the_same_from_the_own_page(head: Visitor, link: str, question: str) -> None:
    head.open(link)
    head.press("Mở trang của tôi")
    head.open(f"{link}/doi-thoai")
    head.check("10-hoi-nghi-cua-to")
    line = head.page.get_by_role("listitem").filter(has_text=TITLE)
    line.get_by_role("button", name="Tôi đã xem thông báo").click()
    line = head.page.get_by_role("listitem").filter(has_text=TITLE)
    line.get_by_role("link", name="Gửi câu hỏi").click()
    do.asks_ahead(head, question)


def two_questions_become_one(keeper: Visitor) -> None:
    do.opens(keeper, TITLE, "Câu hỏi")
    do.merges(keeper, SAME, DRAIN)
    keeper.check("11-cau-hoi-da-ghep")


def its_unit_drafts_the_answer(keeper: Visitor, meet: Meet) -> None:
    title = "Nạo vét cống ngõ giáp tổ 12"
    office.assigns(keeper, DRAIN, title, "Thoát nước")
    head, officer = meet(keeper.site), meet(keeper.site)
    head.sign_in(f"truong-dia-chinh@{WARD}")
    office.gives(head, title, "Đinh Văn Ví Dụ")
    officer.sign_in(f"dia-chinh@{WARD}")
    office.drafts(officer, title, DRAFT)


def the_chairman_is_briefed(chair: Visitor) -> None:
    """On his phone, on the way."""
    do.opens(chair, TITLE, "Tóm tắt")
    chair.sees(PROMISED)
    chair.sees(DRAIN)
    chair.sees(DRAFT)
    chair.check("14-tom-tat")
    book = do.loaded(chair, "tom-tat.pdf")
    assert letters(DRAFT) in letters("".join(pdf_pages(book)))


# The result


def it_is_concluded(keeper: Visitor, day: str) -> None:
    due = do.in_days(do.days_until(day) + 40)
    keeper.follow("Kết luận")
    do.concludes(keeper, DREDGE, DRAIN, unit="Kinh tế", Hạn=due, Kết_quả_phải_có="Ảnh")
    do.concludes(keeper, COURSE, MINE, unit="Trung tâm", Hạn=due)
    keeper.fill("Đánh giá chung của chủ trì", GIVEN["assessment"])
    keeper.press("Lưu biên bản")
    keeper.sees("Đã lưu biên bản.")


def publishing_is_refused_while_something_lacks(keeper: Visitor, chair: Visitor) -> None:
    """Each conclusion is a task or says why not; who has an older page is told so too."""
    do.opens(chair, TITLE, "Kết luận")
    do.concludes(keeper, QUEUE)
    keeper.sees("Kết luận 3 chưa có đơn vị.")
    keeper.check("27-con-thieu")
    with chair.refused(422):
        chair.press("Công bố kết quả")
    chair.sees("Chưa công bố: còn chỗ chưa đủ")
    chair.sees("Kết luận 3 chưa có đơn vị.")
    chair.check("28-chua-cong-bo")
    do.item(keeper, QUEUE).get_by_role("link", name="Sửa").click()
    keeper.unfold("Không phải việc của phường, hoặc không giao việc")
    keeper.page.get_by_label("Lý do không giao việc").first.fill(NO_TASK)
    keeper.press("Lưu kết luận")
    keeper.sees("Đã sửa kết luận.")


def it_is_published(keeper: Visitor, chair: Visitor) -> None:
    """With a photograph."""
    file = FilePayload(name="hoi-truong.png", mimeType="image/png", buffer=photo().data)
    keeper.page.get_by_role("button", name="Ảnh", exact=True).set_input_files(file)
    keeper.fill("Trong ảnh có gì", SEEN)
    keeper.press("Thêm ảnh")
    keeper.sees("Đã thêm ảnh.")
    chair.follow("Kết luận")
    chair.press("Công bố kết quả")
    chair.sees("Đã công bố kết quả.")
    chair.check("29-da-cong-bo")


def the_result_is_told_in_three_places(keeper: Visitor, day: str) -> None:
    do.opens(keeper, TITLE, "Theo dõi")
    ways = ("Phương tiện thông tin đại chúng", "Niêm yết tại trụ sở", "Gửi các tổ trưởng")
    for how, (_kind, where, _day, evidence) in zip(ways, GIVEN["told"], strict=True):
        do.tells_the_result(keeper, how, where, day, evidence)
    keeper.sees("Đã báo đủ ba nơi")


def documents_hold_the_words(keeper: Visitor) -> None:
    do.opens(keeper, TITLE, "Văn bản")
    keeper.check("30-van-ban")
    for name, words in (
        ("bien-ban", ROOF["words"]),
        ("ket-luan", DREDGE),
        ("bang-tong-hop", DRAIN),
    ):
        assert words in word_text(do.loaded(keeper, f"van-ban/{name}.docx"))
        drawn = "".join(pdf_pages(do.loaded(keeper, f"van-ban/{name}.pdf")))
        assert letters(words) in letters(drawn)


def everybody_reads_the_result(resident: Visitor) -> None:
    """From the list to the conference, its promise, and back."""
    resident.open(f"/{WARD}/doi-thoai")
    resident.follow(TITLE)
    resident.sees("Hơn 33 lượt người dự")
    for words in (ROOF["words"], DRAIN, MINE, NO_TASK):
        resident.sees(words)
    resident.page.get_by_role("heading", name="Ảnh hội nghị").scroll_into_view_if_needed()
    expect(resident.page.get_by_alt_text(SEEN)).to_be_visible()
    resident.check("31-ket-qua")
    resident.follow(f"Theo dõi việc này {DREDGE}")
    resident.headed(DREDGE)
    resident.check("32-loi-hua")


# The month after


def a_month_later(unit: Visitor, keeper: Visitor, head: Visitor, link: str) -> None:
    """Done, says the unit; not yet, says the group's head; then it is."""
    unit.sign_in(f"truong-dia-chinh@{WARD}")
    do.says_done(unit, DREDGE, PAPER)
    head.open(link)
    do.judges(head, DREDGE, "Chưa xong", STILL)
    keeper.sign_in(f"van-phong@{WARD}")
    do.opens(keeper, TITLE, "Theo dõi")
    keeper.sees("Có ý kiến chưa xong")
    keeper.check("33-theo-doi")
    do.says_done(unit, DREDGE, PAPER)
    do.judges(head, DREDGE, "Đã xong")
    head.open(f"/{WARD}/cam-ket")
    head.follow(DREDGE)
    head.sees("Đã xác nhận xong")
    assert "tổ trưởng" in head.region("Diễn biến")
    head.check("34-loi-hua-da-giu")
