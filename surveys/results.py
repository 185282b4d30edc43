"""Figures of ratings: pure sums and their doubt. What they may be sums of: surveys.blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

Z95 = 1.959963984540054  # two-sided 95 % of the normal distribution


@dataclass(frozen=True, slots=True)
class Counts:
    """How many ratings each level has received."""

    very: int = 0
    ok: int = 0
    not_: int = 0

    @property
    def n(self) -> int:
        return self.very + self.ok + self.not_

    @property
    def satisfied(self) -> int:
        return self.very + self.ok

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.very + other.very, self.ok + other.ok, self.not_ + other.not_)

    def __sub__(self, other: Counts) -> Counts:
        """Of a part that is in it."""
        return Counts(self.very - other.very, self.ok - other.ok, self.not_ - other.not_)


@dataclass(frozen=True, slots=True)
class Figure:
    """Of nothing: percent, low and high are None. Shares in percent, one decimal.

    low, high: 95 % Wilson interval. reasons: code and times, the most frequent first.
    """

    counts: Counts = Counts()
    percent: float | None = None
    low: float | None = None
    high: float | None = None
    reasons: tuple[tuple[str, int], ...] = ()

    @property
    def n(self) -> int:
        return self.counts.n


def percent(part: int, whole: int) -> float | None:
    """With one decimal. None for a whole of nothing."""
    return round(100 * part / whole, 1) if whole else None


def wilson(successes: int, n: int) -> tuple[float, float] | None:
    """95 % interval of a share, in percent with one decimal. None without observations.

    Source: E. B. Wilson, JASA 22 (1927) 209. It stays within 0–100 and holds for small n.
    """
    if n == 0:
        return None
    share, extra = successes / n, Z95 * Z95 / n
    middle = (share + extra / 2) / (1 + extra)
    half = Z95 * sqrt(share * (1 - share) / n + extra / (4 * n)) / (1 + extra)
    return round(100 * max(middle - half, 0), 1), round(100 * min(middle + half, 1), 1)


def figure(counts: Counts, reasons: Mapping[str, int]) -> Figure:
    interval = wilson(counts.satisfied, counts.n)
    if interval is None:
        return Figure()
    ranked = sorted(reasons.items(), key=lambda each: (-each[1], each[0]))
    share = percent(counts.satisfied, counts.n)
    return Figure(counts, share, *interval, tuple(each for each in ranked if each[1]))
