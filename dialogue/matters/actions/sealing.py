"""What was public of a matter that is sealed goes, and comes back when it is unsealed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from piccolo.columns import Date, Timestamptz
from piccolo.table import Table

from dialogue.core import clock, jobs
from dialogue.core.changes import note
from dialogue.core.database import DB
from dialogue.core.files import erase
from dialogue.matters.actions import clocks
from dialogue.matters.actions.public_copy import (
    PURGE,
    Row,
    any_row,
    count_askers,
    free_place,
    lock_board,
)
from dialogue.matters.actions.steps import SYSTEM, By, take
from dialogue.matters.actions.vault import (
    COPIES,
    FORGET,
    Locked,
    bring_back,
    lock_files,
    put_away,
    unlock_files,
)
from dialogue.matters.queries import few
from dialogue.matters.queries.facts import facts, kept_barred
from dialogue.matters.rules import Facts
from dialogue.matters.signs import signs
from dialogue.matters.states import MatterState, Outcome, Step
from dialogue.matters.tables import Attachment, Matter, MatterEvent, Published, PublishedAnswer
from dialogue.matters.task_tables import Task

WITH = "with"  # in a line of the history: the matter that it was sealed as a part of
SHOWN = (Attachment, Task)  # what stands beside an answer by a mark of its own


async def seal_all(who: By, found: Facts, reason: str) -> None:
    """It, and those merged into it that show signs of their own; the others are told nothing of a
    denunciation and go back to triage. In one transaction. Raises Conflict.
    """
    merged = await _merged(found)
    along = [each for each in merged if await _shows_signs(each)]
    every = [found, *along]
    locked = [await lock_files(each.ward, each.id) for each in every]
    async with DB.transaction():
        for each, files in zip(every, locked, strict=True):
            await _seal(who, each, reason, files, {WITH: found.id} if each in along else {})
        for each in [each for each in merged if each not in along]:
            await _part(each)


async def unseal(who: By, found: Facts, reason: str) -> None:
    """Sealed by mistake: back to triage, as public as it was before, and merged into it again those
    that went with it, but what accuses who opens it. Raises Conflict.
    """
    along = [each for each in await _went_with(found) if who.staff not in each.barred]
    locked = [
        digest for each in (found, *along) for digest in await unlock_files(each.ward, each.id)
    ]
    async with DB.transaction():
        await _unseal(who, found, reason, {}, new=MatterState.RECEIVED)
        for each in along:
            lead = {Matter.lead: found.id}
            merged, same = MatterState.MERGED, Outcome.DUPLICATE
            await _unseal(who, each, reason, lead, new=merged, outcome=same)
        await count_askers(found.ward, found.id)
    for digest in locked:
        await asyncio.to_thread(erase, digest)


async def _unseal(who: By, found: Facts, reason: str, more: Mapping[Any, Any], **rest: Any) -> None:
    """One matter, in the caller's transaction."""
    values: dict[Any, Any] = {Matter.sensitive: False, Matter.public: True, Matter.unit: None}
    values |= {Matter.barred: "", **more}
    await take(who, found, Step.UNSEAL, values=values, reason=reason, **rest)
    await note(found.ward, Step.UNSEAL.value, found.id)
    await show_again(found.ward, found.id)


async def _went_with(lead: Facts) -> list[Facts]:
    """Those still sealed that were sealed last as a part of this one."""
    rows = (
        await MatterEvent.select(MatterEvent.matter, MatterEvent.data)
        .where(
            MatterEvent.ward == lead.ward,
            MatterEvent.step == Step.SEAL.value,
            MatterEvent.matter.is_in(
                Matter.select(Matter.id).where(
                    Matter.ward == lead.ward, Matter.state == MatterState.SEALED.value
                )
            ),
        )
        .order_by(MatterEvent.id)
    )
    last = {row["matter"]: json.loads(row["data"]).get(WITH) for row in rows}
    return [await facts(lead.ward, each) for each, led in last.items() if led == lead.id]


async def _shows_signs(found: Facts) -> bool:
    said = await Matter.select(Matter.body).where(Matter.id == found.id).first()
    return found.sensitive or (said is not None and signs(said["body"]).sensitive)


async def _part(found: Facts) -> None:
    """Out of what it was merged into, in the caller's transaction; the keepers are told."""
    values: dict[Any, Any] = {Matter.lead: None, Matter.closed_at: None}
    values[Matter.outcome] = Outcome.NONE.value
    await take(SYSTEM, found, Step.PART, values=values)
    await note(found.ward, Step.PART.value, found.id)


async def _merged(lead: Facts) -> list[Facts]:
    """The others who said the same."""
    rows = await Matter.select(Matter.id).where(
        Matter.ward == lead.ward,
        Matter.lead == lead.id,
        Matter.state == MatterState.MERGED.value,
    )
    return [await facts(lead.ward, row["id"]) for row in rows]


async def _seal(
    who: By, found: Facts, reason: str, files: Locked, more: Mapping[str, object]
) -> None:
    """One matter, in the caller's transaction. Whom it accuses is looked for once more.

    Nobody waits for the asker any more: the clock goes on, also for when it is unsealed.
    """
    said = await Matter.select(Matter.body, Matter.public).where(Matter.id == found.id).first()
    barred = found.barred | await few.accused_in(found.ward, said["body"] if said else "")
    values: dict[Any, Any] = {Matter.sensitive: True, Matter.public: False, Matter.lead: None}
    values |= {Matter.unit: None, Matter.officer: None, Matter.leader: None}
    values |= {Matter.outcome: Outcome.NONE.value, Matter.closed_at: None}
    values[Matter.barred] = kept_barred(barred)
    again = await clocks.resumed(found)
    aside = await clocks.laid_aside(found, again)
    aside["public"] = bool(said and said["public"])  # as the asker has chosen
    hands: dict[str, object] = {
        "unit": found.unit,
        "officer": found.officer,
        "leader": found.leader,
    }
    values |= again.values
    values |= clocks.columns(*await clocks.sealed(found.ward, clock.now()))
    await take(
        who, found, Step.SEAL, values=values, reason=reason, data={**hands, **again.said, **more}
    )
    await clocks.tell_board(found, again)
    await note(found.ward, Step.SEAL.value, found.id)
    await hide(found.ward, found.id, files, aside)


async def hide(ward: int, matter: int, locked: Locked, aside: Mapping[str, object]) -> None:
    """Its words encrypted, and out of board, search and lists, in the caller's transaction: last,
    it notes "withdrawn".

    The answer's address is then as unknown as any other. Its number is given to nobody else.
    """
    at = clock.now()
    await jobs.ask(FORGET, f"{FORGET}-{matter}-{at.timestamp()}", {"matter": matter}, at, ward)
    for drop in COPIES:
        await drop(ward, matter)
    public = await any_row(ward, matter)
    if public is None:
        await put_away(ward, matter, locked, _plain({"clock": aside}))
        return
    content: dict[str, Any] = {"clock": aside, "public": public, "shown": {}}
    content["unit"] = public["unit"]
    of_it = (PublishedAnswer.ward == ward) & (PublishedAnswer.matter == matter)
    content["texts"] = await PublishedAnswer.select().where(of_it).order_by(PublishedAnswer.id)
    for table in SHOWN:
        content["shown"][table._meta.tablename] = await _unmark(table, ward, matter)
    await put_away(ward, matter, locked, _plain(content))
    await PublishedAnswer.delete().where(of_it)
    await Published.delete().where(Published.ward == ward, Published.matter == matter)
    await jobs.ask(PURGE, f"{PURGE}-{matter}-{at.timestamp()}", run_at=at, ward=ward)
    await note(ward, "withdrawn", matter)


async def show_again(ward: int, matter: int) -> None:
    """As it was before `hide`, in the caller's transaction: last, it notes "reopened".

    The files lie open already (vault.unlock_files).
    """
    content = await bring_back(ward, matter)
    aside: dict[Any, Any] = _typed(Matter, content["clock"])
    await Matter.update(aside).where(Matter.id == matter, Matter.ward == ward)
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


def _plain(content: Row) -> Row:
    """As JSON keeps it."""
    made: Row = json.loads(json.dumps(content, default=_iso))
    return made


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
