"""Figures and their doubt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.results import Counts, Figure, figure, percent, wilson

pytestmark = pytest.mark.unit


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


def test_a_figure_has_its_reasons_the_most_frequent_first() -> None:
    made = figure(Counts(6, 3, 1), {"fee": 0, "place": 1, "wait": 2})
    assert (made.n, made.percent, made.low, made.high) == (10, 90.0, 59.6, 98.2)
    assert made.reasons == (("wait", 2), ("place", 1))


def test_of_nothing_nothing_is_said() -> None:
    assert figure(Counts(), {}) == Figure()
