"""Files sent along with a matter: kept, shown to staff, public only once an officer confirms."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from dialogue.core import audit, clock, files
from dialogue.core.changes import note
from dialogue.core.codes import public_id
from dialogue.core.database import DB
from dialogue.core.errors import Forbidden, Invalid, NotFound
from dialogue.matters.queries.facts import facts_for
from dialogue.matters.rights import may_decide_exposure
from dialogue.matters.tables import Attachment
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor

MEGABYTE = 1_048_576
USUAL_MOST = 10  # megabytes, where the ward has no rule UPL-MAX
MOST_FILES = 5  # with one matter


async def most_bytes(ward: int) -> int:
    """The largest file the ward takes, by its rule UPL-MAX."""
    rule = await ward_queries.rule(ward, "UPL-MAX", clock.local_day(clock.now()))
    return MEGABYTE * (USUAL_MOST if rule is None else int(rule.value))


async def store(accepted: Sequence[files.Accepted]) -> None:
    """Put the bytes on disk, before the transaction that adds the rows: a disk is slow."""
    for file in accepted:
        await asyncio.to_thread(files.store, file)


async def add(ward: int, matter: int, accepted: Sequence[files.Accepted]) -> list[str]:
    """Rows for stored files, in the caller's transaction; their public ids. Raises Invalid."""
    if not accepted:
        return []
    known = await Attachment.count().where(Attachment.ward == ward, Attachment.matter == matter)
    if known + len(accepted) > MOST_FILES:
        raise Invalid(f"at most {MOST_FILES} files", files="too-many")
    rows = [
        Attachment(
            ward=ward,
            matter=matter,
            public_id=public_id(),
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            digest=file.digest,
        )
        for file in accepted
    ]
    await Attachment.insert(*rows)
    await store(accepted)  # the same bytes may have been sealed, and erased, a moment ago
    return [str(row.public_id) for row in rows]


async def mark_public(actor: Actor, attachment: str, *, public: bool, confirmed: bool) -> None:
    """Show a file beside the answer, or hide it again.

    confirmed: the officer says that no face, plate or paper of a person is in it; needed to show.
    Raises NotFound, Forbidden, Invalid.
    """
    async with DB.transaction():
        row = await _row(actor.ward, attachment)
        if not may_decide_exposure(actor, (await facts_for(actor, row["matter"])).unit):
            raise Forbidden("only who works on the matter shows its files")
        if public and not confirmed:
            raise Invalid("the officer has not looked at the file", confirmed="required")
        await Attachment.update({Attachment.public: public}).where(
            Attachment.id == row["id"], Attachment.ward == actor.ward
        )
        step = "show-file" if public else "hide-file"
        await audit.record(actor.ward, actor.staff, step, "matter", row["matter"])
        await note(actor.ward, "files", row["matter"])


async def _row(ward: int, attachment: str) -> dict[str, int]:
    row = (
        await Attachment.select(Attachment.id, Attachment.matter)
        .where(Attachment.public_id == attachment, Attachment.ward == ward)
        .first()
    )
    if row is None:
        raise NotFound("no such file")
    return dict(row)
