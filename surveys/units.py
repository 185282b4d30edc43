"""Whose ratings are a unit's. A counter may move in mid-month: each day counts where it stood.

A block whose days lie on both sides of a move belongs to neither unit, and is told by itself: to
cut it would leave less than RAT-MIN-N on one side, to give it away whole would not be true. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from surveys.blocks import Block

MOVED = -1  # in the place of a unit's id
MOVED_NAME = ("Quầy chuyển đơn vị trong kỳ", "Counters that changed units")


@dataclass(frozen=True, slots=True)
class Stay:
    """To which unit a counter belongs now, and did before: (last day, unit), the earliest first."""

    now: int | None
    former: Sequence[tuple[date, int | None]] = ()

    def unit_on(self, day: date) -> int | None:
        return next((unit for until, unit in self.former if day <= until), self.now)


def by_unit(blocks: Iterable[Block], stays: Mapping[int, Stay]) -> dict[int, list[Block]]:
    """By the unit's id; 0: none, MOVED: across a move. stays: of every counter with a block."""
    found: dict[int, list[Block]] = {}
    for block in blocks:
        stay = stays[block.leaf[0]]
        first, last = (stay.unit_on(day) or 0 for day in (block.since, block.closed))
        found.setdefault(last if first == last else MOVED, []).append(block)
    return found
