"""Opening a matter: what is not for this person is not there, and every such try is written down.

Sealed, of another unit, or no matter at all: the same answer after the same work, the line in the
log included. Else the numbers that answer otherwise, or later, would tell which ones are sealed.
"""

from __future__ import annotations

from dialogue.core import audit
from dialogue.core.database import DB
from dialogue.core.errors import Forbidden, NotFound
from dialogue.matters.queries.facts import facts
from dialogue.matters.queries.matters import MatterView, matter_for
from dialogue.matters.rules import Facts, may_know_of, may_see
from dialogue.ward.rules import Actor

HIDDEN, NOT_THEIRS = "sealed-refused", "sealed-missed"  # both for the readers of the box alone


async def look(actor: Actor, matter: int) -> MatterView:
    """As matter_for, and NotFound in place of Forbidden."""
    try:
        return await matter_for(actor, matter)
    except (Forbidden, NotFound):
        await _refuse(actor, matter)
        raise NotFound(f"no matter {matter} in ward {actor.ward}") from None


async def find(actor: Actor, matter: int) -> Facts:
    """The door of every page. Raises NotFound for what the actor may not see."""
    found = await _facts(actor, matter)
    if found is not None and may_see(actor, found):
        return found
    await _refuse(actor, matter)
    raise NotFound(f"no matter {matter} in ward {actor.ward}")


async def _facts(actor: Actor, matter: int) -> Facts | None:
    try:
        return await facts(actor.ward, matter)
    except NotFound:
        return None


async def _refuse(actor: Actor, matter: int) -> None:
    """Who tried and when; nothing of what it holds."""
    found = await _facts(actor, matter)
    hidden = found is not None and not may_know_of(actor, found)
    async with DB.transaction():
        await audit.record(
            actor.ward, actor.staff, HIDDEN if hidden else NOT_THEIRS, "matter", matter
        )
