"""The only writers of huddles, each with its line in the history."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from dialogue.core.changes import note
from dialogue.core.clock import local_day, local_time, now
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.core.jobs import Work, every
from dialogue.core.text import clean
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from meetings.huddles.queries import points_of_earlier, times
from meetings.huddles.rules import (
    LONGEST,
    LOOK_BACK,
    MOST_FIGURE,
    ended,
    how_it_ended,
    may_hold,
    may_note,
    opened_since,
    unreviewed,
)
from meetings.huddles.states import POINT_ENDS, Half, HuddleState, PointState, Step
from meetings.huddles.tables import Huddle, HuddleEvent, HuddlePoint

Row = dict[str, Any]
FIGURES = ("received", "returned", "due_tomorrow")


@dataclass(frozen=True, slots=True)
class NewPoint:
    """problem → remedy → who (staff) → by when."""

    problem: str
    remedy: str
    staff: int
    by_day: date
    by_half: Half = Half.MORNING


@every(minutes=5, kind="open-huddles")
async def open_by_the_clock(work: Work) -> None:
    await open_all()


async def open_all() -> None:
    """Opens what is due in every ward, and ends what its day has left behind. May run twice."""
    for ward in await ward_queries.wards():
        await open_huddles(ward.id)
        await end_old(ward.id)


async def open_huddles(ward: int) -> None:
    """A ward's first huddle is today's; a standstill of up to two weeks is made up for."""
    local = local_time(now())
    today = local.date()
    at = await times(ward, today)
    if at is None:
        return
    rows = await _between(ward, today - LOOK_BACK, today)
    known = {(row["day"], Half(row["half"])) for row in rows}
    first = min((day for day, _half in known), default=today)
    calendar = await ward_queries.calendar(ward)
    for place in opened_since(calendar, at, first, today, local.time()):
        if place not in known:
            await _open(ward, *place)


async def _between(ward: int, first: date, last: date) -> list[Row]:
    rows: list[Row] = await Huddle.select(Huddle.day, Huddle.half).where(
        Huddle.ward == ward, Huddle.day >= first, Huddle.day <= last
    )
    return rows


async def _open(ward: int, day: date, half: Half) -> None:
    """Another worker may have been quicker: then nothing happens."""
    async with DB.transaction():
        made = await Huddle.insert(Huddle(ward=ward, day=day, half=half.value)).on_conflict(
            target=(Huddle.ward, Huddle.day, Huddle.half), action="DO NOTHING"
        )
        if made and made[0].get("id"):
            await _record(ward, made[0]["id"], None, Step.OPEN)
            await note(ward, "huddle", made[0]["id"])


async def end_old(ward: int) -> None:
    """Whose day is over: missed, or held where something was noted. Nothing noted is lost."""
    today = local_day(now())
    rows = await Huddle.select().where(
        Huddle.ward == ward, Huddle.state == HuddleState.DUE.value, Huddle.day < today
    )
    for row in rows:
        if ended(HuddleState(row["state"]), row["day"], today):
            await _end_by_itself(row)


async def _end_by_itself(row: Row) -> None:
    async with DB.transaction():
        noted = await HuddleEvent.exists().where(
            HuddleEvent.huddle == row["id"], HuddleEvent.step != Step.OPEN.value
        )
        state = how_it_ended(anything_noted=noted)
        if await _move(row, state, {}):
            step = Step.MISS if state is HuddleState.MISSED else Step.CLOSE
            await _record(row["ward"], row["id"], None, step)
            await note(row["ward"], "huddle", row["id"])


async def note_figures(
    actor: Actor,
    huddle: int,
    *,
    received: int | None,
    returned: int | None,
    due_tomorrow: int | None,
) -> None:
    """Dossiers of the half-day; None: not known. Raises NotFound, Forbidden, Invalid, Conflict."""
    _require(may_note(actor))
    given = dict(zip(FIGURES, (received, returned, due_tomorrow), strict=True))
    for name, value in given.items():
        if value is not None and not 0 <= value <= MOST_FIGURE:
            raise Invalid("no such number of dossiers", **{name: "out-of-range"})
    async with DB.transaction():
        row = await _open_one(actor, huddle)
        if not await _move(row, HuddleState.DUE, given):
            raise Conflict("the huddle is over")
        before = {name: row[name] for name in FIGURES}
        await _record(actor.ward, huddle, actor, Step.NOTE_FIGURES, {"old": before, "new": given})
        await note(actor.ward, "huddle", huddle)


async def add_point(actor: Actor, huddle: int, new: NewPoint) -> int:
    """Its id. Raises NotFound, Forbidden, Invalid, Conflict (over, or enough points already)."""
    _require(may_note(actor))
    async with DB.transaction():
        row = await _open_one(actor, huddle)
        values = await _checked(actor, row, new)
        at = await times(actor.ward, row["day"])
        taken = await HuddlePoint.count().where(
            HuddlePoint.huddle == huddle, HuddlePoint.state != PointState.REMOVED.value
        )
        if at is not None and taken >= at.most_points:
            raise Conflict(f"{at.most_points} points are enough for one huddle")
        (made,) = await HuddlePoint.insert(HuddlePoint(ward=actor.ward, huddle=huddle, **values))
        point = int(made["id"])
        await _record(actor.ward, huddle, actor, Step.ADD_POINT, {"point": point, "new": values})
        await note(actor.ward, "huddle", huddle)
    return point


async def change_point(actor: Actor, point: int, new: NewPoint, version: int) -> None:
    """version: as it was read. Raises NotFound, Forbidden, Invalid, Conflict (changed since)."""
    _require(may_note(actor))
    async with DB.transaction():
        old = await _point(actor, point)
        row = await _open_one(actor, old["huddle"])
        values = await _checked(actor, row, new)
        changed: dict[Any, Any] = {getattr(HuddlePoint, name): values[name] for name in values}
        rows = (
            await HuddlePoint.update({**changed, HuddlePoint.version: version + 1})
            .where(
                HuddlePoint.id == point,
                HuddlePoint.version == version,
                HuddlePoint.state == PointState.OPEN.value,
            )
            .returning(HuddlePoint.id)
        )
        if not rows:
            raise Conflict("the point was changed meanwhile")
        before = {name: old[name] for name in values}
        said = {"point": point, "old": before, "new": values}
        await _record(actor.ward, row["id"], actor, Step.CHANGE_POINT, said)
        await note(actor.ward, "huddle", row["id"])


async def remove_point(actor: Actor, point: int) -> None:
    """Only while its huddle goes on. Raises NotFound, Forbidden, Conflict."""
    _require(may_note(actor))
    async with DB.transaction():
        old = await _point(actor, point)
        row = await _open_one(actor, old["huddle"])
        rows = (
            await HuddlePoint.update({HuddlePoint.state: PointState.REMOVED.value})
            .where(HuddlePoint.id == point, HuddlePoint.state == PointState.OPEN.value)
            .returning(HuddlePoint.id)
        )
        if not rows:
            raise Conflict("the point is out already")
        await _record(actor.ward, row["id"], actor, Step.REMOVE_POINT, {"point": point})
        await note(actor.ward, "huddle", row["id"])


async def review_point(
    actor: Actor, huddle: int, point: int, state: PointState, said: str = ""
) -> None:
    """What became of an earlier point: done, dropped, or still open, which needs to be explained.

    Raises NotFound, Forbidden, Invalid (no reason), Conflict (over, or said already).
    """
    _require(may_hold(actor))
    said = clean(said)[:LONGEST]
    if state is not PointState.DONE and not said:
        raise Invalid("why it is not done", said="missing")
    async with DB.transaction():
        row = await _open_one(actor, huddle)
        await _point(actor, point)
        values: dict[Any, Any] = {
            HuddlePoint.state: state.value,
            HuddlePoint.said: said,
            HuddlePoint.reviewed: huddle,
        }
        if state in POINT_ENDS:
            values[HuddlePoint.ended_on] = local_day(now())
        rows = (
            await HuddlePoint.update(values)
            .where(
                HuddlePoint.id == point,
                HuddlePoint.ward == actor.ward,
                HuddlePoint.state == PointState.OPEN.value,
                HuddlePoint.huddle != huddle,
            )
            .returning(HuddlePoint.id)
        )
        if not rows:
            raise Conflict("the point is no longer open")
        data = {"point": point, "state": state.value, "said": said}
        await _record(actor.ward, row["id"], actor, Step.REVIEW_POINT, data)
        await note(actor.ward, "huddle", row["id"])


async def close(actor: Actor, huddle: int) -> None:
    """Raises NotFound, Forbidden, Invalid (earlier points not looked at), Conflict (over)."""
    _require(may_hold(actor))
    async with DB.transaction():
        row = await _open_one(actor, huddle)
        earlier = await points_of_earlier(actor.ward, huddle, row["day"], Half(row["half"]))
        left = unreviewed(
            [point.id for point in earlier],
            [point.id for point in earlier if point.reviewed == huddle],
        )
        if left:
            raise Invalid(f"{len(left)} earlier points were not looked at", earlier="unreviewed")
        ends = {"closed_at": now(), "closed_by": actor.staff}
        if not await _move(row, HuddleState.CLOSED, ends):
            raise Conflict("the huddle is over")
        await _record(actor.ward, huddle, actor, Step.CLOSE)
        await note(actor.ward, "huddle", huddle)


async def _checked(actor: Actor, row: Row, new: NewPoint) -> Row:
    """The point's columns. Raises Invalid by the name of the field."""
    values = asdict(new) | {"problem": clean(new.problem), "remedy": clean(new.remedy)}
    for name in ("problem", "remedy"):
        if not values[name]:
            raise Invalid(f"no {name}", **{name: "missing"})
        if len(values[name]) > LONGEST:
            raise Invalid(f"{name} is too long", **{name: "too-long"})
    people = {card.id for card in await ward_queries.staff_list(actor.ward) if card.active}
    if new.staff not in people:
        raise Invalid("nobody of this ward", staff="unknown")
    if not row["day"] <= new.by_day <= row["day"] + timedelta(days=365):
        raise Invalid("not a day to come", by_day="past")
    return values | {"by_half": new.by_half.value}


async def _open_one(actor: Actor, huddle: int) -> Row:
    """Raises NotFound; Conflict when it is over."""
    row = await Huddle.select().where(Huddle.id == huddle, Huddle.ward == actor.ward).first()
    if row is None:
        raise NotFound(f"no huddle {huddle}")
    if row["state"] != HuddleState.DUE.value:
        raise Conflict("the huddle is over")
    return dict(row)


async def _point(actor: Actor, point: int) -> Row:
    row = (
        await HuddlePoint.select()
        .where(HuddlePoint.id == point, HuddlePoint.ward == actor.ward)
        .first()
    )
    if row is None:
        raise NotFound(f"no point {point}")
    return dict(row)


async def _move(row: Row, state: HuddleState, values: Mapping[str, Any]) -> bool:
    """Guarded: only while it is still due."""
    changes: dict[Any, Any] = {getattr(Huddle, name): value for name, value in values.items()}
    rows = (
        await Huddle.update({**changes, Huddle.state: state.value})
        .where(
            Huddle.id == row["id"],
            Huddle.ward == row["ward"],
            Huddle.state == HuddleState.DUE.value,
        )
        .returning(Huddle.id)
    )
    return bool(rows)


async def _record(
    ward: int,
    huddle: int,
    actor: Actor | None,
    step: Step,
    data: Mapping[str, object] | None = None,
) -> None:
    await HuddleEvent.insert(
        HuddleEvent(
            ward=ward,
            huddle=huddle,
            at=now(),
            staff=None if actor is None else actor.staff,
            step=step.value,
            data=json.dumps(data or {}, ensure_ascii=False, default=str),
        )
    )


def _require(allowed: bool) -> None:
    if not allowed:
        raise Forbidden("the centre's director and those at the counters meet here")
