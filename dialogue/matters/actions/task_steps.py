"""How every step of a task is taken: one guarded UPDATE and its line in the history.

The UPDATE names what it starts from, so two who press at once cannot both succeed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dialogue.core import clock
from dialogue.core.changes import note
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.core.text import clean
from dialogue.matters.actions.notices import tell_task_step
from dialogue.matters.queries.facts import facts_for
from dialogue.matters.rules import SEALED, Facts
from dialogue.matters.states import TASK_STEPS, ConfirmedBy, TaskState, TaskStep
from dialogue.matters.task_tables import Task, TaskEvent
from dialogue.ward.rules import Actor

LONGEST = 2_000  # letters of any text here

Row = dict[str, Any]
ACTOR_KINDS = {
    ConfirmedBy.ASKER.value: "asker",
    ConfirmedBy.GROUP.value: "group",
    ConfirmedBy.SILENCE.value: "system",
}


def needed(text: str, name: str) -> str:
    """Cleaned and not empty. Raises Invalid."""
    text = clean(text)
    if not text:
        raise Invalid(f"{name} is empty", **{name: "required"})
    if len(text) > LONGEST:
        raise Invalid(f"{name} is too long", **{name: "too-long"})
    return text


def require(allowed: bool) -> None:
    """Raises Forbidden. `allowed` is a sentence of dialogue.matters.rights."""
    if not allowed:
        raise Forbidden("not a task of this actor")


async def task_row(ward: int, task: int) -> Row:
    """Raises NotFound."""
    row = await Task.select().where(Task.id == task, Task.ward == ward).first()
    if row is None:
        raise NotFound(f"no task {task}")
    return dict(row)


async def own_task(actor: Actor, task: int) -> Row:
    """Raises NotFound, also for one of a matter that is hidden from the actor."""
    row = await task_row(actor.ward, task)
    if row["matter"] is not None:
        await not_sealed(actor, row["matter"])
    return row


async def not_sealed(actor: Actor, matter: int) -> Facts:
    """Raises NotFound, and Conflict for who may open the box: nothing is promised from there."""
    found = await facts_for(actor, matter)
    if found.state in SEALED:
        raise Conflict(f"matter {matter} is sealed")
    return found


async def take(
    row: Row,
    step: TaskStep,
    actor: Actor | None,
    changes: Mapping[Any, Any],
    *,
    kind: str = "staff",
    text: str = "",
    data: Mapping[str, object] | None = None,
) -> int:
    """A step in the caller's transaction: last, it notes. The id of its line in the history.

    row: as it was read. kind: staff, or who judged. Raises Conflict.
    """
    new = TASK_STEPS[TaskState(row["state"])].get(step)
    if new is None:
        raise Conflict(f"no {step} of task {row['id']}, which is {row['state']}")
    changed = (
        await Task.update({Task.state: new.value, **changes})
        .where(
            Task.id == row["id"],
            Task.ward == row["ward"],
            Task.state == row["state"],
            Task.moved == row["moved"],
        )
        .returning(Task.id)
    )
    if not changed:
        raise Conflict(f"task {row['id']} is no longer {row['state']}")
    return await record(row["ward"], row["id"], step, actor, kind=kind, text=text, data=data)


async def record(
    ward: int,
    task: int,
    step: TaskStep,
    actor: Actor | None,
    *,
    kind: str = "staff",
    text: str = "",
    data: Mapping[str, object] | None = None,
) -> int:
    """A line of the history, and notices to whom it concerns: last, it notes."""
    staff = None if actor is None else actor.staff
    (made,) = await TaskEvent.insert(
        TaskEvent(
            ward=ward,
            task=task,
            at=clock.now(),
            actor_kind=ACTOR_KINDS.get(kind, "staff"),
            staff=staff,
            step=step.value,
            text=text,
            data=json.dumps(dict(data or {}, by=kind)),
        )
    )
    await tell_task_step(await task_row(ward, task), step, int(made["id"]), staff, data or {})
    await note(ward, "task", task)
    return int(made["id"])
