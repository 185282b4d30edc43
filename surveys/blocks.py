"""Blocks: the smallest things that figures of ratings are made of, each of at least RAT-MIN-N.

Every figure is a sum of whole blocks. So two figures differ by nothing or by at least RAT-MIN-N
ratings, whatever is added and subtracted: docs/decisions/005-blocks.md. Pure.

How ratings fall into blocks hangs on their numbers alone, never on what they say, and on days
that cannot change any more: a block that was closed once is the same for ever.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from surveys.results import Counts

Leaf = tuple[int, int]  # counter, field; field 0: none chosen
Least = Callable[[date], int | None]  # RAT-MIN-N in force on a day; None: no rule
ENOUGH = 0.75  # of a round's ratings; to have the rest as well, more weeks would have to pass


@dataclass(frozen=True, slots=True)
class LeafDay:
    """What was given at a leaf on one day. reasons: code → times. morning: part of counts."""

    leaf: Leaf
    day: date
    counts: Counts
    reasons: Mapping[str, int]
    morning: Counts = field(default_factory=Counts)


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive days of a leaf, dated by the day that made them enough.

    since: the first of them. weekdays: the same ratings by day of the week, Monday 0. mornings:
    those of them that came before noon. least: what it had to reach.
    """

    leaf: Leaf
    since: date
    closed: date
    counts: Counts
    reasons: Mapping[str, int]
    weekdays: Mapping[int, Counts]
    least: int
    mornings: Mapping[int, Counts] = field(default_factory=dict)

    def across(self, cuts: Iterable[date]) -> bool:
        """Has it days on both sides of one? cuts: first days of a new order of places."""
        return any(self.since < cut <= self.closed for cut in cuts)


@dataclass(frozen=True, slots=True)
class Round:
    """Blocks of one counter from whole weeks, told by day of the week: dated by its last Sunday.

    n: ratings of all its blocks; those told are among them. halves: those told by half of the
    day, the morning first; empty where that would say too much.
    """

    counter: int
    closed: date
    weekdays: Mapping[int, Counts]
    n: int
    halves: tuple[Counts, ...] = ()


def blocks(rows: Iterable[LeafDay], least: Least) -> list[Block]:
    """All closed blocks, leaf by leaf, the oldest first. rows: of final days, in any order."""
    ordered = sorted(rows, key=lambda row: (row.leaf, row.day))
    return [
        block
        for _leaf, days in groupby(ordered, key=lambda row: row.leaf)
        for block in _of_leaf(days, least)
    ]


def _of_leaf(days: Iterable[LeafDay], least: Least) -> Iterable[Block]:
    return (_closed(closed, floor) for closed, floor in closings(days, least))


def closings(days: Iterable[LeafDay], least: Least) -> Iterator[tuple[list[LeafDay], int]]:
    """Of one leaf, the oldest day first: the days of each block, and what it had to reach.

    A raised minimum holds for the open block at once, a lowered one from the next on. What is
    gathered while there is no rule waits for one.
    """
    open_: list[LeafDay] = []
    floor = n = 0
    for row in days:
        open_.append(row)
        n += row.counts.n
        floor = max(floor, least(row.day) or 0)
        if floor and n >= floor:
            yield open_, floor
            open_, floor, n = [], 0, 0


def _closed(days: Sequence[LeafDay], least: int) -> Block:
    weekdays: dict[int, Counts] = {}
    mornings: dict[int, Counts] = {}
    for row in days:
        place = row.day.weekday()
        weekdays[place] = weekdays.get(place, Counts()) + row.counts
        mornings[place] = mornings.get(place, Counts()) + row.morning
    return Block(
        days[-1].leaf,
        days[0].day,
        days[-1].day,
        sum((row.counts for row in days), Counts()),
        sum((Tally(row.reasons) for row in days), Tally[str]()),
        weekdays,
        least,
        mornings,
    )


# By day of the week: a second way to sort the same ratings


def rounds(closed: Iterable[Block], through: date) -> list[Round]:
    """Of each counter, weeks gathered until most of their ratings can be told by weekday.

    through: the last final day; a week counts when its Sunday is final. A round tells only blocks
    that stand `apart` together; at most a quarter of its ratings is in others, left out for good.
    """
    ordered = sorted(closed, key=lambda block: (block.leaf[0], block.closed, block.leaf))
    return [
        found
        for counter, of_counter in groupby(ordered, key=lambda block: block.leaf[0])
        for found in _of_counter(counter, of_counter, through)
    ]


def _of_counter(counter: int, ordered: Iterable[Block], through: date) -> Iterable[Round]:
    gathered: list[Block] = []
    for sunday, week in groupby(ordered, key=lambda block: _sunday(block.closed)):
        if sunday > through:
            return
        gathered += week
        told = apart(gathered)
        if _n(told) >= ENOUGH * _n(gathered):
            yield Round(counter, sunday, _by_weekday(told), _n(gathered), halves(told))
            gathered = []


def apart(given: Sequence[Block]) -> list[Block]:
    """Those of the blocks that may be told by weekday beside the blocks' own figures.

    Part the days of the week in two. A block has ratings on both sides, or on one alone; whoever
    subtracts days from blocks is left with at least the smaller side of each. So together these
    must be nothing, or RAT-MIN-N: for every way to part the days. What breaks it is left out.
    """
    kept, sides = list(given), [_smaller_sides(block) for block in given]
    while kept:
        sums = [sum(column) for column in zip(*sides, strict=True)]
        least = max(block.least for block in kept)
        small = [split for split, n in enumerate(sums) if 0 < n < least]
        if not small:
            break
        split = min(small, key=lambda each: sums[each])
        pairs = [pair for pair in zip(kept, sides, strict=True) if not pair[1][split]]
        kept, sides = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return kept


def _smaller_sides(block: Block) -> list[int]:
    """For each way to part the days of the week, Sunday always on the other side."""
    inside = [0]
    for day in range(6):
        n = block.weekdays.get(day, Counts()).n
        inside += [each + n for each in inside]
    return [min(n, block.counts.n - n) for n in inside]


def halves(told: Sequence[Block]) -> tuple[Counts, ...]:
    """Morning and afternoon of blocks that are told by weekday as well; empty: they may not be.

    Whoever asks more of one half than of the other leaves one of the two on every block and
    weekday, at least the smaller. So these must be RAT-MIN-N together, or all ratings of one half.
    """
    morning = sum((each for block in told for each in block.mornings.values()), Counts())
    afternoon = sum((block.counts for block in told), Counts()) - morning
    if not morning.n or not afternoon.n:
        return morning, afternoon
    left = sum(_smaller_half(block, day) for block in told for day in block.weekdays)
    return (morning, afternoon) if left >= max(block.least for block in told) else ()


def _smaller_half(block: Block, day: int) -> int:
    morning = block.mornings.get(day, Counts()).n
    return min(morning, block.weekdays[day].n - morning)


def _by_weekday(given: Iterable[Block]) -> dict[int, Counts]:
    sums: dict[int, Counts] = {}
    for block in given:
        for day, counts in block.weekdays.items():
            sums[day] = sums.get(day, Counts()) + counts
    return dict(sorted(sums.items()))


def _n(given: Iterable[Block]) -> int:
    return sum(block.counts.n for block in given)


def _sunday(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())
