"""Sums by day against the ratings they sum: both as they stand."""

from __future__ import annotations

from collections import Counter as Tally
from datetime import date

from surveys.queries.sums import Place, Row, counted_marks, kept_sums
from surveys.rollups import MORNING, SUMS
from surveys.rules import Level

COLUMNS = {Level.VERY: "very", Level.OK: "ok", Level.NOT: "not_satisfied"}
MORNINGS = {Level.VERY: "morning_very", Level.OK: "morning_ok", Level.NOT: "morning_not"}


async def wrong_sums(ward: int, after: date) -> list[Place]:
    """Each row of sums that differs, the earliest first.

    after: ratings up to this day were erased by rule; their sums are all that is left. Counted
    here by itself, not by the code that keeps them (surveys.rollups).
    """
    counted: dict[Place, Tally[str]] = {}
    for mark in await counted_marks(ward, after):
        key = f"{mark.counter}|{mark.field}|{mark.series}|{mark.day}"
        sums = counted.setdefault(Place(key, mark.day), Tally())
        sums[COLUMNS[mark.level]] += mark.times
        sums[MORNINGS[mark.level]] += mark.times * (mark.half == MORNING)
        for reason in mark.reasons:
            sums[f"reason_{reason}"] += mark.times
    kept = {place: _tally(row) for place, row in (await kept_sums(ward, after)).items()}
    wrong = [
        place
        for place in kept.keys() | counted.keys()
        if kept.get(place, Tally()) != counted.get(place, Tally())
    ]
    return sorted(wrong, key=lambda place: (place.day, place))


def _tally(row: Row) -> Tally[str]:
    return Tally({name: row[name] for name in SUMS})
