"""Was a promise kept? The asker, the group's head, the inspectors say it; else silence does."""

from __future__ import annotations

from typing import Any

from dialogue.core import clock
from dialogue.core.database import DB
from dialogue.core.errors import NotFound
from dialogue.core.text import clean
from dialogue.matters.actions.task_steps import (
    LONGEST,
    Row,
    needed,
    own_task,
    record,
    require,
    take,
    task_row,
)
from dialogue.matters.queries.asking_groups import awaits_second_word
from dialogue.matters.queries.promises import group_tasks
from dialogue.matters.queries.tasks import lines_of
from dialogue.matters.queries.tracking import tracking
from dialogue.matters.rights import may_judge
from dialogue.matters.states import ConfirmedBy, TaskState, TaskStep
from dialogue.matters.task_tables import Task
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor, GroupVisitor
from dialogue.ward.states import Role


async def judge_by_asker(code: str, task: str, *, kept: bool, reason: str = "") -> None:
    """The asker (or one merged with the matter) confirms or disputes what the answer promised.

    code: hash of the tracking code; task: public id. Raises NotFound for a wrong code and for a
    task that this asker does not see alike, Invalid (no reason to dispute), Conflict.
    """
    seen = await tracking(code)
    found = next((card.id for card in seen.promises if card.public_id == task), None)
    await _from_outside(seen.ward, found, ConfirmedBy.ASKER, kept=kept, reason=reason)


async def judge_for_group(
    visitor: GroupVisitor, task: str, *, kept: bool, reason: str = ""
) -> None:
    """The head of a residential group, entered by personal link, judges what was promised to it.

    Of several groups that asked, the first head's word decides; the others' are kept beside it.
    task: its public id. Raises NotFound for another group's, Invalid, Conflict.
    """
    cards = await group_tasks(visitor.ward, visitor.group)
    found = next((card.id for card in cards if card.public_id == task), None)
    if found is None:
        raise NotFound("no such promise")
    async with DB.transaction():
        row = await _held(visitor.ward, found)
        if awaits_second_word(await lines_of(row), visitor.group):
            await _second_word(row, visitor.group, kept=kept, reason=reason)
            return
        who, group = ConfirmedBy.GROUP, visitor.group
        await _judge(row, who, None, kept=kept, reason=reason, group=group)


async def _held(ward: int, task: int) -> Row:
    """The task's row; who judges it next waits here. Raises NotFound."""
    await Task.update({Task.moved: Task.moved + 0}).where(Task.id == task, Task.ward == ward)
    return await task_row(ward, task)


async def _second_word(row: Row, group: int, *, kept: bool, reason: str) -> None:
    """Changes nothing of the task: it stands in its history."""
    words = clean(reason)[:LONGEST] if kept else needed(reason, "reason")
    step, who = TaskStep.SECOND_WORD, ConfirmedBy.GROUP.value
    data = {"group": group, "kept": kept}
    await record(row["ward"], row["id"], step, None, kind=who, text=words, data=data)


async def _from_outside(
    ward: int, task: int | None, who: ConfirmedBy, *, kept: bool, reason: str
) -> None:
    if task is None:
        raise NotFound("no such promise")
    async with DB.transaction():
        await _judge(await task_row(ward, task), who, None, kept=kept, reason=reason)


async def judge_as_inspector(actor: Actor, task: int, *, kept: bool, reason: str = "") -> None:
    """Raises NotFound, Forbidden, Invalid, Conflict."""
    async with DB.transaction():
        row = await own_task(actor, task)
        require(may_judge(actor))
        await _judge(row, ConfirmedBy.INSPECTION, actor, kept=kept, reason=reason)


async def _judge(
    row: Row,
    who: ConfirmedBy,
    actor: Actor | None,
    *,
    kept: bool,
    reason: str,
    group: int | None = None,
) -> None:
    """group: whose head it is."""
    data: dict[str, object] = {} if group is None else {"group": group}
    if kept:
        words = clean(reason)[:LONGEST]
        changes: dict[Any, Any] = {Task.confirmed_by: who.value}
        await take(row, TaskStep.CONFIRM, actor, changes, kind=who.value, text=words, data=data)
        return
    words = needed(reason, "reason")
    again: dict[Any, Any] = {Task.done_on: None, Task.confirm_due: None}
    data |= {"superior": await superior(row["ward"], row["unit"], row["officer"])}
    await take(row, TaskStep.DISPUTE, actor, again, kind=who.value, text=words, data=data)


async def superior(ward: int, unit: int, officer: int | None) -> int | None:
    """To whom a dispute goes beside the unit: the deputy in charge of its fields; the chairman if
    there is none, or if the unit's head did it in person (process.md §2)."""
    heads = await ward_queries.holders(ward, Role.UNIT_HEAD, Role.DIRECTOR, unit=unit)
    if officer not in {card.id for card in heads}:
        own = {card.id for card in await ward_queries.fields(ward) if card.unit == unit}
        for card in await ward_queries.holders(ward, Role.DEPUTY):
            if (await ward_queries.actor(ward, card.id)).fields & own:
                return card.id
    chairmen = await ward_queries.holders(ward, Role.CHAIRMAN)
    return chairmen[0].id if chairmen else None


async def confirm_by_silence(ward: int, task: int) -> bool:
    """Nobody spoke in time. False when somebody did, or the time is not over. May run twice."""
    today = clock.local_day(clock.now())
    async with DB.transaction():
        row = await task_row(ward, task)
        until = row["confirm_due"]
        over = row["state"] == TaskState.DONE_CLAIMED.value and until and until < today
        if over:
            who = ConfirmedBy.SILENCE.value
            await take(row, TaskStep.CONFIRM, None, {Task.confirmed_by: who}, kind=who)
    return bool(over)
