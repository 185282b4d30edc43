"""Reads of huddles: one with its points, the week, how many were missed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Forbidden, NotFound
from dialogue.core.workdays import DAY
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor, in_force, read_time
from meetings.huddles.rules import Times, halves, may_read
from meetings.huddles.states import Half, HuddleState, PointState
from meetings.huddles.tables import Huddle, HuddlePoint

Row = dict[str, Any]
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Point:
    """day, half: of the huddle that noted it. said: what was said of it last.

    reviewed: the last huddle that looked at it, None before the first.
    """

    id: int
    huddle: int
    day: date
    half: Half
    problem: str
    remedy: str
    staff: int
    who: str
    by_day: date
    by_half: Half
    state: PointState
    said: str
    reviewed: int | None
    version: int


@dataclass(frozen=True, slots=True)
class HuddleView:
    """points: noted here, in order. earlier: of huddles before, open when this one began."""

    id: int
    day: date
    half: Half
    state: HuddleState
    received: int | None
    returned: int | None
    due_tomorrow: int | None
    closed_at: datetime | None
    closed_by: str
    points: tuple[Point, ...]
    earlier: tuple[Point, ...]

    @property
    def unreviewed(self) -> int:
        """Earlier points that nobody has said anything of here."""
        return sum(point.reviewed != self.id for point in self.earlier)


@dataclass(frozen=True, slots=True)
class HalfDay:
    """One field of the week. state None: it has not opened yet."""

    day: date
    half: Half
    state: HuddleState | None
    points: int = 0
    done: int = 0


async def times(ward: int, day: date) -> Times | None:
    """By the rules of the day; None: no rule, so no huddle opens."""
    rules = await ward_queries.rules(ward)
    found = {
        code: in_force(rules, f"HUD-{code}", day)
        for code in ("MORNING", "AFTERNOON", "SATURDAY", "POINTS")
    }
    values = {code: rule.value for code, rule in found.items() if rule is not None}
    morning = read_time(values.get("MORNING", ""))
    afternoon = read_time(values.get("AFTERNOON", ""))
    if morning is None or afternoon is None:
        return None
    return Times(morning, afternoon, bool(values.get("SATURDAY")), int(values.get("POINTS", 5)))


async def latest(actor: Actor) -> tuple[date, Half] | None:
    """The huddle that opened last. Raises Forbidden."""
    _check(actor)
    row = (
        await Huddle.select(Huddle.day, Huddle.half)
        .where(Huddle.ward == actor.ward)
        .order_by(Huddle.day, Huddle.half, ascending=False)
        .first()
    )
    return None if row is None else (row["day"], Half(row["half"]))


async def huddle(actor: Actor, day: date, half: Half) -> HuddleView:
    """Raises Forbidden, NotFound."""
    _check(actor)
    row = (
        await Huddle.select(*Huddle.all_columns(), Huddle.closed_by.name)
        .where(Huddle.ward == actor.ward, Huddle.day == day, Huddle.half == half.value)
        .first()
    )
    if row is None:
        raise NotFound(f"no huddle on {day} {half.name}")
    points = await _points(actor.ward, HuddlePoint.huddle == row["id"])
    return HuddleView(
        id=row["id"],
        day=row["day"],
        half=Half(row["half"]),
        state=HuddleState(row["state"]),
        received=row["received"],
        returned=row["returned"],
        due_tomorrow=row["due_tomorrow"],
        closed_at=row["closed_at"],
        closed_by=row["closed_by.name"] or "",
        points=tuple(points),
        earlier=tuple(await _earlier(actor.ward, row)),
    )


async def _earlier(ward: int, row: Row) -> list[Point]:
    """Still open, or looked at in this huddle."""
    concerns = (HuddlePoint.state == PointState.OPEN.value) | (HuddlePoint.reviewed == row["id"])
    found = await _points(ward, concerns)
    return [each for each in found if (each.day, each.half) < (row["day"], row["half"])]


async def points_of_earlier(ward: int, huddle: int, day: date, half: Half) -> list[Point]:
    """For the action that ends a huddle, in its transaction."""
    return await _earlier(ward, {"id": huddle, "day": day, "half": half.value})


async def _points(ward: int, *where: Any) -> list[Point]:
    columns = (
        *HuddlePoint.all_columns(),
        HuddlePoint.huddle.day,
        HuddlePoint.huddle.half,
        HuddlePoint.staff.name,
    )
    rows = (
        await HuddlePoint.select(*columns)
        .where(HuddlePoint.ward == ward, HuddlePoint.state != PointState.REMOVED.value, *where)
        .order_by(HuddlePoint.id)
    )
    return [_point(row) for row in rows]


def _point(row: Row) -> Point:
    return Point(
        id=row["id"],
        huddle=row["huddle"],
        day=row["huddle.day"],
        half=Half(row["huddle.half"]),
        problem=row["problem"],
        remedy=row["remedy"],
        staff=row["staff"],
        who=row["staff.name"],
        by_day=row["by_day"],
        by_half=Half(row["by_half"]),
        state=PointState(row["state"]),
        said=row["said"],
        reviewed=row["reviewed"],
        version=row["version"],
    )


async def week(actor: Actor, monday: date) -> list[HalfDay]:
    """Every half-day of the week that is worked, and those in which people met anyway.

    Raises Forbidden.
    """
    _check(actor)
    held = {(row["day"], row["half"]): row for row in await _rows(actor.ward, monday)}
    found = await _points(actor.ward, HuddlePoint.huddle.day.is_in(_days(monday)))
    places = sorted(set(held) | set(await _planned(actor.ward, monday)))
    return [_half_day(place, held.get(place), found) for place in places]


async def _planned(ward: int, monday: date) -> list[tuple[date, int]]:
    calendar = await ward_queries.calendar(ward)
    planned = []
    for day in _days(monday):
        at = await times(ward, day)
        if at is not None:
            planned += [(day, half.value) for half in halves(calendar, day, saturdays=at.saturdays)]
    return planned


def _days(monday: date) -> list[date]:
    return [monday + DAY * number for number in range(7)]


async def _rows(ward: int, monday: date) -> list[Row]:
    rows: list[Row] = await Huddle.select(Huddle.day, Huddle.half, Huddle.state).where(
        Huddle.ward == ward, Huddle.day.is_in(_days(monday))
    )
    return rows


def _half_day(place: tuple[date, int], row: Row | None, found: list[Point]) -> HalfDay:
    mine = [point for point in found if (point.day, point.half.value) == place]
    return HalfDay(
        place[0],
        Half(place[1]),
        None if row is None else HuddleState(row["state"]),
        len(mine),
        sum(point.state is PointState.DONE for point in mine),
    )


async def held_and_missed(actor: Actor, since: date) -> tuple[int, int]:
    """From a day until now, for the month's report. Raises Forbidden."""
    _check(actor)
    rows = await Huddle.select(Huddle.state).where(
        Huddle.ward == actor.ward, Huddle.day >= since, Huddle.day <= local_day(now())
    )
    found = Counter(HuddleState(row["state"]) for row in rows)
    return found[HuddleState.CLOSED], found[HuddleState.MISSED]


def _check(actor: Actor) -> None:
    if not may_read(actor):
        raise Forbidden("a huddle is the centre's own")
