"""What was public of a matter that is sealed goes, and comes back when it is unsealed."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from piccolo.columns import Date, Timestamptz
from piccolo.table import Table

from dialogue.core import clock, jobs
from dialogue.core.changes import note
from dialogue.core.database import DB
from dialogue.matters.actions.clocks import resumed, tell_board
from dialogue.matters.actions.public_copy import Row, any_row, free_place, lock_board
from dialogue.matters.actions.publishing import PURGE
from dialogue.matters.actions.steps import By, take
from dialogue.matters.actions.vault import FORGET, Locked, bring_back, lock_files, put_away
from dialogue.matters.queries import few
from dialogue.matters.queries.facts import facts, kept_barred
from dialogue.matters.rules import Facts
from dialogue.matters.states import MatterState, Outcome, Step
from dialogue.matters.tables import Attachment, Matter, Published, PublishedAnswer
from dialogue.matters.task_tables import Task

SHOWN = (Attachment, Task)  # what stands beside an answer by a mark of its own


async def seal_all(who: By, found: Facts, reason: str) -> None:
    """It and those merged into it, in one transaction. Raises Conflict."""
    every = [found, *await _merged(found)]
    locked = [await lock_files(each.ward, each.id) for each in every]
    async with DB.transaction():
        for each, files in zip(every, locked, strict=True):
            await _seal(who, each, reason, files)


async def _merged(lead: Facts) -> list[Facts]:
    """The others who said the same: what is sealed for one asker is open for none."""
    rows = await Matter.select(Matter.id).where(
        Matter.ward == lead.ward,
        Matter.lead == lead.id,
        Matter.state == MatterState.MERGED.value,
    )
    return [await facts(lead.ward, row["id"]) for row in rows]


async def _seal(who: By, found: Facts, reason: str, files: Locked) -> None:
    """One matter, in the caller's transaction. Whom it accuses is looked for once more.

    Nobody waits for the asker any more: the clock goes on, also for when it is unsealed.
    """
    said = await Matter.select(Matter.body).where(Matter.id == found.id).first()
    barred = found.barred | await few.accused_in(found.ward, said["body"] if said else "")
    values: dict[Any, Any] = {Matter.sensitive: True, Matter.public: False, Matter.lead: None}
    values |= {Matter.unit: None, Matter.officer: None, Matter.leader: None}
    values |= {Matter.outcome: Outcome.NONE.value, Matter.closed_at: None}
    values[Matter.barred] = kept_barred(barred)
    again = await resumed(found)
    hands: dict[str, object] = {
        "unit": found.unit,
        "officer": found.officer,
        "leader": found.leader,
    }
    values |= again.values
    await take(who, found, Step.SEAL, values=values, reason=reason, data={**hands, **again.said})
    await tell_board(found, again)
    await note(found.ward, Step.SEAL.value, found.id)
    await hide(found.ward, found.id, files)


async def hide(ward: int, matter: int, locked: Locked) -> None:
    """Its words encrypted, and out of board, search and lists, in the caller's transaction: last,
    it notes "withdrawn".

    The answer's address is then as unknown as any other. Its number is given to nobody else.
    """
    at = clock.now()
    await jobs.ask(FORGET, f"{FORGET}-{matter}-{at.timestamp()}", {"matter": matter}, at, ward)
    public = await any_row(ward, matter)
    if public is None:
        await put_away(ward, matter, locked)
        return
    content: dict[str, Any] = {"public": public, "shown": {}, "unit": public["unit"]}
    of_it = (PublishedAnswer.ward == ward) & (PublishedAnswer.matter == matter)
    content["texts"] = await PublishedAnswer.select().where(of_it).order_by(PublishedAnswer.id)
    for table in SHOWN:
        content["shown"][table._meta.tablename] = await _unmark(table, ward, matter)
    await put_away(ward, matter, locked, json.loads(json.dumps(content, default=_iso)))
    await PublishedAnswer.delete().where(of_it)
    await Published.delete().where(Published.ward == ward, Published.matter == matter)
    await jobs.ask(PURGE, f"{PURGE}-{matter}-{at.timestamp()}", run_at=at, ward=ward)
    await note(ward, "withdrawn", matter)


async def show_again(ward: int, matter: int) -> None:
    """As it was before `hide`, in the caller's transaction: last, it notes "reopened".

    The files lie open already (vault.unlock_files).
    """
    content = await bring_back(ward, matter)
    if "public" not in content:
        return
    await lock_board()
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
    await Matter.update({Matter.unit: content["unit"]}).where(
        Matter.id == matter, Matter.ward == ward
    )
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
