"""Holidays and working Saturdays. Each change makes a new version, and open due dates move."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from dialogue.core import audit, jobs
from dialogue.core.bulk import insert_many
from dialogue.core.clock import now
from dialogue.core.database import DB
from dialogue.core.errors import Forbidden, Invalid
from dialogue.core.memo import forget
from dialogue.ward import catalogue
from dialogue.ward.actions.turns import take_turn
from dialogue.ward.cards import DayCard
from dialogue.ward.deadlines import CalendarChange, calendar_change
from dialogue.ward.rules import Actor, may_keep_calendar
from dialogue.ward.states import DayKind
from dialogue.ward.tables import CalendarDay, Ward


async def import_holidays(actor: Actor, data: bytes) -> CalendarChange:
    """Adds and changes the days of a file; days it does not name stay. Raises Invalid.

    Columns: date, name_vi, name_en, kind (of DayKind: holiday, makeup_workday …), certainty, note.
    """
    return await change_calendar(actor, read_holidays(data))


def read_holidays(data: bytes) -> list[DayCard]:
    """The days of a file, for the preview before it is imported.

    Raises Invalid with the line; for a day that stands twice, however it is written, with both.
    """
    lines = catalogue.read_table(data, ("date", "name_vi", "kind"))
    seen: dict[date, int] = {}
    for line in lines:
        day = line.day("date")
        if day in seen:
            raise Invalid(
                f"{day} stands on lines {seen[day]} and {line.number}",
                file="day-twice",
                line=f"{seen[day]}, {line.number}",
                column="date",
            )
        seen[day] = line.number
    catalogue.check_lines(lines, "date", {"name_vi": 200, "name_en": 200, "certainty": 12})
    return [_day(line) for line in lines]


def _day(line: catalogue.Line) -> DayCard:
    if line["kind"] not in set(DayKind):
        raise line.wrong("kind", "unknown-kind")
    if not line["name_vi"]:
        raise line.wrong("name_vi", "missing")
    return DayCard(
        day=line.day("date"),
        kind=DayKind(line["kind"]),
        name=line["name_vi"],
        name_en=line.get("name_en"),
        certainty=line.get("certainty"),
        note=line.get("note"),
    )


async def change_calendar(
    actor: Actor, days: Sequence[DayCard] = (), removed: Iterable[date] = ()
) -> CalendarChange:
    """Sets `days` and takes `removed` out; what changed. Nothing changed: no new version.

    Who follows the calendar is told by the job "calendar-changed" (ward, version).
    """
    if not may_keep_calendar(actor):
        raise Forbidden("the calendar is kept by others")
    _check(days)
    async with DB.transaction():
        await take_turn(actor.ward)
        change = calendar_change(await _days(actor.ward), days, removed)
        if change:
            await _write(actor.ward, change)
            version = await _next_version(actor.ward)
            await audit.record(
                actor.ward,
                actor.recorded,
                "change-calendar",
                "ward",
                actor.ward,
                after={"version": version, **_told(change)},
            )
            await jobs.ask(
                "calendar-changed",
                f"calendar-changed {actor.ward} {version}",
                {"ward": actor.ward, "version": version},
                now(),
                actor.ward,
            )
    forget()
    return change


def _check(days: Sequence[DayCard]) -> None:
    if len({day.day for day in days}) < len(days):
        raise Invalid("a day stands twice", date="twice")
    for day in days:
        if not 1 <= len(day.name) <= 200 or len(day.name_en) > 200:
            raise Invalid(f"{day.day} has no name, or a long one", name="missing")


async def _days(ward: int) -> list[DayCard]:
    rows = await CalendarDay.select(
        CalendarDay.day,
        CalendarDay.kind,
        CalendarDay.name,
        CalendarDay.name_en,
        CalendarDay.certainty,
        CalendarDay.note,
    ).where(CalendarDay.ward == ward)
    return [DayCard(**row | {"kind": DayKind(row["kind"])}) for row in rows]


async def _write(ward: int, change: CalendarChange) -> None:
    gone = [day.day for day in (*change.removed, *(old for old, _ in change.changed))]
    if gone:
        await CalendarDay.delete().where(CalendarDay.ward == ward, CalendarDay.day.is_in(gone))
    await insert_many(
        CalendarDay,
        [
            {
                "ward": ward,
                "day": day.day,
                "kind": day.kind.value,
                "name": day.name,
                "name_en": day.name_en,
                "certainty": day.certainty,
                "note": day.note,
            }
            for day in (*change.added, *(new for _, new in change.changed))
        ],
    )


async def _next_version(ward: int) -> int:
    (row,) = (
        await Ward.update({Ward.calendar_version: Ward.calendar_version + 1})
        .where(Ward.id == ward)
        .returning(Ward.calendar_version)
    )
    return int(row["calendar_version"])


def _told(change: CalendarChange) -> dict[str, Any]:
    return {
        "added": [str(day.day) for day in change.added],
        "changed": [str(new.day) for _, new in change.changed],
        "removed": [str(day.day) for day in change.removed],
    }
