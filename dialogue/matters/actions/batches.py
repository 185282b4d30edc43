"""A spreadsheet into the register: kept for its sender to look at, confirmed once, taken in parts.

Parts are short transactions, so others write between them; each moves `done` from the number it
read, so a part is taken once, whoever takes it, and a stop loses nothing.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from dialogue.core import clock, jobs
from dialogue.core.changes import note
from dialogue.core.codes import new_token, public_id
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Invalid
from dialogue.core.keys import encrypt, keys, new_record_key
from dialogue.matters.actions.intake import (
    ON_BEHALF,
    NewMatter,
    Received,
    looked_through,
    open_looked,
)
from dialogue.matters.actions.steps import GROUP, By
from dialogue.matters.batch_rows import Read, Row
from dialogue.matters.queries.batches import (
    BatchState,
    Owner,
    mine,
    own_batch,
    slip_codes,
    unlocked,
)
from dialogue.matters.states import AskerKind, Kind, Source, Step
from dialogue.matters.tables import Batch

PREVIEW_LIFE = timedelta(hours=24)
SLIPS_LIFE = timedelta(hours=2)  # as the slip of a single matter
PART = 250  # rows a transaction
MOST_OPEN = 5  # previews of one sender; an older one makes place
CONSENT = "batch-contact-1"  # version of the consent that the template's column asks for
TAKE = "take-batch"  # the job that takes the parts


Binder = Callable[[int, int, Sequence[NewMatter], Sequence[Received]], Awaitable[None]]
BINDERS: dict[str, Binder] = {}


def binds(kind: str) -> Callable[[Binder], Binder]:
    """A decorator of what else rows become that are sent for something of this kind, in the
    transaction that registers them. It is given ward, id of the thing, rows and what they are."""

    def register(binder: Binder) -> Binder:
        BINDERS[kind] = binder
        return binder

    return register


async def keep(  # noqa: PLR0917  a sentence: whose sheet, how it came, what it is for
    owner: Owner,
    read: Read,
    source: Source,
    known: Mapping[int, Any],
    told: Mapping[str, str],
    bound: tuple[str, int] | None = None,
) -> str:
    """A preview's public id. known: line → what the register has alike. told: how it was read.

    bound: what its rows are sent for: kind and id.
    """
    if owner.link is None and source not in ON_BEHALF:
        raise Invalid(f"{source} is not entered by staff", source="channel")
    content = {
        "rows": [asdict(row) for row in read.rows],
        "faults": [asdict(fault) for fault in read.faults],
        "heads": dict(read.heads),
        "twins": {str(line): first for line, first in read.twins.items()},
        "known": {str(line): what for line, what in known.items()},
        "told": dict(told),
        "group": owner.group,
        "bound": bound,
        "secret": new_token(),
    }
    wrapped = new_record_key(keys())
    row = Batch(
        ward=owner.ward,
        public_id=public_id(),
        staff=owner.staff,
        link=owner.link,
        source=source.value,
        state=BatchState.PREVIEW.value,
        key=wrapped,
        content=_locked(wrapped, content),
        size=len(read.rows),
        made_at=clock.now(),
        ends_at=clock.now() + PREVIEW_LIFE,
    )
    async with DB.transaction():
        await Batch.insert(row)
        await _make_place(owner)
    return str(row.public_id)


async def _make_place(owner: Owner) -> None:
    preview = Batch.state == BatchState.PREVIEW.value
    rows = (
        await Batch.select(Batch.id).where(mine(owner), preview).order_by(Batch.id, ascending=False)
    )
    old = [row["id"] for row in rows[MOST_OPEN:]]
    if old:
        await Batch.delete().where(Batch.id.is_in(old))


async def confirm(owner: Owner, batch: str, *, skip_alike: bool) -> None:
    """Register it. Confirmed twice it is registered once. skip_alike: without what is there
    already, in the sheet or in the register. Raises NotFound, Invalid (faults, or nothing left).
    """
    row = await own_batch(owner, batch)
    if row["state"] != BatchState.PREVIEW:
        return
    content = unlocked(row)
    if content["faults"]:
        raise Invalid("there are faults", batch="faults")
    if skip_alike:
        alike = set(content["twins"]) | set(content["known"])
        content["rows"] = [each for each in content["rows"] if str(each["number"]) not in alike]
    if not content["rows"]:
        raise Invalid("nothing is left", batch="nothing")
    kept = {name: content[name] for name in ("rows", "group", "bound", "secret")}
    async with DB.transaction():
        changed = (
            await Batch.update(
                {
                    Batch.state: BatchState.TAKING.value,
                    Batch.content: _locked(row["key"], kept),
                    Batch.size: len(kept["rows"]),
                }
            )
            .where(Batch.id == row["id"], Batch.state == BatchState.PREVIEW.value)
            .returning(Batch.id)
        )
        if changed:  # else another click was first
            await jobs.ask(
                TAKE, f"{TAKE}-{row['public_id']}", {"batch": row["id"]}, ward=owner.ward
            )


async def take_part(ward: int, batch: int) -> bool:
    """Register the next rows. True while more are left; may be called by several at once."""
    row = await Batch.select().where(Batch.ward == ward, Batch.id == batch).first()
    if row is None or row["state"] != BatchState.TAKING:
        return False
    content = unlocked(row)
    start = row["done"]
    rows = content["rows"][start : start + PART]
    codes = slip_codes(content["secret"], start, len(rows))
    new = [
        _matter(row, content["group"], each, code) for each, code in zip(rows, codes, strict=True)
    ]
    looked = await asyncio.to_thread(looked_through, new)  # others write and are served meanwhile
    end = start + len(rows)
    ends: dict[Any, Any] = {Batch.done: end}
    if end == row["size"]:
        ends |= {Batch.state: BatchState.TAKEN.value, Batch.ends_at: clock.now() + SLIPS_LIFE}
    async with DB.transaction():
        held = (
            await Batch.update(ends)
            .where(Batch.id == batch, Batch.done == start)
            .returning(Batch.id)
        )
        if not held:
            raise Conflict(f"another takes batch {batch}")
        who = GROUP if row["staff"] is None else By("staff", row["staff"])
        received = await open_looked(looked, who)
        if content["bound"]:
            kind, of = content["bound"]
            await BINDERS[kind](ward, of, new, received)
        await note(ward, Step.RECEIVE.value, *(each.id for each in received))
    return bool(end < row["size"])


async def take_all(ward: int, batch: int) -> None:
    """The job. When another takes the same part, the next look sees how far it came."""
    more = True
    while more:
        try:
            more = await take_part(ward, batch)
        except Conflict:
            more = True


def _matter(
    row: Mapping[str, Any], group: int | None, given: Mapping[str, Any], code: str
) -> NewMatter:
    one = Row(**given)
    new = NewMatter(
        row["ward"],
        one.body,
        source=Source(row["source"]),
        kind=Kind(one.kind),
        field=one.field,
        topic=one.topic,
        group=one.group,
        name=one.name,
        contact=one.contact,
        consent=CONSENT if one.consent else "",
        public=not one.private,
        code=code,
    )
    if row["staff"] is None:
        return replace(new, group=group, source=Source.GROUP, asker_kind=AskerKind.GROUP)
    return new


async def discard(owner: Owner, batch: str) -> None:
    """A preview not wanted, or slips that are printed. Not while rows are taken: Conflict."""
    row = await own_batch(owner, batch)
    async with DB.transaction():
        gone = (
            await Batch.delete()
            .where(Batch.id == row["id"], Batch.state != BatchState.TAKING.value)
            .returning(Batch.id)
        )
        if not gone:
            raise Conflict(f"batch {batch} is being registered")


async def erase_old_batches() -> None:
    """Previews and slips whose time is over. What is being taken is never erased."""
    over = (Batch.ends_at < clock.now()) & (Batch.state != BatchState.TAKING.value)
    await Batch.delete().where(over)


def _locked(wrapped: str, content: Mapping[str, Any]) -> str:
    return encrypt(keys(), wrapped, json.dumps(content, ensure_ascii=False))
