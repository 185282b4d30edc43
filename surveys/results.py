"""Figures of ratings: pure sums, their doubt, and what must be withheld (RAT-MIN-N)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TypeVar

Z95 = 1.959963984540054  # two-sided 95 % of the normal distribution
PRIME = (1 << 61) - 1  # arithmetic without rounding; a false span is as likely as 1 in 10**18
Cell = TypeVar("Cell", bound=Hashable)
Row = dict[int, int]


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


@dataclass(frozen=True, slots=True)
class Figure:
    """n always; all else None or empty where it is withheld. Shares in percent, one decimal.

    low, high: 95 % Wilson interval. reasons: code and times, the most frequent first.
    """

    n: int
    counts: Counts | None = None
    percent: float | None = None
    low: float | None = None
    high: float | None = None
    reasons: tuple[tuple[str, int], ...] = ()

    @property
    def shown(self) -> bool:
        return self.counts is not None


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


def figure(counts: Counts, reasons: Mapping[str, int], *, shown: bool) -> Figure:
    interval = wilson(counts.satisfied, counts.n)
    if not shown or interval is None:
        return Figure(counts.n)
    ranked = sorted(reasons.items(), key=lambda each: (-each[1], each[0]))
    share = percent(counts.satisfied, counts.n)
    return Figure(counts.n, counts, share, *interval, tuple(each for each in ranked if each[1]))


def may_show(
    cells: Mapping[Cell, int],
    groups: Mapping[str, frozenset[Cell]],
    families: Sequence[Sequence[str]],
    least: int,
) -> frozenset[str]:
    """Names of the groups whose levels may be shown.

    cells: ratings of each smallest cell, (counter, field). groups: the named unions of cells of
    a page. families: names of groups that do not overlap (counters; fields), so that a reader
    may subtract them from whatever holds them.

    Withheld: groups under `least`, and then the smallest of those by which a group, a cell or a
    remainder under `least` could be worked out by adding and subtracting what is shown.
    """
    filled = {cell: n for cell, n in cells.items() if n}
    sets = {name: group & filled.keys() for name, group in groups.items()}
    sizes = {name: sum(filled[cell] for cell in group) for name, group in sets.items()}
    shown = {name for name, size in sizes.items() if size >= least}
    small = [frozenset({cell}) for cell, n in filled.items() if n < least]
    small += [frozenset(sets[name]) for name, size in sizes.items() if 0 < size < least]
    while leak := _leak(filled, sets, sorted(shown), families, small, least):
        shown.discard(min(leak, key=lambda name: (sizes[name], name)))
    return frozenset(shown)


def _leak(  # noqa: PLR0917
    filled: Mapping[Cell, int],
    sets: Mapping[str, frozenset[Cell]],
    shown: Sequence[str],
    families: Sequence[Sequence[str]],
    small: Sequence[frozenset[Cell]],
    least: int,
) -> list[str]:
    """Groups from which together something small follows; empty when nothing does."""
    numbers = {cell: number for number, cell in enumerate(filled)}
    for whole in shown:
        for family in [*families, *([name] for name in shown)]:
            parts = [n for n in family if n in shown and n != whole and sets[n] <= sets[whole]]
            left = sets[whole].difference(*(sets[name] for name in parts))
            if 0 < sum(filled[cell] for cell in left) < least:
                return [whole, *parts]
    basis = _basis([{numbers[cell]: 1 for cell in sets[name]} for name in shown])
    for target in small:
        used = _combination(basis, {numbers[cell]: 1 for cell in target})
        if used:
            return [shown[index] for index in used]
    return []


def _basis(vectors: Sequence[Row]) -> dict[int, tuple[Row, Row]]:
    """Pivot → (vector with 1 at the pivot, how it is made of the given ones), modulo PRIME."""
    basis: dict[int, tuple[Row, Row]] = {}
    for index, vector in enumerate(vectors):
        rest, made = _reduced(basis, vector, {index: 1})
        if rest:
            pivot = min(rest)
            inverse = pow(rest[pivot], PRIME - 2, PRIME)
            basis[pivot] = (_times(rest, inverse), _times(made, inverse))
    return basis


def _combination(basis: Mapping[int, tuple[Row, Row]], target: Row) -> list[int]:
    """Indices of the vectors that together make the target; empty when they cannot."""
    rest, made = _reduced(basis, target, {})
    return [] if rest else sorted(made)


def _reduced(basis: Mapping[int, tuple[Row, Row]], vector: Row, made: Row) -> tuple[Row, Row]:
    rest, done = dict(vector), dict(made)
    for pivot in sorted(basis):
        if factor := rest.get(pivot, 0):
            rest = _plus(rest, basis[pivot][0], -factor)
            done = _plus(done, basis[pivot][1], -factor)
    return rest, done


def _times(row: Row, factor: int) -> Row:
    return {key: value * factor % PRIME for key, value in row.items()}


def _plus(row: Row, other: Row, factor: int) -> Row:
    """row + factor × other, without zeros."""
    keys = row.keys() | other.keys()
    sums = {key: (row.get(key, 0) + factor * other.get(key, 0)) % PRIME for key in keys}
    return {key: value for key, value in sums.items() if value}
