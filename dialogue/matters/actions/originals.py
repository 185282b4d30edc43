"""Reading the asker's words unmasked: a deliberate act of those entitled, on the audit trail."""

from __future__ import annotations

from dialogue.core import audit
from dialogue.core.database import DB
from dialogue.matters.actions.steps import at_most, require
from dialogue.matters.queries.facts import facts_for
from dialogue.matters.queries.originals import READ
from dialogue.matters.rules import may_see_asker
from dialogue.ward.rules import Actor


async def read_original(actor: Actor, matter: int, reason: str = "") -> None:
    """Opens the words for this person for a while (queries.originals.OPEN). reason: may be empty.

    Raises NotFound, Forbidden.
    """
    found = await facts_for(actor, matter)
    require(may_see_asker(actor, found), "read the original")
    reason = at_most(reason, "reason")
    after = {"reason": reason} if reason else None
    async with DB.transaction():
        await audit.record(actor.ward, actor.staff, READ, "matter", matter, after=after)
