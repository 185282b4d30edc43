"""What waits for whom: the one step that each member of staff is to take, and since when."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dialogue.core import clock
from dialogue.core.workdays import Calendar
from dialogue.matters.queries.queue import QueueItem, items, on_desk
from dialogue.matters.queries.where import any_of, values
from dialogue.matters.rules import (
    HAND_BACKS,
    HEADS,
    Facts,
    heads,
    may_open_sealed,
    may_take,
)
from dialogue.matters.states import (
    IN_WORK,
    MatterState,
    Step,
)
from dialogue.matters.tables import Draft, Matter, MatterEvent
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role

MOST_WAITING = 100  # of one person; what is counted, too
SPARE = 20  # looked at besides: of the first choice some wait for somebody else
AGAIN = (MatterState.ASSIGNED, *IN_WORK, MatterState.REOPENED)  # where a second answer is made


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do: the line, and the one step that finishes it.

    next REOPEN: nothing to do, only to know that the asker wants a second answer.
    by_name: who handed it on, at `since`, and the words that came along. version: of the draft.
    late_days: working days over the due date, 0 when it is not late. again: why the asker opened
    it again, empty in the first round.
    """

    item: QueueItem
    next: Step
    by_name: str
    since: datetime
    reason: str
    data: Mapping[str, Any]
    version: int
    late_days: int
    again: str


@dataclass(frozen=True, slots=True)
class OwnWork:
    """The most pressing first. more: there are others that were not looked at."""

    found: list[Waiting]
    more: bool


async def waiting_for(actor: Actor, limit: int = MOST_WAITING + 1) -> list[Waiting]:
    """The actor's own work, by role, the most pressing first."""
    return (await own_work(actor, limit)).found


async def own_work(actor: Actor, limit: int = MOST_WAITING + 1 + SPARE) -> OwnWork:
    """`limit` matters are looked at; of these, some may wait for somebody else."""
    mine = [Matter.ward == actor.ward, on_desk(), _in_my_hands(actor)]
    found = await items(actor, mine, limit + 1)
    more, found = len(found) > limit, found[:limit]
    ids = [item.id for _, item in found]
    events, versions = await _last_events(actor.ward, ids), await _versions(actor.ward, ids)
    calendar = await ward_queries.calendar(actor.ward)
    made = [
        _waiting(actor, facts, item, events.get(item.id, ()), versions.get(item.id, 0), calendar)
        for facts, item in found
    ]
    return OwnWork(sorted((one for one in made if one is not None), key=_pressing), more)


def _pressing(one: Waiting) -> tuple[bool, bool, date, int]:
    return one.next is Step.REOPEN, not one.item.urgent, one.item.due or date.max, one.item.id


def _waiting(  # noqa: PLR0917  all that one line says
    actor: Actor,
    facts: Facts,
    item: QueueItem,
    events: Sequence[dict[str, Any]],
    version: int,
    calendar: Calendar,
) -> Waiting | None:
    step = next_step(actor, facts, [event["step"] for event in events], version)
    reopening = _reopening(facts, events)
    if step is None and reopening is not None and _is_told(actor, facts, reopening):
        step = Step.REOPEN
    if step is None or not events:
        return None
    last = events[-1]
    today = clock.local_day(clock.now())
    late = calendar.between(item.due, today) if item.due and item.due < today else 0
    return Waiting(
        item,
        step,
        last["staff.name"] or "",
        last["at"],
        last["reason"] or last["public_note"],
        json.loads(last["data"]),
        version,
        late,
        reopening["public_note"] if reopening else "",
    )


def _reopening(facts: Facts, events: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The asker's no that the present round answers; None once it is answered, or never came."""
    if facts.state not in AGAIN:
        return None
    return next((event for event in reversed(events) if event["step"] == Step.REOPEN), None)


def _is_told(actor: Actor, facts: Facts, reopening: Mapping[str, Any]) -> bool:
    """The superior named at the reopening, and the head of the unit (process.md §2)."""
    superior = json.loads(reopening["data"]).get("superior")
    return heads(actor, facts.unit) or superior == actor.staff


def next_step(  # noqa: C901, PLR0911  a table
    actor: Actor, facts: Facts, history: Sequence[str], version: int
) -> Step | None:
    """The one step that this actor is waited for; None when somebody else is."""
    if actor.staff in facts.barred:
        return None
    proposed = _open_proposal(history)
    match facts.state:
        case MatterState.RECEIVED if proposed:
            return Step.REJECT if actor.has(*HEADS, Role.CHAIRMAN) else None
        case MatterState.RECEIVED:
            return Step.ASSIGN if actor.has(Role.REGISTER_KEEPER) else None
        case MatterState.SEALED:
            return Step.HAND_OVER if may_open_sealed(actor) else None
        case MatterState.ASSIGNED if actor.has(Role.CHAIRMAN):
            return Step.MOVE if facts.handed_back >= HAND_BACKS else None
        case MatterState.ASSIGNED:
            return Step.GIVE if may_take(actor, facts, Step.GIVE) else None
        case MatterState.DRAFTING | MatterState.CHECKING | MatterState.APPROVING if (
            _extension_asked(history) and may_take(actor, facts, Step.EXTEND)
        ):
            return Step.EXTEND
        case MatterState.DRAFTING if facts.officer == actor.staff:
            return Step.SEND_FOR_CHECK if version else Step.SAVE_DRAFT
        case MatterState.CHECKING:
            return Step.PASS_UP if may_take(actor, facts, Step.PASS_UP) else None
        case MatterState.APPROVING if facts.leader in (None, actor.staff):
            return Step.APPROVE if may_take(actor, facts, Step.APPROVE) else None
        case MatterState.REOPENED:
            return Step.DECIDE if may_take(actor, facts, Step.DECIDE) else None
    return None


def _open_proposal(history: Sequence[str]) -> bool:
    steps = [step for step in history if step in (Step.PROPOSE_REJECTION, Step.KEEP)]
    return bool(steps) and steps[-1] == Step.PROPOSE_REJECTION


def _extension_asked(history: Sequence[str]) -> bool:
    steps = [step for step in history if step in (Step.PROPOSE_EXTENSION, Step.EXTEND, Step.ROUTE)]
    return bool(steps) and steps[-1] == Step.PROPOSE_EXTENSION


def _in_my_hands(actor: Actor) -> Any:
    """A first, wide choice in SQL, all of it on_desk; next_step decides."""
    parts: list[Any] = []
    if actor.has(Role.REGISTER_KEEPER, Role.CHAIRMAN, *HEADS):
        parts.append(Matter.state == MatterState.RECEIVED.value)
    if may_open_sealed(actor):
        parts.append(Matter.state == MatterState.SEALED.value)
    if actor.unit is not None and actor.has(*HEADS):
        states = values((MatterState.ASSIGNED, MatterState.CHECKING))
        parts.append((Matter.unit == actor.unit) & Matter.state.is_in(states))
        again = (Matter.round > 1) | (Matter.state == MatterState.REOPENED.value)
        parts.append((Matter.unit == actor.unit) & Matter.state.is_in(values(AGAIN)) & again)
    if actor.has(Role.CHAIRMAN):
        stuck = (Matter.state == MatterState.ASSIGNED.value) & (Matter.handed_back >= HAND_BACKS)
        parts.append(stuck)
    if actor.has(Role.CHAIRMAN, Role.DEPUTY):
        parts.append(Matter.state.is_in(values((*IN_WORK, MatterState.REOPENED))))
        moved = Matter.state == MatterState.ASSIGNED.value
        parts.append(moved & (Matter.round > 1))
    drafting = Matter.state == MatterState.DRAFTING.value
    parts.append((Matter.officer == actor.staff) & drafting)
    return any_of(parts)


async def _last_events(ward: int, matters: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """The history of each, oldest first; saving a draft hands nothing on and is left out."""
    if not matters:
        return {}
    rows = (
        await MatterEvent.select(
            MatterEvent.matter,
            MatterEvent.step,
            MatterEvent.at,
            MatterEvent.reason,
            MatterEvent.public_note,
            MatterEvent.data,
            MatterEvent.staff.name,
        )
        .where(
            MatterEvent.ward == ward,
            MatterEvent.matter.is_in(list(matters)),
            MatterEvent.step.not_in([Step.SAVE_DRAFT.value, Step.OVERDUE.value]),
        )
        .order_by(MatterEvent.id)
    )
    made: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        made.setdefault(row["matter"], []).append(row)
    return made


async def _versions(ward: int, matters: Sequence[int]) -> dict[int, int]:
    """The newest draft's version in the present round, 0 when a new round has none yet."""
    if not matters:
        return {}
    rows = (
        await Draft.select(Draft.matter, Draft.version, Draft.round, Draft.matter.round)
        .where(Draft.ward == ward, Draft.matter.is_in(list(matters)))
        .order_by(Draft.version)
    )
    return {row["matter"]: row["version"] for row in rows if row["round"] == row["matter.round"]}
