"""The asker's word on an answer: it closes the matter, or opens it again.

Several askers may share one answer (merged): each has an own verdict, the matter closes when all
have spoken or the time is over, and one who is not satisfied opens it for all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from dialogue.core import clock
from dialogue.core.changes import note
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.matters.actions.clocks import columns, restarted, rule_days
from dialogue.matters.actions.publishing import answer_version, mark_reopened, mark_verdict
from dialogue.matters.actions.steps import ASKER, SYSTEM, at_most, by, check, needed, require, take
from dialogue.matters.deadlines import RULES
from dialogue.matters.gaps import placeholders
from dialogue.matters.queries.askers import asker_count, askers_of
from dialogue.matters.queries.drafts import latest_draft
from dialogue.matters.queries.facts import facts, facts_for
from dialogue.matters.rules import (
    REOPENINGS,
    Facts,
    goes_to_chairman,
    may_approve,
    may_decide,
)
from dialogue.matters.states import MatterState, Outcome, Step, VerdictLevel
from dialogue.matters.tables import Matter, Verdict
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role

OUTCOME = {
    VerdictLevel.SATISFIED: Outcome.SATISFIED,
    VerdictLevel.PARTLY: Outcome.PARTLY,
    VerdictLevel.NOT: Outcome.NOT_SATISFIED,
}
REOPENINGS_RULE = "REO-CHAIR"
WORST_FIRST = (VerdictLevel.NOT, VerdictLevel.PARTLY, VerdictLevel.SATISFIED)


@dataclass(frozen=True, slots=True)
class Judged:
    """due: when the second answer comes, after reopening. chairman: a third time, he decides."""

    state: MatterState
    due: date | None = None
    chairman: bool = False


async def give_verdict(
    tracking: str, level: VerdictLevel, reason: str = "", reopens: bool = False
) -> Judged:
    """By the hash of the tracking code. Raises NotFound, Invalid, Conflict (once per answer).

    reopens: answer again; nothing to whoever is satisfied.
    """
    asker = await _asker(tracking)
    found = await facts(asker["ward"], asker["lead"] or asker["id"])
    check(found, Step.VERDICT)
    satisfied = level is VerdictLevel.SATISFIED
    reason = at_most(reason, "reason") if satisfied else needed(reason, "reason")
    async with DB.transaction():
        act = _reopen if reopens and not satisfied else _judge
        judged = await act(asker["id"], found, level, reason)
    return judged  # noqa: RET504  mypy: a transaction might end early


async def _judge(asker: int, found: Facts, level: VerdictLevel, reason: str) -> Judged:
    await _lock(found)
    given = await _given(found)
    all_spoke = len(given | {asker: level}) >= await asker_count(found.ward, found.id)
    worst = worst_of([*given.values(), level])
    new = MatterState.CLOSED if all_spoke else found.state
    await take(
        ASKER,
        found,
        Step.VERDICT,
        new=new,
        outcome=OUTCOME[worst] if all_spoke else Outcome.NONE,
        public_note=reason,
        data={"level": level.value, "asker": asker, "round": found.round},
    )
    await _keep(asker, found, level, reason, reopens=False)
    await _show(found, worst, new, Step.VERDICT)
    return Judged(new)


async def _show(found: Facts, level: VerdictLevel | None, new: MatterState, step: Step) -> None:
    """On the board when it is there; else only the change is noted. Last in the transaction."""
    await mark_verdict(found.ward, found.id, level, new)
    await note(found.ward, step.value, found.id)


async def _reopen(asker: int, found: Facts, level: VerdictLevel, reason: str) -> Judged:
    moment = clock.now()
    to_chairman = await _to_chairman(found, moment)
    data: dict[str, object] = {"level": level.value, "asker": asker, "round": found.round}
    data |= {"chairman": to_chairman} | await _superior(found)
    due = await _chairman_due(found.ward, moment) if to_chairman else None
    values: dict[Any, Any] = {Matter.publish_due: due} if to_chairman else {}
    await take(ASKER, found, Step.REOPEN, values=values, public_note=reason, data=data)
    await _keep(asker, found, level, reason, reopens=True)
    reopened = replace(found, state=MatterState.REOPENED)
    if not to_chairman:
        due = await _route(reopened, moment)
    await mark_reopened(found.ward, found.id, due)
    await note(found.ward, Step.REOPEN.value, found.id)
    new = MatterState.REOPENED if to_chairman else MatterState.DRAFTING
    return Judged(new, due, to_chairman)


async def _to_chairman(found: Facts, moment: datetime) -> bool:
    rule = await ward_queries.rule(found.ward, REOPENINGS_RULE, clock.local_day(moment))
    return goes_to_chairman(found.round, REOPENINGS if rule is None else int(rule.value))


async def _route(found: Facts, moment: datetime) -> date | None:
    """To the same unit and officer, with a fresh clock and a new round."""
    basis, made = await restarted(found.ward, moment)
    values: dict[Any, Any] = {Matter.round: found.round + 1, Matter.extended: False}
    values |= {Matter.verdict_due: None, Matter.draft_due: None, **columns(basis, made)}
    data = {"round": found.round + 1, "due": made.due["publish"]}
    await take(SYSTEM, found, Step.ROUTE, values=values, data=data)
    return made.due["publish"]


async def decide(actor: Actor, matter: int, words: str, invited_on: date | None = None) -> None:
    """The chairman's last word after a third reopening; the asker may be invited to talk.

    Raises NotFound, Forbidden, Conflict, Invalid (an open gap, a day that has passed).
    """
    found = await facts_for(actor, matter)
    require(may_decide(actor), "decide")
    check(found, Step.DECIDE)
    words = needed(words, "words", 12_000)
    if placeholders(words):
        raise Invalid("a gap of a template is open", words="gap")
    if invited_on is not None and invited_on < clock.local_day(clock.now()):
        raise Invalid("the day has passed", day="past")
    data = {"invited_on": invited_on, "name": actor.name, "title": actor.title}
    async with DB.transaction():
        await take(
            by(actor), found, Step.DECIDE, outcome=Outcome.FINAL, public_note=words, data=data
        )
        await _show(found, None, MatterState.CLOSED_FINAL, Step.DECIDE)


async def close_silent(ward: int, matter: int) -> None:
    """No more opinion until the last day: closed, never counted as satisfied. Raises Conflict.

    Where some of several askers have spoken, the least satisfied one says how it ended.
    """
    found = await facts(ward, matter)
    check(found, Step.SILENCE)
    async with DB.transaction():
        given = await _given(found)
        outcome = OUTCOME[worst_of(list(given.values()))] if given else Outcome.SILENT
        await take(
            SYSTEM,
            found,
            Step.SILENCE,
            outcome=outcome,
            where=[Matter.verdict_due < clock.local_day(clock.now())],
        )
        await _show(found, None, MatterState.CLOSED, Step.SILENCE)


def worst_of(levels: list[VerdictLevel]) -> VerdictLevel:
    """The least satisfied of several askers speaks for the matter."""
    return next(level for level in WORST_FIRST if level in levels)


async def _asker(tracking: str) -> dict[str, Any]:
    row = (
        await Matter.select(Matter.id, Matter.ward, Matter.lead, Matter.retracted_at)
        .where(Matter.tracking == tracking)
        .first()
    )
    if row is None:
        raise NotFound("no such code")
    if row["retracted_at"] is not None:
        raise Conflict("whoever took the question back judges no answer")
    return row


async def _lock(found: Facts) -> None:
    """On PostgreSQL two askers of one answer come one after the other from here on."""
    await Matter.update({Matter.round: found.round}).where(
        Matter.id == found.id, Matter.ward == found.ward, Matter.round == found.round
    )


async def _given(found: Facts) -> dict[int, VerdictLevel]:
    """By asker's matter, for the answer that stands now."""
    version = await answer_version(found.ward, found.id)
    rows = await Verdict.select(Verdict.matter, Verdict.level).where(
        Verdict.ward == found.ward,
        Verdict.matter.is_in(await askers_of(found.ward, found.id)),
        Verdict.round == found.round,
        Verdict.version == version,
    )
    return {row["matter"]: VerdictLevel(row["level"]) for row in rows}


async def _keep(
    asker: int, found: Facts, level: VerdictLevel, reason: str, *, reopens: bool
) -> None:
    """After the guarded UPDATE, so that one asker's two clicks come here one after the other."""
    if asker in await _given(found):
        raise Conflict("this answer was judged already")
    await Verdict.insert(
        Verdict(
            ward=found.ward,
            matter=asker,
            round=found.round,
            version=await answer_version(found.ward, found.id),
            level=level.value,
            reason=reason,
            reopens=reopens,
            at=clock.now(),
        )
    )


async def _superior(found: Facts) -> dict[str, object]:
    """Who is told beside the unit: the deputy in charge; the chairman if the head had written."""
    draft = await latest_draft(found)
    heads = await ward_queries.holders(found.ward, Role.UNIT_HEAD, Role.DIRECTOR, unit=found.unit)
    if draft is None or draft.author not in {card.id for card in heads}:
        for card in await ward_queries.holders(found.ward, Role.DEPUTY):
            if may_approve(await ward_queries.actor(found.ward, card.id), found):
                return {"superior": card.id, "superior_role": Role.DEPUTY.value}
    chairmen = await ward_queries.holders(found.ward, Role.CHAIRMAN)
    first = chairmen[0].id if chairmen else None
    return {"superior": first, "superior_role": Role.CHAIRMAN.value}


async def _chairman_due(ward: int, moment: datetime) -> date | None:
    """Ten working days, as for a first answer (process.md §2)."""
    on = clock.local_day(moment)
    days = await rule_days(ward, RULES["publish"], on)
    calendar = await ward_queries.calendar(ward)
    return None if days is None else calendar.add(on, days)
