"""Residential groups that asked for one promise together: who they are, whose word is awaited."""

from __future__ import annotations

from collections.abc import Sequence

from dialogue.matters.queries.tasks import TaskLine
from dialogue.matters.states import TaskStep
from dialogue.matters.task_tables import TaskGroup

JUDGED = frozenset({TaskStep.CONFIRM, TaskStep.DISPUTE, TaskStep.SECOND_WORD})


async def groups_beside(ward: int, tasks: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Of each task: residential groups that asked for it beside its first one."""
    rows = (
        await TaskGroup.select(TaskGroup.task, TaskGroup.group)
        .where(TaskGroup.ward == ward, TaskGroup.task.is_in(list(tasks) or [0]))
        .order_by(TaskGroup.id)
    )
    found: dict[int, tuple[int, ...]] = {}
    for row in rows:
        found[row["task"]] = (*found.get(row["task"], ()), row["group"])
    return found


def awaits_second_word(lines: Sequence[TaskLine], group: int) -> bool:
    """Has another group's head decided on the newest claim, and this one's said nothing of it?"""
    claims = [place for place, line in enumerate(lines) if line.step is TaskStep.CLAIM_DONE]
    if not claims:
        return False
    heard = {line.data.get("group") for line in lines[claims[-1] :] if line.step in JUDGED} - {None}
    return bool(heard) and group not in heard
