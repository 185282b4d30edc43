"""What becomes of an opinion that came in: assigned, redirected, rejected, merged, sealed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from dialogue.core import clock
from dialogue.core.changes import note
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound, Undecided
from dialogue.matters.accused import goes_outside
from dialogue.matters.actions import sealing, vault
from dialogue.matters.actions.clocks import recompute, resumed, tell_board
from dialogue.matters.actions.looking import find
from dialogue.matters.actions.notices import tell_supervision
from dialogue.matters.actions.public_copy import count_askers
from dialogue.matters.actions.standing_units import due_of, standing_until
from dialogue.matters.actions.steps import (
    ASKER,
    REASON_MOST,
    SYSTEM,
    By,
    at_most,
    by,
    check,
    needed,
    require,
    take,
    take_alone,
)
from dialogue.matters.deadlines import wait_ends
from dialogue.matters.queries import outside
from dialogue.matters.queries.facts import facts, facts_for
from dialogue.matters.queries.sealed_words import sealed_body
from dialogue.matters.queries.supervision import seen_of
from dialogue.matters.recipients import unfit
from dialogue.matters.rules import (
    LONGEST,
    Facts,
    may_agree_to_reject,
    may_decide,
    may_open_sealed,
    may_seal,
    may_see,
    may_triage,
    needs_second_person,
    undecided,
)
from dialogue.matters.states import (
    ENDS,
    Kind,
    MatterState,
    Outcome,
    Redirection,
    Rejection,
    Step,
)
from dialogue.matters.tables import Matter, MatterEvent
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor

TITLE_MOST, RECEIVER_MOST = 200, 200


@dataclass(frozen=True, slots=True)
class Assignment:
    """What triage decides. field or topic, one of them; unit None: the one they belong to."""

    kind: Kind
    title: str
    field: int | None = None
    topic: int | None = None
    unit: int | None = None
    public: bool = True


async def assign(actor: Actor, matter: int, given: Assignment) -> None:
    """Hand it to the unit that answers. Raises Invalid by field, NotFound, Forbidden, Conflict."""
    found = await _to_triage(actor, matter, Step.ASSIGN)
    title = needed(given.title, "title", TITLE_MOST)
    due = await due_of(found)
    watched = matter in await seen_of(actor.ward, [matter])
    unit = await _unit(actor.ward, given)
    await standing_until(actor.ward, unit, due)
    values: dict[Any, Any] = {
        Matter.kind: given.kind.value,
        Matter.title: title,
        Matter.field: given.field,
        Matter.topic: given.topic,
        Matter.unit: unit,
        Matter.officer: None,
        Matter.public: given.public and not watched,  # it may tell of one clerk
        Matter.barred: "",
    }
    data = {"unit": unit, "due": due}
    async with DB.transaction():
        await take(by(actor), found, Step.ASSIGN, values=values, data=data)
        if watched:  # it was sealed at first, by mistake, and so kept from them
            await tell_supervision(actor.ward, matter)
        await note(actor.ward, Step.ASSIGN.value, matter)


async def redirect(
    actor: Actor, matter: int, receiver: str, why: Redirection, words: str = ""
) -> None:
    """Another body answers; it is named. words: what else the asker reads."""
    found = await _to_triage(actor, matter, Step.REDIRECT)
    receiver = needed(receiver, "receiver", RECEIVER_MOST)
    words = at_most(words, "words", REASON_MOST)
    await take_alone(
        by(actor),
        found,
        Step.REDIRECT,
        outcome=Outcome.NOT_OURS,
        values={Matter.receiver: receiver, Matter.reason: words},
        public_note=words,
        data={"receiver": receiver, "why": why.value},
    )


async def reject(actor: Actor, matter: int, why: Rejection, words: str = "") -> None:
    """Not dealt with. An insult is only proposed here: a second person agrees (`agree`)."""
    found = await _to_triage(actor, matter, Step.REJECT)
    words = at_most(words, "words", REASON_MOST)
    if needs_second_person(why):
        data = {"why": why.value}
        await take_alone(by(actor), found, Step.PROPOSE_REJECTION, reason=words, data=data)
        return
    await _reject(by(actor), found, why, words, {})


async def agree(actor: Actor, matter: int) -> None:
    """The second look at a proposed rejection says yes."""
    found, proposal = await _proposal(actor, matter, Step.REJECT)
    _decided(found)
    why = Rejection(json.loads(proposal["data"])["why"])
    await _reject(by(actor), found, why, "", {"proposed_by": proposal["staff"]})


async def disagree(actor: Actor, matter: int, reason: str) -> None:
    """The second look says no: it stays in triage; what is insulting is masked later."""
    found, _ = await _proposal(actor, matter, Step.KEEP)
    reason = needed(reason, "reason", REASON_MOST)
    await take_alone(by(actor), found, Step.KEEP, reason=reason)


async def merge(actor: Actor, matter: int, lead: int) -> None:
    """Same matter as `lead`: one answer, and every asker keeps an own code and verdict.

    What was merged into `matter` before goes along. Raises Invalid when `lead` cannot lead: what
    is finished has its verdicts, of other people; who asks later asks again (actions.repeats).
    """
    found = await _to_triage(actor, matter, Step.MERGE)
    public_id = await _fit_lead(actor, matter, lead)
    async with DB.transaction():
        # The lower id first, so that two merges that meet wait in line and not in a circle.
        if lead < matter:
            await _hold_lead(actor.ward, lead)
        await take(
            by(actor),
            found,
            Step.MERGE,
            outcome=Outcome.DUPLICATE,
            values={Matter.lead: lead},
            data={"lead": lead, "lead_public_id": public_id},
        )
        if lead > matter:
            await _hold_lead(actor.ward, lead)
        await Matter.update({Matter.lead: lead}).where(
            Matter.ward == actor.ward, Matter.lead == matter
        )
        await count_askers(actor.ward, lead)
        await note(actor.ward, Step.MERGE.value, matter, lead)


_NO_LEAD = frozenset({*ENDS, MatterState.SEALED, MatterState.WAITING_FOR_ASKER})


async def _fit_lead(actor: Actor, matter: int, lead: int) -> str:
    """Its public id. Raises NotFound, Invalid; what changes afterwards, _hold_lead sees."""
    await find(actor, lead)  # a hidden one leads no more than one that is not there
    row = (
        await Matter.select(Matter.state, Matter.lead, Matter.public_id, Matter.sensitive)
        .where(Matter.id == lead, Matter.ward == actor.ward)
        .first()
    )
    if row is None:
        raise NotFound(f"no matter {lead}")
    state = MatterState(row["state"])
    if lead == matter or row["lead"] is not None or state in _NO_LEAD:
        why = "finished-lead" if state in ENDS and row["lead"] is None else "unfit-lead"
        raise Invalid("cannot be merged into this one", lead=why)
    if row["sensitive"]:
        raise Invalid("nobody has decided yet whether it denounces", lead="undecided-lead")
    return str(row["public_id"])


async def _hold_lead(ward: int, lead: int) -> None:
    """Keep it fit to lead until the transaction ends. Raises Conflict when it no longer is."""
    held = (
        await Matter.update({Matter.lead: None})
        .where(
            Matter.id == lead,
            Matter.ward == ward,
            Matter.lead.is_null(),
            Matter.sensitive.eq(False),
            Matter.state.not_in(sorted(state.value for state in _NO_LEAD)),
        )
        .returning(Matter.id)
    )
    if not held:
        raise Conflict(f"matter {lead} cannot lead any more")


async def ask_back(actor: Actor, matter: int, question: str) -> None:
    """Ask the asker for one missing fact, once; the clock stops for five working days at most."""
    found = await to_triage(actor, matter, Step.ASK_BACK)
    if found.asked_back:
        raise Conflict("asked once already")
    question = needed(question, "question", REASON_MOST)
    calendar = await ward_queries.calendar(actor.ward)
    moment = clock.now()
    await take_alone(
        by(actor),
        found,
        Step.ASK_BACK,
        values={Matter.asked_back: True, Matter.waiting_since: moment},
        where=[Matter.asked_back == False],  # noqa: E712  SQL
        public_note=question,
        data={"until": wait_ends(calendar, clock.local_day(moment))},
    )


async def reply(ward: int, tracking: str, text: str) -> None:
    """The asker adds the missing fact by the tracking page. tracking: the code's hash."""
    row = (
        await Matter.select(Matter.id)
        .where(Matter.ward == ward, Matter.tracking == tracking)
        .first()
    )
    if row is None:
        raise NotFound("no such code")
    found = await facts(ward, row["id"])
    check(found, Step.REPLY)
    await _resume(ASKER, found, Step.REPLY, needed(text, "text", LONGEST))


async def stop_waiting(ward: int, matter: int) -> None:
    """The five working days are over without a reply: the clock goes on."""
    await _resume(SYSTEM, await facts(ward, matter), Step.TIME_OVER, "")


async def _resume(who: By, found: Facts, step: Step, text: str) -> None:
    again = await resumed(found)
    if not again.values:
        raise Conflict(f"matter {found.id} does not wait")
    async with DB.transaction():
        await take(who, found, step, values=again.values, public_note=text, data=again.said)
        await tell_board(found, again)
        await note(found.ward, step.value, found.id)


async def seal(actor: Actor, matter: int, reason: str = "") -> None:
    """Signs of a denunciation: out of every list at once, for the chairman and one officer.

    An earlier answer leaves the board too: it would name what is hidden.
    """
    found = await facts_for(actor, matter)
    require(may_see(actor, found) and may_seal(actor, found), "seal")
    check(found, Step.SEAL)
    await sealing.seal_all(by(actor), found, reason)


async def unseal(actor: Actor, matter: int, reason: str) -> None:
    """Sealed by mistake: back to triage, so that no lawful question is lost.

    What was public of it stands again as it did.
    """
    found = await facts_for(actor, matter)
    require(may_decide(actor), "unseal")
    check(found, Step.UNSEAL)
    reason = needed(reason, "reason", REASON_MOST)
    await sealing.unseal(by(actor), found, reason)
    await recompute(actor.ward)  # the calendar may have changed meanwhile


async def hand_over_sealed(actor: Actor, matter: int, recipient: str, reason: str = "") -> None:
    """Log that the competent body got it. Whoever is accused in it is never that body.

    What accuses one of the few goes to the ward's outside recipient, whatever was typed. Raises
    NoOutsideRecipient while none is set, Conflict, and Invalid for what is no body or is accused.
    """
    found = await facts_for(actor, matter)
    require(may_open_sealed(actor), "hand over")
    check(found, Step.HAND_OVER)
    if goes_outside(found.barred):
        recipient = (await outside.needed_recipient(actor.ward)).line
    else:
        recipient = needed(recipient, "recipient", RECEIVER_MOST)
        if why := unfit(recipient, await sealed_body(actor.ward, matter)):
            raise Invalid(f"cannot be handed over: {why}", recipient=why)
    async with DB.transaction():
        await take(
            by(actor),
            found,
            Step.HAND_OVER,
            outcome=Outcome.SEPARATE,
            values={Matter.sealed_recipient: recipient},
            reason=reason,
        )
        await vault.put_away(actor.ward, matter)
        await note(actor.ward, Step.HAND_OVER.value, matter)


async def to_triage(actor: Actor, matter: int, step: Step) -> Facts:
    """Raises NotFound, Forbidden, Conflict."""
    found = await facts_for(actor, matter)
    require(may_triage(actor) and may_see(actor, found), step)
    check(found, step)
    return found


async def _to_triage(actor: Actor, matter: int, step: Step) -> Facts:
    """As to_triage, for what nobody does before a person has looked. Raises Undecided too."""
    found = await to_triage(actor, matter, step)
    _decided(found)
    return found


def _decided(found: Facts) -> None:
    if undecided(found):
        raise Undecided(f"nobody has decided yet whether matter {found.id} denounces")


async def _unit(ward: int, given: Assignment) -> int:
    """The unit that answers. Raises Invalid, NotFound."""
    if (given.field is None) == (given.topic is None):
        raise Invalid("a field or a topic", field="one")
    if given.field is not None:
        own = int((await ward_queries.field(ward, given.field)).unit)
    else:
        found = [card for card in await ward_queries.topics(ward) if card.id == given.topic]
        if not found:
            raise NotFound(f"no topic {given.topic}")
        own = found[0].unit
    if given.unit is None:
        return own
    if given.unit not in {card.id for card in await ward_queries.units(ward)}:
        raise NotFound(f"no unit {given.unit}")
    return given.unit


async def _reject(
    who: By, found: Facts, why: Rejection, words: str, data: dict[str, object]
) -> None:
    await take_alone(
        who,
        found,
        Step.REJECT,
        outcome=Outcome.NOT_ACCEPTED,
        values={Matter.reason: words},
        public_note=words,
        data={"why": why.value, **data},
    )


async def _proposal(actor: Actor, matter: int, step: Step) -> tuple[Facts, dict[str, Any]]:
    """The open proposal to reject. Raises Forbidden for the proposer and whoever is no head."""
    found = await facts_for(actor, matter)
    check(found, step)
    proposal = await open_proposal(actor.ward, matter)
    if proposal is None:
        require(may_agree_to_reject(actor, 0), step)
        raise Conflict("nobody proposed to reject it")
    if not may_agree_to_reject(actor, proposal["staff"]):
        raise Forbidden(step)
    return found, proposal


async def open_proposal(ward: int, matter: int) -> dict[str, Any] | None:
    """staff and data of the proposal to reject that nobody has looked at yet."""
    steps = [step.value for step in (Step.PROPOSE_REJECTION, Step.KEEP, Step.REJECT)]
    row = (
        await MatterEvent.select(MatterEvent.step, MatterEvent.staff, MatterEvent.data)
        .where(
            MatterEvent.ward == ward, MatterEvent.matter == matter, MatterEvent.step.is_in(steps)
        )
        .order_by(MatterEvent.id, ascending=False)
        .first()
    )
    return row if row and row["step"] == Step.PROPOSE_REJECTION.value else None
