"""What was public of a matter that is sealed goes, and comes back when it is unsealed."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from piccolo.columns import Date, Timestamptz
from piccolo.table import Table

from dialogue.core import clock, jobs
from dialogue.core.changes import note
from dialogue.matters.actions.public_copy import Row, any_row, free_place, lock_board
from dialogue.matters.actions.publishing import PURGE
from dialogue.matters.tables import (
    Attachment,
    Matter,
    Published,
    PublishedAnswer,
    SealedCopy,
    Task,
)

SHOWN = (Attachment, Task)  # what stands beside an answer by a mark of its own


async def hide_public(ward: int, matter: int) -> None:
    """Out of board, search and lists, in the caller's transaction: last, it notes "withdrawn".

    The answer's address is then as unknown as any other. Its number is given to nobody else.
    """
    public = await any_row(ward, matter)
    if public is None:
        return
    content: dict[str, Any] = {"public": public, "shown": {}}
    content["title"], content["unit"] = public["title"], public["unit"]
    of_it = (PublishedAnswer.ward == ward) & (PublishedAnswer.matter == matter)
    content["texts"] = await PublishedAnswer.select().where(of_it).order_by(PublishedAnswer.id)
    for table in SHOWN:
        content["shown"][table._meta.tablename] = await _unmark(table, ward, matter)
    text = json.dumps(content, ensure_ascii=False, default=_iso)
    await SealedCopy.insert(SealedCopy(ward=ward, matter=matter, content=text))
    await PublishedAnswer.delete().where(of_it)
    await Published.delete().where(Published.ward == ward, Published.matter == matter)
    await jobs.ask(PURGE, f"{PURGE}-{matter}", run_at=clock.now(), ward=ward)
    await note(ward, "withdrawn", matter)


async def show_again(ward: int, matter: int) -> None:
    """As it was before hide_public, unit and title of the matter too, in the caller's transaction:
    last, it notes "reopened"."""
    mine = (SealedCopy.ward == ward) & (SealedCopy.matter == matter)
    row = await SealedCopy.select(SealedCopy.content).where(mine).first()
    if row is None:
        return
    await lock_board()
    content = json.loads(row["content"])
    public = _typed(Published, content["public"])
    public["place"] = await free_place(public["place"])
    await Published.insert(Published(**public))
    if content["texts"]:
        texts = [_typed(PublishedAnswer, each) for each in content["texts"]]
        await PublishedAnswer.insert(*(PublishedAnswer(**each) for each in texts))
    for table in SHOWN:
        ids = content["shown"][table._meta.tablename]
        await table.update({table.public: True}).where(
            table.id.is_in(ids or [0]), table.ward == ward, table.matter == matter
        )
    await Matter.update({Matter.title: content["title"], Matter.unit: content["unit"]}).where(
        Matter.id == matter, Matter.ward == ward
    )
    await SealedCopy.delete().where(mine)
    await note(ward, "reopened", matter)


async def _unmark(table: Any, ward: int, matter: int) -> list[int]:
    rows = (
        await table.update({table.public: False})
        .where(table.ward == ward, table.matter == matter, table.public.eq(True))
        .returning(table.id)
    )
    return sorted(row["id"] for row in rows)


def _iso(value: date | datetime) -> str:
    return value.isoformat()


def _typed(table: type[Table], row: Row) -> Row:
    """The row as the table takes it, to be numbered anew."""
    made = {name: value for name, value in row.items() if name != "id"}
    for column in table._meta.columns:
        name = column._meta.name
        if made.get(name) and isinstance(column, Timestamptz):
            made[name] = datetime.fromisoformat(made[name])
        elif made.get(name) and isinstance(column, Date):
            made[name] = date.fromisoformat(made[name])
    return made
