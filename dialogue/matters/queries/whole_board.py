"""The public board as a whole, a batch at a time: for feeds and downloads of any length."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from piccolo.query.functions import Count as SqlCount
from piccolo.query.functions import Max

from dialogue.core import clock
from dialogue.core.clock import local_day
from dialogue.matters import search
from dialogue.matters.queries.board import BoardItem, item_of
from dialogue.matters.search import LAST, Filters
from dialogue.matters.states import MatterState
from dialogue.matters.tables import Published
from dialogue.ward import queries as ward_queries

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class WholeAnswer:
    """An answer with its words, masked as the board shows them; none while it is not intact.

    changed_at: answered, corrected or masked last.
    """

    item: BoardItem
    place: int
    body: str
    answer: str
    summary_en: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Extent:
    """How many answers stand on the board, and the day of the newest answer or correction."""

    n: int
    changed_on: date | None


@dataclass(frozen=True, slots=True)
class Gone:
    """An answer that was taken down. at: later than any change that it had before."""

    number: int
    on: date
    reason: str
    published_at: datetime
    at: datetime


async def extent(ward: int) -> Extent:
    """Out of indexes alone."""
    row = (
        await Published.select(
            SqlCount(alias="n"), Max(Published.corrected_on, alias="corrected_on")
        )
        .where(Published.ward == ward, Published.state != MatterState.WITHDRAWN.value)
        .first()
    )
    assert row is not None  # noqa: S101  an aggregate always gives one
    newest = await whole(ward, await search.newest(ward, "", Filters(), LAST, 1))
    days = [local_day(each.item.answered_at) for each in newest]
    if row["corrected_on"] is not None:
        days.append(_day(row["corrected_on"]))
    return Extent(int(row["n"]), max(days, default=None))


def _day(value: date | str) -> date:
    """SQLite forgets the column's type where it is counted."""
    return date.fromisoformat(value) if isinstance(value, str) else value


async def batches(
    ward: int, text: str, filters: Filters, size: int
) -> AsyncIterator[list[WholeAnswer]]:
    """All hits, newest first, as they stand when their batch is read.

    What is published meanwhile comes above the first place and is not among them; what is taken
    down meanwhile is not either. Between two batches nothing is held, no connection and no row.
    """
    below = LAST
    while places := await search.newest(ward, text, filters, below, size):
        yield await whole(ward, places)
        below = places[-1]


async def whole(ward: int, places: list[int]) -> list[WholeAnswer]:
    """Answers by their places, in that order."""
    columns = [each for each in Published.all_columns() if each._meta.name != "words"]
    rows = await Published.select(*columns).where(
        Published.ward == ward,
        Published.place.is_in(places or [0]),
        Published.state != MatterState.WITHDRAWN.value,
    )
    known = {row["place"]: row for row in rows}
    calendar = await ward_queries.calendar(ward)
    return [_whole(known[p], item_of(known[p], calendar)) for p in places if p in known]


def _whole(row: Row, item: BoardItem) -> WholeAnswer:
    body, answer, summary = (
        row[name] if item.intact else "" for name in ("body", "answer", "summary_en")
    )
    return WholeAnswer(item, row["place"], body, answer, summary, _changed_at(row))


def _changed_at(row: Row) -> datetime:
    """A mask is known by its day and its number alone: each moves the moment on by a second."""
    answered: datetime = row["answered_at"] or row["published_at"]
    if row["masked_on"] is None:
        return answered
    return max(answered, clock.start_of(row["masked_on"])) + timedelta(seconds=row["masked"])


async def last_number(ward: int) -> int:
    """The highest number of an answer; 0 where there is none."""
    row = (
        await Published.select(Max(Published.number, alias="n"))
        .where(Published.ward == ward)
        .first()
    )
    return int((row or {}).get("n") or 0)


async def numbered(ward: int, first: int, last: int) -> list[tuple[int, date]]:
    """The answers that stand with these numbers, and the day of the text in force."""
    rows = (
        await Published.select(Published.number, Published.published_at, Published.answered_at)
        .where(
            Published.ward == ward,
            Published.number >= first,
            Published.number <= last,
            Published.state != MatterState.WITHDRAWN.value,
        )
        .order_by(Published.number)
    )
    return [(row["number"], local_day(row["answered_at"] or row["published_at"])) for row in rows]


async def gone(ward: int, since: date, limit: int = 20) -> list[Gone]:
    """Answers taken down since that day, whose address says why; the newest."""
    rows = (
        await Published.select(
            *(Published.number, Published.withdrawn_on, Published.withdrawn_reason),
            *(Published.published_at, Published.answered_at, Published.masked_on, Published.masked),
        )
        .where(
            Published.ward == ward,
            Published.state == MatterState.WITHDRAWN.value,
            Published.withdrawn_on >= since,
        )
        .order_by(Published.withdrawn_on, ascending=False)
        .order_by(Published.number, ascending=False)
        .limit(limit)
    )
    return [_gone(row) for row in rows]


def _gone(row: Row) -> Gone:
    on: date = row["withdrawn_on"]
    at = max(_changed_at(row), clock.start_of(on)) + timedelta(seconds=1)
    return Gone(row["number"], on, row["withdrawn_reason"], row["published_at"], at)
