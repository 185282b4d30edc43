"""One statement of a ward's results: what the screen, the files and the API all show.

Each line is a sum of whole blocks, or of the rounds of them (docs/decisions/005-blocks.md).
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dialogue.core.errors import Forbidden
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from surveys.alerts.doubts import Doubt, doubt
from surveys.blocks import Block
from surveys.comparison import Change, Standing, change, standing
from surveys.history import history
from surveys.queries.counters import counter_staff
from surveys.response import WARD, Response, responses
from surveys.results import Counts, Figure, figure
from surveys.rules import Series, may_read_figures
from surveys.satisfaction import Place, Satisfaction, counted, counted_days

Span = tuple[date, date]


class Cut(StrEnum):
    """By what ratings are told apart."""

    WARD = "ward"
    FIELD = "field"
    UNIT = "unit"
    COUNTER = "counter"
    WEEKDAY = "weekday"
    HALF = "half"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Line:
    """key: code of a field or unit, name of a counter, number of a weekday (Monday 0) or half of
    the day (morning 0), first day of a month; empty: none chosen. parent: a field's, or empty.

    before: the same of the period before; weekdays, halves and months have none. waiting: ratings
    up to now in no block. response: of slips alone, where the ward reported its dossiers.
    """

    cut: Cut
    key: str
    name: str
    name_en: str
    figure: Figure
    parent: str = ""
    before: Figure = Figure()  # noqa: RUF009  frozen, and of nothing
    change: Change = Change()  # noqa: RUF009
    standing: Standing = Standing.UNKNOWN
    waiting: int = 0
    response: Response | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """since, until, before: days asked for, all included. final: the last day that is counted.

    least: RAT-MIN-N; None: no rule. lines: the whole ward first, then cut by cut. doubt: of general
    ratings, what alerts say of them.
    """

    series: Series
    since: date
    until: date
    before: Span
    final: date
    least: int | None
    lines: tuple[Line, ...]
    doubt: Doubt = Doubt()  # noqa: RUF009  frozen, and of nothing

    @property
    def whole(self) -> Line:
        return self.lines[0]

    def by(self, cut: Cut) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.cut == cut)

    @property
    def empty(self) -> bool:
        return not self.whole.figure.n and not self.whole.waiting


async def statement(
    actor: Actor, since: date, until: date, before: Span, series: Series = Series.GENERAL
) -> Statement:
    """For staff who may read figures. Raises Forbidden."""
    if not may_read_figures(actor):
        raise Forbidden("these figures are not for counter officers")
    return await public_statement(actor.ward, since, until, before, series)


async def public_statement(
    ward: int, since: date, until: date, before: Span, series: Series = Series.GENERAL
) -> Statement:
    """The same for everybody: nothing in it leads to a person. `waiting` is not for the public,
    as it moves by one.
    """
    now = await counted(ward, since, until, series)
    then = await counted(ward, *before, series)
    fields = await ward_queries.fields(ward, True)
    answers = await responses(ward, since, until, fields) if series is Series.SLIP else {}
    codes = {card.id: card.code for card in fields}
    lines = [
        _line(Cut.WARD, Place(WARD, "", "", None, now.whole, now.waiting), then.whole, answers),
        *_fields(now, then, codes, answers),
        *_places(Cut.UNIT, now.units, then.units, standing(_by_id(now.units))),
        *_places(Cut.COUNTER, now.counters, then.counters, await _of_counters(ward, now)),
        *await _days(ward, since, until, series),
        *await _months(ward, since, until, series),
    ]
    doubted = await doubt(ward, since, until) if series is Series.GENERAL else Doubt()
    return Statement(series, since, until, before, now.final, now.least, tuple(lines), doubted)


async def summaries(actor: Actor, since: date, until: date, before: Span) -> list[Statement]:
    """Each series that has any rating, with the line of the whole ward alone. Raises Forbidden."""
    if not may_read_figures(actor):
        raise Forbidden("these figures are not for counter officers")
    found = []
    for series in Series:
        past = await history(actor.ward, series)
        if not past.blocks and not past.open and series is not Series.GENERAL:
            continue
        now, then = (sum_of(past.blocks, span) for span in ((since, until), before))
        answers = await responses(actor.ward, since, until, ()) if series is Series.SLIP else {}
        whole = _line(Cut.WARD, Place(WARD, "", "", None, now, 0), then, answers)
        found.append(Statement(series, since, until, before, past.final, None, (whole,)))
    return found


def sum_of(given: Iterable[Block], span: Span) -> Figure:
    """Of the blocks that were closed in a span of days."""
    mine = [block for block in given if span[0] <= block.closed <= span[1]]
    reasons = sum((Tally(block.reasons) for block in mine), Tally[str]())
    return figure(sum((block.counts for block in mine), Counts()), reasons)


def _line(  # noqa: PLR0917  the columns of a line
    cut: Cut,
    place: Place,
    before: Figure,
    answers: Mapping[int, Response],
    stands: Standing = Standing.UNKNOWN,
    parent: str = "",
) -> Line:
    return Line(
        cut,
        place.code or (place.name if cut is Cut.COUNTER else ""),
        place.name,
        place.name_en,
        place.figure,
        parent,
        before,
        change(place.figure, before),
        stands,
        place.waiting,
        answers.get(place.id) if cut is not Cut.FIELD or place.id else None,
    )


def _by_id(places: Iterable[Place]) -> dict[int, Figure]:
    return {place.id: place.figure for place in places}


def _fields(
    now: Satisfaction, then: Satisfaction, codes: Mapping[int, str], answers: Mapping[int, Response]
) -> list[Line]:
    """Each parent before its children; each is compared with those of the same parent."""
    before, lines = _by_id(then.fields), []
    tops = [place for place in now.fields if place.parent is None]
    for top, stands in zip(tops, _stand(tops), strict=True):
        lines.append(_line(Cut.FIELD, top, before.get(top.id, Figure()), answers, stands))
        children = [place for place in now.fields if place.parent == top.id and top.id]
        for child, its in zip(children, _stand(children), strict=True):
            earlier = before.get(child.id, Figure())
            lines.append(_line(Cut.FIELD, child, earlier, answers, its, codes[top.id]))
    return lines


def _stand(places: Sequence[Place]) -> list[Standing]:
    found = standing(_by_id(places))
    return [found[place.id] for place in places]


def _places(
    cut: Cut, now: Iterable[Place], then: Iterable[Place], stands: Mapping[int, Standing]
) -> list[Line]:
    before = _by_id(then)
    return [
        _line(cut, place, before.get(place.id, Figure()), {}, stands[place.id]) for place in now
    ]


async def _of_counters(ward: int, now: Satisfaction) -> dict[int, Standing]:
    """A counter where one person works is compared with none: that would rank the person."""
    stands = standing(_by_id(now.counters))
    for place in now.counters:
        if len(await counter_staff(ward, place.id)) == 1:
            stands[place.id] = Standing.UNKNOWN
    return stands


async def _days(ward: int, since: date, until: date, series: Series) -> list[Line]:
    found = await counted_days(ward, since, until, None, series)
    lines = []
    for cut, figures in ((Cut.WEEKDAY, found.days), (Cut.HALF, found.halves)):
        stands = standing(figures)
        lines += [
            Line(cut, str(key), "", "", its, standing=stands[key]) for key, its in figures.items()
        ]
    return lines


async def _months(ward: int, since: date, until: date, series: Series) -> list[Line]:
    """Blocks by the month in which they were closed; a month without one is left out."""
    counts: dict[date, Counts] = {}
    reasons: dict[date, Tally[str]] = {}
    for block in (await history(ward, series)).blocks:
        if since <= block.closed <= until:
            month = block.closed.replace(day=1)
            counts[month] = counts.get(month, Counts()) + block.counts
            reasons.setdefault(month, Tally()).update(block.reasons)
    return [
        Line(Cut.MONTH, month.isoformat(), "", "", figure(counts[month], reasons[month]))
        for month in sorted(counts)
    ]
