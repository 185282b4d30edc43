"""What stops an answer: found by program in the newest draft, cleared by a second person."""

from __future__ import annotations

from dialogue.core.errors import Conflict
from dialogue.matters.actions.steps import by, check, needed, require, take_alone
from dialogue.matters.quality import CLEARABLE, Quality, Stop, quality, stops
from dialogue.matters.queries.drafts import DraftVersion, cleared, latest_draft, words_of
from dialogue.matters.queries.facts import facts_for
from dialogue.matters.rules import Facts, may_approve_now, may_check, may_see
from dialogue.matters.states import MatterState, Step
from dialogue.ward.rules import Actor


async def clear_stop(actor: Actor, matter: int, stop: Stop, reason: str) -> None:
    """A second person says why a name or a word that stops this draft is no accusation, no insult.

    It holds for this version alone. Raises NotFound, Invalid without a reason, Conflict when
    nothing of the kind stops it, Forbidden for the drafter.
    """
    found = await facts_for(actor, matter)
    if found.state is MatterState.CHECKING:
        require(may_check(actor, found), "clear a stop")
    else:
        require(may_see(actor, found) and may_approve_now(actor, found), "clear a stop")
    check(found, Step.CLEAR_STOP)
    reason = needed(reason, "reason")
    draft = await newest_draft(found)
    require(draft.author != actor.staff, "clear a stop of one's own draft")
    if stop not in await stopped(found, draft) & CLEARABLE:
        raise Conflict(f"{stop} does not stop version {draft.version}")
    data = {"stop": stop.value, "round": draft.round, "version": draft.version}
    await take_alone(by(actor), found, Step.CLEAR_STOP, reason=reason, data=data)


async def newest_draft(found: Facts) -> DraftVersion:
    """Raises Conflict without one."""
    draft = await latest_draft(found)
    if draft is None:
        raise Conflict("there is no draft")
    return draft


async def stopped(found: Facts, draft: DraftVersion) -> frozenset[Stop]:
    """What stops this version and was not found harmless."""
    seen = stops(await words_of(found), f"{draft.text}\n{draft.summary_en}")
    return seen - {each.stop for each in await cleared(found, draft)}


async def judged(found: Facts, draft: DraftVersion) -> Quality:
    """Points and hints, without the stops that were found harmless."""
    harmless = [each.stop for each in await cleared(found, draft)]
    return quality(await words_of(found), draft.text, cleared=harmless)
