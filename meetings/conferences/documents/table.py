"""The consolidated table (bảng tổng hợp ý kiến): across the page, by field and by due date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from dialogue.core.clock import local_day
from dialogue.core.documents import Align, Block, Column, Table, heading, paragraph
from dialogue.core.i18n import number
from meetings.conferences.documents.common import Issued, Paper, made, short, signed
from meetings.conferences.documents.minutes import NOT_TOLD
from meetings.conferences.record import Heard, Record
from meetings.conferences.standing import Standing, in_time, standing
from meetings.conferences.states import OpinionSource

NO_FIELD = "Chưa phân lĩnh vực"
FAR = date.max
SOURCE = {
    OpinionSource.AHEAD: "gửi trước",
    OpinionSource.SPOKEN: "phát biểu",
    OpinionSource.SLIP: "phiếu giấy",
    OpinionSource.PHONE: "điện thoại tại hội trường",
}
STANDING = {
    Standing.ANSWERED: "đã trả lời tại hội nghị",
    Standing.PUBLISHED: "đã trả lời bằng văn bản",
    Standing.AWAITED: "hẹn trả lời bằng văn bản",
    Standing.LATE: "quá hạn trả lời",
    Standing.FORWARDED: "đã chuyển cơ quan khác",
    Standing.TASK: "giao làm ngay",
    Standing.OPEN: "chưa xử lý",
    Standing.MERGED: "đã ghép",
    Standing.NOT_SHOWN: "không nêu",
}
VERDICT = {"satisfied": "đã rõ", "partly": "rõ một phần", "not": "chưa rõ"}


def columns(group_word: str) -> tuple[Column, ...]:
    return (
        Column("TT", 0.5, Align.CENTRE),
        Column("Mã", 0.8, Align.CENTRE),
        Column("Ngày nhận", 1.1, Align.CENTRE),
        Column("Nguồn", 0.9),
        Column(group_word[:1].upper() + group_word[1:], 1.2),
        Column("Lĩnh vực", 1.2),
        Column("Nội dung tóm tắt", 3.2),
        Column("Số người cùng hỏi", 0.8, Align.CENTRE),
        Column("Đơn vị", 1.2),
        Column("Hạn", 1.1, Align.CENTRE),
        Column("Trạng thái", 1.2),
        Column("Trả lời, kết quả", 3.2),
        Column("Đánh giá của người hỏi", 0.9),
    )


def ordered(record: Record) -> list[Heard]:
    """By field, then by due date; those without a field and without a date last."""
    return sorted(
        record.leads,
        key=lambda each: (
            not each.field_name,
            each.field_name,
            each.due or FAR,
            each.number or 10**6,
            each.id,
        ),
    )


def rows(record: Record, today: date) -> list[tuple[str, ...]]:
    """As the columns have them: for the document and for the spreadsheet."""
    return [_row(place, each, today) for place, each in enumerate(ordered(record), 1)]


def _row(place: int, each: Heard, today: date) -> tuple[str, ...]:
    return (
        str(place),
        each.code,
        short(local_day(each.at)),
        SOURCE[each.source],
        each.organisation or each.group_name,
        each.field_name or NO_FIELD,
        NOT_TOLD if each.withheld else each.words,
        number(each.askers),
        each.unit_name,
        short(each.due) if each.due else "",
        STANDING[standing(each, today)],
        _result(each),
        VERDICT.get(each.verdict, ""),
    )


def _result(each: Heard) -> str:
    if each.said:
        return each.said
    if each.receiver:
        return f"Chuyển {each.receiver}"
    return each.reason


def table(record: Record, today: date, issued: Issued | None = None) -> Paper:
    ward, card = record.ward, record.card
    return Paper(
        made(
            ward,
            card,
            kind="BẢNG TỔNG HỢP Ý KIẾN, KIẾN NGHỊ",
            summary=f"Hội nghị đối thoại với Nhân dân ngày {short(card.day)}",
            blocks=list(_blocks(record, today)),
            issued=issued,
            signatures=signed(card),
            landscape=True,
        )
    )


def _blocks(record: Record, today: date) -> Iterator[Block]:
    made_rows = rows(record, today)
    if not made_rows:
        yield paragraph("Chưa có ý kiến nào.")
        return
    place = columns(record.ward.group_word).index
    field = place(next(c for c in columns(record.ward.group_word) if c.title == "Lĩnh vực"))
    for name, of_field in groupby(made_rows, key=lambda row: row[field]):
        part = tuple(of_field)
        yield heading(f"{name}: {number(len(part))} ý kiến")
        yield Table(columns(record.ward.group_word), part)
    yield from (paragraph(line) for line in totals(record, today))


def totals(record: Record, today: date) -> tuple[str, ...]:
    """The foot: by field, by state, in time and late."""
    leads = record.leads
    fields = Counter(each.field_name or NO_FIELD for each in leads)
    states = Counter(STANDING[standing(each, today)] for each in leads)
    times = Counter(in_time(each, today) for each in leads)
    return (
        f"Tổng số {number(len(leads))} ý kiến. Theo lĩnh vực: {_counted(fields)}.",
        f"Theo trạng thái: {_counted(states)}.",
        f"Đúng hạn {number(times[True])}, quá hạn {number(times[False])}.",
    )


def _counted(found: Counter[str]) -> str:
    return "; ".join(f"{name} {number(n)}" for name, n in sorted(found.items()))
