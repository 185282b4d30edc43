"""Sums by day, kept in the transaction that changes what they sum. Only for surveys.actions."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from dialogue.core.bulk import run_many
from surveys.rules import Level, Series
from surveys.tables import RatingDay

REASON = "reason_"  # a column's name begins with it, and ends with the reason's code
REASONS = tuple(
    column._meta.name for column in RatingDay._meta.columns if column._meta.name.startswith(REASON)
)
LEVELS = {Level.VERY: "very", Level.OK: "ok", Level.NOT: "not_satisfied"}
MORNINGS = {Level.VERY: "morning_very", Level.OK: "morning_ok", Level.NOT: "morning_not"}
SUMS = (*LEVELS.values(), *MORNINGS.values(), *REASONS)  # all that a row sums
PLACE = ("key", "ward", "counter", "field", "series", "day")
DAYS = (
    f"INSERT INTO rating_day ({', '.join(PLACE + SUMS)}) "  # noqa: S608  names are ours
    f"VALUES ({', '.join('?' * len(PLACE + SUMS))}) ON CONFLICT (key) DO UPDATE SET "
    + ", ".join(f"{name} = rating_day.{name} + excluded.{name}" for name in SUMS)
)

MORNING = 0  # of a rating's `half`

Place = tuple[int, int, int, Series, date]  # ward, counter, field, series, day


class Mark(NamedTuple):
    """One rating as it counts. times: 1, or -1 to take it back. field 0: none chosen.

    half: of the day, MORNING or the afternoon.
    """

    ward: int
    counter: int
    field: int
    series: Series
    day: date
    half: int
    level: Level
    reasons: tuple[str, ...]
    times: int = 1


async def count(marks: Iterable[Mark]) -> None:
    """Keys sorted, or two transactions on PostgreSQL lock the same rows in opposite order."""
    sums: dict[Place, Tally[str]] = {}
    for mark, alike in Tally(marks).items():
        place = (mark.ward, mark.counter, mark.field, mark.series, mark.day)
        mine = sums.setdefault(place, Tally())
        for name in _counted_in(mark):
            mine[name] += mark.times * alike
    if sums:
        await run_many(DAYS, [_row(place, sums[place]) for place in sorted(sums)])


def _counted_in(mark: Mark) -> Iterator[str]:
    """The columns of its row."""
    yield LEVELS[mark.level]
    if mark.half == MORNING:
        yield MORNINGS[mark.level]
    for reason in mark.reasons:
        yield REASON + reason


def _row(place: Place, sums: Tally[str]) -> tuple[object, ...]:
    ward, counter, field, series, day = place
    key = f"{counter}|{field}|{series}|{day}"
    return key, ward, counter, field, series.value, day, *(sums[name] for name in SUMS)
