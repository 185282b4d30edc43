"""The only writer of who read first what was written at a counter."""

from __future__ import annotations

from collections.abc import Sequence

from dialogue.core import audit
from dialogue.core.clock import now
from dialogue.core.database import DB
from dialogue.core.errors import Invalid, NotFound
from dialogue.ward.rules import Actor
from surveys.comments.queries import MOST, readable
from surveys.comments.tables import CommentReading


async def read_first(actor: Actor, ids: Sequence[str]) -> int:
    """How many of these (public ids) the actor was the first to read; the first one stays.

    Raises Forbidden, Invalid for none or too many, NotFound for one that the actor may not read:
    who sits at a counter does not read first what is said of it.
    """
    wanted = set(ids)
    if not 1 <= len(wanted) <= MOST:
        raise Invalid(f"{len(wanted)} comments at once", ids="number")
    async with DB.transaction():
        found = await readable(actor, sorted(wanted))
        if len(found) < len(wanted):
            raise NotFound("a comment that is not there, or not yet for this reader")
        fresh = [each.said.matter for each in found if not each.reader]
        made = 0
        for matter in sorted(fresh):
            row = CommentReading(ward=actor.ward, matter=matter, staff=actor.staff, at=now())
            done = await CommentReading.insert(row).on_conflict(
                target=CommentReading.matter, action="DO NOTHING"
            )
            made += bool(done and done[0].get("id"))
        if made:
            await audit.record(
                actor.ward,
                actor.recorded,
                "read-comments",
                "comment",
                None,
                None,
                {"comments": made},
            )
    return made
