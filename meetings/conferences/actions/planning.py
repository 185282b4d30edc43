"""A conference is planned, changed, announced, moved, cancelled, and made ready for its day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from dialogue.core.clock import local_day, now
from dialogue.core.codes import counter_code, new_token, public_id
from dialogue.core.database import DB
from dialogue.core.errors import Invalid
from dialogue.core.text import clean
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from meetings.conferences.actions.copying import copy_to
from meetings.conferences.actions.guests import forget_notice
from meetings.conferences.actions.parts import move_along
from meetings.conferences.actions.steps import change, in_state, record, require
from meetings.conferences.checklist import unready
from meetings.conferences.legal import DayOff, last_new_day
from meetings.conferences.plans import (
    LONGEST,
    Plan,
    columns,
    require_times,
    slug_words,
    unannounced,
)
from meetings.conferences.queries import checklist, law
from meetings.conferences.queries.agenda import programme
from meetings.conferences.queries.conferences import ConferenceCard, conference
from meetings.conferences.rules import may_chair, may_prepare
from meetings.conferences.states import AHEAD, NOTICED, ConferenceState, Step
from meetings.conferences.tables import Conference, ConferenceField

TOLD = ("starts_at", "ends_at", "place")  # by the notice: only another notice changes them


async def plan(actor: Actor, new: Plan) -> int:
    """The new conference's id. Raises Forbidden, NotFound (a field), Invalid by field: for a day
    off without a reason starts_at="day-off", with `off` (that day), `off_name` (of a holiday),
    `before` and `after` (the nearest working days, the former only while there is time for it).
    """
    require(may_prepare(actor), "plan a conference")
    day = local_day(new.starts_at)
    values = columns(new, day)
    values |= await _day_off(actor.ward, day, new.day_off_reason)
    async with DB.transaction():
        number = await insert(actor, values, slug_words(new.title, day))
        await _set_fields(actor.ward, number, new.fields)
        await record(await conference(actor.ward, number), Step.PLAN, actor, data=values)
    return number


async def insert(actor: Actor, values: dict[str, Any], wanted: str) -> int:
    """In the caller's transaction: the row alone."""
    (row,) = await Conference.insert(
        Conference(
            ward=actor.ward,
            public_id=public_id(),
            slug=await _free_slug(actor.ward, wanted),
            hall_code=counter_code(),
            screen_key=new_token()[:40],
            **values,
        )
    )
    return int(row["id"])


async def _day_off(
    ward: int, day: date, reason: str, known: ConferenceCard | None = None, name: str = "starts_at"
) -> dict[str, Any]:
    """What is kept of it. Raises Invalid by the field `name`.

    known: as it stands. While the day stays, so does the reason on record, and a day that became
    one off afterwards needs none.
    """
    found = await law.day_off(ward, day)
    if found is None:
        return {"day_off_reason": ""}
    reason = _words(reason, "day_off_reason")
    if known is not None and day == known.day:
        return {"day_off_reason": reason or known.day_off_reason}
    if not reason:
        raise Invalid(f"{day} is a day off", **{name: "day-off"}, **_told(found))
    return {"day_off_reason": reason}


def _told(found: DayOff) -> dict[str, str]:
    days = {"off": found.day, "before": found.before, "after": found.after}
    return {"off_name": found.name} | {
        name: day.isoformat() for name, day in days.items() if day is not None
    }


async def _free_slug(ward: int, wanted: str) -> str:
    rows = await Conference.select(Conference.slug).where(
        Conference.ward == ward, Conference.slug.like(f"{wanted}%")
    )
    taken = {row["slug"] for row in rows}
    more = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (wanted, *more) if slug not in taken)


async def _set_fields(ward: int, number: int, fields: tuple[int, ...]) -> None:
    for field in fields:
        await ward_queries.field(ward, field)
    await ConferenceField.delete().where(ConferenceField.conference == number)
    if fields:
        rows = [ConferenceField(ward=ward, conference=number, field=each) for each in set(fields)]
        await ConferenceField.insert(*rows)


async def change_plan(actor: Actor, number: int, new: Plan, version: int) -> None:
    """Until the day itself. Once announced, time and place change by `move` alone.

    Raises Forbidden, NotFound, Invalid by field, Conflict.
    """
    require(may_prepare(actor), "change a conference")
    values = columns(new, local_day(new.starts_at))
    async with DB.transaction():
        card = await in_state(actor.ward, number, *AHEAD)
        day = local_day(new.starts_at)
        values |= await _day_off(actor.ward, day, new.day_off_reason, card)
        old = _known(card)
        changed = {name: value for name, value in values.items() if old[name] != value}
        if card.state in NOTICED:
            _keep_told(changed)
            if missing := unannounced(values):
                raise Invalid("what the notice told", **missing)
        await change(card, values, version)
        await _set_fields(actor.ward, number, new.fields)
        await move_along(card, new.starts_at)
        data = {"before": {name: old[name] for name in changed}, "after": changed}
        await record(card, Step.CHANGE, actor, data=data)


def _known(card: ConferenceCard) -> dict[str, Any]:
    names = {column._meta.name for column in Conference._meta.columns}
    found = {name: getattr(card, name) for name in ConferenceCard.__slots__ if name in names}
    return found | {"reason": card.reason.value, "modes": ",".join(sorted(card.modes))}


def _keep_told(changed: dict[str, Any]) -> None:
    if told := {name: "announced" for name in TOLD if name in changed}:
        raise Invalid("the notice has told it", **told)


async def open_collection(actor: Actor, number: int, version: int) -> None:
    """From now on questions ahead are taken. Raises Forbidden, NotFound, Conflict."""
    require(may_prepare(actor), "collect questions")
    async with DB.transaction():
        card = await in_state(actor.ward, number, ConferenceState.PLANNED)
        values = {"state": ConferenceState.COLLECTING.value, "collect_until": await _deadline(card)}
        await change(card, values, version)
        await record(card, Step.OPEN_COLLECTION, actor, data=values)


async def _deadline(card: ConferenceCard) -> date:
    days = await law.ahead_days(card.ward, card.day)
    return card.collect_until or card.day - timedelta(days=days)


async def announce(actor: Actor, number: int, version: int, override: str = "") -> None:
    """The notice goes out today. override: a leader's reason for one that is too late.

    Raises Forbidden; NotFound; Invalid by field for one of the four contents that is missing, with
    notice="too-late" for a date that is not lawful, `first` the first lawful day and `working` the
    first of those on which people work; Conflict.
    """
    require(may_prepare(actor), "announce a conference")
    async with DB.transaction():
        card = await in_state(
            actor.ward, number, ConferenceState.PLANNED, ConferenceState.COLLECTING
        )
        if missing := unannounced(_known(card)):
            raise Invalid("a notice tells four things", **missing)
        late = await _lateness(actor, card.ward, card.day, override)
        values = {"state": ConferenceState.ANNOUNCED.value, "collect_until": await _deadline(card)}
        await change(card, values | _noticed() | late, version)
        await record(
            card, Step.ANNOUNCE, actor, reason=str(late.get("override_reason", "")), public=True
        )


def _noticed() -> dict[str, Any]:
    return {"announced_at": now()}


async def _lateness(actor: Actor, ward: int, day: date, override: str) -> dict[str, Any]:
    """What is to be kept of a notice of today. Raises Invalid, Forbidden."""
    check = await law.check(ward, day)
    if check.may_announce(local_day(now())):
        return {"override_reason": "", "override_by": None}
    override = _words(override, "override")
    if not override:
        days = {"first": check.first_lawful, "working": check.first_working}
        told = {name: each.isoformat() for name, each in days.items()}
        raise Invalid(f"too late for {day}", notice="too-late", **told)
    require(may_chair(actor), "override the law's days")
    return {"override_reason": override, "override_by": actor.recorded}


def _words(text: str, name: str) -> str:
    text = clean(text)
    if len(text) > LONGEST:
        raise Invalid(f"{name} is too long", **{name: "too-long"})
    return text


def _needed(text: str, name: str) -> str:
    text = _words(text, name)
    if not text:
        raise Invalid(f"no {name}", **{name: "missing"})
    return text


async def move(  # noqa: PLR0917  a sentence: from when to when, where, why
    actor: Actor,
    number: int,
    version: int,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    reason: str,
    override: str = "",
    day_off_reason: str = "",
) -> None:
    """A new notice, in time again: every guest is told anew, the calendar's sequence grows.

    What was open to the guests (reply, "I have read it") begins again. Raises as `announce`, and
    Invalid as `plan` for a day off.
    """
    require(may_prepare(actor), "move a conference")
    require_times(starts_at, ends_at)
    reason, day = _needed(reason, "reason"), local_day(starts_at)
    async with DB.transaction():
        card = await in_state(actor.ward, number, *NOTICED)
        values: dict[str, Any] = {"starts_at": starts_at, "ends_at": ends_at, "place": clean(place)}
        if missing := unannounced(_known(card) | values):
            raise Invalid("a notice tells four things", **missing)
        if all(getattr(card, name) == values[name] for name in TOLD):
            raise Invalid("nothing has moved", starts_at="unchanged")
        values |= await _day_off(card.ward, day, day_off_reason, card)
        late = await _lateness(actor, card.ward, day, override)
        kept = card.collect_until
        values |= {
            "state": ConferenceState.ANNOUNCED.value,
            "collect_until": None if kept is None else kept + (day - card.day),
            "sequence": card.sequence + 1,
        }
        await change(card, values | _noticed() | late, version)
        await move_along(card, starts_at)
        await forget_notice(card)
        data = {"before": {name: getattr(card, name) for name in TOLD}, "after": values}
        if late["override_reason"]:
            data["override"] = {"reason": late["override_reason"]}
        await record(card, Step.MOVE, actor, reason=reason, public=True, data=data)


async def cancel(  # noqa: PLR0917  a sentence: why, held when instead, why on such a day
    actor: Actor,
    number: int,
    version: int,
    reason: str,
    new_start: datetime | None = None,
    day_off_reason: str = "",
) -> int | None:
    """Called off, with a reason; the id of the new conference that takes its place.

    Once others know of it a new day is needed, within the days of rule DLG-CANCEL: everything of
    the plan goes along to a new plan, guests included. Raises Forbidden, NotFound, Conflict,
    Invalid (reason; new_start: missing, past, day-off, too-late with `last`).
    """
    require(may_chair(actor), "cancel a conference")
    reason = _needed(reason, "reason")
    async with DB.transaction():
        card = await in_state(actor.ward, number, *AHEAD)
        await _fit_new_day(card, new_start)
        values = {
            "state": ConferenceState.CANCELLED.value,
            "cancel_reason": reason,
            "sequence": card.sequence + 1,
        }
        await change(card, values, version)
        following = None
        if new_start is not None:
            following = await _again(actor, card, new_start, day_off_reason)
        data = {"new": following, "new_start": new_start}
        await record(card, Step.CANCEL, actor, reason=reason, public=True, data=data)
    return following


async def _fit_new_day(card: ConferenceCard, new_start: datetime | None) -> None:
    if new_start is None:
        if card.state is ConferenceState.PLANNED:
            return
        raise Invalid("a new day is needed", new_start="missing")
    if local_day(new_start) <= local_day(now()):
        raise Invalid("no day to come", new_start="past")
    last = last_new_day(await ward_queries.rules(card.ward), card.day)
    if last is not None and local_day(new_start) > last:
        raise Invalid("too late a day", new_start="too-late", last=last.isoformat())


async def _again(actor: Actor, card: ConferenceCard, start: datetime, day_off_reason: str) -> int:
    """A plan like the cancelled one, on its new day."""
    day = local_day(start)
    kept = {name: value for name, value in _known(card).items() if name in Plan.__slots__}
    values = kept | {
        "starts_at": start,
        "ends_at": start + (card.ends_at - card.starts_at),
        "collect_until": None,
        "previous": card.id,
    }
    values |= await _day_off(actor.ward, day, day_off_reason, name="new_start")
    number = await insert(actor, values, slug_words(card.title, day))
    await _set_fields(actor.ward, number, card.fields)
    await copy_to(card, number)
    made = await conference(actor.ward, number)
    await record(made, Step.PLAN, actor, data=values | {"instead_of": card.id})
    return number


async def close_collection(actor: Actor, number: int, version: int) -> None:
    """What comes from now on is late. Raises Forbidden, NotFound, Conflict."""
    require(may_prepare(actor), "close the collection")
    async with DB.transaction():
        card = await in_state(actor.ward, number, ConferenceState.ANNOUNCED)
        await change(card, {"state": ConferenceState.PREPARING.value}, version)
        await record(card, Step.CLOSE_COLLECTION, actor)


async def make_ready(actor: Actor, number: int, version: int) -> None:
    """Everything that must be there is there. Raises Forbidden, NotFound, Conflict, Invalid."""
    require(may_prepare(actor), "make a conference ready")
    async with DB.transaction():
        card = await in_state(
            actor.ward, number, ConferenceState.ANNOUNCED, ConferenceState.PREPARING
        )
        if undone := unready(await checklist.checklist(card)):
            raise Invalid("not ready", checklist=undone[0])
        if not (await programme(card)).points:
            raise Invalid("no programme", checklist="programme")
        await change(card, {"state": ConferenceState.READY.value}, version)
        await record(card, Step.MAKE_READY, actor)
