"""Reads of promises: the public list, one with its history, what is open for whom."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from dialogue.core import clock
from dialogue.core.errors import Forbidden, Invalid, NotFound
from dialogue.core.workdays import Calendar
from dialogue.matters.queries.facts import facts_for
from dialogue.matters.queries.masks import NOTHING_DECIDED, Decided, decided
from dialogue.matters.queries.sealed_words import NOT_SEALED, sealed_words, words_of_sealed
from dialogue.matters.queries.where import counted, not_barred, values
from dialogue.matters.results import Kept, Promise, kept
from dialogue.matters.rights import WORKERS
from dialogue.matters.rules import SEALED, UNTRIAGED, may_open_sealed
from dialogue.matters.states import MatterState, TaskState
from dialogue.matters.tables import Published, Task, TaskEvent
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role

READERS = (*WORKERS, Role.INSPECTOR, Role.CLERK)
LAST = "9999-12-31.2147483647"  # after every promise


class PromiseState(StrEnum):
    """What the public list is narrowed to; late is what is open past its date."""

    OPEN = "open"
    LATE = "late"
    DONE_CLAIMED = "done_claimed"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class TaskCard:
    """A promise. number, title: of the public answer that made it, when there is one.

    days_late: working days past its date while it is open; 0 when it is not late.
    """

    id: int
    public_id: str
    source: str
    matter: int | None
    number: int | None
    title: str
    text: str
    unit: int
    officer: int | None
    first_due: date
    due: date
    state: TaskState
    evidence: str
    proof: str
    public: bool
    moved: int
    created_at: datetime
    done_on: date | None
    confirm_due: date | None
    confirmed_by: str
    days_late: int

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
    """A line of a promise's history. data: dates moved, who judged ("by")."""

    at: datetime
    step: str
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


async def promises(
    ward: int, state: PromiseState | None = None, after: str = "", limit: int = 20
) -> TaskList:
    """Public promises, latest date first. Raises Invalid for a bad `after`."""
    day, last = _read_cursor(after)
    before = (Task.due < day) | ((Task.due == day) & (Task.id < last))
    query = Task.select().where(Task.ward == ward, _is_public(), before)
    if state is not None:
        query = query.where(_in_state(state))
    rows = await (
        query.order_by(Task.due, ascending=False)
        .order_by(Task.id, ascending=False)
        .limit(limit + 1)
    )
    cards = await _masked(ward, await _cards(ward, rows[:limit]))
    more = len(rows) > limit
    return TaskList(cards, f"{cards[-1].due.isoformat()}.{cards[-1].id}" if more else "")


async def promise(ward: int, public_id: str) -> TaskPage:
    """A public promise with its history. Raises NotFound."""
    row = await Task.select().where(Task.public_id == public_id, Task.ward == ward).first()
    if row is None or not row["public"]:
        raise NotFound("no such promise")
    said = (await decided(ward, [row["matter"] or 0])).get(row["matter"], NOTHING_DECIDED)
    (card,) = await _masked(ward, await _cards(ward, [row]))
    lines = await _lines(row)
    return TaskPage(card, [_covered(line, said) for line in lines])


def _covered(line: TaskLine, said: Decided) -> TaskLine:
    """As the public reads it: what staff typed, not the dates and codes of the program."""
    typed = {name: said.line(str(line.data[name])) for name in ("went_to",) if name in line.data}
    return replace(line, text=said.line(line.text), data=line.data | typed)


async def promises_of(ward: int, matter: int, *, public: bool = True) -> list[TaskCard]:
    """What the answers to a matter promised; for the public only once they are published."""
    query = Task.select().where(Task.ward == ward, Task.matter == matter).order_by(Task.id)
    cards = await _cards(ward, await (query.where(_is_public()) if public else query))
    return await _masked(ward, cards) if public else cards


async def promises_to_be(ward: int, matter: int) -> list[TaskCard]:
    """As the public will read them once the answer is published."""
    return await _masked(ward, await promises_of(ward, matter, public=False))


async def task(actor: Actor, task: int) -> TaskPage:
    """Any promise of the ward, for staff. Raises NotFound, Forbidden."""
    _require_reader(actor)
    row = await Task.select().where(Task.id == task, Task.ward == actor.ward).first()
    if row is None:
        raise NotFound(f"no task {task}")
    if row["matter"] is not None:
        await facts_for(actor, row["matter"])
    (card,) = await _cards(actor.ward, [row])
    return TaskPage(card, await _lines(row))


def _require_reader(actor: Actor) -> None:
    if not actor.has(*READERS):
        raise Forbidden("tasks are for who works on them and who oversees")


async def task_list(
    actor: Actor,
    state: PromiseState = PromiseState.OPEN,
    *,
    mine: bool = False,
    after: str = "",
    limit: int = 30,
) -> TaskList:
    """All promises of the ward, for staff. What is still to do: earliest date first, so overdue
    comes first; what is settled: latest first. mine: of the actor's unit or own hands.

    Raises Forbidden, Invalid for a bad `after`.
    """
    _require_reader(actor)
    settled = state in (PromiseState.DONE, PromiseState.STOPPED)
    query = Task.select().where(Task.ward == actor.ward, _known_to(actor), _in_state(state))
    if after or settled:
        day, last = _read_cursor(after)
        later = (Task.due > day) | ((Task.due == day) & (Task.id > last))
        earlier = (Task.due < day) | ((Task.due == day) & (Task.id < last))
        query = query.where(earlier if settled else later)
    if mine:
        own = Task.officer == actor.staff
        query = query.where(own if actor.unit is None else own | (Task.unit == actor.unit))
    rows = await (
        query.order_by(Task.due, ascending=not settled)
        .order_by(Task.id, ascending=not settled)
        .limit(limit + 1)
    )
    cards = await _cards(actor.ward, rows[:limit])
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
    return await _cards(actor.ward, await query.order_by(Task.due, Task.id).limit(limit))


async def task_count(actor: Actor, state: PromiseState, most: int) -> int:
    """How many promises are in a state, counted up to most + 1."""
    where = (Task.ward == actor.ward, _known_to(actor), _in_state(state))
    return await counted(Task.select(Task.id).where(*where), most + 1)


async def to_confirm(actor: Actor, limit: int = 200) -> list[TaskCard]:
    """Said to be done, not yet confirmed or disputed; the oldest claim first."""
    claimed = Task.state == TaskState.DONE_CLAIMED.value
    query = Task.select().where(Task.ward == actor.ward, _known_to(actor), claimed)
    return await _cards(actor.ward, await query.order_by(Task.confirm_due, Task.id).limit(limit))


async def disputed(actor: Actor, limit: int = 200) -> list[TaskCard]:
    """Open again because somebody said that it was not done; the earliest date first."""
    said = TaskEvent.select(TaskEvent.task).where(
        TaskEvent.ward == actor.ward, TaskEvent.step == "dispute"
    )
    open_ = (Task.state == TaskState.OPEN.value) & Task.id.is_in(said)
    query = Task.select().where(Task.ward == actor.ward, _known_to(actor), open_)
    return await _cards(actor.ward, await query.order_by(Task.due, Task.id).limit(limit))


async def has_task(ward: int, matter: int) -> bool:
    """Was a task opened for what the matter's answer promises?"""
    return bool(
        await Task.exists().where(
            Task.ward == ward, Task.matter == matter, Task.state != TaskState.STOPPED.value
        )
    )


async def kept_promises(ward: int, since: date, until: date, *, public: bool = True) -> Kept:
    """The kept rate of promises first due in the period, both days included."""
    query = Task.select(Task.first_due, Task.done_on, Task.state).where(
        Task.ward == ward, Task.first_due >= since, Task.first_due <= until
    )
    rows = await (query.where(_is_public()) if public else query)
    facts = [Promise(row["first_due"], row["done_on"], TaskState(row["state"])) for row in rows]
    return kept(facts, since, until, clock.local_day(clock.now()))


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


def _is_public() -> Any:
    return Task.public == True  # noqa: E712  a column


def _in_state(state: PromiseState) -> Any:
    if state is not PromiseState.LATE:
        return Task.state == state.value
    today = clock.local_day(clock.now())
    return (Task.state == TaskState.OPEN.value) & (Task.due < today)


def _read_cursor(after: str) -> tuple[date, int]:
    found = re.fullmatch(r"(\d{4}-\d{2}-\d{2})\.(\d{1,9}|2147483647)", after or LAST)
    try:
        if found is None:
            raise ValueError(after)
        return date.fromisoformat(found[1]), int(found[2])
    except ValueError as error:
        raise Invalid(f"{after!r} is no place in the list", after="wrong") from error


async def _cards(ward: int, rows: list[dict[str, Any]]) -> list[TaskCard]:
    matters = [row["matter"] for row in rows if row["matter"] is not None]
    answers = await _answers(ward, matters)
    sealed = await sealed_words(ward, matters)
    rows = [sealed.get(row["matter"], NOT_SEALED).back(Task, row) for row in rows]
    calendar, today = await ward_queries.calendar(ward), clock.local_day(clock.now())
    names = [name for name in TaskCard.__dataclass_fields__ if name not in MADE]
    return [
        TaskCard(
            **{name: row[name] for name in names},
            number=answers.get(row["matter"], (None, ""))[0],
            title=answers.get(row["matter"], (None, ""))[1],
            state=TaskState(row["state"]),
            days_late=_days_late(row, calendar, today),
        )
        for row in rows
    ]


MADE = ("number", "title", "state", "days_late")


async def _answers(ward: int, matters: list[int]) -> dict[int, tuple[int, str]]:
    if not matters:
        return {}
    rows = await Published.select(Published.matter, Published.number, Published.title).where(
        Published.ward == ward,
        Published.matter.is_in(matters),
        Published.state != MatterState.WITHDRAWN.value,
    )
    return {row["matter"]: (row["number"], row["title"]) for row in rows}


def _days_late(row: dict[str, Any], calendar: Calendar, today: date) -> int:
    if row["state"] != TaskState.OPEN.value:
        return 0
    return max(0, -calendar.left(row["due"], today))


async def _masked(ward: int, cards: list[TaskCard]) -> list[TaskCard]:
    """As the public reads them."""
    known = await decided(ward, [card.matter for card in cards if card.matter is not None])
    said = [known.get(card.matter or 0, NOTHING_DECIDED) for card in cards]
    return [
        replace(
            card,
            text=each.line(card.text),
            proof=each.line(card.proof),
            evidence=each.line(card.evidence),
        )
        for card, each in zip(cards, said, strict=True)
    ]


async def _lines(task: dict[str, Any]) -> list[TaskLine]:
    """task: its row."""
    found = (
        await TaskEvent.select()
        .where(TaskEvent.ward == task["ward"], TaskEvent.task == task["id"])
        .order_by(TaskEvent.id)
    )
    sealed = await words_of_sealed(task["ward"], task["matter"] or 0)
    rows = [sealed.back(TaskEvent, row) for row in found]
    return [TaskLine(row["at"], row["step"], row["text"], json.loads(row["data"])) for row in rows]
