"""How far a share may lie from the common one by chance."""

from __future__ import annotations

from math import comb

import pytest

from surveys.funnel import Where, common_share, limits, where
from surveys.results import Counts, Figure, figure

pytestmark = pytest.mark.unit


def of(satisfied: int, n: int) -> Figure:
    return figure(Counts(satisfied, 0, n - satisfied), {})


def test_large_wards_have_the_limits_of_the_normal_curve() -> None:
    found = limits(2_500, 0.9)
    assert found.near == pytest.approx((88.824, 91.176), abs=0.001)  # 90 ± 1.96 × 0.6
    assert found.far == pytest.approx((88.146, 91.854), abs=0.001)  # 90 ± 3.09 × 0.6


def test_small_wards_have_those_of_the_binomial_distribution() -> None:
    """Of 20 with a share of 0.9, 15 or fewer have a probability of 4.3 %, 14 or fewer of 1.1 %."""
    few = [sum(comb(20, k) * 0.9**k * 0.1 ** (20 - k) for k in range(up + 1)) for up in (14, 15)]
    assert few == pytest.approx([0.0113, 0.0432], abs=0.0001)
    low, high = limits(20, 0.9).near
    assert 70 < low < 75
    assert high == 100
    mirrored = limits(20, 0.1).near
    assert mirrored == pytest.approx((100 - high, 100 - low))


def test_the_fewer_were_asked_the_wider_the_limits() -> None:
    widths = [limits(n, 0.95).far[1] - limits(n, 0.95).far[0] for n in (10, 40, 160, 640, 2_560)]
    assert widths == sorted(widths, reverse=True)
    assert all(0 <= limits(n, 0.999).far[0] <= 100 for n in (1, 10, 50_000))


def test_ten_of_whom_three_are_not_satisfied_shame_nobody() -> None:
    """The same share of many is another matter."""
    assert where(of(7, 10), 0.9) is Where.WITHIN
    assert where(of(700, 1_000), 0.9) is Where.FAR_BELOW
    assert where(of(990, 1_000), 0.9) is Where.FAR_ABOVE
    assert where(of(880, 1_000), 0.9) is Where.BELOW


def test_one_ward_alone_is_compared_with_nothing() -> None:
    assert common_share([of(9, 10), Figure()]) is None
    assert where(of(9, 10), None) is Where.UNKNOWN
    assert common_share([of(9, 10), of(81, 90)]) == pytest.approx(0.9)


def test_where_all_are_satisfied_nobody_is_outside() -> None:
    assert where(of(10, 10), 1.0) is Where.WITHIN
