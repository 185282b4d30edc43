"""Opening a matter: a try at a sealed one by somebody without the right is written down."""

from __future__ import annotations

from dialogue.core import audit
from dialogue.core.database import DB
from dialogue.core.errors import NotFound
from dialogue.matters.queries.facts import facts, facts_for
from dialogue.matters.queries.matters import MatterView, matter_for
from dialogue.matters.rules import Facts, may_know_of
from dialogue.ward.rules import Actor


async def look(actor: Actor, matter: int) -> MatterView:
    """As matter_for. Who may not open the sealed box sees NotFound, as for what is not there."""
    try:
        return await matter_for(actor, matter)
    except NotFound:
        await _write_down(actor, matter)
        raise


async def find(actor: Actor, matter: int) -> Facts:
    """As facts_for, and a try at what is hidden is written down: the door of every page."""
    try:
        return await facts_for(actor, matter)
    except NotFound:
        await _write_down(actor, matter)
        raise


async def _write_down(actor: Actor, matter: int) -> None:
    """Who tried and when; nothing of what it holds. Raises NotFound where nothing is."""
    found = await facts(actor.ward, matter)
    if not may_know_of(actor, found):
        async with DB.transaction():
            await audit.record(actor.ward, actor.staff, "sealed-refused", "matter", matter)
