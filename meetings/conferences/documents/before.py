"""Documents before the day: invitation, announcement, agenda (giấy mời, thông báo, chương trình).

Words and their order: the templates of the ward's office; what is not known prints as dots.
"""

from __future__ import annotations

from collections.abc import Sequence

from dialogue.core.clock import local_time
from dialogue.core.documents import Align, Block, Code, Column, Table, bases, filled, paragraph
from dialogue.core.i18n import percent
from meetings.conferences.documents.common import (
    Issued,
    Paper,
    bare,
    dotted,
    long_day,
    made,
    person,
    recipients,
    short,
    signed,
    when,
)
from meetings.conferences.queries.agenda import Part
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.record import Record
from meetings.conferences.states import RESIDENTS_TIME, Mode


def invitation(
    record: Record, guest: str = "", issued: Issued | None = None, *, page: str
) -> Paper:
    """guest: as the letter addresses who is invited; empty: to be written in.

    page: the address where questions ahead are put.
    """
    ward, card = record.ward, record.card
    whom = filled(guest)
    online = f" {card.link}" if Mode.ONLINE in card.modes and card.link else ""
    office = f"Văn phòng HĐND và UBND {ward.kind}"
    lines = (
        f"Ủy ban nhân dân {ward.kind} {ward.name} trân trọng kính mời {whom} dự Hội nghị đối "
        f"thoại về {bare(card.subject)}.",
        f"1. Thời gian: {when(card.starts_at)}.",
        f"2. Địa điểm: {bare(card.place)}.{online}",
        f"3. Chủ trì: {person(card.chair, card.chair_title)}; "
        f"{person(card.co_chair, card.co_chair_title)}.",
        "4. Nội dung: tình hình hoạt động của chính quyền địa phương; những vấn đề liên quan đến "
        f"quyền, nghĩa vụ của người dân về {bare(card.subject)}.",
        f"5. Gửi câu hỏi trước: quét mã QR kèm theo, gửi {head(record)}, hoặc gửi {office} "
        f"trước ngày {short(card.collect_until)}. Câu hỏi vẫn được nhận tại hội nghị.",
        f"Rất mong {whom} sắp xếp thời gian dự họp. Xác nhận dự: {filled(ward.phone)}.",
    )
    return Paper(
        made(
            ward,
            card,
            kind="GIẤY MỜI",
            summary=f"Dự {_named(card.day.year)}",
            blocks=[
                *(paragraph(line) for line in lines),
                Code(page, "Trang của hội nghị, gửi câu hỏi trước"),
            ],
            symbol="GM-UBND",
            issued=issued,
            to=(whom,),
            signatures=signed(card),
            recipients=recipients(
                "Như trên;",
                "TT Đảng ủy, TT HĐND (để b/c);",
                "Ủy ban MTTQ (để phối hợp);",
            ),
        )
    )


def head(record: Record) -> str:
    """`Tổ trưởng tổ dân phố`."""
    return record.ward.head_word


def _named(year: int) -> str:
    return f"Hội nghị đối thoại giữa chính quyền địa phương với Nhân dân năm {year}"


def announcement(
    record: Record,
    laws: tuple[str, ...],
    issued: Issued | None = None,
    parts: Sequence[Part] = (),
) -> Paper:
    """laws: what it rests on, as the rules in force on its day name their sources."""
    ward, card = record.ward, record.card
    plan = (
        f"Căn cứ Kế hoạch số {filled(card.plan_number)} {long_day(card.plan_day)} "
        f"của UBND {ward.kind}"
    )
    lines = (
        f"UBND {ward.kind} {ward.name} phối hợp Ủy ban MTTQ Việt Nam {ward.kind} tổ chức Hội nghị "
        "đối thoại với Nhân dân như sau:",
        f"1. Thời gian: {when(card.starts_at)}.",
        f"2. Địa điểm: {dotted(card.place)}",
        *(_part(card, each) for each in parts),
        f"3. Nội dung: {dotted(card.subject)}",
        f"4. Cách thức tham dự: {dotted(card.attending)}",
        f"5. Chủ trì: {person(card.chair, card.chair_title)}; đồng chủ trì: "
        f"{person(card.co_chair, card.co_chair_title)}.",
        f"UBND {ward.kind} đề nghị {head(record)} niêm yết, thông báo đến các hộ dân và kính mời "
        "Nhân dân, tổ chức, doanh nghiệp tham dự.",
    )
    return Paper(
        made(
            ward,
            card,
            kind="THÔNG BÁO",
            summary=f"Về việc tổ chức Hội nghị đối thoại với Nhân dân năm {card.day.year}",
            blocks=[*bases([*laws, plan]), *(paragraph(line) for line in lines)],
            symbol="TB-UBND",
            issued=issued,
            signatures=signed(card),
            recipients=recipients(
                "TT Đảng ủy, TT HĐND (để b/c);",
                "Ủy ban MTTQ (để phối hợp);",
                f"{head(record)} (để niêm yết);",
            ),
        )
    )


def _part(card: ConferenceCard, part: Part) -> str:
    """`Cụm 1 (Tổ 5, Tổ 9): 14 giờ 00, …, tại Nhà văn hóa.`"""
    at, place = when(part.starts_at or card.starts_at), bare(part.place or card.place)
    return f"{part.name} ({', '.join(part.names)}): {at}, tại {place}."


COLUMNS = (
    Column("Thời gian", 1, Align.CENTRE),
    Column("Nội dung", 4),
    Column("Người thực hiện", 2),
)


def agenda(record: Record, issued: Issued | None = None, survey: str = "") -> Paper:
    """survey: the address of what those who were there are asked afterwards; empty: nothing."""
    ward, card = record.ward, record.card
    rows = tuple(
        (f"{local_time(line.starts_at):%H:%M}", line.text, filled(line.who))
        for line in record.agenda
    )
    blocks: list[Block] = [Table(COLUMNS, rows) if rows else paragraph(filled(""))]
    if survey:
        blocks.append(Code(survey, "Sau hội nghị, mời quý vị cho ý kiến"))
    return Paper(
        made(
            ward,
            card,
            kind="CHƯƠNG TRÌNH",
            summary=f"Hội nghị đối thoại với Nhân dân ngày {short(card.day)}",
            blocks=blocks,
            symbol="CTr-UBND",
            issued=issued,
            signatures=signed(card),
            recipients=recipients(),
        ),
        _too_little_time(record),
    )


def _too_little_time(record: Record) -> tuple[str, ...]:
    """At least half of the programme is the residents'."""
    whole = sum(line.minutes for line in record.agenda)
    theirs = sum(line.minutes for line in record.agenda if line.kind in RESIDENTS_TIME)
    if not whole or 2 * theirs >= whole:
        return ()
    return (
        f"người dân có {theirs} trên {whole} phút ({percent(theirs, whole)}), chưa được một nửa "
        "chương trình.",
    )
