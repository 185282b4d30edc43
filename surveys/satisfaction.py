"""How satisfied people were, by field, counter, week and weekday: always sums of whole blocks."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Forbidden
from dialogue.core.memo import remembered
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor, in_force
from surveys.blocks import Block, Leaf, Round, blocks, rounds
from surveys.queries import counters, day_counts, leaf_days, least_ratings
from surveys.results import Counts, Figure, figure
from surveys.rules import final_day, may_read_figures

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Place:
    """A field or a counter. parent: of a field; a parent's figure is the sum of its children's.

    waiting: ratings up to now that no block holds yet. id 0: ratings without a field.
    """

    id: int
    name: str
    name_en: str
    parent: int | None
    figure: Figure
    waiting: int


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """Blocks of general ratings that were closed from `since` to `until`, both included.

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
    """Monday is 0. n: ratings of the rounds closed in the period, of which some are left out."""

    days: dict[int, Figure]
    n: int

    @property
    def told(self) -> int:
        return sum(each.n for each in self.days.values())

    @property
    def worse(self) -> list[int]:
        """Days whose whole interval lies below that of all the other days together."""
        return [day for day in self.days if _below(self.days[day], self._others(day))]

    def _others(self, day: int) -> Figure:
        return figure(sum((f.counts for d, f in self.days.items() if d != day), Counts()), {})


def _below(one: Figure, other: Figure) -> bool:
    return one.high is not None and other.low is not None and one.high < other.low


@dataclass(frozen=True, slots=True)
class History:
    """All there is of a ward, up to the last final day. open: ratings in no block, by leaf."""

    final: date
    blocks: tuple[Block, ...]
    rounds: tuple[Round, ...]
    open: dict[Leaf, int]


async def satisfaction(actor: Actor, since: date, until: date) -> Satisfaction:
    """For staff. Raises Forbidden."""
    _check(actor)
    past, today = await _history(actor.ward), local_day(now())
    waiting = Tally(past.open)
    for row in await day_counts(actor.ward, past.final + timedelta(days=1), today):
        waiting[row.counter, row.field] += row.counts.n
    found = _Sums([each for each in past.blocks if since <= each.closed <= until], waiting)
    least = await least_ratings(actor.ward, today)
    fields, places = await _fields(actor.ward, found), await _counters(actor.ward, found)
    return Satisfaction(
        since, until, least, past.final, found.figure(found.leaves), waiting.total(), fields, places
    )


async def newest_blocks(actor: Actor) -> tuple[Pooled, ...]:
    """Those that were closed last, all on one day; in the counters' order. Raises Forbidden."""
    _check(actor)
    closed = (await _history(actor.ward)).blocks
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


async def weeks(actor: Actor, since: date, until: date, field: int | None = None) -> list[Week]:
    """The course of one field (None: all), from its first to its last block. Raises Forbidden."""
    _check(actor)
    family = await _family(actor.ward, field)
    of_week: dict[date, list[Block]] = {}
    for block in (await _history(actor.ward)).blocks:
        if since <= block.closed <= until and (family is None or block.leaf[1] in family):
            monday = block.closed - timedelta(days=block.closed.weekday())
            of_week.setdefault(monday, []).append(block)
    if not of_week:
        return []
    first, last = min(of_week), max(of_week)
    mondays = [first + number * WEEK for number in range((last - first) // WEEK + 1)]
    sums = {monday: _Sums(of_week.get(monday, ())) for monday in mondays}
    return [Week(monday, each.figure(each.leaves)) for monday, each in sums.items()]


async def weekdays(actor: Actor, since: date, until: date, counter: int | None = None) -> Weekdays:
    """By day of the week, of one counter (None: all): rounds closed in the period.

    Raises Forbidden.
    """
    _check(actor)
    past = await _history(actor.ward)
    mine = [
        each
        for each in past.rounds
        if since <= each.closed <= until and counter in {None, each.counter}
    ]
    sums: dict[int, Counts] = {}
    for each in mine:
        for day, counts in each.weekdays.items():
            sums[day] = sums.get(day, Counts()) + counts
    figures = {day: figure(counts, {}) for day, counts in sorted(sums.items())}
    return Weekdays(figures, sum(each.n for each in mine))


def _check(actor: Actor) -> None:
    if not may_read_figures(actor):
        raise Forbidden("these figures are not for counter officers")


async def _family(ward: int, field: int | None) -> Collection[int] | None:
    if field is None:
        return None
    return next((c.family for c in await ward_queries.fields(ward, True) if c.id == field), ())


@remembered(seconds=600, size=100)
async def _history(ward: int) -> History:
    """What was final once does not change, so it is only short by a day for some minutes."""
    final = final_day(local_day(now()))
    rows, rules = await leaf_days(ward, final), await ward_queries.rules(ward)

    @cache
    def least(day: date) -> int | None:
        rule = in_force(rules, "RAT-MIN-N", day)
        return None if rule is None else int(rule.value)

    closed = blocks(rows, least)
    left: Tally[Leaf] = Tally()
    for row in rows:
        left[row.leaf] += row.counts.n
    for block in closed:
        left[block.leaf] -= block.counts.n
    return History(final, tuple(closed), tuple(rounds(closed, final)), dict(left))


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
        self, id_: int, names: tuple[str, str], leaves: Iterable[Leaf], parent: int | None = None
    ) -> Place:
        mine = set(leaves)
        waiting = sum(self.waiting.get(leaf, 0) for leaf in mine)
        return Place(id_, *names, parent, self.figure(mine), waiting)


async def _fields(ward: int, sums: _Sums) -> tuple[Place, ...]:
    """Those with any rating; in the ward's order, ratings without a field at the end."""
    places = []
    for card in await ward_queries.fields(ward, True):
        mine = [leaf for leaf in sums.leaves if leaf[1] in card.family]
        places.append(sums.place(card.id, (card.name, card.name_en), mine, card.parent))
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
