"""Sums by day, kept in the transaction that changes what they sum. Only for surveys.actions."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from dialogue.core.bulk import run_many
from surveys.rules import Level, Series

DAYS = (
    "INSERT INTO rating_day (key, ward, counter, field, series, day, very, ok, not_satisfied) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (key) DO UPDATE SET very = rating_day.very + excluded.very, "
    "ok = rating_day.ok + excluded.ok, "
    "not_satisfied = rating_day.not_satisfied + excluded.not_satisfied"
)
REASONS = (
    "INSERT INTO rating_reason_day (key, ward, counter, field, series, day, reason, times) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (key) DO UPDATE SET times = rating_reason_day.times + excluded.times"
)


class Mark(NamedTuple):
    """One rating as it counts. times: 1, or -1 to take it back. field 0: none chosen."""

    ward: int
    counter: int
    field: int
    day: date
    level: Level
    reasons: tuple[str, ...]
    times: int = 1


async def count(marks: Iterable[Mark]) -> None:
    """Keys sorted, or two transactions on PostgreSQL lock the same rows in opposite order."""
    levels: Tally[tuple[int, int, int, date, Level]] = Tally()
    reasons: Tally[tuple[int, int, int, date, str]] = Tally()
    for mark, alike in Tally(marks).items():
        place = (mark.ward, mark.counter, mark.field, mark.day)
        levels[(*place, mark.level)] += mark.times * alike
        for reason in mark.reasons:
            reasons[(*place, reason)] += mark.times * alike
    await _count_days(levels)
    await _count_reasons(reasons)


async def _count_days(levels: Tally[tuple[int, int, int, date, Level]]) -> None:
    rows = []
    for place in sorted({key[:4] for key in levels}):
        ward, counter, field, day = place
        key = f"{counter}|{field}|{Series.GENERAL}|{day}"
        times = [levels[(*place, level)] for level in Level]
        rows.append((key, ward, counter, field, Series.GENERAL.value, day, *times))
    if rows:
        await run_many(DAYS, rows)


async def _count_reasons(reasons: Tally[tuple[int, int, int, date, str]]) -> None:
    rows = []
    for (ward, counter, field, day, reason), times in sorted(reasons.items()):
        key = f"{counter}|{field}|{Series.GENERAL}|{day}|{reason}"
        rows.append((key, ward, counter, field, Series.GENERAL.value, day, reason, times))
    if rows:
        await run_many(REASONS, rows)
