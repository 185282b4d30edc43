"""Is one share of satisfied people above another by more than chance? Pure; figures in, words out.

How far to trust it: one comparison in twenty that tells "more than chance" does so by chance.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import comb, erfc, sqrt
from typing import TypeVar

from surveys.results import Counts, Figure, figure

CHANCE = 0.05  # the usual level; below it a change is said to be more than chance
LEAST_EXPECTED = 5  # in each cell, for the normal approximation (Cochran 1954)

K = TypeVar("K", bound=Hashable)


class Trend(StrEnum):
    """Against the period before. UNKNOWN: one of the two has no figure."""

    UP = "up"
    DOWN = "down"
    CHANCE = "chance"
    UNKNOWN = "unknown"


class Standing(StrEnum):
    """Against all the others of its kind together. LIKE: the intervals overlap, no rank."""

    ABOVE = "above"
    BELOW = "below"
    LIKE = "like"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Change:
    """points: of a hundred, now less before. p: of the test of two proportions."""

    trend: Trend = Trend.UNKNOWN
    points: float | None = None
    p: float | None = None


def change(now: Figure, before: Figure) -> Change:
    if not now.n or not before.n:
        return Change()
    share = now.counts.satisfied / now.n - before.counts.satisfied / before.n
    p = chance(now.counts, before.counts)
    trend = Trend.CHANCE if p >= CHANCE else Trend.UP if share > 0 else Trend.DOWN
    return Change(trend, round(100 * share, 1), p)


def chance(one: Counts, other: Counts) -> float:
    """How probable a difference at least so large is when nothing differs; two-sided, of two
    figures that are not empty.

    The test of two proportions with a pooled share (Fleiss, Statistical Methods for Rates and
    Proportions, ch. 3); where it expects fewer than five in a cell, Fisher's exact test.
    """
    n, good = one.n + other.n, one.satisfied + other.satisfied
    if min(good, n - good) * min(one.n, other.n) < LEAST_EXPECTED * n:
        return _fisher(one, other)
    share = good / n
    spread = sqrt(share * (1 - share) * (1 / one.n + 1 / other.n))
    z = (one.satisfied / one.n - other.satisfied / other.n) / spread
    return erfc(abs(z) / sqrt(2))


def _fisher(one: Counts, other: Counts) -> float:
    """All tables with the same margins that are no more probable than this one."""
    n, bad = one.n + other.n, one.not_ + other.not_
    ways = {
        each: comb(one.n, each) * comb(other.n, bad - each)
        for each in range(max(0, bad - other.n), min(bad, one.n) + 1)
    }
    return sum(way for way in ways.values() if way <= ways[one.not_]) / comb(n, bad)


def standing(figures: Mapping[K, Figure]) -> dict[K, Standing]:
    """Of each figure against the sum of the others, by intervals that do not overlap."""
    whole = sum((each.counts for each in figures.values()), Counts())
    return {key: _against(own, figure(whole - own.counts, {})) for key, own in figures.items()}


def _against(own: Figure, others: Figure) -> Standing:
    if own.low is None or own.high is None or others.low is None or others.high is None:
        return Standing.UNKNOWN
    if own.high < others.low:
        return Standing.BELOW
    return Standing.ABOVE if own.low > others.high else Standing.LIKE
