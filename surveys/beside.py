"""Published satisfaction of many wards beside each other: few statements, not one a ward.

The same whole blocks as on each ward's own results page (docs/decisions/005-blocks.md). Where a
block begins hangs on all days before it, so no period can be read alone; but a day that was final
once does not change: each is read once, and then only those that became final since.
"""

from __future__ import annotations

from asyncio import to_thread
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from dialogue.core.clock import local_day, now
from dialogue.core.memo import remembered
from dialogue.ward.queries import rule_everywhere
from dialogue.ward.rules import RuleValue, in_force
from surveys.blocks import Leaf, LeafDay, closings
from surveys.queries.ratings import leaf_days_beside
from surveys.results import Counts, Figure, figure
from surveys.rules import Series, final_day

Closed = tuple[date, Counts]  # a block: the day that made it enough, and what is in it
Span = tuple[date, date]
SETTLED = (Series.GENERAL, Series.SLIP)  # others may bring a rating of last week: read anew


@dataclass(frozen=True, slots=True)
class Book:
    """What is known of the days up to `through`. waiting: days of no closed block yet."""

    through: date = date.min
    rules: tuple[RuleValue, ...] = ()
    closed: Mapping[int, tuple[Closed, ...]] = field(default_factory=dict)
    waiting: tuple[tuple[int, LeafDay], ...] = ()


@dataclass(slots=True)
class Shelf:
    """Where the newest book of some wards stands."""

    book: Book = Book()


async def satisfaction_beside(
    spans: Mapping[int, Span], series: Series = Series.GENERAL
) -> dict[int, Figure]:
    """By ward: of its blocks closed in its span, both days included, as far as they are final."""
    shelf = await _shelf(tuple(spans), series) if series in SETTLED else Shelf()
    shelf.book = book = await _read_on(shelf.book, tuple(spans), series)
    return await to_thread(_figures, book, spans)


@remembered(seconds=24 * 3600, size=12)
async def _shelf(wards: tuple[int, ...], series: Series) -> Shelf:
    """Once a day, and after `langnghe rebuild`, all is read anew."""
    return Shelf()


async def _read_on(book: Book, wards: tuple[int, ...], series: Series) -> Book:
    """A minimum that was set meanwhile may hold for days that are final: then from the start."""
    final, rules = final_day(local_day(now())), tuple(await rule_everywhere("RAT-MIN-N"))
    if rules != book.rules or final < book.through:
        book = Book(rules=rules)
    if final == book.through:
        return book
    rows = await leaf_days_beside(wards, book.through, final, series)
    return await to_thread(_continued, book, rows, final)


def _continued(book: Book, rows: Iterable[tuple[int, LeafDay]], final: date) -> Book:
    """rows: of the days since, of each leaf the oldest first. Some tenths of a second for many."""
    leaves: defaultdict[tuple[int, Leaf], list[LeafDay]] = defaultdict(list)
    for ward, row in (*book.waiting, *rows):
        leaves[ward, row.leaf].append(row)
    closed = defaultdict(list, {ward: list(blocks) for ward, blocks in book.closed.items()})
    waiting: list[tuple[int, LeafDay]] = []
    leasts = {ward: _least_of(ward, book.rules) for ward, _leaf in leaves}
    for (ward, _leaf), days in leaves.items():
        used = 0
        for block, _floor in closings(days, leasts[ward]):
            used += len(block)
            closed[ward].append((block[-1].day, sum((row.counts for row in block), Counts())))
        waiting += [(ward, row) for row in days[used:]]
    found = {ward: tuple(blocks) for ward, blocks in closed.items()}
    return Book(final, book.rules, found, tuple(waiting))


def _figures(book: Book, spans: Mapping[int, Span]) -> dict[int, Figure]:
    return {
        ward: figure(
            sum((n for day, n in book.closed.get(ward, ()) if span[0] <= day <= span[1]), Counts()),
            {},
        )
        for ward, span in spans.items()
    }


def _least_of(ward: int, rules: Sequence[RuleValue]) -> Any:
    own = [each for each in rules if each.ward in {None, ward}]

    @cache
    def least(day: date) -> int | None:
        rule = in_force(own, "RAT-MIN-N", day)
        return None if rule is None else int(rule.value)

    return least
