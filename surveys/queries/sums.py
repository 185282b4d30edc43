"""Sums by day as they are kept, and as the ratings would make them: to compare the two."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from surveys.rollups import SUMS, Mark
from surveys.rules import Level, Series
from surveys.tables import Rating, RatingDay

GROUPS = (
    "SELECT counter, field, series, day, half, level, reasons, count(*) AS n FROM rating"
    " WHERE counter IN (SELECT id FROM counter WHERE ward = {}) AND day > {}"
    " GROUP BY counter, field, series, day, half, level, reasons"
)


class Place(NamedTuple):
    """A row of sums: its key, and its day."""

    key: str
    day: date


Row = Mapping[str, Any]


class Difference(NamedTuple):
    """kept, counted: a row's sums by name as they stood, and as the ratings make them."""

    place: Place
    kept: dict[str, int]
    counted: dict[str, int]


async def kept_sums(ward: int, after: date) -> dict[Place, Row]:
    """Whole rows, of days after that one."""
    rows = await RatingDay.select().where(RatingDay.ward == ward, RatingDay.day > after)
    return {Place(row["key"], row["day"]): row for row in rows}


async def counted_marks(ward: int, after: date) -> list[Mark]:
    """What the ratings after that day add up to: equal ones are one mark with its times."""
    return [
        Mark(
            ward,
            row["counter"],
            row["field"] or 0,
            Series(row["series"]),
            row["day"] if isinstance(row["day"], date) else date.fromisoformat(row["day"]),
            row["half"],
            Level(row["level"]),
            tuple(filter(None, row["reasons"].split(","))),
            row["n"],
        )
        for row in await Rating.raw(GROUPS, ward, after)
    ]


def differences(kept: Mapping[Place, Row], counted: Mapping[Place, Row]) -> list[Difference]:
    """The earliest first. A row of zeros is as good as none."""
    found = []
    for place in kept.keys() | counted.keys():
        before, after = _sums(kept.get(place)), _sums(counted.get(place))
        if kept.get(place) != counted.get(place) and (any(before.values()) or any(after.values())):
            found.append(Difference(place, before, after))
    return sorted(found, key=lambda each: (each.place.day, each.place))


def _sums(row: Row | None) -> dict[str, int]:
    return {name: value for name, value in (row or {}).items() if name in SUMS}
