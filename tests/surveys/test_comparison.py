"""When a difference is said to be more than chance, and when nothing is ranked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.comparison import Change, Standing, Trend, chance, change, standing
from surveys.results import Counts, Figure, figure

pytestmark = pytest.mark.unit


def of(satisfied: int, n: int) -> Counts:
    return Counts(very=satisfied, not_=n - satisfied)


def shown(satisfied: int, n: int) -> Figure:
    return figure(of(satisfied, n), {})


@pytest.mark.parametrize(
    ("one", "other", "p"),
    [
        # statsmodels, documentation of proportions_ztest: count 5 and 12, nobs 83 and 99
        ((5, 83), (12, 99), 0.15918129181156992),
        # by hand: z = 0.2 / sqrt(0.4 * 0.6 * 2 / 50) = 2.0412
        ((15, 50), (25, 50), 0.0412268),
        # Fisher's tea tasting, as R's fisher.test prints it
        ((3, 4), (1, 4), 0.4857142857),
        ((10, 10), (10, 10), 1.0),
        ((0, 12), (0, 10), 1.0),
    ],
)
def test_chance_by_known_values(one: tuple[int, int], other: tuple[int, int], p: float) -> None:
    assert chance(of(*one), of(*other)) == pytest.approx(p, rel=1e-5)


SOME = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(SOME, SOME)
def test_it_does_not_matter_which_comes_first(one: tuple[int, int], other: tuple[int, int]) -> None:
    p = chance(of(*one), of(*other))
    assert 0 <= p <= 1.0000001
    assert p == pytest.approx(chance(of(*other), of(*one)))


def test_a_change_has_its_points_and_its_word() -> None:
    up = change(shown(285, 300), shown(240, 300))
    assert (up.trend, up.points) == (Trend.UP, 15.0)
    assert change(shown(240, 300), shown(285, 300)).trend is Trend.DOWN
    small = change(shown(19, 20), shown(16, 20))
    assert (small.trend, small.points) == (Trend.CHANCE, 15.0)
    assert change(shown(19, 20), Figure()) == Change(Trend.UNKNOWN)


def test_overlap_means_no_rank() -> None:
    found = standing({"a": shown(95, 100), "b": shown(60, 100), "c": shown(10, 10)})
    assert found == {"a": Standing.ABOVE, "b": Standing.BELOW, "c": Standing.LIKE}
    assert standing({"a": shown(95, 100), "b": shown(90, 100)}) == {
        "a": Standing.LIKE,
        "b": Standing.LIKE,
    }
    assert standing({"a": shown(9, 10)}) == {"a": Standing.UNKNOWN}
