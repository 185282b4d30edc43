"""Figures: their doubt, and what nobody can work out from them."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.results import Counts, Figure, figure, may_show, percent, wilson

pytestmark = pytest.mark.unit
LEAST = 10


@pytest.mark.parametrize(
    ("successes", "n", "interval"),
    [
        (9, 10, (59.6, 98.2)),
        (0, 10, (0.0, 27.8)),
        (10, 10, (72.2, 100.0)),
        (50, 100, (40.4, 59.6)),
        (0, 0, None),
    ],
)
def test_wilson_by_known_values(
    successes: int, n: int, interval: tuple[float, float] | None
) -> None:
    assert wilson(successes, n) == interval


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_mirrors(case: tuple[int, int]) -> None:
    successes, n = case
    low, high = wilson(successes, n) or (-1, -1)
    share = percent(successes, n) or 0
    assert 0 <= low <= share + 0.05
    assert share - 0.05 <= high <= 100
    mirrored = wilson(n - successes, n) or (-1, -1)
    assert mirrored == pytest.approx((100 - high, 100 - low), abs=0.11)


def test_a_withheld_figure_gives_its_number_alone() -> None:
    assert figure(Counts(2, 1, 1), {"wait": 1}, shown=False) == Figure(4)
    made = figure(Counts(6, 3, 1), {"wait": 1, "fee": 0}, shown=True)
    assert (made.percent, made.low, made.high, made.reasons) == (90.0, 59.6, 98.2, (("wait", 1),))


def test_the_one_small_field_takes_another_with_it() -> None:
    cells = {(1, 1): 50, (1, 2): 47, (1, 3): 3}
    groups = {"whole": frozenset(cells)} | {f"f{cell[1]}": frozenset({cell}) for cell in cells}
    shown = may_show(cells, groups, [["f1", "f2", "f3"]], LEAST)
    assert shown == {"whole", "f1"}


def test_two_small_fields_that_are_ten_together_need_no_third() -> None:
    cells = {(1, 1): 50, (1, 2): 7, (1, 3): 5}
    groups = {"whole": frozenset(cells)} | {f"f{cell[1]}": frozenset({cell}) for cell in cells}
    assert may_show(cells, groups, [["f1", "f2", "f3"]], LEAST) == {"whole", "f1"}


def test_a_counter_minus_its_field_gives_nothing_away() -> None:
    cells = {(1, 1): 40, (1, 2): 3, (2, 2): 30}
    groups = {
        "whole": frozenset(cells),
        "c1": frozenset({(1, 1), (1, 2)}),
        "c2": frozenset({(2, 2)}),
        "f1": frozenset({(1, 1)}),
        "f2": frozenset({(1, 2), (2, 2)}),
    }
    shown = may_show(cells, groups, [["c1", "c2"], ["f1", "f2"]], LEAST)
    assert not {"c1", "f1"} <= shown
    assert not {"c2", "f2"} <= shown


def spans(vectors: list[list[int]], target: list[int]) -> bool:
    """By plain elimination over fractions: another way than the product's."""
    rows = [[Fraction(v[i]) for v in vectors] + [Fraction(target[i])] for i in range(len(target))]
    done = 0
    for column in range(len(vectors)):
        pivot = next((r for r in range(done, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        for r in range(len(rows)):
            if r != done and rows[r][column]:
                factor = rows[r][column] / rows[done][column]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[done], strict=True)]
        done += 1
    return all(any(row[:-1]) or not row[-1] for row in rows)


@given(st.lists(st.integers(0, 25), min_size=9, max_size=9))
def test_nothing_small_can_be_worked_out(sizes: list[int]) -> None:
    cells = dict(zip(product((1, 2, 3), (1, 2, 3)), sizes, strict=True))
    groups = {"whole": frozenset(cells)}
    for number in (1, 2, 3):
        groups[f"c{number}"] = frozenset(cell for cell in cells if cell[0] == number)
        groups[f"f{number}"] = frozenset(cell for cell in cells if cell[1] == number)
    families = [["c1", "c2", "c3"], ["f1", "f2", "f3"]]
    shown = may_show(cells, groups, families, LEAST)
    filled = [cell for cell, n in cells.items() if n]
    vectors = [[int(cell in groups[name]) for cell in filled] for name in sorted(shown)]
    for name in shown:
        assert sum(cells[cell] for cell in groups[name]) >= LEAST
    small = [{cell} for cell in filled if cells[cell] < LEAST]
    small += [set(g) for g in groups.values() if 0 < sum(cells[c] for c in g) < LEAST]
    for hidden in small:
        assert not spans(vectors, [int(cell in hidden) for cell in filled])
