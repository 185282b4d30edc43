"""A half-year review in words: its tables, bars and the draft of its report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dialogue.core import clock
from dialogue.core.documents import (
    Align,
    Bar,
    Block,
    Chart,
    Column,
    Document,
    Run,
    Table,
    heading,
    paragraph,
)
from dialogue.core.frozen import frozen
from dialogue.core.i18n import day, decimal, number
from dialogue.ward.cards import WardCard
from dialogue.ward.states import UnitKind
from surveys.comparison import Change, Trend
from surveys.periods import period_of
from surveys.results import Figure
from surveys.reviews.figures import Beside, Review, Sides
from surveys.reviews.queries import Remark
from surveys.reviews.rules import next_tasks
from surveys.reviews.terms import Term, TermKind
from web.i18n import gettext_lazy as _
from web.render import first_down
from web.result_rows import SERIES, period_name
from web.review_paper import document
from web.shapes import Interval
from web.staff.review_register import NONE, TOO_FEW, register_name, register_note, register_table
from web.staff.satisfaction import axis_start

NO_UNIT = _("Quầy chưa ghi đơn vị")
WORDS = {
    Trend.UP: _("▲ tăng %(points)s điểm, hơn mức ngẫu nhiên"),
    Trend.DOWN: _("▼ giảm %(points)s điểm, hơn mức ngẫu nhiên"),
    Trend.CHANCE: _("≈ chênh %(points)s điểm, chưa hơn mức ngẫu nhiên"),
    Trend.UNKNOWN: _("chưa đủ để so"),
}
KINDS = {
    UnitKind.OFFICE: _("Phòng, ban chuyên môn"),
    UnitKind.COUNTER: _("Bộ phận một cửa"),
    UnitKind.WARD: _("UBND cấp xã"),
    UnitKind.OTHER: _("Đơn vị khác"),
}
PARTS = {
    "done_well": _("Việc làm được"),
    "not_yet": _("Việc chưa làm được"),
    "reason": _("Nguyên nhân"),
    "next_tasks": _("Việc kỳ tới"),
}
HEADS = (
    _("Tên"),
    _("Kỳ này"),
    _("Kỳ trước"),
    _("Cùng kỳ năm trước"),
    _("So với kỳ trước"),
)

ACROSS = _(
    "%(n)s lượt nằm trong những nhóm có cả ngày trước và sau ngày sắp xếp, nên không tính cho bên "
    "nào."
)


def term_name(term: Term) -> str:
    """`6 tháng đầu năm 2026`, `Kỳ báo cáo 15/12/2025 – 14/6/2026`, `Từ … đến …`."""
    period = period_of(term.key) if term.kind is TermKind.CALENDAR else None
    if period:
        return period_name(period)
    word = _("Kỳ báo cáo") if term.kind is TermKind.REPORT else _("Các ngày")
    return f"{word} {day(term.since)} – {day(term.until)}"


def rows(lines: Sequence[Beside]) -> list[tuple[str, ...]]:
    return [
        (
            each.name or str(NO_UNIT),
            _told(each.now),
            _told(each.before),
            _told(each.last_year),
            _change(each.change),
        )
        for each in lines
    ]


def _told(sides: Sides) -> str:
    """`86,5% (80,1–91,0), n=120`; across a reform each side with its days."""
    if len(sides) == 1:
        return _share(sides[0].figure)
    return "; ".join(
        f"{day(each.since)} – {day(each.until)}: {_share(each.figure)}" for each in sides
    )


def _share(figure: Figure) -> str:
    if figure.percent is None or figure.low is None or figure.high is None:
        return str(TOO_FEW)
    interval = f"{decimal(figure.low)}–{decimal(figure.high)}"
    return f"{decimal(figure.percent)}% ({interval}), n={number(figure.n)}"


def _change(found: Change) -> str:
    points = decimal(abs(found.points)) if found.points is not None else ""
    text = str(WORDS[found.trend])
    return text % {"points": points} if points else text


def bars(lines: Sequence[Beside]) -> list[Interval]:
    return [
        Interval(
            each.name or str(NO_UNIT),
            each.figure.n,
            each.figure.percent,
            each.figure.low or 0,
            each.figure.high or 0,
        )
        for each in lines
        if each.figure.percent is not None
    ]


# The draft


def report(ward: WardCard, found: Review, said: Sequence[Remark]) -> Document:
    """The clerk gives its number, the chairman signs."""
    return document(ward, told(found, said), clock.local_day(clock.now()).year)


def told(found: Review, said: Sequence[Remark]) -> dict[str, Any]:
    """All that a review says, as it is published: words and blocks, ready for JSON."""
    return {
        "days": term_name(found.term),
        "summary": f"Sơ kết mức độ hài lòng của người dân, {first_down(term_name(found.term))}",
        "blocks": frozen(_blocks(found, said)),
    }


def across_words(n: int) -> str:
    return str(ACROSS) % {"n": number(n)}


def _blocks(found: Review, said: Sequence[Remark]) -> Iterator[Block]:
    yield paragraph(
        f"{SERIES[found.series]}; số liệu đến hết ngày {day(found.final)}. Mỗi tỷ lệ kèm khoảng "
        "tin cậy 95% và số lượt (n); dưới mức tối thiểu thì không tính. Xếp theo vần chữ cái, "
        "không xếp hạng."
    )
    if found.across:
        yield paragraph(across_words(found.across))
    for part in found.parts:
        days = f"từ {day(part.since)} đến {day(part.until)}"
        yield heading(f"Các đơn vị, {days}")
        for kind, units in part.alike:
            yield paragraph(Run(str(KINDS[kind]), italic=True), keep=True)
            yield from _figures(units, days)
        if not part.units:
            yield paragraph(NONE)
    yield heading("Sổ theo dõi hỏi đáp và việc đã hứa")
    yield paragraph(register_note())
    for register in found.registers:
        yield paragraph(Run(register_name(register), italic=True), keep=True)
        yield register_table(register)
    yield heading("Các phường, xã")
    yield from _figures(found.wards, f"từ {day(found.term.since)} đến {day(found.term.until)}")
    yield heading("Tự nhận xét của các đơn vị")
    for each in said:
        yield from _remark(each)
    if not said:
        yield paragraph("Chưa đơn vị nào tự nhận xét.")
    yield heading("Việc kỳ tới")
    yield _tasks(task_rows(said))


TASK_HEADS = (_("Đơn vị"), _("Việc"), _("Hạn"))


def task_rows(said: Sequence[Remark]) -> list[tuple[str, ...]]:
    return [
        (each.unit_name, task.text, day(task.until))
        for each in said
        for task in next_tasks(each.words.next_tasks)
    ]


def _tasks(rows: Sequence[tuple[str, ...]]) -> Block:
    if not rows:
        return paragraph("Chưa đơn vị nào ghi việc kỳ tới.")
    shares = (1.6, 3.0, 1.0)
    columns = tuple(
        Column(str(text), share, Align.LEFT) for text, share in zip(TASK_HEADS, shares, strict=True)
    )
    return Table(columns, tuple(rows))


def _figures(lines: Sequence[Beside], days: str) -> Iterator[Block]:
    """A chart where there is a figure, and always its table."""
    shown = bars(lines)
    if shown:
        start = axis_start(shown)
        caption = f"Tỷ lệ hài lòng {days}, khoảng tin cậy 95%; trục từ {start}%"
        yield Chart(caption, tuple(_bar(each) for each in shown), start)
    yield _table(lines)


def _bar(shown: Interval) -> Bar:
    percent = shown.percent or 0
    interval = f"{decimal(shown.low)}–{decimal(shown.high)}"
    words = f"{decimal(percent)}% ({interval}), n={number(shown.n)}"
    return Bar(shown.label, words, percent, shown.low, shown.high)


def _remark(each: Remark) -> Iterator[Block]:
    said = {name: text for name, text in each.words.parts.items() if name != "next_tasks"}
    if any(said.values()):
        yield paragraph(Run(each.unit_name, bold=True, italic=True), keep=True)
    for name, text in said.items():
        if text:
            first, *more = text.splitlines()
            yield paragraph(Run(f"{PARTS[name]}: ", italic=True), first)
            yield from (paragraph(line) for line in more if line)


def _table(lines: Sequence[Beside]) -> Block:
    if not lines:
        return paragraph(NONE)
    columns = tuple(
        Column(str(text), 2.0 if place in {0, 4} else 1.6, Align.LEFT)
        for place, text in enumerate(HEADS)
    )
    return Table(columns, tuple(rows(lines)))
