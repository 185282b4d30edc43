"""The numbers under which promises stand in public: given once, kept for good, never reused."""

from __future__ import annotations

from collections.abc import Sequence

from piccolo.query.functions import Max

from dialogue.matters.task_tables import Task


async def show_tasks(ward: int, matter: int) -> None:
    """What the answer promises is public from now on. In the caller's transaction, board locked."""
    await Task.update({Task.public: True}).where(Task.ward == ward, Task.matter == matter)
    new = (
        await Task.select(Task.id)
        .where(Task.ward == ward, Task.matter == matter, Task.number.is_null())
        .order_by(Task.id)
    )
    await number_tasks(ward, [row["id"] for row in new])


async def number_tasks(ward: int, tasks: Sequence[int]) -> None:
    """In the caller's transaction, which holds lock_board()."""
    row = await Task.select(Max(Task.number, alias="n")).where(Task.ward == ward).first()
    last = (row and row["n"]) or 0
    for number, task in enumerate(tasks, last + 1):
        await Task.update({Task.number: number}).where(Task.id == task, Task.ward == ward)
