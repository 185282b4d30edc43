"""Funnel plot: how far a share may lie from that of all together by chance alone. Pure.

Source: D. J. Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in
Medicine 24 (2005) 1185: limits of 95 % and 99.8 % around the common share. Where few are asked the
limits lie far apart, so a small ward is not shamed by chance. They know of no other difference
between wards than chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import exp, log1p, sqrt

from surveys.results import Counts, Figure

Z = {95.0: 1.959963984540054, 99.8: 3.090232306167813}  # two-sided
LEAST_SPREAD = 25  # n·p·(1−p) from which the normal curve is near enough


class Where(StrEnum):
    """Against the limits around the common share. UNKNOWN: no figure, or nothing beside it."""

    FAR_ABOVE = "far-above"  # beyond 99.8 %
    ABOVE = "above"  # beyond 95 %
    WITHIN = "within"
    BELOW = "below"
    FAR_BELOW = "far-below"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Limits:
    """In percent. near: 95 %, far: 99.8 %; each low and high."""

    near: tuple[float, float]
    far: tuple[float, float]


def common_share(figures: Iterable[Figure]) -> float | None:
    """Of all ratings together, 0 to 1. None with fewer than two figures: nothing to compare."""
    told = [each.counts for each in figures if each.n]
    whole = sum(told, Counts())
    return whole.satisfied / whole.n if len(told) > 1 else None


def limits(n: int, share: float) -> Limits:
    """Around a common share, for n ratings."""
    return Limits(_between(n, share, 95.0), _between(n, share, 99.8))


def where(figure: Figure, share: float | None) -> Where:
    if share is None or not figure.n:
        return Where.UNKNOWN
    value, around = 100 * figure.counts.satisfied / figure.n, limits(figure.n, share)
    if value < around.near[0]:
        return Where.FAR_BELOW if value < around.far[0] else Where.BELOW
    if value > around.near[1]:
        return Where.FAR_ABOVE if value > around.far[1] else Where.ABOVE
    return Where.WITHIN


def _between(n: int, share: float, level: float) -> tuple[float, float]:
    if share in {0.0, 1.0}:
        return 100 * share, 100 * share
    if n * share * (1 - share) >= LEAST_SPREAD:
        half = 100 * Z[level] * sqrt(share * (1 - share) / n)
        return max(100 * share - half, 0.0), min(100 * share + half, 100.0)
    tail, rare = (100 - level) / 200, min(share, 1 - share)
    low, high = 100 * _low(n, rare, tail), 100 * _high(n, rare, tail)
    return (low, high) if share == rare else (100 - high, 100 - low)


def _low(n: int, rare: float, tail: float) -> float:
    """Below this share of n lies less than the tail; interpolated between whole numbers.

    rare: at most a half, so that few steps are needed.
    """
    reached = 0.0
    for number, here in _probabilities(n, rare):
        reached += here
        if reached >= tail:
            return max(number - (reached - tail) / here, 0.0) / n
    return 1.0


def _high(n: int, rare: float, tail: float) -> float:
    """As _low, for the other end."""
    left = 1.0
    for number, here in _probabilities(n, rare):
        if left - here < tail:
            return min(number + (left - tail) / here, n) / n
        left -= here
    return 1.0


def _probabilities(n: int, rare: float) -> Iterator[tuple[int, float]]:
    """Of each number from 0 to n."""
    here = exp(n * log1p(-rare))
    for number in range(n + 1):
        yield number, here
        here *= (n - number) / (number + 1) * rare / (1 - rare)
