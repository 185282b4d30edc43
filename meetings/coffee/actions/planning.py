"""Sessions are announced, alone or as a series, moved, cancelled, opened and closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dialogue.core.changes import note
from dialogue.core.clock import local_day, now
from dialogue.core.codes import public_id
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Invalid
from dialogue.core.text import clean
from dialogue.ward import queries as ward_queries
from dialogue.ward.actions.turns import take_turn
from dialogue.ward.rules import Actor
from meetings.coffee.actions.steps import needed, own_session, record, require, take
from meetings.coffee.queries.sessions import limits
from meetings.coffee.rules import (
    PLACE_MOST,
    Meeting,
    first_day,
    may_note,
    may_plan,
    opens,
    series,
)
from meetings.coffee.states import SessionState, Step, WayOut
from meetings.coffee.tables import CoffeeGroup, CoffeeItem, CoffeeSession


@dataclass(frozen=True, slots=True)
class Announced:
    """slugs: of the sessions, earliest first. skipped: days off, on which nobody meets."""

    slugs: list[str]
    skipped: list[date]


async def announce(actor: Actor, new: Meeting, until: date | None = None) -> Announced:
    """One session; with until, one on the same weekday of each week up to it, days off left out.

    Raises Forbidden; Invalid by field: `day` "too-soon" when the rule COF-NOTICE leaves too few
    days (see `earliest`), `day` "holiday" with its `holiday` name when a single one falls on it,
    `until` "past" or "holidays" when no day is left.
    """
    require(may_plan(actor))
    checked = await _checked(actor, new)
    days, skipped = [new.day], list[date]()
    if until is None:
        await _refuse_holiday(actor.ward, new)
    else:
        if until <= new.day:
            raise Invalid("the series ends before it begins", until="past")
        days, skipped = series(await ward_queries.calendar(actor.ward), new.day, until)
        if not days:
            raise Invalid("only days off", until="holidays")
    together = public_id() if until is not None else ""
    async with DB.transaction():
        await take_turn(actor.ward)  # or a form sent twice at once would find nothing standing
        slugs = [await _add(actor, replace(checked, day=day), together) for day in days]
    return Announced(slugs, skipped)


async def _refuse_holiday(ward: int, new: Meeting) -> None:
    """A weekend is a good day for coffee. Raises Invalid."""
    clock = await ward_queries.clock(ward)
    if new.day in clock.calendar.holidays and not new.on_holiday:
        name = clock.day_names.get(new.day, "")
        raise Invalid(f"{new.day} is a holiday", day="holiday", holiday=name)


async def earliest(ward: int) -> date:
    """The first day that may be announced today."""
    today = local_day(now())
    return first_day(today, (await limits(ward, today)).notice or 0)


async def _add(actor: Actor, new: Meeting, together: str) -> str:
    """One that stands already stays alone: the form was sent twice."""
    if there := await _standing(actor.ward, new):
        return there
    slug = await _slug(actor.ward, new.day)
    row = CoffeeSession(ward=actor.ward, slug=slug, series=together, told_at=now(), **_columns(new))
    (made,) = await CoffeeSession.insert(row)
    await _set_groups(actor.ward, made["id"], new.groups)
    await record(actor, made["id"], Step.ANNOUNCE, {"day": new.day, "groups": new.groups})
    await note(actor.ward, "coffee", made["id"])
    return slug


async def _standing(ward: int, new: Meeting) -> str | None:
    """Slug of the session with the same groups on that day, at that hour and place."""
    rows = await CoffeeSession.select(CoffeeSession.id, CoffeeSession.slug).where(
        CoffeeSession.ward == ward,
        CoffeeSession.day == new.day,
        CoffeeSession.starts == f"{new.starts:%H:%M}",
        CoffeeSession.place == new.place,
        CoffeeSession.state != SessionState.CANCELLED.value,
    )
    for row in rows:
        groups = await CoffeeGroup.select(CoffeeGroup.group).where(
            CoffeeGroup.session == row["id"], CoffeeGroup.ward == ward
        )
        if {each["group"] for each in groups} == set(new.groups):
            return str(row["slug"])
    return None


async def _slug(ward: int, day: date) -> str:
    """`2026-11-21`, a second one that day `2026-11-21-2`."""
    first = day.isoformat()
    rows = await CoffeeSession.select(CoffeeSession.slug).where(
        CoffeeSession.ward == ward, CoffeeSession.slug.like(f"{first}%")
    )
    taken, number = {row["slug"] for row in rows}, 1
    while (slug := first if number == 1 else f"{first}-{number}") in taken:
        number += 1
    return slug


def _columns(new: Meeting) -> dict[str, Any]:
    return {
        "day": new.day,
        "starts": f"{new.starts:%H:%M}",
        "minutes": new.minutes,
        "place": new.place,
        "lead": new.lead,
    }


async def _set_groups(ward: int, session: int, groups: tuple[int, ...]) -> None:
    await CoffeeGroup.delete().where(CoffeeGroup.session == session, CoffeeGroup.ward == ward)
    rows = [CoffeeGroup(ward=ward, session=session, group=group) for group in groups]
    await CoffeeGroup.insert(*rows)


async def _checked(actor: Actor, new: Meeting) -> Meeting:
    """Cleaned. Raises Invalid by the name of the field."""
    place, lead = needed(new.place, "place"), clean(new.lead)
    if len(lead) > PLACE_MOST:
        raise Invalid("lead is too long", lead="too-long")
    if not 10 <= new.minutes <= 480:
        raise Invalid("no such length", minutes="out-of-range")
    known = {card.id for card in await ward_queries.groups(actor.ward)}
    groups = tuple(dict.fromkeys(new.groups))
    if not groups:
        raise Invalid("no group", groups="missing")
    if not known.issuperset(groups):
        raise Invalid("no such group", groups="unknown")
    if new.day < await earliest(actor.ward):
        raise Invalid("announced too late", day="too-soon")
    return replace(new, place=place, lead=lead, groups=groups)


async def move(actor: Actor, slug: str, new: Meeting, reason: str, version: int) -> None:
    """Another day, hour or place; told anew, so again in time. The address and the UID stay.

    Raises Forbidden, NotFound, Invalid (as `announce`, for a new day), Conflict (changed since it
    was read, or no longer to come).
    """
    require(may_plan(actor))
    why = needed(reason, "reason")
    async with DB.transaction():
        row = await own_session(actor, slug)
        checked = await _checked(actor, new)
        changes: dict[Any, Any] = {
            getattr(CoffeeSession, name): value for name, value in _columns(checked).items()
        }
        if row["day"] != checked.day:
            await _refuse_holiday(actor.ward, checked)
            changes[CoffeeSession.former_day] = row["day"]
        changes |= {
            CoffeeSession.reason: why,
            CoffeeSession.sequence: CoffeeSession.sequence + 1,
            CoffeeSession.told_at: now(),
        }
        said = {"from": row["day"], "to": checked.day, "reason": why}
        await take(row, Step.MOVE, actor, changes, said, version)
        await _set_groups(actor.ward, row["id"], checked.groups)


async def cancel(actor: Actor, slug: str, reason: str, version: int) -> None:
    """It stays where it was announced, with the reason. Raises as `move`."""
    require(may_plan(actor))
    why = needed(reason, "reason")
    async with DB.transaction():
        row = await own_session(actor, slug)
        changes: dict[Any, Any] = {
            CoffeeSession.reason: why,
            CoffeeSession.sequence: CoffeeSession.sequence + 1,
            CoffeeSession.told_at: now(),
        }
        await take(row, Step.CANCEL, actor, changes, {"reason": why}, version)


async def open_session(actor: Actor, slug: str) -> None:
    """On its day, or later for what was noted on paper. Open already: nothing happens.

    Raises Forbidden, NotFound, Conflict (not its day yet, over, cancelled).
    """
    require(may_note(actor))
    async with DB.transaction():
        row = await own_session(actor, slug)
        if row["state"] == SessionState.RUNNING.value:
            return
        if not opens(SessionState(row["state"]), row["day"], local_day(now())):
            raise Conflict("it is not its day")
        await take(row, Step.OPEN, actor, {CoffeeSession.opened_at: now()})


async def close(actor: Actor, slug: str) -> None:
    """Raises Forbidden, NotFound, Conflict (not going on), Invalid (items without a way out)."""
    require(may_note(actor))
    async with DB.transaction():
        row = await own_session(actor, slug)
        await take(row, Step.CLOSE, actor, {CoffeeSession.closed_at: now()})
        left = await CoffeeItem.count().where(
            CoffeeItem.session == row["id"], CoffeeItem.way == WayOut.NONE.value
        )
        if left:
            raise Invalid(f"{left} items have no way out", items="open")
