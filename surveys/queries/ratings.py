"""Reads of ratings: sums by day, and what actions look up."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from piccolo.columns.combination import Where

from dialogue.core.bulk import MARK, among, fetch
from dialogue.ward import queries as ward_queries
from surveys.blocks import LeafDay
from surveys.results import Counts
from surveys.rollups import REASON, REASONS
from surveys.rules import Series
from surveys.tables import RatingDay

LEVELS = (RatingDay.very, RatingDay.ok, RatingDay.not_satisfied)
MORNINGS = (RatingDay.morning_very, RatingDay.morning_ok, RatingDay.morning_not)
PLACE = (RatingDay.counter, RatingDay.field, RatingDay.day)
WARDS = 20  # read at once, where many stand beside each other


async def used_tickets(nonces: Collection[str]) -> dict[str, str]:
    """Hash of the nonce → hash of the body, in the caller's transaction. Of any ward: a nonce is
    random.
    """
    condition, value = among(nonces)
    sql = f"SELECT nonce, body FROM used_ticket WHERE nonce {condition.format(MARK)}"  # noqa: S608
    rows = await fetch(sql, [value])
    return {row["nonce"]: row["body"] for row in rows}


@dataclass(frozen=True, slots=True)
class DayCounts:
    """field 0: none chosen. morning: those of `counts` that came in the morning."""

    counter: int
    field: int
    day: date
    counts: Counts
    morning: Counts


async def day_counts(
    ward: int, since: date, until: date, series: Series = Series.GENERAL
) -> list[DayCounts]:
    """Ratings of both days and all between, a row a counter, field and day."""
    columns = (*PLACE, *LEVELS, *MORNINGS)
    rows = (
        await RatingDay.select(*columns)
        .where(*_between(ward, since, until, series))
        .order_by(RatingDay.day, RatingDay.key)
    )
    return [DayCounts(row["counter"], row["field"], row["day"], *_counts(row)) for row in rows]


async def leaf_days(ward: int, until: date, series: Series = Series.GENERAL) -> list[LeafDay]:
    """Ratings with their reasons up to a day, included: a row a counter, field and day."""
    rows = (
        await RatingDay.select()
        .where(*_between(ward, date.min, until, series))
        .order_by(RatingDay.day, RatingDay.key)
    )
    days = []
    for row in rows:
        counts, morning = _counts(row)
        reasons = {name.removeprefix(REASON): row[name] for name in REASONS if row[name]}
        days.append(LeafDay((row["counter"], row["field"]), row["day"], counts, reasons, morning))
    return days


def _between(ward: int, since: date, until: date, series: Series) -> tuple[Where, ...]:
    return (
        RatingDay.ward == ward,
        RatingDay.series == series.value,
        RatingDay.day >= since,
        RatingDay.day <= until,
    )


def _counts(row: Mapping[str, int]) -> tuple[Counts, Counts]:
    """Of the whole day, and of its morning."""
    return (
        Counts(row["very"], row["ok"], row["not_satisfied"]),
        Counts(row["morning_very"], row["morning_ok"], row["morning_not"]),
    )


async def least_ratings(ward: int, day: date) -> int | None:
    """RAT-MIN-N on that day; None when no rule holds: then ratings wait for one."""
    rule = await ward_queries.rule(ward, "RAT-MIN-N", day)
    return None if rule is None else int(rule.value)


async def leaf_days_beside(
    wards: Sequence[int], since: date, until: date, series: Series
) -> list[tuple[int, LeafDay]]:
    """Of many wards after a day and up to another, included: ward by ward, leaf by leaf, the oldest
    first; without reasons and mornings. In pieces, and made in a thread: other pages go on.
    """
    table, found = RatingDay, list[tuple[int, LeafDay]]()
    for start in range(0, len(wards), WARDS):
        rows = (
            await table.select(
                table.ward, table.counter, table.field, table.day,
                table.very, table.ok, table.not_satisfied,
            )
            .where(
                table.ward.is_in(list(wards[start : start + WARDS])),
                table.series == series.value,
                table.day > since,
                table.day <= until,
            )
            .order_by(table.ward, table.counter, table.field, table.day)
        )  # fmt: skip
        found += await to_thread(_of_wards, rows)
    return found


def _of_wards(rows: list[dict[str, Any]]) -> list[tuple[int, LeafDay]]:
    return [
        (
            row["ward"],
            LeafDay(
                (row["counter"], row["field"]),
                row["day"],
                Counts(row["very"], row["ok"], row["not_satisfied"]),
                {},
            ),
        )
        for row in rows
    ]
