"""Nobody works out less than RAT-MIN-N ratings from figures, whatever is added and subtracted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain, combinations, product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from surveys.blocks import ENOUGH, Block, Leaf, LeafDay, Round, apart, blocks, halves, rounds
from surveys.results import Counts

pytestmark = pytest.mark.unit
MONDAY = date(2026, 3, 2)
LAST = 69  # of ten weeks
LEAST = 5  # small, so that drawn histories have many blocks; the sums know no number
LEAVES: list[Leaf] = list(product((1, 2), (0, 7, 8)))
LEAF: Leaf = (1, 7)
SUNDAY = 6

Cell = tuple[Leaf, date]  # ratings of one leaf on one day: nothing says which is which


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def row(number: int, n: int, leaf: Leaf = LEAF) -> LeafDay:
    return LeafDay(leaf, day(number), Counts(very=n), {})


def of(rows: Iterable[LeafDay], least: int = LEAST) -> list[Block]:
    return blocks(rows, lambda _day: least)


HISTORIES = st.dictionaries(
    st.tuples(st.sampled_from(LEAVES), st.integers(0, LAST)), st.integers(1, 9), max_size=120
).map(lambda sizes: [row(number, n, leaf) for (leaf, number), n in sizes.items()])


# What a block is


def test_days_are_gathered_until_they_are_enough() -> None:
    rows = [row(0, 4), row(1, 5), row(4, 3), row(5, 12), row(6, 9)]
    found = of(rows, 10)
    assert [(block.closed, block.counts.n) for block in found] == [(day(4), 12), (day(5), 12)]
    assert {weekday: counts.n for weekday, counts in found[0].weekdays.items()} == {
        0: 4,
        1: 5,
        4: 3,
    }


def test_leaves_are_not_mixed() -> None:
    assert of([row(0, 3), row(0, 3, (1, 8)), row(0, 3, (2, 7))]) == []


def test_reasons_are_summed() -> None:
    rows = [LeafDay(LEAF, day(n), Counts(not_=3), {"wait": n}) for n in (1, 2)]
    assert of(rows)[0].reasons == {"wait": 3}


def test_a_raised_minimum_holds_for_the_open_block_and_no_closed_one() -> None:
    values = {0: 5, 1: 5, 2: 9, 3: 9, 4: 5}
    rows = [row(number, 4) for number in range(8)]
    found = blocks(rows, lambda each: values.get((each - MONDAY).days, 5))
    assert [(block.closed, block.counts.n) for block in found] == [
        (day(1), 8),
        (day(4), 12),
        (day(6), 8),
    ]


def test_without_a_rule_ratings_wait_for_one() -> None:
    rows = [row(0, 20), row(1, 20), row(2, 1)]
    assert blocks(rows, lambda _day: None) == []
    (one,) = blocks(rows, lambda each: None if each < day(2) else 10)
    assert (one.closed, one.counts.n) == (day(2), 41)


@given(HISTORIES, st.integers(0, LAST))
def test_what_is_closed_stays_as_it_is(rows: list[LeafDay], through: int) -> None:
    early = [each for each in rows if each.day <= day(through)]
    all_ = of(rows)
    assert of(early) == [block for block in all_ if block.closed <= day(through)]
    late = rounds(all_, day(LAST))
    assert rounds(of(early), day(through)) == [r for r in late if r.closed <= day(through)]


# What follows from figures. A figure is how often it counts each cell: a watcher may add and
# subtract figures, and learns about the cells that are left with anything.

Vector = dict[Cell, int]


def cells(block: Block, rows: Sequence[LeafDay], before: date) -> frozenset[Cell]:
    """The cells between the leaf's block before and the closing day of this one."""
    return frozenset(
        (each.leaf, each.day)
        for each in rows
        if each.leaf == block.leaf and before < each.day <= block.closed
    )


def by_block(rows: Sequence[LeafDay], closed: Sequence[Block]) -> list[frozenset[Cell]]:
    before = dict.fromkeys(LEAVES, date.min)
    found = []
    for block in closed:
        found.append(cells(block, rows, before[block.leaf]))
        before[block.leaf] = block.closed
    return found


def plus(one: Vector, other: Iterable[Cell], times: int) -> Vector:
    sums = dict(one)
    for cell in other:
        sums[cell] = sums.get(cell, 0) + times
    return sums


def left(vector: Mapping[Cell, int], rows: Sequence[LeafDay]) -> int:
    """Ratings that are still in it."""
    sizes = {(each.leaf, each.day): each.counts.n for each in rows}
    return sum(sizes[cell] for cell, times in vector.items() if times)


def told_cells(
    round_: Round, closed: Sequence[Block], of_block: Sequence[frozenset[Cell]], earlier: date
) -> dict[int, set[Cell]]:
    """Cells of each weekday of a round, from the blocks that it tells."""
    mine = [
        (block, its)
        for block, its in zip(closed, of_block, strict=True)
        if block.leaf[0] == round_.counter and earlier < sunday(block.closed) <= round_.closed
    ]
    kept = apart([block for block, _its in mine])
    found: dict[int, set[Cell]] = {}
    for block, its in mine:
        if block in kept:
            for cell in its:
                found.setdefault(cell[1].weekday(), set()).add(cell)
    return found


def sunday(of_day: date) -> date:
    return of_day + timedelta(days=SUNDAY - of_day.weekday())


def atoms(
    rows: Sequence[LeafDay],
) -> tuple[list[tuple[Block, frozenset[Cell]]], list[tuple[Round, int, set[Cell]]]]:
    """Blocks, and weekdays of rounds, with their cells."""
    closed = of(rows)
    of_block = by_block(rows, closed)
    weekdays, earlier = [], {1: date.min, 2: date.min}
    for each in rounds(closed, day(LAST)):
        told = told_cells(each, closed, of_block, earlier[each.counter])
        earlier[each.counter] = each.closed
        assert {d: counts.n for d, counts in each.weekdays.items()} == {
            d: left(dict.fromkeys(its, 1), rows) for d, its in sorted(told.items())
        }
        weekdays += [(each, d, its) for d, its in sorted(told.items())]
    return list(zip(closed, of_block, strict=True)), weekdays


PERIODS = st.tuples(st.integers(0, LAST), st.integers(0, LAST)).map(sorted)
GROUPS = st.frozensets(st.sampled_from(LEAVES), min_size=1)
FIGURES = st.tuples(PERIODS, GROUPS, st.sampled_from((1, -1)))


@given(HISTORIES, FIGURES, FIGURES)
def test_two_figures_differ_by_nothing_or_enough(
    rows: list[LeafDay],
    one: tuple[list[int], frozenset[Leaf], int],
    other: tuple[list[int], frozenset[Leaf], int],
) -> None:
    found, _weekdays = atoms(rows)
    vector: Vector = {}
    for (since, until), group, times in ((*one[:2], 1), (*other[:2], -1)):
        for block, its in found:
            if block.leaf in group and day(since) <= block.closed <= day(until):
                vector = plus(vector, its, times)
    assert not 0 < left(vector, rows) < LEAST


@given(HISTORIES, st.lists(FIGURES, max_size=6))
def test_nothing_small_is_left_of_nested_figures(
    rows: list[LeafDay], taken: list[tuple[list[int], frozenset[Leaf], int]]
) -> None:
    found, _weekdays = atoms(rows)
    vector: Vector = {}
    for (since, until), group, times in taken:
        for block, its in found:
            if block.leaf in group and day(since) <= block.closed <= day(until):
                vector = plus(vector, its, times)
    assert not 0 < left(vector, rows) < LEAST


DENSE = st.lists(st.integers(0, 6), min_size=LAST + 1, max_size=LAST + 1).map(
    lambda sizes: [row(number, n) for number, n in enumerate(sizes) if n]
)


@settings(max_examples=40, deadline=None)
@given(DENSE)
def test_nothing_small_is_left_of_blocks_without_weekdays(rows: list[LeafDay]) -> None:
    """The best a watcher can do with some weekdays of a round: take them from those blocks that
    have most of their ratings on them."""
    found, weekdays = atoms(rows)
    sizes = {(each.leaf, each.day): each.counts.n for each in rows}
    for round_ in {each.closed for each, _weekday, _its in weekdays}:
        of_day = {weekday: its for each, weekday, its in weekdays if each.closed == round_}
        for some in subsets(sorted(of_day)):
            theirs = set().union(*(of_day[weekday] for weekday in some))
            most = [
                its
                for block, its in found
                if 2 * sum(sizes[cell] for cell in its & theirs) > block.counts.n
            ]
            assert not 0 < sum(sizes[cell] for cell in theirs ^ set().union(*most)) < LEAST


def subsets(values: Sequence[int]) -> Iterable[tuple[int, ...]]:
    return chain.from_iterable(combinations(values, size) for size in range(len(values) + 1))


WEEK_SIZES = st.lists(st.integers(0, 4), min_size=4, max_size=4)


@given(st.lists(WEEK_SIZES.filter(lambda sizes: sum(sizes) >= LEAST), max_size=5))
@example([[5, 0, 0, 0], [5, 1, 0, 0], [0, 5, 0, 0], [0, 6, 0, 0]])
def test_no_sum_of_blocks_and_weekdays_holds_little(sizes: list[list[int]]) -> None:
    """Every sum there is, not a drawn one: blocks and weekdays each taken or not.

    Other factors than 1 and -1 find nothing more: where a sum leaves a few cells, so does the one
    that asks of each block and weekday only whether its factor is one certain number.
    """
    kept = apart([_block(each, place) for place, each in enumerate(sizes)])
    weekdays = sorted({weekday for block in kept for weekday in block.weekdays})
    for chosen in product((0, 1), repeat=len(kept) + len(weekdays)):
        of_block = chosen[: len(kept)]
        of_day = dict(zip(weekdays, chosen[len(kept) :], strict=True))
        n = sum(
            counts.n
            for taken, block in zip(of_block, kept, strict=True)
            for weekday, counts in block.weekdays.items()
            if taken != of_day[weekday]
        )
        assert not 0 < n < LEAST


def _block(sizes: Sequence[int], place: int) -> Block:
    weekdays = {weekday: Counts(very=n) for weekday, n in enumerate(sizes) if n}
    return Block(LEAF, day(place), day(place), Counts(very=sum(sizes)), {}, weekdays, LEAST)


# By half of the day: a third way to sort those that are told by weekday

HALF_SIZES = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=3, max_size=3
).filter(lambda sizes: sum(map(sum, sizes)) >= LEAST)


@settings(max_examples=60, deadline=None)
@given(st.lists(HALF_SIZES, min_size=1, max_size=3))
@example([[(5, 0), (0, 5), (5, 5)], [(4, 1), (5, 0), (0, 5)]])
def test_no_sum_of_blocks_weekdays_and_halves_holds_little(
    sizes: list[list[tuple[int, int]]],
) -> None:
    """Each block and weekday added, left or subtracted, and the one half counted once more."""
    kept = apart([_half_block(each, place) for place, each in enumerate(sizes)])
    if not halves(kept):
        return
    cells_ = [
        (number, weekday, half, n)
        for number, block in enumerate(kept)
        for weekday, counts in block.weekdays.items()
        for half, n in enumerate((block.mornings[weekday].n, counts.n - block.mornings[weekday].n))
    ]
    for factors in product((-1, 0, 1), repeat=len(kept) + 3):
        n = sum(
            n
            for number, weekday, half, n in cells_
            if factors[number] + factors[len(kept) + weekday] + half
        )
        assert not 0 < n < LEAST


def _half_block(sizes: Sequence[tuple[int, int]], place: int) -> Block:
    weekdays = {weekday: Counts(very=sum(both)) for weekday, both in enumerate(sizes) if sum(both)}
    mornings = {weekday: Counts(very=sizes[weekday][0]) for weekday in weekdays}
    whole = Counts(very=sum(map(sum, sizes)))
    return Block(LEAF, day(place), day(place), whole, {}, weekdays, LEAST, mornings)


def test_halves_are_told_when_each_day_has_both() -> None:
    told = [_half_block([(3, 2), (3, 2), (2, 3)], place) for place in range(3)]
    assert [each.n for each in halves(told)] == [24, 21]
    assert halves([_half_block([(5, 1), (5, 1), (5, 0)], 0)]) == ()


def test_a_counter_open_in_the_morning_alone_has_its_morning() -> None:
    assert [each.n for each in halves([_half_block([(5, 0), (5, 0), (0, 0)], 0)])] == [10, 0]


# Weekdays are told when they can be


def test_one_rating_of_a_sunday_costs_its_block_alone() -> None:
    usual, odd = [2, 2, 2, 2, 2, 0, 0], [2, 2, 2, 2, 2, 0, 1]
    given_ = [_block(each, place) for place, each in enumerate([usual] * 9 + [odd])]
    assert apart(given_) == given_[:9]


def test_blocks_within_a_weekday_need_nothing_else() -> None:
    given_ = [_block([9, 0, 0], 0), _block([0, 9, 0], 1)]
    assert apart(given_) == given_


def test_weeks_are_gathered_until_most_can_be_told() -> None:
    """Two ratings a day but Sunday: a block every third day, all days enough after some weeks."""
    rows = [row(number, 2) for number in range(LAST + 1) if day(number).weekday() != SUNDAY]
    found = rounds(of(rows), day(LAST))
    assert found
    for each in found:
        assert each.closed.weekday() == SUNDAY
        assert sum(counts.n for counts in each.weekdays.values()) >= ENOUGH * each.n
        assert all(counts.n >= LEAST for counts in each.weekdays.values())


def test_a_week_that_is_not_over_is_not_told() -> None:
    rows = [row(number, 9) for number in range(6)]
    assert rounds(of(rows), day(5)) == []
    assert [each.closed for each in rounds(of(rows), day(6))] == [day(6)]
