"""What staff did beside the steps of a matter: personal data, files, promises."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dialogue.core import audit
from dialogue.matters.queries.originals import READ
from dialogue.matters.queries.sealed_words import NOT_SEALED, SealedWords
from dialogue.matters.task_tables import Task, TaskEvent

TASK = "task-"  # begins the kind of a promise's line
DECISIONS = ("mask", "keep", "show-file", "hide-file", READ)  # acts of the audit log


@dataclass(frozen=True, slots=True)
class Aside:
    """A line beside the history. kind: one of DECISIONS, or TASK and the step of the promise.

    staff None: the asker, a group's head, or the system. task: the promise's own words, text: what
    was said of it. data: of the log, or of the promise's line.
    """

    at: datetime
    kind: str
    staff: int | None
    text: str
    task: str
    data: Mapping[str, Any]


async def asides(ward: int, matter: int, sealed: SealedWords = NOT_SEALED) -> tuple[Aside, ...]:
    """Oldest first."""
    found = await _decisions(ward, matter) + await _of_tasks(ward, matter, sealed)
    return tuple(sorted(found, key=lambda line: line.at))


async def _decisions(ward: int, matter: int) -> list[Aside]:
    entries = await audit.entries_about(ward, "matter", matter, DECISIONS)
    return [
        Aside(each.at, each.action, each.staff, str(each.after.get("reason", "")), "", each.after)
        for each in entries
    ]


async def _of_tasks(ward: int, matter: int, sealed: SealedWords) -> list[Aside]:
    found = (
        await TaskEvent.select(
            TaskEvent.id,
            TaskEvent.task,
            TaskEvent.at,
            TaskEvent.step,
            TaskEvent.staff,
            TaskEvent.text,
            TaskEvent.data,
            TaskEvent.task.text,
        )
        .where(TaskEvent.ward == ward, TaskEvent.task.matter == matter)
        .order_by(TaskEvent.id)
    )
    rows = [sealed.back(TaskEvent, row) for row in found]
    said = {
        row["task"]: sealed.back(Task, {"id": row["task"], "text": row["task.text"]})["text"]
        for row in rows
    }
    return [
        Aside(
            row["at"],
            f"{TASK}{row['step']}",
            row["staff"],
            row["text"],
            said[row["task"]],
            json.loads(row["data"]),
        )
        for row in rows
    ]
