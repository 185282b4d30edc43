"""The documents of a conference, from its record: every word, every sum, every gap."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dialogue.core.documents import Code, Table, texts
from dialogue.ward import actions as ward_actions
from dialogue.ward import queries as wards
from dialogue.ward.rules import system_actor
from meetings.conferences.documents import before, minutes, outcome, table
from meetings.conferences.documents.common import place_of
from meetings.conferences.laws import bases_on
from meetings.conferences.queries.records import public_record, record
from meetings.conferences.record import Concluded, Guests, Record
from meetings.conferences.states import (
    AgendaKind,
    InviteeKind,
    OpinionSource,
    OpinionState,
    Outcome,
)
from meetings.conferences.tables import Conference
from tests.meetings import conference_rows as build
from tests.ward.builders import ward_with_defaults

pytestmark = pytest.mark.integration
TASK = Concluded(
    id=1,
    public_id="k1",
    position=1,
    text="Mở một lớp tập huấn cho công chức một cửa.",
    unit=1,
    unit_name="Trung tâm Phục vụ hành chính công",
    staff=None,
    staff_name="",
    together="Văn phòng",
    due=build.DAY + timedelta(days=30),
    product="Danh sách dự, ảnh lớp học",
    field=None,
    field_name="",
    beyond=False,
    receiver="",
    why_no_task="",
    version=1,
)


async def hall() -> Record:
    """Two opinions answered, one promised in writing, one sent ahead that nobody took up."""
    ward = await ward_with_defaults()
    number = await build.held(ward)
    five = next(each.id for each in await wards.groups(ward)) if await wards.groups(ward) else None
    fields = {"field": await build.field_of(ward, "TP-HT"), "unit": await build.unit_of(ward)}
    await build.agenda(
        ward,
        number,
        (15, AgendaKind.WELCOME, "Đón đại biểu"),
        (80, AgendaKind.FLOOR, "Người dân phát biểu, hỏi trực tiếp"),
        (15, AgendaKind.CONCLUSION, "Kết luận"),
    )
    await build.opinion(ward, number, "Đăng ký khai sinh ở đâu?", number=1, group=five, **fields)
    await build.opinion(
        ward,
        number,
        "Gọi tôi số 0912 345 678 để trả lời.",
        number=2,
        organisation="Công ty A",
        unit=fields["unit"],
    )
    await build.opinion(
        ward,
        number,
        "Bao giờ sửa cống?",
        number=3,
        outcome=Outcome.WRITTEN.value,
        answer="",
        due=build.DAY + timedelta(days=10),
        unit=fields["unit"],
    )
    await build.opinion(
        ward,
        number,
        "Xin thêm đèn đường.",
        source=OpinionSource.AHEAD.value,
        state=OpinionState.WAITING.value,
        outcome="",
        answer="",
    )
    await build.came(ward, number, 41)
    await build.invited(ward, number, "Tổ dân phố số 5", InviteeKind.GROUP)
    await build.invited(ward, number, "Hội Phụ nữ", InviteeKind.ORGANISATION)
    return await record(ward, number)


def told(known: Record) -> str:
    return "\n".join(texts(minutes.minutes(known).document))


async def test_the_minutes_tell_what_was_said_and_count_it(db: None) -> None:
    known = replace(await hall(), conclusions=(TASK,))
    text = told(known)
    assert "1. Thời gian bắt đầu: 8 giờ 00, ngày 28/6/2030" in text
    assert "thư ký Lê Minh Ví Dụ; đại diện Hội Phụ nữ; 1 tổ dân phố; 41 lượt người dự" in text
    assert "lĩnh vực Tư pháp" in text
    assert "hẹn trả lời bằng văn bản trước ngày 08/7/2030." in text
    assert "1) Mở một lớp tập huấn cho công chức một cửa – Trung tâm" in text
    assert (
        "kết thúc lúc 10 giờ 40. Tổng số 3 lượt ý kiến, trả lời tại chỗ 2, hẹn trả lời 1." in text
    )
    assert "Xin thêm đèn đường" not in text  # sent ahead, not dealt with there
    paper = minutes.minutes(known)
    assert [each.authority for each in paper.document.signatures] == [("THƯ KÝ",), ("CHỦ TRÌ",)]
    assert (paper.ready, paper.notes) == (True, ())


async def test_the_minutes_name_who_was_there_not_who_was_invited(db: None) -> None:
    ward = await ward_with_defaults()
    number = await build.held(ward)
    groups = [
        await ward_actions.add_group(system_actor(ward), f"Tổ dân phố số {each}") for each in (5, 9)
    ]
    for group in groups:
        await build.invited(ward, number, f"Tổ {group}", InviteeKind.GROUP, group=group)
    here = await build.invited(ward, number, "Hội Phụ nữ", InviteeKind.ORGANISATION)
    await build.invited(ward, number, "Hội Cựu chiến binh", InviteeKind.ORGANISATION)
    await build.came(ward, number, 1, invitee=here)
    await build.came(ward, number, 30, groups[0])
    assert (await record(ward, number)).guests == Guests(1, ("Hội Phụ nữ",))
    await build.came(ward, number, 12)  # a sheet without names: the rest may have been there
    assert (await record(ward, number)).guests == Guests(1, ("Hội Phụ nữ", "Hội Cựu chiến binh"))


async def test_a_gap_is_dots_and_keeps_it_from_signature(db: None) -> None:
    known = await hall()
    bare = replace(known, card=replace(known.card, secretary=""))
    paper = minutes.minutes(bare)
    assert not paper.ready
    assert any("thư ký ……" in each for each in paper.lacks)


async def test_sums_that_fail_are_red_in_the_draft_alone(db: None) -> None:
    known = await hall()
    lost = replace(known.heard[0], outcome=None)
    paper = minutes.minutes(replace(known, heard=(lost, *known.heard[1:])))
    assert paper.notes == ("3 ý kiến mà chỉ 2 ý kiến có cách xử lý, còn 1.",)
    first = paper.draft().blocks[0]
    assert [run.red for run in first.runs] == [True]  # type: ignore[union-attr]
    assert "chỉ 2 ý kiến" not in "\n".join(texts(paper.document))


async def test_the_public_copy_names_nobody(db: None) -> None:
    known = await hall()
    public = await public_record(known.card)
    text = told(public)
    assert "0912" in told(known)
    assert "0912" not in text
    assert "Công ty A" in text


async def test_the_invitation_addresses_its_guest(db: None) -> None:
    known = await hall()
    paper = before.invitation(known, "Hội Phụ nữ phường", page="https://ward.example/hoi-nghi")
    text = "\n".join(texts(paper.document))
    assert "trân trọng kính mời Hội Phụ nữ phường dự Hội nghị đối thoại" in text
    assert "1. Thời gian: 8 giờ 00, thứ Sáu, ngày 28/6/2030." in text
    assert "Trang của hội nghị, gửi câu hỏi trước: ward.example/hoi-nghi" in text
    assert "trước ngày 23/6/2030. Câu hỏi vẫn được nhận tại hội nghị." in text
    assert paper.document.number_line == "Số:      /GM-UBND"
    assert paper.document.recipients[-1] == "Lưu: VT, VP."


async def test_the_notice_rests_on_the_acts_of_its_day(db: None) -> None:
    known = await hall()
    rules = await wards.rules(known.ward.id)
    assert bases_on(rules, date(2020, 6, 30)) == (
        "Căn cứ Luật Tổ chức chính quyền địa phương số 77/2015/QH13",
    )
    paper = before.announcement(known, bases_on(rules, known.card.day))
    italic = [b.runs[0] for b in paper.document.blocks if b.runs[0].italic]  # type: ignore[union-attr]
    assert [run.text for run in italic] == [
        "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;",
        "Căn cứ Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15;",
        "Căn cứ Kế hoạch số 39/KH-UBND ngày 08 tháng 02 năm 2030 của UBND phường.",
    ]


async def test_the_agenda_warns_when_residents_have_less_than_half(db: None) -> None:
    known = await hall()
    assert before.agenda(known).notes == ()
    short = replace(known.agenda[1], minutes=20)
    paper = before.agenda(replace(known, agenda=(known.agenda[0], short, known.agenda[2])))
    assert paper.notes == ("người dân có 20 trên 50 phút (40,0%), chưa được một nửa chương trình.",)


async def test_the_agenda_names_the_survey_afterwards_where_there_is_one(db: None) -> None:
    known = await hall()
    (without,) = before.agenda(known).document.blocks
    *_, code = before.agenda(known, survey="https://ward.example/sau").document.blocks
    assert isinstance(without, Table)
    assert isinstance(code, Code)
    assert code.caption == "Sau hội nghị, mời quý vị cho ý kiến: ward.example/sau"


async def test_the_notice_of_conclusions_gives_unit_date_and_product(db: None) -> None:
    beyond = replace(
        TASK, id=2, text="Mở rộng cầu", beyond=True, receiver="UBND thành phố", unit_name=""
    )
    known = replace(await hall(), conclusions=(TASK, beyond))
    paper = outcome.notice(known, "http://ward.example/x", date(2030, 7, 8))
    text = "\n".join(texts(paper.document))
    assert "có 41 lượt người dự, 3 lượt ý kiến (" in text
    assert "Danh sách dự, ảnh lớp học" in text
    assert "Mở rộng cầu, gửi UBND thành phố trước ngày 28/7/2030." in text
    assert "4. Trả lời bằng văn bản: 1 ý kiến, trước ngày 08/7/2030." in text
    assert text.count("trước ngày 08/7/2030.") == 2


async def test_the_table_lies_across_by_field_and_adds_up(db: None) -> None:
    known = await hall()
    paper = table.table(known, build.DAY)
    assert paper.document.landscape
    rows = table.rows(known, build.DAY)
    assert len(rows) == 4
    assert {len(row) for row in rows} == {13}
    assert rows[0][5].startswith("Tư pháp")  # those without a field come last
    assert table.totals(known, build.DAY)[0].startswith("Tổng số 4 ý kiến.")
    later = table.rows(known, build.DAY + timedelta(days=30))
    assert [row[10] for row in later].count("quá hạn trả lời") == 1


async def test_a_written_answer_leaves_room_for_what_was_looked_at(db: None) -> None:
    known = await hall()
    each = known.in_hall[0]
    paper = outcome.written_answer(known, each, "")
    assert paper.document.is_letter
    assert paper.document.summary == "trả lời ý kiến mã 1"
    assert [each.partition(":")[0] for each in paper.lacks if each[0] in "125"] == [
        "1. Tình hình, kết quả kiểm tra",
        "2. Căn cứ",
        "5. Ông/bà cần làm",
    ]


async def test_a_numbered_ward_keeps_its_kind_in_the_place_line(db: None) -> None:
    ward = (await hall()).ward
    assert place_of(ward) == "Thạch Bàn"
    assert place_of(replace(ward, name="13")) == "Phường 13"
    assert place_of(replace(ward, name="Nguyễn Thái Bình")) == "Phường Nguyễn Thái Bình"


async def test_signed_by_the_authority_of_the_title(db: None) -> None:
    known = await hall()
    await Conference.update({Conference.chair_title: "Phó Chủ tịch UBND phường"}).where(
        Conference.id == known.card.id
    )
    paper = outcome.notice(await record(known.ward.id, known.card.id), "", None)
    assert paper.document.signatures[0].authority == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
