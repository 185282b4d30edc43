"""Promises (việc đã hứa): opened, worked on, moved, done, judged, stopped. Dates are kept, all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from dialogue.core import clock, jobs
from dialogue.core.changes import note
from dialogue.core.codes import public_id, read_tracking_code, tracking_hash
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.core.keys import keys
from dialogue.core.text import clean
from dialogue.matters.actions.notices import tell_task_step
from dialogue.matters.queries.facts import facts_for
from dialogue.matters.rights import (
    may_judge,
    may_move_date,
    may_open_task,
    may_stop,
    may_work_on,
)
from dialogue.matters.rules import SEALED, Facts
from dialogue.matters.states import MatterState, TaskState
from dialogue.matters.tables import Matter, Published, Task, TaskEvent
from dialogue.matters.telling import TASK_HEARD
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor

CONFIRM_DAYS = 10  # working days to confirm or dispute; then silence confirms (process.md §7)
MOST_MOVES = 2
LONGEST = 2_000  # letters of any text here
SILENCE = "task-silence"  # the job that confirms

Row = dict[str, Any]


class TaskSource(StrEnum):
    ANSWER = "answer"
    CONCLUSION = "conclusion"
    COFFEE = "coffee"
    HUDDLE = "huddle"
    REVIEW = "review"


class ConfirmedBy(StrEnum):
    """Who said that a promise was kept; silence is marked as what it is."""

    ASKER = "asker"
    GROUP = "group"
    INSPECTION = "inspection"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class NewTask:
    """matter: the one whose answer promises it; None for a conclusion and the like.

    evidence: what will show that it is done.
    """

    text: str
    unit: int
    due: date
    officer: int | None = None
    matter: int | None = None
    evidence: str = ""
    source: TaskSource = TaskSource.ANSWER


async def open_task(actor: Actor, new: NewTask) -> int:
    """A promise's id. Public once its answer is. Raises NotFound, Forbidden, Invalid."""
    text = _text(new.text, "text")
    async with DB.transaction():
        home = await _home(actor, new)
        if not may_open_task(actor, home):
            raise Forbidden("only who works on the matter promises something")
        if new.due < clock.local_day(clock.now()):
            raise Invalid("the date has passed", due="past")
        public = new.matter is not None and await _on_board(actor.ward, new.matter)
        row = Task(
            ward=actor.ward,
            public_id=public_id(),
            source=new.source.value,
            matter=new.matter,
            text=text,
            unit=new.unit,
            officer=new.officer,
            first_due=new.due,
            due=new.due,
            evidence=clean(new.evidence)[:LONGEST],
            public=public,
            created_at=clock.now(),
        )
        (made,) = await Task.insert(row)
        task = int(made["id"])
        await _record(actor.ward, task, "open", actor, data={"due": new.due.isoformat()})
        await note(actor.ward, "task", task)
    return task


async def _home(actor: Actor, new: NewTask) -> int | None:
    """The unit in charge of the matter, or the task's own. Raises NotFound, Invalid."""
    home = new.unit if new.matter is None else (await _not_sealed(actor, new.matter)).unit
    if new.unit not in {unit.id for unit in await ward_queries.units(actor.ward)}:
        raise Invalid("no such unit", unit="wrong")
    staff = {card.id for card in await ward_queries.staff_list(actor.ward)}
    if new.officer is not None and new.officer not in staff:
        raise Invalid("no such officer", officer="wrong")
    return home


async def _on_board(ward: int, matter: int) -> bool:
    return bool(
        await Published.exists().where(
            Published.ward == ward,
            Published.matter == matter,
            Published.state != MatterState.WITHDRAWN.value,
        )
    )


async def report_progress(actor: Actor, task: int, text: str) -> None:
    """Raises NotFound, Forbidden, Invalid (empty), Conflict (not open)."""
    line = _text(text, "text")
    async with DB.transaction():
        row = await _own_task(actor, task)
        _require(may_work_on(actor, row["unit"], row["officer"]))
        await _change(row, TaskState.OPEN, {Task.state: TaskState.OPEN.value})
        await _record(actor.ward, task, "progress", actor, text=line)
        await note(actor.ward, "task", task)


async def ask_new_date(actor: Actor, task: int, due: date, reason: str) -> None:
    """Move the date, before it has passed, at most twice; the old ones stay in the history.

    Raises NotFound, Forbidden, Invalid (reason, not later), Conflict (too late, too often).
    """
    why = _text(reason, "reason")
    async with DB.transaction():
        row = await _own_task(actor, task)
        _require(may_move_date(actor, row["unit"]))
        if due <= row["due"]:
            raise Invalid("the new date is not later", due="not-later")
        if clock.local_day(clock.now()) > row["due"] or row["moved"] >= MOST_MOVES:
            raise Conflict(f"the date of task {task} cannot be moved any more")
        await _change(row, TaskState.OPEN, {Task.due: due, Task.moved: row["moved"] + 1})
        days = {"old": row["due"].isoformat(), "new": due.isoformat(), "times": row["moved"] + 1}
        await _record(actor.ward, task, "move-date", actor, text=why, data=days)
        await note(actor.ward, "task", task)


async def claim_done(actor: Actor, task: int, proof: str) -> None:
    """The unit says it is done, with proof; others have ten working days to look.

    Raises NotFound, Forbidden, Invalid (no proof), Conflict (not open).
    """
    shown = _text(proof, "proof")
    async with DB.transaction():
        row = await _own_task(actor, task)
        _require(may_work_on(actor, row["unit"], row["officer"]))
        today = clock.local_day(clock.now())
        until = (await ward_queries.calendar(actor.ward)).add(today, CONFIRM_DAYS)
        changes: dict[Any, Any] = {
            Task.state: TaskState.DONE_CLAIMED.value,
            Task.proof: shown,
            Task.done_on: today,
            Task.confirm_due: until,
        }
        await _change(row, TaskState.OPEN, changes)
        event = await _record(actor.ward, task, "claim-done", actor, text=shown)
        await jobs.ask(
            SILENCE, f"{SILENCE}-{task}-{event}", {"task": task}, _day_after(until), actor.ward
        )
        await note(actor.ward, "task", task)


def _day_after(day: date) -> datetime:
    """The first instant of the next day in Vietnam."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=clock.HANOI)


async def judge_by_code(code: str, task: str, *, kept: bool, reason: str = "") -> None:
    """The asker (or one merged with the matter) confirms or disputes, by the tracking code.

    task: its public id. Raises NotFound for a wrong code and for a task of another matter alike.
    """
    digits = read_tracking_code(code)
    asked = Matter.select(Matter.id, Matter.ward, Matter.lead)
    row = digits and await asked.where(Matter.tracking == tracking_hash(keys(), digits)).first()
    if not row:
        raise NotFound("no such promise")
    matters = [row["id"], row["lead"]]
    async with DB.transaction():
        found = await _public_task(row["ward"], task)
        if found["matter"] is None or found["matter"] not in matters:
            raise NotFound("no such promise")
        await _judge(found, ConfirmedBy.ASKER, None, kept=kept, reason=reason)


async def judge_for_group(
    ward: int, group: int, task: str, *, kept: bool, reason: str = ""
) -> None:
    """The head of a residential group, entered by personal link, judges what its matter led to.

    task: its public id. Raises NotFound for a task of another group's matter.
    """
    async with DB.transaction():
        found = await _public_task(ward, task)
        own = found["matter"] is not None and await Matter.exists().where(
            Matter.id == found["matter"], Matter.ward == ward, Matter.group == group
        )
        if not own:
            raise NotFound("no such promise")
        await _judge(found, ConfirmedBy.GROUP, None, kept=kept, reason=reason)


async def judge_as_inspector(actor: Actor, task: int, *, kept: bool, reason: str = "") -> None:
    """Raises NotFound, Forbidden, Invalid, Conflict."""
    async with DB.transaction():
        row = await _own_task(actor, task)
        _require(may_judge(actor))
        await _judge(row, ConfirmedBy.INSPECTION, actor, kept=kept, reason=reason)


async def _judge(
    row: Row, who: ConfirmedBy, actor: Actor | None, *, kept: bool, reason: str
) -> None:
    if kept:
        changes: dict[Any, Any] = {Task.state: TaskState.DONE.value, Task.confirmed_by: who.value}
    else:
        _text(reason, "reason")
        changes = {
            Task.state: TaskState.OPEN.value,
            Task.done_on: None,
            Task.confirm_due: None,
        }
    await _change(row, TaskState.DONE_CLAIMED, changes)
    await _record(
        row["ward"],
        row["id"],
        "confirm" if kept else "dispute",
        actor,
        kind=who.value,
        text=clean(reason)[:LONGEST],
    )
    await note(row["ward"], "task", row["id"])


async def confirm_by_silence(ward: int, task: int) -> bool:
    """Nobody spoke in time. False when somebody did, or the time is not over. May run twice."""
    today = clock.local_day(clock.now())
    async with DB.transaction():
        changed = (
            await Task.update(
                {Task.state: TaskState.DONE.value, Task.confirmed_by: ConfirmedBy.SILENCE.value}
            )
            .where(
                Task.id == task,
                Task.ward == ward,
                Task.state == TaskState.DONE_CLAIMED.value,
                Task.confirm_due < today,
            )
            .returning(Task.id)
        )
        if not changed:
            return False
        await _record(ward, task, "confirm", None, kind=ConfirmedBy.SILENCE.value)
        await note(ward, "task", task)
    return True


async def stop(actor: Actor, task: int, reason: str, went_to: str = "") -> None:
    """It cannot be done, or was passed up. went_to: the body it was proposed to, or empty.

    Raises NotFound, Forbidden, Invalid (no reason), Conflict (not open).
    """
    why = _text(reason, "reason")
    async with DB.transaction():
        row = await _own_task(actor, task)
        _require(may_stop(actor))
        await _change(row, TaskState.OPEN, {Task.state: TaskState.STOPPED.value})
        data = {"went_to": clean(went_to)[:200]}
        await _record(actor.ward, task, "stop", actor, text=why, data=data)
        await note(actor.ward, "task", task)


def _text(text: str, name: str) -> str:
    """Cleaned and not empty. Raises Invalid."""
    text = clean(text)
    if not text:
        raise Invalid(f"{name} is empty", **{name: "required"})
    if len(text) > LONGEST:
        raise Invalid(f"{name} is too long", **{name: "too-long"})
    return text


def _require(allowed: bool) -> None:
    if not allowed:
        raise Forbidden("not a task of this actor")


async def _task(ward: int, task: int) -> Row:
    row = await Task.select().where(Task.id == task, Task.ward == ward).first()
    if row is None:
        raise NotFound(f"no task {task}")
    return dict(row)


async def _own_task(actor: Actor, task: int) -> Row:
    """Raises NotFound, also for one of a matter that is hidden from the actor."""
    row = await _task(actor.ward, task)
    if row["matter"] is not None:
        await _not_sealed(actor, row["matter"])
    return row


async def _not_sealed(actor: Actor, matter: int) -> Facts:
    """Raises NotFound, and Conflict for who may open the box: nothing is promised from there."""
    found = await facts_for(actor, matter)
    if found.state in SEALED:
        raise Conflict(f"matter {matter} is sealed")
    return found


async def _public_task(ward: int, task: str) -> Row:
    row = await Task.select().where(Task.public_id == task, Task.ward == ward).first()
    if row is None or not row["public"]:
        raise NotFound("no such promise")
    return dict(row)


async def _change(row: Row, old: TaskState, changes: dict[Any, Any]) -> None:
    """One guarded step. Raises Conflict."""
    changed = (
        await Task.update(changes)
        .where(
            Task.id == row["id"],
            Task.ward == row["ward"],
            Task.state == old.value,
            Task.moved == row["moved"],
        )
        .returning(Task.id)
    )
    if not changed:
        raise Conflict(f"task {row['id']} is no longer {old.value}")


async def _record(
    ward: int,
    task: int,
    step: str,
    actor: Actor | None,
    *,
    kind: str = "staff",
    text: str = "",
    data: Mapping[str, object] | None = None,
) -> int:
    """A line of the history; its id. kind: staff, or who judged."""
    (made,) = await TaskEvent.insert(
        TaskEvent(
            ward=ward,
            task=task,
            at=clock.now(),
            actor_kind=ACTOR_KINDS.get(kind, "staff"),
            staff=None if actor is None else actor.staff,
            step=step,
            text=text,
            data=json.dumps(dict(data or {}, by=kind)),
        )
    )
    await _tell(ward, task, step, int(made["id"]), actor)
    return int(made["id"])


async def _tell(ward: int, task: int, step: str, event: int, actor: Actor | None) -> None:
    if step in TASK_HEARD:
        row = await _task(ward, task)
        await tell_task_step(row, step, event, None if actor is None else actor.staff)


ACTOR_KINDS = {
    ConfirmedBy.ASKER.value: "asker",
    ConfirmedBy.GROUP.value: "group",
    ConfirmedBy.SILENCE.value: "system",
}
