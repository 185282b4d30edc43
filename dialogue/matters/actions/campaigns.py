"""Many near-equal texts are one matter: one public answer, and none is promised to each."""

from __future__ import annotations

from dialogue.core.changes import note
from dialogue.core.database import DB
from dialogue.core.errors import Conflict
from dialogue.matters.actions.steps import by, record, require
from dialogue.matters.queries.facts import facts_for
from dialogue.matters.rules import SEALED, may_see, may_triage
from dialogue.matters.states import Step
from dialogue.matters.tables import Matter
from dialogue.ward.rules import Actor


async def mark_campaign(actor: Actor, matter: int, *, on: bool) -> None:
    """A keeper's word, which may be taken back; again it changes nothing. The texts stay merged,
    each with its code and verdict; a merged one is marked by its lead alone. Raises Forbidden,
    NotFound, Conflict for what is sealed.
    """
    found = await facts_for(actor, matter)
    require(may_triage(actor) and may_see(actor, found), "mark a campaign")
    if found.state in SEALED:
        raise Conflict("what is sealed is no campaign")
    async with DB.transaction():
        changed = (
            await Matter.update({Matter.campaign: on})
            .where(
                Matter.id == matter,
                Matter.ward == actor.ward,
                Matter.lead.is_null(),
                Matter.campaign.eq(not on),
            )
            .returning(Matter.id)
        )
        if not changed:
            return
        await record(by(actor), found, Step.CAMPAIGN, found.state, data={"on": on})
        await note(actor.ward, Step.CAMPAIGN.value, matter)
