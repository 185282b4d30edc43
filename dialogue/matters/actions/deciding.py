"""A person has read what the program flagged: it denounces nobody."""

from __future__ import annotations

from dialogue.core.changes import note
from dialogue.core.database import DB
from dialogue.core.errors import Conflict
from dialogue.matters.actions.notices import tell_supervision
from dialogue.matters.actions.steps import by, needed, take
from dialogue.matters.actions.triage import to_triage
from dialogue.matters.queries.supervision import seen_of
from dialogue.matters.rules import undecided
from dialogue.matters.states import Step
from dialogue.matters.tables import Matter
from dialogue.ward.rules import Actor


async def not_a_denunciation(actor: Actor, matter: int, reason: str) -> None:
    """An ordinary matter from now on, by name and with a reason on the record.

    Raises NotFound, Forbidden, Invalid without a reason, Conflict where nothing was flagged.
    """
    found = await to_triage(actor, matter, Step.NOT_DENUNCIATION)
    if not undecided(found):
        raise Conflict(f"matter {matter} was not flagged")
    reason = needed(reason, "reason")
    values = {Matter.sensitive: False, Matter.barred: ""}
    flagged = [Matter.sensitive.eq(True)]
    watched = matter in await seen_of(actor.ward, [matter])
    async with DB.transaction():
        await take(
            by(actor), found, Step.NOT_DENUNCIATION, values=values, where=flagged, reason=reason
        )
        if watched:  # signs of a denunciation kept it from them
            await tell_supervision(actor.ward, matter)
        await note(actor.ward, Step.NOT_DENUNCIATION.value, matter)
