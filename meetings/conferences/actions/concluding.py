"""What the chair concludes: each a task, or above the ward's powers, or the reason for no task.

It may be incomplete while it is written down in the hall; publishing asks for the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from dialogue.core.clock import now
from dialogue.core.codes import public_id
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.core.text import clean
from dialogue.ward import queries as wards
from dialogue.ward.rules import Actor
from meetings.conferences.actions.holding import held
from meetings.conferences.actions.steps import change, in_state, record, require
from meetings.conferences.hall_tables import Opinion
from meetings.conferences.outcome_tables import Conclusion, ConclusionOpinion
from meetings.conferences.queries.conclusions import conclusions
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.record import Concluded
from meetings.conferences.rules import may_prepare
from meetings.conferences.states import ConferenceState, Step

LONGEST = 2_000  # letters, as of the task that it becomes
MOST = 60  # conclusions of one conference
WRITING = (ConferenceState.RUNNING, ConferenceState.MINUTES, ConferenceState.RESULT_DRAFT)
SHORT = 200


@dataclass(frozen=True, slots=True)
class NewConclusion:
    """unit, staff, field: ids. staff None: the unit's head. opinions: ids of those it settles.

    beyond: above the ward's powers, for `receiver`. why_no_task: why nobody has to do anything.
    """

    text: str
    unit: int | None = None
    staff: int | None = None
    due: date | None = None
    product: str = ""
    field: int | None = None
    together: str = ""
    beyond: bool = False
    receiver: str = ""
    why_no_task: str = ""
    opinions: tuple[int, ...] = ()


async def conclude(actor: Actor, number: int, new: NewConclusion) -> int:
    """Its id; the same again is the one that stands: a button pressed twice gives no second task.

    Raises Forbidden, NotFound, Invalid by field, Conflict.
    """
    require(may_prepare(actor), "write a conclusion")
    async with DB.transaction():
        card = await held(actor.ward, number, *WRITING)
        values = await _checked(card, new)
        there = await conclusions(actor.ward, number)
        for each in there:
            if _same(each, values, new.opinions):
                return each.id
        if len(there) >= MOST:
            raise Conflict(f"{MOST} conclusions are enough")
        place = 1 + max((each.position for each in there), default=0)
        (row,) = await Conclusion.insert(
            Conclusion(
                ward=actor.ward,
                conference=number,
                public_id=public_id(),
                position=place,
                **values,
            )
        )
        made = int(row["id"])
        await _settle(actor.ward, made, new.opinions)
        await record(card, Step.CONCLUDE, actor, data={"conclusion": made, "new": values})
    return made


async def change_conclusion(
    actor: Actor, number: int, which: int, new: NewConclusion, version: int
) -> None:
    """Before the result is out. Raises Forbidden, NotFound, Invalid by field, Conflict."""
    require(may_prepare(actor), "change a conclusion")
    async with DB.transaction():
        card = await in_state(actor.ward, number, *WRITING)
        old = await _of(card, which)
        values = await _checked(card, new)
        changes: dict[Any, Any] = {getattr(Conclusion, name): values[name] for name in values}
        await _guarded(card, which, version, changes)
        await ConclusionOpinion.delete().where(ConclusionOpinion.conclusion == which)
        await _settle(actor.ward, which, new.opinions)
        before = {name: getattr(old, name) for name in values}
        said = {"conclusion": which, "old": before, "new": values}
        await record(card, Step.CHANGE_CONCLUSION, actor, data=said)


async def remove_conclusion(actor: Actor, number: int, which: int, version: int) -> None:
    """The history keeps it. Raises Forbidden, NotFound, Conflict."""
    require(may_prepare(actor), "remove a conclusion")
    async with DB.transaction():
        card = await in_state(actor.ward, number, *WRITING)
        old = await _of(card, which)
        await _guarded(card, which, version, {Conclusion.removed_at: now()})
        data = {"conclusion": which, "text": old.text}
        await record(card, Step.REMOVE_CONCLUSION, actor, data=data)


async def write_minutes(
    actor: Actor,
    number: int,
    version: int,
    *,
    assessment: str,
    report: str,
    other_remarks: str = "",
    secretary: str = "",
) -> None:
    """What the minutes say beside the hall's record; the result can be drafted from then on.

    secretary: empty leaves who was named before. Raises Forbidden, NotFound, Invalid, Conflict.
    """
    require(may_prepare(actor), "write the minutes")
    values: dict[str, str] = {
        "assessment": clean(assessment),
        "report": clean(report),
        "other_remarks": clean(other_remarks),
    }
    wrong = {name: "too-long" for name, text in values.items() if len(text) > 4 * LONGEST}
    if wrong:
        raise Invalid("too long", **wrong)
    if clean(secretary):
        values["secretary"] = clean(secretary)[:120]
    async with DB.transaction():
        card = await in_state(
            actor.ward, number, ConferenceState.MINUTES, ConferenceState.RESULT_DRAFT
        )
        before = {name: getattr(card, name) for name in values}
        on = {"state": ConferenceState.RESULT_DRAFT.value}
        await change(card, values | on, version)
        await record(card, Step.WRITE_MINUTES, actor, data={"old": before, "new": values})


async def _of(card: ConferenceCard, which: int) -> Concluded:
    """Raises NotFound, also for one of another conference."""
    for each in await conclusions(card.ward, card.id):
        if each.id == which:
            return each
    raise NotFound(f"no conclusion {which}")


async def _guarded(card: ConferenceCard, which: int, version: int, changes: dict[Any, Any]) -> None:
    rows = (
        await Conclusion.update({**changes, Conclusion.version: version + 1})
        .where(
            Conclusion.id == which,
            Conclusion.conference == card.id,
            Conclusion.version == version,
            Conclusion.removed_at.is_null(),
        )
        .returning(Conclusion.id)
    )
    if not rows:
        raise Conflict("the conclusion was changed meanwhile")


def _same(there: Concluded, values: dict[str, Any], opinions: Sequence[int]) -> bool:
    told = all(getattr(there, name) == value for name, value in values.items())
    return told and set(there.opinions) == set(opinions)


async def _settle(ward: int, which: int, opinions: Sequence[int]) -> None:
    for each in dict.fromkeys(opinions):
        await ConclusionOpinion.insert(ConclusionOpinion(ward=ward, conclusion=which, opinion=each))


async def _checked(card: ConferenceCard, new: NewConclusion) -> dict[str, Any]:
    """The row's columns. Raises Invalid by field."""
    values = {each.name: getattr(new, each.name) for each in fields(new)}
    del values["opinions"]
    for name in ("text", "product", "together", "receiver", "why_no_task"):
        values[name] = clean(values[name])
    wrong = _wrong(values)
    if new.unit is not None and new.unit not in {each.id for each in await wards.units(card.ward)}:
        wrong["unit"] = "unknown"
    if new.field is not None and new.field not in {
        each.id for each in await wards.fields(card.ward)
    }:
        wrong["field"] = "unknown"
    people = {each.id for each in await wards.staff_list(card.ward) if each.active}
    if new.staff is not None and new.staff not in people:
        wrong["staff"] = "unknown"
    if not await _are_of(card, new.opinions):
        wrong["opinions"] = "unknown"
    if wrong:
        raise Invalid("a conclusion", **wrong)
    return values


def _wrong(values: dict[str, Any]) -> dict[str, str]:
    wrong = {}
    if not values["text"]:
        wrong["text"] = "missing"
    most = dict.fromkeys(("text", "product", "why_no_task"), LONGEST)
    for name, limit in (most | dict.fromkeys(("together", "receiver"), SHORT)).items():
        if len(values[name]) > limit:
            wrong[name] = "too-long"
    if values["beyond"] and values["why_no_task"]:
        wrong["why_no_task"] = "either"
    return wrong


async def _are_of(card: ConferenceCard, opinions: Sequence[int]) -> bool:
    rows = await Opinion.select(Opinion.id).where(
        Opinion.conference == card.id, Opinion.id.is_in(list(opinions) or [0])
    )
    return {row["id"] for row in rows} == set(opinions)
