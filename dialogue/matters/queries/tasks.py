"""Reads of tasks: one with its history for staff, what is open for whom, the card they share."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from dialogue.core import clock
from dialogue.core.errors import Forbidden, Invalid, NotFound
from dialogue.core.workdays import Calendar
from dialogue.matters.queries.facts import facts_for
from dialogue.matters.queries.masks import NOTHING_DECIDED, decided
from dialogue.matters.queries.proofs import ProofCard, proofs_of
from dialogue.matters.queries.sealed_words import NOT_SEALED, sealed_words, words_of_sealed
from dialogue.matters.queries.where import counted, not_barred, values
from dialogue.matters.rights import WORKERS
from dialogue.matters.rules import SEALED, UNTRIAGED, may_open_sealed
from dialogue.matters.states import MatterState, OriginKind, TaskState, TaskStep
from dialogue.matters.tables import Published
from dialogue.matters.task_tables import Task, TaskEvent
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role

READERS = (*WORKERS, Role.INSPECTOR, Role.CLERK)
LAST = "9999-12-31.2147483647"  # after every promise
CONFIRM, MOVES = "PRM-CONFIRM", "PRM-MOVES"  # rules


class PromiseState(StrEnum):
    """What a list is narrowed to; late is what is open past its date."""

    OPEN = "open"
    LATE = "late"
    DISPUTED = "disputed"  # open again: somebody said that it was not done
    DONE_CLAIMED = "done_claimed"
    DONE = "done"
    STOPPED = "stopped"


class Scope(StrEnum):
    """Whose tasks staff looks at."""

    ALL = ""
    UNIT = "unit"  # of the actor's unit or own hands
    MINE = "mine"


@dataclass(frozen=True, slots=True)
class TaskCard:
    """A promise. number: of its public page, None before it has one.

    answer, title: of the public answer that made it, when there is one. field, group: of its
    matter, or its own. days_late: working days past its date while it is open, else 0.
    disputed: open, because the last who looked said that it was not done.
    """

    id: int
    public_id: str
    number: int | None
    origin_kind: OriginKind
    origin: str
    origin_name: str
    matter: int | None
    answer: int | None
    title: str
    text: str
    unit: int
    officer: int | None
    first_due: date
    due: date
    state: TaskState
    evidence: str
    proofs: tuple[ProofCard, ...]
    public: bool
    moved: int
    created_at: datetime
    done_on: date | None
    confirm_due: date | None
    confirmed_by: str
    days_late: int
    disputed: bool

    @property
    def late(self) -> bool:
        return self.days_late > 0

    @property
    def kept(self) -> bool | None:
        """Done by the first date? None while it is not settled."""
        if self.state is not TaskState.DONE or self.done_on is None:
            return None
        return self.done_on <= self.first_due


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A line of a promise's history. data: dates moved, who judged ("by"), of which group
    ("group"), whether a second word says that it is done ("kept")."""

    at: datetime
    step: TaskStep
    text: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TaskPage:
    card: TaskCard
    lines: list[TaskLine]


@dataclass(frozen=True, slots=True)
class TaskList:
    """after: for the next page; empty at the end."""

    cards: list[TaskCard]
    after: str


# The rules of this day


async def confirm_days(ward: int) -> int | None:
    """Working days to confirm or dispute; None where no rule says it: silence is then no word."""
    rule = await ward_queries.rule(ward, CONFIRM, clock.local_day(clock.now()))
    return None if rule is None else int(rule.value)


async def move_limit(ward: int) -> int:
    """How often a date may be moved; 0 where no rule allows it."""
    rule = await ward_queries.rule(ward, MOVES, clock.local_day(clock.now()))
    return 0 if rule is None else int(rule.value)


# Of one matter


async def promises_of(ward: int, matter: int, *, public: bool = True) -> list[TaskCard]:
    """What the answers to a matter promised; for the public only once they are published."""
    query = Task.select().where(Task.ward == ward, Task.matter == matter).order_by(Task.id)
    cards = await cards_of(ward, await (query.where(is_public()) if public else query))
    return await masked(ward, cards) if public else cards


async def promises_to_be(ward: int, matter: int) -> list[TaskCard]:
    """As the public will read them once the answer is published."""
    return await masked(ward, await promises_of(ward, matter, public=False))


async def has_task(ward: int, matter: int) -> bool:
    """Was a task opened for what the matter's answer promises?"""
    return bool(
        await Task.exists().where(
            Task.ward == ward, Task.matter == matter, Task.state != TaskState.STOPPED.value
        )
    )


# For staff


async def task(actor: Actor, task: int) -> TaskPage:
    """Any promise of the ward, for staff. Raises NotFound, Forbidden."""
    require_reader(actor)
    row = await Task.select().where(Task.id == task, Task.ward == actor.ward).first()
    if row is None:
        raise NotFound(f"no task {task}")
    if row["matter"] is not None:
        await facts_for(actor, row["matter"])
    (card,) = await cards_of(actor.ward, [row])
    return TaskPage(card, await lines_of(row))


def require_reader(actor: Actor) -> None:
    """Raises Forbidden."""
    if not actor.has(*READERS):
        raise Forbidden("tasks are for who works on them and who oversees")


async def task_list(
    actor: Actor,
    state: PromiseState = PromiseState.OPEN,
    scope: Scope = Scope.ALL,
    *,
    after: str = "",
    limit: int = 30,
) -> TaskList:
    """All promises of the ward, for staff. What is still to do: earliest date first, so overdue
    comes first; what is settled: latest first.

    Raises Forbidden, Invalid for a bad `after`.
    """
    require_reader(actor)
    settled = state in (PromiseState.DONE, PromiseState.STOPPED)
    query = Task.select().where(Task.ward == actor.ward, _known_to(actor), in_state(state))
    if after or settled:
        day, last = read_cursor(after)
        later = (Task.due > day) | ((Task.due == day) & (Task.id > last))
        earlier = (Task.due < day) | ((Task.due == day) & (Task.id < last))
        query = query.where(earlier if settled else later)
    if scope is not Scope.ALL:
        own = Task.officer == actor.staff
        whole = scope is Scope.UNIT and actor.unit is not None
        query = query.where(own | (Task.unit == actor.unit) if whole else own)
    rows = await (
        query.order_by(Task.due, ascending=not settled)
        .order_by(Task.id, ascending=not settled)
        .limit(limit + 1)
    )
    cards = await cards_of(actor.ward, rows[:limit])
    more = len(rows) > limit
    return TaskList(cards, f"{cards[-1].due.isoformat()}.{cards[-1].id}" if more else "")


async def open_tasks(
    actor: Actor, *, unit: int | None = None, officer: int | None = None, limit: int = 200
) -> list[TaskCard]:
    """What is not done yet, of a unit or a person: overdue first, then by date."""
    open_ = Task.state == TaskState.OPEN.value
    query = Task.select().where(Task.ward == actor.ward, _known_to(actor), open_)
    if unit is not None:
        query = query.where(Task.unit == unit)
    if officer is not None:
        query = query.where(Task.officer == officer)
    return await cards_of(actor.ward, await query.order_by(Task.due, Task.id).limit(limit))


async def task_count(actor: Actor, state: PromiseState, most: int) -> int:
    """How many promises are in a state, counted up to most + 1."""
    where = (Task.ward == actor.ward, _known_to(actor), in_state(state))
    return await counted(Task.select(Task.id).where(*where), most + 1)


async def to_confirm(actor: Actor, limit: int = 200) -> list[TaskCard]:
    """Said to be done, not yet confirmed or disputed; the oldest claim first."""
    claimed = Task.state == TaskState.DONE_CLAIMED.value
    query = Task.select().where(Task.ward == actor.ward, _known_to(actor), claimed)
    return await cards_of(actor.ward, await query.order_by(Task.confirm_due, Task.id).limit(limit))


async def disputed(actor: Actor, limit: int = 200) -> list[TaskCard]:
    """Open again because somebody said that it was not done; the earliest date first."""
    return (await task_list(actor, PromiseState.DISPUTED, limit=limit)).cards


async def proposed_stops(actor: Actor, limit: int = 200) -> list[TaskCard]:
    """What units say cannot be done, and no leader has decided; the earliest date first."""
    asked = TaskEvent.select(TaskEvent.task).where(
        TaskEvent.ward == actor.ward, TaskEvent.step == TaskStep.PROPOSE_STOP.value
    )
    open_ = (Task.state == TaskState.OPEN.value) & Task.id.is_in(asked)
    query = Task.select().where(Task.ward == actor.ward, _known_to(actor), open_)
    return await cards_of(actor.ward, await query.order_by(Task.due, Task.id).limit(limit))


def _known_to(actor: Actor) -> Any:
    """may_know_of, as SQL says it: no promise of a matter that is hidden from this actor."""
    open_ = not_barred(actor, Task.matter.barred)
    state = Task.matter.state
    if not may_open_sealed(actor):
        open_ &= state.not_in(values(SEALED))
    if not (may_open_sealed(actor) or actor.has(Role.REGISTER_KEEPER)):
        ordinary = Task.matter.sensitive == False  # noqa: E712  a column
        open_ &= ordinary | state.not_in(values(UNTRIAGED))
    return (Task.ward == actor.ward) & (Task.matter.is_null() | open_)


# What every list is made of


def is_public() -> Any:
    return Task.public == True  # noqa: E712  a column


def in_state(state: PromiseState) -> Any:
    if state is PromiseState.LATE:
        today = clock.local_day(clock.now())
        return (Task.state == TaskState.OPEN.value) & (Task.due < today)
    if state is PromiseState.DISPUTED:
        said = TaskEvent.select(TaskEvent.task).where(TaskEvent.step == TaskStep.DISPUTE.value)
        return (Task.state == TaskState.OPEN.value) & Task.id.is_in(said)
    return Task.state == state.value


def read_cursor(after: str) -> tuple[date, int]:
    """Day and id that a page ends with. Raises Invalid."""
    found = re.fullmatch(r"(\d{4}-\d{2}-\d{2})\.(\d{1,9}|2147483647)", after or LAST)
    try:
        if found is None:
            raise ValueError(after)
        return date.fromisoformat(found[1]), int(found[2])
    except ValueError as error:
        raise Invalid(f"{after!r} is no place in the list", after="wrong") from error


async def cards_of(ward: int, rows: Sequence[dict[str, Any]]) -> list[TaskCard]:
    """rows: of the whole table."""
    ids = [row["id"] for row in rows]
    matters = [row["matter"] for row in rows if row["matter"] is not None]
    answers, sealed = await _answers(ward, matters), await sealed_words(ward, matters)
    rows = [sealed.get(row["matter"], NOT_SEALED).back(Task, row) for row in rows]
    proofs, said = await proofs_of(ward, ids, sealed), await _disputed(ward, ids)
    calendar, today = await ward_queries.calendar(ward), clock.local_day(clock.now())
    names = [name for name in TaskCard.__dataclass_fields__ if name not in MADE]
    return [
        TaskCard(
            **{name: row[name] for name in names},
            origin_kind=OriginKind(row["origin_kind"]),
            answer=answers.get(row["matter"], (None, ""))[0],
            title=answers.get(row["matter"], (None, ""))[1],
            state=TaskState(row["state"]),
            proofs=proofs.get(row["id"], ()),
            days_late=_days_late(row, calendar, today),
            disputed=row["state"] == TaskState.OPEN.value and row["id"] in said,
        )
        for row in rows
    ]


MADE = ("origin_kind", "answer", "title", "state", "proofs", "days_late", "disputed")


async def _answers(ward: int, matters: list[int]) -> dict[int, tuple[int, str]]:
    if not matters:
        return {}
    rows = await Published.select(Published.matter, Published.number, Published.title).where(
        Published.ward == ward,
        Published.matter.is_in(matters),
        Published.state != MatterState.WITHDRAWN.value,
    )
    return {row["matter"]: (row["number"], row["title"]) for row in rows}


async def _disputed(ward: int, tasks: list[int]) -> set[int]:
    if not tasks:
        return set()
    rows = await TaskEvent.select(TaskEvent.task).where(
        TaskEvent.ward == ward,
        TaskEvent.task.is_in(tasks),
        TaskEvent.step == TaskStep.DISPUTE.value,
    )
    return {row["task"] for row in rows}


def _days_late(row: dict[str, Any], calendar: Calendar, today: date) -> int:
    if row["state"] != TaskState.OPEN.value:
        return 0
    return max(0, -calendar.left(row["due"], today))


async def masked(ward: int, cards: list[TaskCard]) -> list[TaskCard]:
    """As the public reads them."""
    known = await decided(ward, [card.matter for card in cards if card.matter is not None])
    said = [known.get(card.matter or 0, NOTHING_DECIDED) for card in cards]
    return [
        replace(
            card,
            text=each.line(card.text),
            evidence=each.line(card.evidence),
            proofs=tuple(replace(proof, text=each.line(proof.text)) for proof in card.proofs),
        )
        for card, each in zip(cards, said, strict=True)
    ]


async def lines_of(task: dict[str, Any]) -> list[TaskLine]:
    """task: its row."""
    found = (
        await TaskEvent.select()
        .where(TaskEvent.ward == task["ward"], TaskEvent.task == task["id"])
        .order_by(TaskEvent.id)
    )
    sealed = await words_of_sealed(task["ward"], task["matter"] or 0)
    rows = [sealed.back(TaskEvent, row) for row in found]
    return [
        TaskLine(row["at"], TaskStep(row["step"]), row["text"], json.loads(row["data"]))
        for row in rows
    ]
