"""Promises (việc đã hứa): opened, worked on, handed on, moved, stopped. Dates are kept, all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dialogue.core import clock
from dialogue.core.codes import public_id
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Forbidden, Invalid
from dialogue.core.text import clean
from dialogue.matters.actions.public_copy import lock_board
from dialogue.matters.actions.task_numbers import number_tasks
from dialogue.matters.actions.task_steps import (
    LONGEST,
    needed,
    not_sealed,
    own_task,
    record,
    require,
    take,
)
from dialogue.matters.gaps import placeholders
from dialogue.matters.queries.tasks import move_limit
from dialogue.matters.rights import (
    may_give_task,
    may_move_date,
    may_move_task,
    may_open_task,
    may_stop,
    may_work_on,
)
from dialogue.matters.states import MatterState, OriginKind, TaskStep
from dialogue.matters.tables import Published
from dialogue.matters.task_tables import Task, TaskGroup
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role


@dataclass(frozen=True, slots=True)
class NewTask:
    """officer: None: the head of the unit answers for it, who may give it on.

    matter: the one whose answer promises it; None for a conclusion and the like, which name
    themselves: origin is a public id, origin_name what people read of it. public: shown at once;
    a matter's own is shown when its answer is. evidence: what will show that it is done.
    group: who asked; groups: who else did, each head of them may say whether it is done.
    """

    text: str
    unit: int
    due: date
    officer: int | None = None
    matter: int | None = None
    evidence: str = ""
    origin_kind: OriginKind = OriginKind.ANSWER
    origin: str = ""
    origin_name: str = ""
    field: int | None = None
    group: int | None = None
    groups: tuple[int, ...] = ()
    public: bool = False


async def open_task(actor: Actor, new: NewTask) -> int:
    """A promise's id. Public once its answer is. Raises NotFound, Forbidden, Invalid."""
    text = needed(new.text, "text")
    if placeholders(text):
        raise Invalid("a gap of a template is open", text="gap")
    async with DB.transaction():
        home = await _home(actor, new)
        if not may_open_task(actor, home):
            raise Forbidden("only who works on the matter promises something")
        if new.due < clock.local_day(clock.now()):
            raise Invalid("the date has passed", due="past")
        officer = await _person(actor.ward, new)
        public = new.public if new.matter is None else await _on_board(actor.ward, new.matter)
        if public:
            await lock_board()
        row = Task(
            ward=actor.ward,
            public_id=public_id(),
            origin_kind=new.origin_kind.value,
            origin=new.origin,
            origin_name=clean(new.origin_name)[:200],
            matter=new.matter,
            field=new.field,
            group=new.group,
            text=text,
            unit=new.unit,
            officer=officer,
            first_due=new.due,
            due=new.due,
            evidence=clean(new.evidence)[:LONGEST],
            public=public,
            created_at=clock.now(),
        )
        (made,) = await Task.insert(row)
        task = int(made["id"])
        await _also_asked(actor.ward, task, new)
        if public:
            await number_tasks(actor.ward, [task])
        first = {"due": new.due.isoformat(), "unit": new.unit, "officer": officer}
        await record(actor.ward, task, TaskStep.OPEN, actor, data=first)
    return task


async def _also_asked(ward: int, task: int, new: NewTask) -> None:
    for group in dict.fromkeys(new.groups):
        if group != new.group:
            await TaskGroup.insert(TaskGroup(ward=ward, task=task, group=group))


async def show_task(actor: Actor, task: int) -> None:
    """One that no answer made is public from now on, under its number; again changes nothing.

    Raises NotFound, Forbidden, Conflict (a matter's own is shown with its answer).
    """
    async with DB.transaction():
        row = await own_task(actor, task)
        require(may_open_task(actor, row["unit"]))
        if row["matter"] is not None:
            raise Conflict(f"task {task} is shown with its answer")
        await lock_board()
        shown = (
            await Task.update({Task.public: True})
            .where(Task.id == task, Task.ward == actor.ward, Task.public.eq(False))
            .returning(Task.id)
        )
        if shown:
            await number_tasks(actor.ward, [task])
            await record(actor.ward, task, TaskStep.SHOW, actor)


async def _home(actor: Actor, new: NewTask) -> int | None:
    """The unit in charge of the matter, or the task's own. Raises NotFound, Invalid."""
    home = new.unit if new.matter is None else (await not_sealed(actor, new.matter)).unit
    await _check_unit(actor.ward, new.unit)
    ward = actor.ward
    if new.field is not None and new.field not in _ids(await ward_queries.fields(ward)):
        raise Invalid("no such field", field="wrong")
    asked = {new.group, *new.groups} - {None}
    if asked and not asked <= _ids(await ward_queries.groups(ward, past=True)):
        raise Invalid("no such group", group="wrong")
    return home


async def _check_unit(ward: int, unit: int) -> None:
    if unit not in _ids(await ward_queries.units(ward)):
        raise Invalid("no such unit", unit="wrong")


def _ids(cards: object) -> set[int]:
    return {card.id for card in cards}  # type: ignore[attr-defined]


async def _person(ward: int, new: NewTask) -> int:
    """Who was named, else the unit's head: a promise has a person. Raises Invalid."""
    if new.officer is not None:
        await _check_officer(ward, new.officer)
        return new.officer
    heads = await ward_queries.holders(ward, Role.UNIT_HEAD, Role.DIRECTOR, unit=new.unit)
    if not heads:
        raise Invalid("the unit has no head: a person is named", officer="required")
    return heads[0].id


async def _check_officer(ward: int, officer: int) -> None:
    active = {card.id for card in await ward_queries.staff_list(ward) if card.active}
    if officer not in active:
        raise Invalid("no such officer", officer="wrong")


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
    line = needed(text, "text")
    async with DB.transaction():
        row = await own_task(actor, task)
        require(may_work_on(actor, row["unit"], row["officer"]))
        await take(row, TaskStep.PROGRESS, actor, {}, text=line)


async def give(actor: Actor, task: int, officer: int, unit: int | None = None) -> None:
    """Into another person's hands; to another unit by the leader alone. The dates stay.

    unit: None: it stays in its unit. Raises NotFound, Forbidden, Invalid, Conflict (not open).
    """
    async with DB.transaction():
        row = await own_task(actor, task)
        other = row["unit"] if unit is None else unit
        same = other == row["unit"]
        require(may_give_task(actor, row["unit"]) if same else may_move_task(actor))
        await _check_unit(actor.ward, other)
        await _check_officer(actor.ward, officer)
        if same and officer == row["officer"]:
            raise Invalid("the task is with this person", officer="unchanged")
        data = {"unit": other, "officer": officer, "before": row["officer"]}
        changes = {Task.unit: other, Task.officer: officer}
        await take(row, TaskStep.GIVE, actor, changes, data=data)


async def ask_new_date(actor: Actor, task: int, due: date, reason: str) -> None:
    """Move the date before it has passed, as often as the rule allows; the old ones stay.

    Raises NotFound, Forbidden, Invalid (reason, not later), Conflict (too late, too often).
    """
    why = needed(reason, "reason")
    async with DB.transaction():
        row = await own_task(actor, task)
        require(may_move_date(actor, row["unit"]))
        if due <= row["due"]:
            raise Invalid("the new date is not later", due="not-later")
        most = await move_limit(actor.ward)
        if clock.local_day(clock.now()) > row["due"] or row["moved"] >= most:
            raise Conflict(f"the date of task {task} cannot be moved any more")
        days = {"old": row["due"].isoformat(), "new": due.isoformat(), "times": row["moved"] + 1}
        changes = {Task.due: due, Task.moved: row["moved"] + 1}
        await take(row, TaskStep.MOVE_DATE, actor, changes, text=why, data=days)


async def propose_stop(actor: Actor, task: int, reason: str) -> None:
    """The unit says why it cannot be done; the leader declares it, or does not.

    Raises NotFound, Forbidden, Invalid (no reason), Conflict (not open).
    """
    why = needed(reason, "reason")
    async with DB.transaction():
        row = await own_task(actor, task)
        require(may_move_date(actor, row["unit"]))
        await take(row, TaskStep.PROPOSE_STOP, actor, {}, text=why)


async def stop(actor: Actor, task: int, reason: str, went_to: str = "") -> None:
    """It cannot be done, or was passed up. went_to: the body it was proposed to, or empty.

    The reason is public. Raises NotFound, Forbidden, Invalid (no reason), Conflict (not open).
    """
    why = needed(reason, "reason")
    async with DB.transaction():
        row = await own_task(actor, task)
        require(may_stop(actor))
        data: Mapping[str, object] = {"went_to": clean(went_to)[:200]}
        await take(row, TaskStep.STOP, actor, {}, text=why, data=data)
