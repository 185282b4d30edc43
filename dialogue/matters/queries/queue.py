"""The register as a list: by role, filtered, the most pressing first; and what waits for whom."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from piccolo.query import OrderByRaw

from dialogue.core import clock
from dialogue.core.workdays import Calendar
from dialogue.matters.queries.facts import COLUMNS, facts_of, families
from dialogue.matters.rules import (
    ANSWERED,
    HAND_BACKS,
    HEADS,
    SEALED,
    UNTRIAGED,
    Facts,
    is_late,
    may_open_sealed,
    may_read_register,
    may_see,
    may_take,
)
from dialogue.matters.states import (
    BEFORE_ANSWER,
    ENDS,
    IN_WORK,
    Kind,
    MatterState,
    Source,
    Step,
)
from dialogue.matters.tables import Draft, Matter, MatterEvent
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role

SOON = 2  # working days before a due date that it is shown as near
EXCERPT = 160  # letters of the asker's words where there is no title yet
OPEN = (*BEFORE_ANSWER, MatterState.REOPENED)
MOST_COUNTED = 999  # "hơn 999": nobody reads an exact count of a list that long


class DueState(StrEnum):
    """How a due date is coloured."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"
    NONE = "none"  # no rule, no date
    DONE = "done"  # answered or ended


@dataclass(frozen=True, slots=True)
class Filters:
    """states empty: all that is not answered or ended yet. field: its children are included.

    due: by the date of the answer, whatever the present step's own date is.
    """

    states: tuple[MatterState, ...] = ()
    unit: int | None = None
    field: int | None = None
    group: int | None = None
    source: Source | None = None
    late: bool = False
    due: DueState | None = None
    mine: bool = False  # in the actor's own hands


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the queue ended."""

    due: date | None
    id: int


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One line. words: the title, or the start of the asker's words. due: of the present step."""

    id: int
    public_id: str
    words: str
    kind: Kind
    source: Source
    state: MatterState
    field: int | None
    topic: int | None
    group: int | None
    unit: int | None
    officer: int | None
    officer_name: str
    leader: int | None
    received_at: datetime
    due: date | None
    publish_due: date | None
    due_state: DueState
    urgent: bool
    sensitive: bool
    round: int
    askers: int

    @property
    def place(self) -> Place:
        return Place(self.publish_due, self.id)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do: the line, and the one step that finishes it.

    by_name: who handed it on, at `since`, and the words that came along. version: of the draft.
    late_days: working days over the due date, 0 when it is not late.
    """

    item: QueueItem
    next: Step
    by_name: str
    since: datetime
    reason: str
    data: Mapping[str, Any]
    version: int
    late_days: int


MORE = (
    Matter.public_id,
    Matter.title,
    Matter.body,
    Matter.kind,
    Matter.source,
    Matter.topic,
    Matter.group,
    Matter.officer.name,
    Matter.received_at,
    Matter.triage_due,
    Matter.draft_due,
    Matter.publish_due,
    Matter.urgent,
)


async def queue(
    actor: Actor, filters: Filters | None = None, after: Place | None = None, limit: int = 50
) -> list[QueueItem]:
    """What the actor may see, the earliest due first, those without a due date last."""
    wanted = filters or Filters()
    if not may_read_register(actor):
        return []
    where = [visible(actor), *await _filtered(actor, wanted)]
    if after is not None:
        where.append(_after(after))
    return [item for _, item in await _items(actor, where, limit)]


async def queue_count(actor: Actor, filters: Filters | None = None) -> int:
    """How many the whole list holds, counted up to MOST_COUNTED + 1."""
    if not may_read_register(actor):
        return 0
    rows = (
        await Matter.select(Matter.id)
        .where(visible(actor), *await _filtered(actor, filters or Filters()))
        .limit(MOST_COUNTED + 1)
    )
    return len(rows)


async def overdue(actor: Actor, limit: int = 200) -> list[QueueItem]:
    """What is late now, the latest first."""
    return await queue(actor, Filters(late=True), limit=limit)


async def late_count(ward: int) -> int:
    """How many are late: a number for the public page."""
    today = clock.local_day(clock.now())
    late = (Matter.publish_due < today) & Matter.state.is_in(_values(OPEN))
    return int(await Matter.count().where(Matter.ward == ward, late))


async def waiting_for(actor: Actor, limit: int = 200) -> list[Waiting]:
    """The actor's own work, by role, the most pressing first."""
    where = _in_my_hands(actor)
    if where is None:
        return []
    found = await _items(actor, [Matter.ward == actor.ward, where], limit)
    ids = [item.id for _, item in found]
    events, versions = await _last_events(actor.ward, ids), await _versions(actor.ward, ids)
    calendar = await ward_queries.calendar(actor.ward)
    made = [
        _waiting(actor, facts, item, events.get(item.id, ()), versions.get(item.id, 0), calendar)
        for facts, item in found
    ]
    return sorted((one for one in made if one is not None), key=_pressing)


def _pressing(one: Waiting) -> tuple[bool, date, int]:
    return not one.item.urgent, one.item.due or date.max, one.item.id


def _waiting(  # noqa: PLR0917  all that one line says
    actor: Actor,
    facts: Facts,
    item: QueueItem,
    events: Sequence[dict[str, Any]],
    version: int,
    calendar: Calendar,
) -> Waiting | None:
    step = next_step(actor, facts, [event["step"] for event in events], version)
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
    )


def next_step(  # noqa: C901, PLR0911  a table
    actor: Actor, facts: Facts, history: Sequence[str], version: int
) -> Step | None:
    """The one step that this actor is waited for; None when somebody else is."""
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
    """A first, wide choice in SQL; next_step decides. None: nothing ever waits for this role."""
    parts: list[Any] = []
    if actor.has(Role.REGISTER_KEEPER, Role.CHAIRMAN, *HEADS):
        parts.append(Matter.state == MatterState.RECEIVED.value)
    if may_open_sealed(actor):
        parts.append(Matter.state == MatterState.SEALED.value)
    if actor.unit is not None and actor.has(*HEADS):
        states = _values((MatterState.ASSIGNED, MatterState.CHECKING))
        parts.append((Matter.unit == actor.unit) & Matter.state.is_in(states))
    if actor.has(Role.CHAIRMAN):
        stuck = (Matter.state == MatterState.ASSIGNED.value) & (Matter.handed_back >= HAND_BACKS)
        parts += [stuck, Matter.state == MatterState.REOPENED.value]
    if actor.has(Role.CHAIRMAN, Role.DEPUTY):
        parts.append(Matter.state.is_in(_values(IN_WORK)))
    drafting = Matter.state == MatterState.DRAFTING.value
    parts.append((Matter.officer == actor.staff) & drafting)
    return _any(parts)


def visible(actor: Actor) -> Any:
    """may_see, as far as SQL can say it; the sentence itself is asked of each row again."""
    own = Matter.ward == actor.ward
    open_box = own if may_open_sealed(actor) else _not_in(SEALED)
    if actor.has(Role.CHAIRMAN, Role.REGISTER_KEEPER):
        return own & open_box
    if not may_open_sealed(actor):
        open_box &= Matter.sensitive.eq(False) | _not_in(UNTRIAGED)
    if actor.has(Role.DEPUTY, Role.INSPECTOR):
        return own & open_box
    parts: list[Any] = [
        Matter.officer == actor.staff,
        Matter.leader == actor.staff,
        Matter.typist == actor.staff,
    ]
    if actor.unit is not None and actor.has(Role.OFFICER, *HEADS):
        parts.append(Matter.unit == actor.unit)
    if actor.has(Role.CLERK):
        parts.append(_in(ANSWERED))
    if may_open_sealed(actor):
        parts += [_in(SEALED), Matter.sensitive.eq(True) & _in(UNTRIAGED)]
    return own & open_box & _any(parts)


async def _filtered(actor: Actor, wanted: Filters) -> list[Any]:
    states = wanted.states or (*OPEN, MatterState.SEALED)
    where: list[Any] = [_in(states)]
    today = clock.local_day(clock.now())
    if wanted.late:
        where += [Matter.publish_due < today, _in(OPEN)]
    if wanted.due is not None:
        where += await _due_in(actor.ward, wanted.due, today)
    if wanted.field is not None:
        family = (await ward_queries.field(actor.ward, wanted.field)).family
        where.append(Matter.field.is_in(list(family)))
    if wanted.mine:
        where.append((Matter.officer == actor.staff) | (Matter.leader == actor.staff))
    for column, value in (
        (Matter.unit, wanted.unit),
        (Matter.group, wanted.group),
        (Matter.source, wanted.source.value if wanted.source else None),
    ):
        if value is not None:
            where.append(column == value)
    return where


async def _due_in(ward: int, wanted: DueState, today: date) -> list[Any]:
    soon = (await ward_queries.calendar(ward)).add(today, SOON)
    due = Matter.publish_due
    return {
        DueState.LATE: [due < today, _in(OPEN)],
        DueState.TODAY: [due == today],
        DueState.SOON: [due > today, due <= soon],
        DueState.LATER: [due > soon],
        DueState.NONE: [due.is_null()],
        DueState.DONE: [_in(ANSWERED | ENDS)],
    }[wanted]


def _after(place: Place) -> Any:
    no_date = Matter.publish_due.is_null()
    if place.due is None:
        return no_date & (Matter.id > place.id)
    same_day = (Matter.publish_due == place.due) & (Matter.id > place.id)
    return (Matter.publish_due > place.due) | same_day | no_date


async def _items(actor: Actor, where: Sequence[Any], limit: int) -> list[tuple[Facts, QueueItem]]:
    rows = (
        await Matter.select(*COLUMNS, *MORE)
        .where(*where)
        .order_by(OrderByRaw("matter.publish_due IS NULL"))
        .order_by(Matter.publish_due)
        .order_by(Matter.id)
        .limit(limit)
    )
    known, calendar = await families(actor.ward), await ward_queries.calendar(actor.ward)
    askers = await merged_counts(actor.ward, [row["id"] for row in rows])
    made = []
    for row in rows:
        facts = facts_of(row, known)
        if may_see(actor, facts):
            made.append((facts, _item(row, facts, calendar, 1 + askers.get(facts.id, 0))))
    return made


def _item(row: dict[str, Any], facts: Facts, calendar: Calendar, askers: int) -> QueueItem:
    due = step_due(facts.state, row["triage_due"], row["draft_due"], row["publish_due"])
    same = ("public_id", "field", "topic", "group", "unit", "officer", "leader")
    return QueueItem(
        id=facts.id,
        **{name: row[name] for name in same},
        words=row["title"] or excerpt(row["body"]),
        kind=Kind(row["kind"]),
        source=Source(row["source"]),
        state=facts.state,
        officer_name=row["officer.name"] or "",
        received_at=row["received_at"],
        due=due,
        publish_due=row["publish_due"],
        due_state=due_state(facts.state, due, clock.local_day(clock.now()), calendar),
        urgent=row["urgent"],
        sensitive=row["sensitive"],
        round=row["round"],
        askers=askers,
    )


def excerpt(text: str) -> str:
    """The first line, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else line[:EXCERPT].rsplit(" ", 1)[0] + " …"


def step_due(
    state: MatterState, triage: date | None, draft: date | None, publish: date | None
) -> date | None:
    """The date that the present step goes by; a second answer has one date only."""
    if state is MatterState.RECEIVED:
        return triage
    if state in (MatterState.ASSIGNED, MatterState.DRAFTING):
        return draft if draft is not None and publish is not None and draft <= publish else publish
    return publish


def due_state(state: MatterState, due: date | None, today: date, calendar: Calendar) -> DueState:
    if state in ANSWERED or state in ENDS:
        return DueState.DONE
    if due is None:
        return DueState.NONE
    if is_late(state, due, today):
        return DueState.LATE
    if due <= today:
        return DueState.TODAY
    return DueState.SOON if calendar.between(today, due) <= SOON else DueState.LATER


async def merged_counts(ward: int, leads: Collection[int]) -> dict[int, int]:
    """How many were merged into each; those with none are absent."""
    if not leads:
        return {}
    rows = await Matter.select(Matter.lead).where(
        Matter.ward == ward, Matter.lead.is_in(list(leads))
    )
    counts: dict[int, int] = {}
    for row in rows:
        counts[row["lead"]] = counts.get(row["lead"], 0) + 1
    return counts


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


def _in(states: Collection[MatterState]) -> Any:
    return Matter.state.is_in(_values(states))


def _not_in(states: Collection[MatterState]) -> Any:
    return Matter.state.not_in(_values(states))


def _values(states: Collection[MatterState]) -> list[str]:
    return sorted(state.value for state in states)


def _any(parts: Sequence[Any]) -> Any:
    whole = parts[0]
    for part in parts[1:]:
        whole = whole | part
    return whole
