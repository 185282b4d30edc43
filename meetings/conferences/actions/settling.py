"""What becomes of an opinion in the hall. What goes on afterwards enters the register."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from dialogue.core.clock import local_day, now
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Invalid
from dialogue.core.text import clean
from dialogue.matters.actions import tasks
from dialogue.matters.actions.intake import Received
from dialogue.matters.actions.steps import by
from dialogue.matters.actions.triage import merge as merge_matters
from dialogue.matters.states import OriginKind
from dialogue.matters.tables import Matter
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from meetings.conferences.actions.capturing import said
from meetings.conferences.actions.holding import (
    OPEN,
    Row,
    enter_register,
    held,
    in_state_of,
    opinion_row,
    write,
)
from meetings.conferences.actions.steps import record, require
from meetings.conferences.hall_tables import Opinion
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.rules import may_prepare
from meetings.conferences.states import SEEN, OpinionSource, OpinionState, Outcome, Step

RECEIVER_MOST = 200


@dataclass(frozen=True, slots=True)
class Settlement:
    """answer: the words that were said. due: of a task; of a written answer only where it is
    promised earlier than the rule asks. unit: who answers or does it; officer: by name, else its
    head. receiver: forwarded to."""

    outcome: Outcome
    answer: str = ""
    answered_by: str = ""
    due: date | None = None
    unit: int | None = None
    officer: int | None = None
    receiver: str = ""


async def settle(actor: Actor, number: int, which: int, version: int, how: Settlement) -> None:
    """One of four outcomes. Written and forwarded ones become matters, a task is opened at once.

    It may be mended until something lies in the register or with a unit. Raises NotFound,
    Forbidden, Invalid by field, Conflict: changed meanwhile, or on its way already.
    """
    require(may_prepare(actor), "settle opinions")
    values = said(how.answer, how.answered_by)
    receiver = clean(how.receiver)[:RECEIVER_MOST]
    if how.unit is not None and how.unit not in {
        unit.id for unit in await ward_queries.units(actor.ward)
    }:
        raise Invalid("no such unit", unit="unknown")
    if how.outcome is Outcome.FORWARDED and not receiver:
        raise Invalid("to whom", receiver="missing")
    async with DB.transaction():
        card = await held(actor.ward, number, *OPEN)
        row = await opinion_row(card, which)
        in_state_of(row, SEEN)
        if _on_its_way(row):
            raise Conflict("the opinion is on its way already")
        unit = how.unit or row["unit"]
        values |= {"unit": unit, "receiver": receiver, "outcome": how.outcome.value}
        values |= await _consequences(card, actor, row, how, unit)
        values |= {"state": OpinionState.SETTLED.value, "settled_at": now()}
        await write(row, version, values)
        told = {"opinion": which, "outcome": how.outcome.value}
        await record(card, Step.SETTLE, actor, data=told)


def _on_its_way(row: Row) -> bool:
    """By its outcome. A question sent ahead is a matter from its first moment."""
    entered = row["matter"] is not None and row["source"] != OpinionSource.AHEAD.value
    return entered or row["task"] is not None


async def _consequences(
    card: ConferenceCard, actor: Actor, row: Row, how: Settlement, unit: int | None
) -> dict[str, object]:
    """Columns of what was made elsewhere."""
    today = local_day(now())
    match how.outcome:
        case Outcome.ANSWERED:
            return {"due": None}
        case Outcome.TASK:
            return {"due": how.due, "task": await _task(card, actor, row, how, unit)}
        case _:
            matter, last = await _in_register(card, row, actor)
            if how.due is not None and (how.due < today or (last and how.due > last)):
                raise Invalid("not within the rule", due="late" if how.due > today else "past")
            return {"matter": matter, "due": how.due or last}


async def _in_register(card: ConferenceCard, row: Row, actor: Actor) -> tuple[int, date | None]:
    """Its matter and the day of its answer: what was sent ahead has them already."""
    if row["matter"] is not None:
        known = await Matter.select(Matter.publish_due).where(Matter.id == row["matter"]).first()
        return row["matter"], known["publish_due"] if known else None
    received = await _enter(card, row, actor)
    return received.id, received.publish_due


async def _task(
    card: ConferenceCard, actor: Actor, row: Row, how: Settlement, unit: int | None
) -> int:
    """In its owner's list at once."""
    if unit is None:
        raise Invalid("who does it", unit="missing")
    if how.due is None:
        raise Invalid("by when", due="missing")
    if how.due < local_day(now()):
        raise Invalid("the day is over", due="past")
    new = tasks.NewTask(
        row["words"][:1000],
        unit,
        how.due,
        how.officer,
        origin_kind=OriginKind.CONCLUSION,
        origin=card.public_id,
        origin_name=f"{card.title} ({row['number']})" if row["number"] else card.title,
        field=row["field"],
        group=row["group"],
        groups=await _merged_groups(row),
    )
    return await tasks.open_task(_for_the_chair(actor), new)


async def _merged_groups(row: Row) -> tuple[int, ...]:
    """Of the questions merged into it."""
    rows = await Opinion.select(Opinion.group).where(
        Opinion.ward == row["ward"], Opinion.lead == row["id"], Opinion.group.is_not_null()
    )
    return tuple(each["group"] for each in rows)


async def promise_written(card: ConferenceCard, row: Row, actor: Actor) -> None:
    """A written answer by the date of the rule, of what the hall did not come to."""
    received = await _enter(card, row, actor)
    await write(
        row,
        row["version"],
        {
            "state": OpinionState.SETTLED.value,
            "outcome": Outcome.WRITTEN.value,
            "matter": received.id,
            "due": received.publish_due,
            "position": None,
            "settled_at": now(),
        },
    )


async def _enter(card: ConferenceCard, row: Row, actor: Actor) -> Received:
    """With those merged into it: one answer, and each asker's own code."""
    received = await enter_register(card, row, by(actor))
    merged = (
        await Opinion.select()
        .where(Opinion.ward == card.ward, Opinion.lead == row["id"], Opinion.matter.is_null())
        .order_by(Opinion.id)
    )
    for each in merged:
        twin = await enter_register(card, each, by(actor))
        await merge_matters(_for_the_chair(actor), twin.id, received.id)
        await write(each, each["version"], {"matter": twin.id})
    return received


def _for_the_chair(actor: Actor) -> Actor:
    """Who notes down what the chair decides may be a clerk, and is named all the same."""
    return replace(actor, roles=actor.roles | {Role.REGISTER_KEEPER})
