"""The wards of a province or city in rows: the same for the page, its picture and its files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from dialogue.core import clock
from dialogue.core.memo import remembered
from dialogue.core.text import sort_key
from dialogue.matters.queries.beside import PromiseCount, figures_beside, promises_beside
from dialogue.matters.results import Figures
from dialogue.ward.cards import WardCard
from dialogue.ward.provinces import Province, reforms_of
from meetings.coffee.queries.figures import met_beside
from meetings.conferences.queries.beside import held_beside
from surveys.beside import satisfaction_beside
from surveys.funnel import Where, common_share, where
from surveys.periods import Period
from surveys.results import Figure, percent
from surveys.rules import Series, final_day
from web.i18n import gettext_lazy as _

FRESH = 300  # seconds: figures of many wards are not counted anew for each reader
OFFERED = 12  # periods times series that are remembered; who asks for odd ones pays for them


@dataclass(frozen=True, slots=True)
class WardLine:
    """since: from when its ratings count, later than the period's first day after a reform."""

    ward: WardCard
    satisfaction: Figure
    where: Where
    since: date
    answers: Figures
    promises: PromiseCount
    conferences: int
    coffees: int

    @property
    def in_time(self) -> float | None:
        """Percent; None where nothing was due."""
        return percent(self.answers.in_time.part, self.answers.in_time.n)


@dataclass(frozen=True, slots=True)
class Overview:
    """counted: when. until: the last day of it whose ratings are final. share: common, 0 to 1."""

    province: Province
    period: Period
    series: Series
    until: date
    counted: datetime
    share: float | None
    lines: tuple[WardLine, ...]


class Order(StrEnum):
    """What the table may be sorted by; the values stand in addresses."""

    NAME = "ten"
    SATISFACTION = "hai-long"
    RATINGS = "so-luot"
    IN_TIME = "dung-han"
    WAITING = "dang-cho"
    LATE = "qua-han"
    PROMISES = "loi-hua-cham"
    CONFERENCES = "doi-thoai"
    COFFEES = "ca-phe"


HEADS = {
    Order.NAME: _("Phường, xã"),
    Order.SATISFACTION: _("Hài lòng (khoảng tin cậy 95%)"),
    Order.RATINGS: _("Số lượt (n)"),
    Order.IN_TIME: _("Trả lời đúng hạn"),
    Order.WAITING: _("Đang chờ trả lời"),
    Order.LATE: _("Trong đó quá hạn"),
    Order.PROMISES: _("Lời hứa chậm"),
    Order.CONFERENCES: _("Hội nghị đã họp"),
    Order.COFFEES: _("Buổi cà phê sáng"),
}
VALUE: dict[Order, Callable[[WardLine], Any]] = {
    Order.NAME: lambda line: sort_key(line.ward.name),
    Order.SATISFACTION: lambda line: line.satisfaction.percent,
    Order.RATINGS: lambda line: line.satisfaction.n or None,
    Order.IN_TIME: lambda line: line.in_time,
    Order.WAITING: lambda line: line.answers.waiting,
    Order.LATE: lambda line: line.answers.late,
    Order.PROMISES: lambda line: line.promises.late,
    Order.CONFERENCES: lambda line: line.conferences,
    Order.COFFEES: lambda line: line.coffees,
}
COLUMNS = {  # each column of the files, and what it says
    "ward": _("Tên phường, xã"),
    "address": _("Địa chỉ trang của phường, xã, viết sau tên máy chủ"),
    "since": _("Ngày đầu mà lượt đánh giá được tính"),
    "until": _("Ngày cuối mà lượt đánh giá được tính"),
    "n": _("Số lượt đã tính; 0 là chưa đủ số lượt tối thiểu"),
    "satisfied": _("Tỷ lệ hài lòng, phần trăm: “Rất hài lòng” và “Hài lòng” trên n"),
    "low": _("Cận dưới khoảng tin cậy Wilson 95%"),
    "high": _("Cận trên khoảng tin cậy Wilson 95%"),
    "against_limits": _(
        "So với giới hạn quanh tỷ lệ chung: within trong giới hạn 95%; below, above ngoài 95%; "
        "far-below, far-above ngoài 99,8%; unknown không so"
    ),
    "in_time": _("Số câu trả lời đúng hạn trong kỳ"),
    "due": _("Số câu đã trả lời có hạn, hoặc đã quá hạn mà chưa trả lời, trong kỳ"),
    "waiting": _("Số câu đang chờ trả lời, lúc tính"),
    "late": _("Trong đó đã quá hạn"),
    "promises_open": _("Số lời hứa đang làm, lúc tính"),
    "promises_late": _("Trong đó đã quá ngày hứa"),
    "conferences": _("Số hội nghị đối thoại đã họp trong kỳ"),
    "coffee_sessions": _("Số buổi cà phê sáng đã gặp trong kỳ"),
}


@remembered(seconds=FRESH, size=OFFERED)
async def overview(province: Province, period: Period, series: Series) -> Overview:
    """What each ward publishes of itself, counted at most every five minutes."""
    moment, ids = clock.now(), province.ids
    today = clock.local_day(moment)
    until = min(period.until, final_day(today))
    reforms = await reforms_of(ids)
    begins = {
        ward: max([day for day in reforms[ward] if day <= until] + [period.since]) for ward in ids
    }
    last = min(period.until, today)
    satisfied = await satisfaction_beside({ward: (begins[ward], until) for ward in ids}, series)
    answers = await figures_beside(ids, period.since, last)
    promises = await promises_beside(ids)
    conferences = await held_beside(ids, period.since, last)
    coffees = await met_beside(ids, period.since, last)
    share = common_share(satisfied.values())
    lines = tuple(
        WardLine(
            card,
            satisfied[card.id],
            where(satisfied[card.id], share),
            begins[card.id],
            answers[card.id],
            promises[card.id],
            conferences.get(card.id, 0),
            coffees.get(card.id, 0),
        )
        for card in province.wards
    )
    return Overview(province, period, series, until, moment, share, lines)


def ordered(lines: Sequence[WardLine], order: Order, falling: bool) -> list[WardLine]:
    """What has no figure stands last either way; equals in the order of the alphabet."""
    value = VALUE[order]
    by_name = sorted(lines, key=VALUE[Order.NAME])
    told = [line for line in by_name if value(line) is not None]
    rest = [line for line in by_name if value(line) is None]
    return [*sorted(told, key=value, reverse=falling), *rest]


def cells(found: Overview) -> list[tuple[object, ...]]:
    """For a file, in the columns' order; numbers as numbers, unknown ones empty."""
    return [
        (
            line.ward.full_name,
            f"/{line.ward.slug}",
            line.since.isoformat(),
            found.until.isoformat(),
            line.satisfaction.n,
            line.satisfaction.percent,
            line.satisfaction.low,
            line.satisfaction.high,
            line.where.value,
            line.answers.in_time.part,
            line.answers.in_time.n,
            line.answers.waiting,
            line.answers.late,
            line.promises.open,
            line.promises.late,
            line.conferences,
            line.coffees,
        )
        for line in ordered(found.lines, Order.NAME, falling=False)
    ]
