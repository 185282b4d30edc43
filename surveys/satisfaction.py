"""How satisfied people were, by field, counter, week and weekday: always sums of whole blocks."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Forbidden
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from surveys.blocks import Block, Leaf
from surveys.comparison import Standing, standing
from surveys.history import history
from surveys.queries.counters import counters, former_units
from surveys.queries.ratings import day_counts, least_ratings
from surveys.results import Counts, Figure, figure
from surveys.rules import Series, may_read_figures
from surveys.units import MOVED, MOVED_NAME, Stay, by_unit

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Place:
    """A field, a counter or a unit. parent: of a field, whose figure is the sum of its children's.

    waiting: ratings up to now that no block holds yet. id 0: ratings without a field, or at
    counters without a unit. code: of a field or unit; empty where there is none.
    """

    id: int
    name: str
    name_en: str
    parent: int | None
    figure: Figure
    waiting: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """Blocks of one series of ratings that were closed from `since` to `until`, both included.

    least: RAT-MIN-N today, None: no rule. final: the last day that blocks are made of.
    """

    since: date
    until: date
    least: int | None
    final: date
    whole: Figure
    waiting: int
    fields: tuple[Place, ...]
    counters: tuple[Place, ...]
    units: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Pooled:
    """One block by itself: ratings of a counter and field (None: none chosen) on those days."""

    counter: str
    field: int | None
    since: date
    until: date
    figure: Figure


@dataclass(frozen=True, slots=True)
class Week:
    """Blocks closed in a calendar week, from its Monday; nothing in it: none was closed."""

    start: date
    figure: Figure


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Monday is 0. n: ratings of the rounds closed in the period, of which some are left out.

    halves: 0 the morning, 1 the afternoon; without the rounds in which a half says too much.
    """

    days: dict[int, Figure]
    n: int
    halves: dict[int, Figure]

    @property
    def told(self) -> int:
        return sum(each.n for each in self.days.values())

    @property
    def worse(self) -> list[int]:
        """Days whose whole interval lies below that of all the other days together."""
        found = standing(self.days)
        return [day for day in self.days if found[day] is Standing.BELOW]


async def satisfaction(
    actor: Actor, since: date, until: date, series: Series = Series.GENERAL
) -> Satisfaction:
    """For staff. Raises Forbidden."""
    _check(actor)
    return await counted(actor.ward, since, until, series)


async def counted(
    ward: int,
    since: date,
    until: date,
    series: Series = Series.GENERAL,
    cuts: Collection[date] = (),
) -> Satisfaction:
    """For whoever may read figures, or shows the public what is final: not what still waits.

    cuts: days across which nothing is added; a block with ratings of both sides is in neither.
    """
    past, today = await history(ward, series), local_day(now())
    waiting = Tally(past.open)
    for row in await day_counts(ward, past.final + timedelta(days=1), today, series):
        waiting[row.counter, row.field] += row.counts.n
    blocks = [
        each for each in past.blocks if since <= each.closed <= until and not each.across(cuts)
    ]
    found = _Sums(blocks, waiting)
    return Satisfaction(
        since,
        until,
        await least_ratings(ward, today),
        past.final,
        found.figure(found.leaves),
        waiting.total(),
        await _fields(ward, found),
        await _counters(ward, found),
        await _units(ward, blocks, waiting),
    )


async def newest_blocks(actor: Actor) -> tuple[Pooled, ...]:
    """Those that were closed last, all on one day; in the counters' order. Raises Forbidden."""
    _check(actor)
    closed = (await history(actor.ward)).blocks
    last = max((block.closed for block in closed), default=None)
    titles = {card.id: card.title for card in await counters(actor.ward, retired=True)}
    order = list(titles)
    newest = [block for block in closed if block.closed == last]
    newest.sort(key=lambda block: (order.index(block.leaf[0]), block.leaf[1]))
    return tuple(
        Pooled(
            titles[block.leaf[0]],
            block.leaf[1] or None,
            block.since,
            block.closed,
            figure(block.counts, block.reasons),
        )
        for block in newest
    )


async def weeks(
    actor: Actor,
    since: date,
    until: date,
    field: int | None = None,
    series: Series = Series.GENERAL,
) -> list[Week]:
    """The course of one field (None: all), from its first to its last block. Raises Forbidden."""
    _check(actor)
    family = await _family(actor.ward, field)
    of_week: dict[date, list[Block]] = {}
    for block in (await history(actor.ward, series)).blocks:
        if since <= block.closed <= until and (family is None or block.leaf[1] in family):
            monday = block.closed - timedelta(days=block.closed.weekday())
            of_week.setdefault(monday, []).append(block)
    if not of_week:
        return []
    first, last = min(of_week), max(of_week)
    mondays = [first + number * WEEK for number in range((last - first) // WEEK + 1)]
    sums = {monday: _Sums(of_week.get(monday, ())) for monday in mondays}
    return [Week(monday, each.figure(each.leaves)) for monday, each in sums.items()]


async def weekdays(
    actor: Actor,
    since: date,
    until: date,
    counter: int | None = None,
    series: Series = Series.GENERAL,
) -> Weekdays:
    """By day of the week and half of the day, of one counter (None: all): rounds closed in the
    period. Raises Forbidden.
    """
    _check(actor)
    return await counted_days(actor.ward, since, until, counter, series)


async def counted_days(
    ward: int,
    since: date,
    until: date,
    counter: int | None = None,
    series: Series = Series.GENERAL,
) -> Weekdays:
    """As `weekdays`, for whoever may read figures, or shows the public what is final."""
    mine = [
        each
        for each in (await history(ward, series)).rounds
        if since <= each.closed <= until and counter in {None, each.counter}
    ]
    days: dict[int, Counts] = {}
    halves: dict[int, Counts] = {}
    for each in mine:
        _add(days, each.weekdays)
        _add(halves, dict(enumerate(each.halves)))
    return Weekdays(_figures(days), sum(each.n for each in mine), _figures(halves))


def _add(sums: dict[int, Counts], more: Mapping[int, Counts]) -> None:
    for key, counts in more.items():
        sums[key] = sums.get(key, Counts()) + counts


def _figures(sums: Mapping[int, Counts]) -> dict[int, Figure]:
    return {key: figure(counts, {}) for key, counts in sorted(sums.items()) if counts.n}


def _check(actor: Actor) -> None:
    if not may_read_figures(actor):
        raise Forbidden("these figures are not for counter officers")


async def _family(ward: int, field: int | None) -> Collection[int] | None:
    if field is None:
        return None
    return next((c.family for c in await ward_queries.fields(ward, True) if c.id == field), ())


class _Sums:
    """Figures of any group of leaves, of the blocks of one period."""

    def __init__(self, given: Iterable[Block], waiting: Mapping[Leaf, int] | None = None) -> None:
        self.counts: dict[Leaf, Counts] = {}
        self.reasons: dict[Leaf, Tally[str]] = {}
        self.waiting = waiting or {}
        for block in given:
            leaf = block.leaf
            self.counts[leaf] = self.counts.get(leaf, Counts()) + block.counts
            self.reasons.setdefault(leaf, Tally()).update(block.reasons)

    @property
    def leaves(self) -> set[Leaf]:
        return self.counts.keys() | self.waiting.keys()

    def figure(self, leaves: Iterable[Leaf]) -> Figure:
        mine = [leaf for leaf in leaves if leaf in self.counts]
        reasons: Tally[str] = Tally()
        for leaf in mine:
            reasons.update(self.reasons[leaf])
        return figure(sum((self.counts[leaf] for leaf in mine), Counts()), reasons)

    def place(
        self,
        id_: int,
        names: tuple[str, str],
        leaves: Iterable[Leaf],
        parent: int | None = None,
        code: str = "",
    ) -> Place:
        mine = set(leaves)
        waiting = sum(self.waiting.get(leaf, 0) for leaf in mine)
        return Place(id_, *names, parent, self.figure(mine), waiting, code)


async def _fields(ward: int, sums: _Sums) -> tuple[Place, ...]:
    """Those with any rating; in the ward's order, ratings without a field at the end."""
    places = []
    for card in await ward_queries.fields(ward, True):
        mine = [leaf for leaf in sums.leaves if leaf[1] in card.family]
        places.append(sums.place(card.id, (card.name, card.name_en), mine, card.parent, card.code))
    places.append(sums.place(0, ("", ""), [leaf for leaf in sums.leaves if leaf[1] == 0]))
    return tuple(place for place in places if place.figure.n or place.waiting)


async def _counters(ward: int, sums: _Sums) -> tuple[Place, ...]:
    """Those in use, and closed ones that still have figures."""
    places = []
    for card in await counters(ward, retired=True):
        mine = [leaf for leaf in sums.leaves if leaf[0] == card.id]
        if card.active or mine:
            places.append(sums.place(card.id, (card.title, card.title), mine))
    return tuple(places)


async def _units(
    ward: int, given: Sequence[Block], waiting: Mapping[Leaf, int]
) -> tuple[Place, ...]:
    """Those that have a counter with any rating. Where a counter was moved, each day counts for
    the unit of that day; what waits is told with the unit of today.
    """
    former = await former_units(ward)
    cards = await counters(ward, retired=True)
    stays = {card.id: Stay(card.unit, former.get(card.id, ())) for card in cards}
    blocks = by_unit(given, stays)
    still: dict[int, dict[Leaf, int]] = {}
    for leaf, n in waiting.items():
        still.setdefault(stays[leaf[0]].now or 0, {})[leaf] = n
    names = [
        (card.id, card.name, card.name_en, card.code)
        for card in await ward_queries.units(ward, past=True)
    ]
    places = []
    for id_, name, name_en, code in [*names, (0, "", "", ""), (MOVED, *MOVED_NAME, "moved")]:
        mine = _Sums(blocks.get(id_, ()), still.get(id_))
        places.append(mine.place(id_, (name, name_en), mine.leaves, code=code))
    return tuple(place for place in places if place.figure.n or place.waiting)
