"""The register as a list: by role, filtered, the most pressing first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from piccolo.columns.combination import WhereRaw
from piccolo.query import OrderByRaw

from dialogue.core import clock
from dialogue.core.workdays import Calendar
from dialogue.matters.queries.askers import asker_counts
from dialogue.matters.queries.due import SOON, DueState, due_state, step_due
from dialogue.matters.queries.facts import COLUMNS, facts_of, families
from dialogue.matters.queries.masks import NOTHING_DECIDED, Decided, decided
from dialogue.matters.queries.where import any_of, counted, not_barred, state_in, state_not_in
from dialogue.matters.rules import (
    ANSWERED,
    HEADS,
    SEALED,
    UNTRIAGED,
    Facts,
    may_open_sealed,
    may_read_register,
    may_see,
)
from dialogue.matters.states import (
    BEFORE_ANSWER,
    ENDS,
    Kind,
    MatterState,
    Source,
)
from dialogue.matters.tables import Matter
from dialogue.ward import queries as ward_queries
from dialogue.ward.lineage import lineage
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role

LOOKED_AT = 400  # letters that are masked before they are cut, so that none is half masked
EXCERPT = 160  # letters of the asker's words where there is no title yet
OPEN = (*BEFORE_ANSWER, MatterState.REOPENED)
MOST_COUNTED = 200  # "hơn 200": nobody reads an exact count of a list that long
MOST_LATE = 999  # what a leader is told of exactly


@dataclass(frozen=True, slots=True)
class Filters:
    """states empty: all that is not answered or ended yet. field: its children are included.

    group: with those that went into it.
    due: by the date of the answer (or of the hand-over), whatever the present step's own date is.
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
    """Where a page of the queue ended. due: of the step that the last line waited for."""

    due: date | None
    id: int


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One line. due: of the present step; triage_due, draft_due, publish_due: of each step.

    words: the title, or the start of the asker's words; none of what is sealed, as a list lies
    open on a screen.
    """

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
    triage_due: date | None
    draft_due: date | None
    publish_due: date | None
    due_state: DueState
    urgent: bool
    sensitive: bool
    round: int
    askers: int

    @property
    def place(self) -> Place:
        return Place(self.due, self.id)


# The two expressions that the indexes of the queue stand on (the migration has a copy of each).
# step_due, as SQL says it; what has no date comes last
ORDER = (
    "COALESCE(CASE WHEN matter.state = 'received' THEN matter.triage_due"
    " WHEN matter.state IN ('assigned', 'drafting') AND matter.draft_due <= matter.publish_due"
    " THEN matter.draft_due ELSE matter.publish_due END, '9999-12-31')"
)
# OPEN and SEALED: what lies on somebody's desk, so that a walk meets nothing that ended long ago
ON_DESK = (
    "CASE WHEN matter.state IN ('received', 'waiting_for_asker', 'assigned', 'drafting',"
    " 'checking', 'approving', 'reopened', 'sealed') THEN 1 ELSE 0 END"
)
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
    """What the actor may see: whose step is due first leads, those without a date come last."""
    wanted = filters or Filters()
    if not may_read_register(actor):
        return []
    where = [visible(actor), *await _filtered(actor, wanted)]
    if after is not None:
        where.append(_after(after))
    return [item for _, item in await items(actor, where, limit)]


async def queue_count(
    actor: Actor, filters: Filters | None = None, most: int = MOST_COUNTED
) -> int:
    """How many the whole list holds, counted up to most + 1."""
    if not may_read_register(actor):
        return 0
    where = (visible(actor), *await _filtered(actor, filters or Filters()))
    return await counted(Matter.select(Matter.id).where(*where), most + 1)


async def overdue(actor: Actor, limit: int = 200) -> list[QueueItem]:
    """What is late now, the latest answer first."""
    if not may_read_register(actor):
        return []
    where = [visible(actor), *await _filtered(actor, Filters(late=True))]
    found = await items(actor, where, limit, "matter.publish_due")
    return [item for _, item in found]


def visible(actor: Actor) -> Any:
    """may_see, as far as SQL can say it; the sentence itself is asked of each row again."""
    own = (Matter.ward == actor.ward) & not_barred(actor)
    open_box = own if may_open_sealed(actor) else state_not_in(SEALED)
    if actor.has(Role.CHAIRMAN, Role.REGISTER_KEEPER):
        return own & open_box
    if not may_open_sealed(actor):
        open_box &= Matter.sensitive.eq(False) | state_not_in(UNTRIAGED)
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
        parts.append(state_in(ANSWERED))
    if may_open_sealed(actor):
        parts += [state_in(SEALED), Matter.sensitive.eq(True) & state_in(UNTRIAGED)]
    return own & open_box & any_of(parts)


async def _filtered(actor: Actor, wanted: Filters) -> list[Any]:
    where: list[Any] = [state_in(wanted.states)] if wanted.states else [on_desk()]
    today = clock.local_day(clock.now())
    if wanted.late:
        where += _late(today)
    if wanted.due is not None:
        where += await _due_in(actor.ward, wanted.due, today)
    if wanted.field is not None:
        family = (await ward_queries.field(actor.ward, wanted.field)).family
        where.append(Matter.field.is_in(list(family)))
    if wanted.mine:
        where.append(_in_hand(actor, ended=bool(wanted.states)))
    if wanted.group is not None:
        before = (await lineage(actor.ward)).forebears(wanted.group)
        where.append(Matter.group.is_in([wanted.group, *before]))
    for column, value in (
        (Matter.unit, wanted.unit),
        (Matter.source, wanted.source.value if wanted.source else None),
    ):
        if value is not None:
            where.append(column == value)
    return where


async def _due_in(ward: int, wanted: DueState, today: date) -> list[Any]:
    soon = (await ward_queries.calendar(ward)).add(today, SOON)
    due = Matter.publish_due
    return {
        DueState.LATE: _late(today),
        DueState.TODAY: [due == today],
        DueState.SOON: [due > today, due <= soon],
        DueState.LATER: [due > soon],
        DueState.NONE: [due.is_null()],
        DueState.DONE: [state_in(ANSWERED | ENDS)],
    }[wanted]


def _late(today: date) -> list[Any]:
    """Past the date of the answer, or of the hand-over for who may see what is sealed."""
    return [Matter.publish_due < today, state_in((*OPEN, MatterState.SEALED))]


def _in_hand(actor: Actor, *, ended: bool) -> Any:
    """By their own indexes: whoever has few of many does not walk past all of them."""
    also = "" if ended else f" AND {ON_DESK} = 1"
    parts = [f"SELECT id FROM matter WHERE {name} = {{}}{also}" for name in ("officer", "leader")]  # noqa: S608  our own text
    return WhereRaw(f"matter.id IN ({' UNION '.join(parts)})", actor.staff, actor.staff)


def on_desk() -> Any:
    """Not answered and not ended, in the words of the index."""
    return WhereRaw(f"{ON_DESK} = 1")


def _after(place: Place) -> Any:
    return WhereRaw(f"({ORDER}, matter.id) > ({{}}, {{}})", place.due or date.max, place.id)


async def items(
    actor: Actor, where: Sequence[Any], limit: int, order: str = ORDER
) -> list[tuple[Facts, QueueItem]]:
    found = await seen_rows(actor, where, limit, order)
    calendar = await ward_queries.calendar(actor.ward)
    ids = [facts.id for facts, _ in found]
    askers, said = await asker_counts(actor.ward, ids), await decided(actor.ward, ids)
    return [
        (facts, _item(row, facts, calendar, askers[facts.id], said.get(facts.id, NOTHING_DECIDED)))
        for facts, row in found
    ]


async def seen_rows(
    actor: Actor, where: Sequence[Any], limit: int, order: str = ORDER
) -> list[tuple[Facts, dict[str, Any]]]:
    """Rows as they are stored, unmasked, of what the actor may see."""
    rows = (
        await Matter.select(*COLUMNS, *MORE)
        .where(*where)
        .order_by(OrderByRaw(order))
        .order_by(Matter.id)
        .limit(limit)
    )
    known = await families(actor.ward)
    found = [(facts_of(row, known), row) for row in rows]
    return [(facts, row) for facts, row in found if may_see(actor, facts)]


def _item(
    row: dict[str, Any],
    facts: Facts,
    calendar: Calendar,
    askers: int,
    said: Decided,
) -> QueueItem:
    due = step_due(facts.state, row["triage_due"], row["draft_due"], row["publish_due"])
    same = ("public_id", "field", "topic", "group", "unit", "officer", "leader")
    return QueueItem(
        id=facts.id,
        **{name: row[name] for name in same},
        words=""
        if facts.state in SEALED
        else said.line(row["title"]) or excerpt(said.line(row["body"][:LOOKED_AT])),
        kind=Kind(row["kind"]),
        source=Source(row["source"]),
        state=facts.state,
        officer_name=row["officer.name"] or "",
        received_at=row["received_at"],
        due=due,
        **{name: row[name] for name in ("triage_due", "draft_due", "publish_due")},
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
