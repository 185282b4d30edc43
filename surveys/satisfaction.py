"""How satisfied people were: by field, by counter, by day, with what must be withheld left out."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Forbidden
from dialogue.core.memo import remembered
from dialogue.ward import queries as ward_queries
from dialogue.ward.cards import FieldCard
from dialogue.ward.rules import Actor
from surveys.queries import (
    CounterCard,
    DayCounts,
    counters,
    day_counts,
    least_ratings,
    reason_counts,
)
from surveys.results import Counts, Figure, figure, may_show
from surveys.rules import final_day, may_read_figures

Cell = tuple[int, int]  # counter, field
WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Place:
    """A field or a counter with its figure. parent: of a field. A parent's figure holds its
    children's. id 0: ratings without a field."""

    id: int
    name: str
    name_en: str
    parent: int | None
    figure: Figure


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """General ratings from `since` to `until`, both included. least: RAT-MIN-N, None: no rule."""

    since: date
    until: date
    least: int | None
    whole: Figure
    fields: tuple[Place, ...]
    counters: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """A calendar week from its Monday; the first and last may be cut by the period."""

    start: date
    figure: Figure


async def satisfaction(actor: Actor, since: date, until: date) -> Satisfaction:
    """For staff, up to the present hour. Raises Forbidden."""
    if not may_read_figures(actor):
        raise Forbidden("these figures are not for counter officers")
    return await _satisfaction(actor.ward, since, until)


@remembered(seconds=60)
async def public_satisfaction(ward: int, since: date) -> Satisfaction:
    """For everybody: up to the last day whose figures are final, so that no two visits on one
    day differ, and no single rating shows as the difference of an hour."""
    return await _satisfaction(ward, since, final_day(local_day(now())))


async def weeks(actor: Actor, since: date, until: date, field: int | None = None) -> list[Week]:
    """The course of one field (None: all fields). Raises Forbidden.

    A week is withheld too where it would follow from the others and the whole period.
    """
    if not may_read_figures(actor):
        raise Forbidden("these figures are not for counter officers")
    least = await least_ratings(actor.ward, until)
    cards = {card.id: card for card in await ward_queries.fields(actor.ward, True)}
    family = None if field is None else cards[field].family
    sums: dict[date, Counts] = {}
    for row in await day_counts(actor.ward, since, until):
        if family is None or row.field in family:
            monday = row.day - timedelta(days=row.day.weekday())
            sums[monday] = sums.get(monday, Counts()) + row.counts
    groups = {f"{start}": frozenset({start}) for start in sums} | {WHOLE: frozenset(sums)}
    sizes = {start: counts.n for start, counts in sums.items()}
    shown: frozenset[str] = frozenset()
    if least is not None:
        shown = may_show(sizes, groups, [[f"{start}" for start in sums]], least)
    return [
        Week(start, figure(counts, {}, shown=f"{start}" in shown))
        for start, counts in sorted(sums.items())
    ]


async def _satisfaction(ward: int, since: date, until: date) -> Satisfaction:
    least = await least_ratings(ward, until)
    rows = await day_counts(ward, since, until)
    reasons = await reason_counts(ward, since, until)
    page = _Page(
        rows,
        {cell: Tally(times) for cell, times in reasons.items()},
        await ward_queries.fields(ward, True),
        await counters(ward, retired=True),
    )
    return page.withheld(since, until, least)


class _Page:
    """The groups of cells that one page names, and their figures."""

    def __init__(
        self,
        rows: Iterable[DayCounts],
        reasons: dict[Cell, Tally[str]],
        fields: tuple[FieldCard, ...],
        counters: tuple[CounterCard, ...],
    ) -> None:
        self.cells: dict[Cell, Counts] = {}
        for row in rows:
            cell = (row.counter, row.field)
            self.cells[cell] = self.cells.get(cell, Counts()) + row.counts
        self.reasons, self.fields, self.counters = reasons, fields, counters
        self.groups = {WHOLE: frozenset(self.cells)}
        families = {card.id: card.family for card in fields} | {0: (0,)}
        for field, family in families.items():
            self.groups[f"f{field}"] = frozenset(c for c in self.cells if c[1] in family)
        for counter in counters:
            self.groups[f"c{counter.id}"] = frozenset(c for c in self.cells if c[0] == counter.id)

    def withheld(self, since: date, until: date, least: int | None) -> Satisfaction:
        sizes = {cell: counts.n for cell, counts in self.cells.items()}
        tops = ["f0", *(f"f{card.id}" for card in self.fields if card.parent is None)]
        leaves = ["f0", *(f"f{card.id}" for card in self.fields if not card.children)]
        places = [f"c{card.id}" for card in self.counters]
        shown: frozenset[str] = frozenset()
        if least is not None:
            shown = may_show(sizes, self.groups, [tops, leaves, places], least)
        made = {name: self._figure(name, name in shown) for name in self.groups}
        return Satisfaction(
            since, until, least, made[WHOLE], self._fields(made), self._counters(made)
        )

    def _figure(self, name: str, shown: bool) -> Figure:
        cells = self.groups[name]
        counts = sum((self.cells[cell] for cell in cells), Counts())
        reasons = sum((self.reasons.get(cell, Tally()) for cell in cells), Tally[str]())
        return figure(counts, reasons, shown=shown)

    def _fields(self, made: dict[str, Figure]) -> tuple[Place, ...]:
        places = [
            Place(card.id, card.name, card.name_en, card.parent, made[f"f{card.id}"])
            for card in self.fields
        ]
        places.append(Place(0, "", "", None, made["f0"]))
        return tuple(place for place in places if place.figure.n)

    def _counters(self, made: dict[str, Figure]) -> tuple[Place, ...]:
        return tuple(
            Place(card.id, card.title, card.title, None, made[f"c{card.id}"])
            for card in self.counters
            if card.active or made[f"c{card.id}"].n
        )
