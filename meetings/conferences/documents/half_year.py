"""The dialogue report of half a year (báo cáo 6 tháng): figures that the register has, no others.

A figure of None is not known and prints as dots. Whoever makes the report passes figures of
ratings in: a conference knows nothing of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dialogue.core.documents import (
    BLANK,
    Block,
    Column,
    Table,
    filled,
    heading,
    paragraph,
)
from dialogue.core.i18n import number
from dialogue.ward.figures import Figures
from meetings.conferences.documents.common import (
    Issued,
    Paper,
    bare,
    made,
    recipients,
    short,
    signed,
    told,
)
from meetings.conferences.record import Concluded, Record


@dataclass(frozen=True, slots=True)
class Ratings:
    """Of the counters, in the period. reasons: the most frequent, in people's words."""

    n: int
    very: int
    ok: int
    not_: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opinions:
    """Of the register, in the period."""

    received: int | None = None
    in_time: int | None = None
    late: int | None = None
    redirected: int | None = None
    clear: int | None = None
    judged: int | None = None
    reopened: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """Promises first due in the period. left: the texts of those not done."""

    due: int = 0
    kept: int = 0
    late: int = 0
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HalfYear:
    """since, until: both included. units: name, opinions answered, in time, promises open.

    wrong: sums of the case figures that do not add up, in words.
    """

    label: str
    since: date | None
    until: date | None
    cases: Figures | None = None
    ratings: Ratings | None = None
    opinions: Opinions = Opinions()
    conferences: int = 0
    coffees: int | None = None
    attendances: int | None = None
    huddles: int | None = None
    kept: Kept = Kept()
    units: tuple[tuple[str, str, str, str], ...] = ()
    wrong: tuple[str, ...] = ()


UNITS = (
    Column("Đơn vị", 3),
    Column("Ý kiến đã trả lời", 1.2),
    Column("Đúng hạn", 1),
    Column("Việc đã hứa còn làm", 1.4),
)


def half_year(record: Record, half: HalfYear, issued: Issued | None = None) -> Paper:
    """What of the figures does not add up is a note of the draft."""
    card = record.card
    return Paper(
        made(
            record.ward,
            card,
            kind="BÁO CÁO",
            summary="Kết quả tiếp nhận ý kiến, đối thoại với Nhân dân và mức độ hài lòng "
            + filled(half.label),
            blocks=list(_blocks(record, half)),
            symbol="BC-UBND",
            issued=issued,
            signatures=signed(card),
            recipients=recipients(
                "UBND cấp trên (để b/c);", "TT Đảng ủy, TT HĐND (để b/c);", "Ủy ban MTTQ;"
            ),
        ),
        half.wrong,
    )


def said(cases: Figures | None, name: str) -> str:
    """`hơn 16.710`; 0 is a figure, and dots stand for what nobody reported."""
    value = None if cases is None else cases.get(name)
    if cases is None or value is None:
        return BLANK
    word = cases.qualifiers.get(name)
    return told(value, word)


def _n(value: int | None) -> str:
    return BLANK if value is None else number(value)


def _blocks(record: Record, half: HalfYear) -> Iterator[Block]:
    yield heading("I. Tình hình chung")
    yield paragraph(
        f"Thuận lợi, khó khăn: {filled(record.card.assessment)} Kỳ số liệu từ {short(half.since)} "
        f"đến {short(half.until)}."
    )
    yield heading("II. Kết quả")
    yield from (paragraph(line) for line in _results(half))
    yield heading("III. So sánh các đơn vị")
    yield Table(UNITS, half.units) if half.units else paragraph(BLANK)
    yield heading("IV. Hạn chế, nguyên nhân")
    yield paragraph(BLANK)
    yield heading("V. Nhiệm vụ kỳ tới")
    yield from _next(record.tasks)
    yield heading("VI. Kiến nghị cấp trên")
    above = [each for each in record.conclusions if each.beyond and not each.why_no_task]
    for each in above:
        yield paragraph(f"{bare(each.text)}, gửi {bare(each.receiver)}.")
    if not above:
        yield paragraph("Không có.")
    if half.kept.left:
        yield heading("Phụ lục. Việc đã hứa chưa xong")
        yield from (paragraph(f"{place}. {text}") for place, text in enumerate(half.kept.left, 1))


def _results(half: HalfYear) -> Iterator[str]:
    cases, rated, told, kept = half.cases, half.ratings, half.opinions, half.kept
    yield (
        f"1. Hồ sơ: tiếp nhận {said(cases, 'received')} (trực tuyến "
        f"{said(cases, 'received_online')}, trực tiếp {said(cases, 'received_direct')}); đã trả "
        f"{said(cases, 'returned')} (đúng hạn {_punctual(cases)}, trễ {said(cases, 'late')}); "
        f"đang giải quyết trong hạn {said(cases, 'in_progress')}; chuyển từ kỳ trước, đơn vị cũ "
        f"{said(cases, 'opening')}."
    )
    if rated is None:
        yield f"2. Đánh giá tại quầy: {BLANK}"
    else:
        yield (
            f"2. Đánh giá tại quầy: {number(rated.n)} phiếu hợp lệ; Rất hài lòng "
            f"{number(rated.very)}, Hài lòng {number(rated.ok)}, Không hài lòng "
            f"{number(rated.not_)}; lý do nhiều nhất: {'; '.join(rated.reasons) or 'không nêu'}."
        )
    yield (
        f"3. Ý kiến: nhận {_n(told.received)}; trả lời đúng hạn {_n(told.in_time)}; quá hạn "
        f"{_n(told.late)}; chuyển cơ quan khác {_n(told.redirected)}; người hỏi hài lòng "
        f"{_n(told.clear)}/{_n(told.judged)}; mở lại {_n(told.reopened)}."
    )
    yield (
        f"4. Đối thoại, cà phê sáng, hội ý: {number(half.conferences)} hội nghị, "
        f"{_n(half.coffees)} buổi cà phê sáng, {_n(half.attendances)} lượt người, "
        f"{_n(half.huddles)} buổi hội ý."
    )
    yield (
        f"5. Việc đã hứa: {number(kept.due)}; xong đúng hạn {number(kept.kept)}; xong muộn "
        f"{number(kept.late)}; chưa xong {number(len(kept.left))}"
        f"{' (lý do từng việc ở phụ lục)' if kept.left else ''}."
    )
    yield f"6. Thư: chúc mừng {BLANK}, chia buồn {BLANK}, cảm ơn {BLANK}."


def _punctual(cases: Figures | None) -> str:
    """On time or early: both are in time."""
    if cases is None or cases.on_time is None:
        return BLANK
    if cases.early is None or "on_time" in cases.qualifiers or "early" in cases.qualifiers:
        return said(cases, "on_time")
    return number(cases.on_time + cases.early)


def _next(tasks: Sequence[Concluded]) -> Iterator[Block]:
    for place, each in enumerate(tasks, 1):
        yield paragraph(
            f"{place}. {bare(each.text)} – {filled(each.unit_name)} – hạn {short(each.due)}."
        )
    if not tasks:
        yield paragraph(BLANK)
