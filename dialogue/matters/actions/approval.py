"""The answer is checked, passed up, approved by a named leader; extended, moved elsewhere.

Who wrote, who checked and who approved are three people, or the record says which were one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dialogue.core import clock
from dialogue.core.changes import note
from dialogue.core.database import DB
from dialogue.core.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NeedsTask,
    NotFound,
    PersonalDataLeft,
)
from dialogue.matters.actions.clocks import columns, rule_days, verdict_due
from dialogue.matters.actions.personal_data import require_decided, undecided
from dialogue.matters.actions.public_copy import move_due
from dialogue.matters.actions.publishing import Approver, put_on_board
from dialogue.matters.actions.repeats import require_said
from dialogue.matters.actions.standing_units import due_of, standing_until
from dialogue.matters.actions.steps import at_most, by, check, needed, require, take, take_alone
from dialogue.matters.actions.stopping import judged, newest_draft, stopped
from dialogue.matters.deadlines import EXTENSION, Basis, dates, read_basis, with_calendar
from dialogue.matters.queries.drafts import DraftVersion, checker, latest_draft
from dialogue.matters.queries.facts import facts_for
from dialogue.matters.queries.tasks import has_task
from dialogue.matters.rules import (
    Facts,
    may_approve,
    may_approve_now,
    may_check,
    may_extend,
    may_move,
    may_propose_extension,
    may_see,
)
from dialogue.matters.states import MatterState, Step
from dialogue.matters.tables import Approval, Matter
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role

# Remarks of an approval, joined by commas: one person did two things. Pages have the words.
DRAFTER_CHECKED = "drafter-checked"
DRAFTER_APPROVED = "drafter-approved"
CHECKER_APPROVED = "checker-approved"
TASK_LEFT, PERSONAL_DATA_LEFT = "task", "personal-data"  # what a leader is left to decide


@dataclass(frozen=True, slots=True)
class Passed:
    """checker: who passed it up. remark: codes above. reason: the leader's, for a poor answer."""

    checker: int | None
    remark: str
    reason: str


async def return_draft(actor: Actor, matter: int, comment: str) -> None:
    """Back to the drafter, from the check or from the leader. The comment is for staff."""
    found = await facts_for(actor, matter)
    if found.state is MatterState.CHECKING:
        require(may_check(actor, found), "return")
    else:
        require(may_see(actor, found) and may_approve_now(actor, found), "return")
    check(found, Step.RETURN)
    comment = needed(comment, "comment")
    await take_alone(by(actor), found, Step.RETURN, reason=comment)


async def pass_up(
    actor: Actor,
    matter: int,
    leader: int,
    reason: str = "",
    *,
    own: bool = False,
    leave: bool = False,
) -> None:
    """To the leader who answers for it. reason: needed when the program finds the text poor.

    own: the drafter checks the own text and knows that another head could. leave: what keeps it
    from being approved is left to the leader. Raises Invalid where one is needed and not given.
    """
    found = await facts_for(actor, matter)
    require(may_check(actor, found), "pass up")
    check(found, Step.PASS_UP)
    draft = await newest_draft(found)
    await require_said(found)
    seen = await judged(found, draft)
    reason = at_most(reason, "reason")
    if not (seen.enough or reason):
        raise Invalid("a poor answer needs a reason", reason="required")
    if not seen.enough and draft.author == actor.staff and await another_checks(actor, found.unit):
        raise Invalid("another head passes a poor answer of one's own", own="second")
    await _check_leader(found, leader)
    data: dict[str, object] = {"leader": leader, "version": draft.version, "score": seen.score}
    data |= await _noted(actor, found, draft, own=own, leave=leave)
    values: dict[Any, Any] = {Matter.leader: leader}
    await take_alone(by(actor), found, Step.PASS_UP, values=values, reason=reason, data=data)


async def approve(
    actor: Actor, matter: int, version: int | None = None, reason: str = ""
) -> int | None:
    """Publish the answer, or send it to the asker alone. The number on the board, if any.

    version: the draft that the leader read; another one by now is a Conflict. reason: needed for a
    poor answer that no second person has passed yet. Raises PersonalDataLeft, NeedsTask, Invalid
    (a gap of a template is open, a reason is missing), Forbidden, Conflict.
    """
    found = await facts_for(actor, matter)
    require(may_see(actor, found) and may_approve_now(actor, found), "approve")
    check(found, Step.APPROVE)
    draft = await newest_draft(found)
    if version is not None and version != draft.version:
        raise Conflict(f"version {draft.version} is not the one that was read")
    reason = at_most(reason, "reason")
    await _guards(found, draft)
    remark, checked_by = await _separation(actor, found, draft)
    if not reason and await needs_reason(found, draft):
        raise Invalid("a poor answer that nobody else has passed needs a reason", reason="required")
    async with DB.transaction():
        number = await _approve(actor, found, draft, Passed(checked_by, remark, reason))
    return number  # noqa: RET504  mypy: a transaction might end early


async def ready_to_approve(actor: Actor, matter: int) -> DraftVersion | None:
    """The draft that one click of this leader publishes; None while something is to be decided,
    opened or filled in first, or somebody else is waited for. Raises NotFound.
    """
    found = await facts_for(actor, matter)
    if found.state is not MatterState.APPROVING or not may_see(actor, found):
        return None
    draft = await latest_draft(found)
    if draft is None or not may_approve_now(actor, found):
        return None
    try:
        await _guards(found, draft)
        await _separation(actor, found, draft)
        if await needs_reason(found, draft):
            return None
    except (Invalid, NeedsTask, PersonalDataLeft, Forbidden):
        return None
    return draft


async def needs_reason(found: Facts, draft: DraftVersion) -> bool:
    """Is it a poor answer that only its own drafter has passed so far?"""
    return await checker(found) == draft.author and not (await judged(found, draft)).enough


async def _approve(actor: Actor, found: Facts, draft: DraftVersion, passed: Passed) -> int | None:
    moment = clock.now()
    new = MatterState.PUBLISHED if found.public else MatterState.ANSWERED
    due = await verdict_due(actor.ward, moment)
    values: dict[Any, Any] = {Matter.leader: actor.staff, Matter.verdict_due: due}
    if not await _answered_before(found):
        values[Matter.answered_at] = moment
    data: dict[str, object] = {
        "version": draft.version,
        "name": actor.name,
        "title": actor.title,
        "remark": passed.remark,
        "verdict_due": due,
    }
    await take(
        by(actor), found, Step.APPROVE, new=new, values=values, reason=passed.reason, data=data
    )
    await Approval.insert(
        Approval(
            ward=actor.ward,
            matter=found.id,
            round=found.round,
            version=draft.version,
            drafter=draft.author,
            checker=passed.checker,
            approver=actor.staff,
            approver_name=actor.name,
            approver_title=actor.title,
            remark=passed.remark,
            at=moment,
        )
    )
    if new is MatterState.ANSWERED:
        await note(actor.ward, Step.APPROVE.value, found.id)
        return None
    approver = Approver(actor.name, actor.title)
    return await put_on_board(actor.ward, found.id, draft.text, draft.summary_en, approver)


async def propose_extension(actor: Actor, matter: int, days: int, reason: str) -> None:
    """The unit's head asks the leader for more time; nothing moves yet."""
    found = await facts_for(actor, matter)
    require(may_propose_extension(actor, found), "propose an extension")
    check(found, Step.PROPOSE_EXTENSION)
    reason = needed(reason, "reason")
    await _basis_to_extend(found, days)
    data = {"days": days}
    await take_alone(by(actor), found, Step.PROPOSE_EXTENSION, reason=reason, data=data)


async def extend(actor: Actor, matter: int, days: int, reason: str) -> date:
    """Move the last due date by working days, once, before it is due; the asker reads why."""
    found = await facts_for(actor, matter)
    require(may_see(actor, found) and may_extend(actor, found), "extend")
    check(found, Step.EXTEND)
    reason = needed(reason, "reason")
    basis, old = await _basis_to_extend(found, days)
    calendar = await ward_queries.calendar(actor.ward)
    basis = with_calendar(replace(basis, extended=days), calendar)
    made = dates(calendar, basis)
    new = made.due["publish"]
    if new is None:
        raise Conflict("no due date to extend")
    async with DB.transaction():
        await take(
            by(actor),
            found,
            Step.EXTEND,
            values=columns(basis, made) | {Matter.extended: True},
            where=[Matter.extended == False],  # noqa: E712  SQL
            public_note=reason,
            data={"days": days, "old": old, "new": new},
        )
        await move_due(found.ward, found.id, new)
        await note(found.ward, Step.EXTEND.value, found.id)
    return new


async def _basis_to_extend(found: Facts, days: int) -> tuple[Basis, date]:
    """What the date stands on, and the date. Raises Conflict, Invalid."""
    if found.extended:
        raise Conflict("extended once already")
    row = (
        await Matter.select(Matter.publish_due, Matter.clock_rules)
        .where(Matter.id == found.id, Matter.ward == found.ward)
        .first()
    )
    basis = read_basis(row["clock_rules"]) if row else None
    if row is None or basis is None or row["publish_due"] is None:
        raise Conflict("there is no due date to extend")
    today = clock.local_day(clock.now())
    if row["publish_due"] < today:
        raise Conflict("it is due already")
    most = await rule_days(found.ward, EXTENSION, today)
    if most is None or not 1 <= days <= most:
        raise Invalid(f"{days} days, at most {most}", days="number")
    return basis, row["publish_due"]


async def move_to_unit(actor: Actor, matter: int, unit: int, reason: str) -> None:
    """The chairman names another unit; the due date stays."""
    found = await facts_for(actor, matter)
    require(may_move(actor), "move")
    check(found, Step.MOVE)
    reason = needed(reason, "reason")
    if unit not in {card.id for card in await ward_queries.units(actor.ward)}:
        raise NotFound(f"no unit {unit}")
    await standing_until(actor.ward, unit, await due_of(found))
    if unit == found.unit:
        raise Invalid("it lies there already", unit="same")
    values: dict[Any, Any] = {Matter.unit: unit, Matter.officer: None, Matter.leader: None}
    data = {"unit": unit, "old_unit": found.unit}
    await take_alone(by(actor), found, Step.MOVE, values=values, reason=reason, data=data)


async def _guards(found: Facts, draft: DraftVersion) -> None:
    """What keeps an answer from going out. Raises Invalid, NeedsTask, PersonalDataLeft."""
    for stop in sorted(await stopped(found, draft)):
        raise Invalid(f"{stop} stops it", text=stop.value.replace("_", "-"))
    await require_said(found)
    if draft.promises and not await has_task(found.ward, found.id):
        raise NeedsTask(f"matter {found.id} promises something and has no task")
    if found.public:
        await require_decided(found.ward, found.id)


async def _answered_before(found: Facts) -> bool:
    row = (
        await Matter.select(Matter.answered_at)
        .where(Matter.id == found.id, Matter.ward == found.ward)
        .first()
    )
    return bool(row and row["answered_at"])


async def _check_leader(found: Facts, leader: int) -> None:
    """Raises NotFound for somebody unknown, Invalid for somebody who may not approve it."""
    named = await ward_queries.actor(found.ward, leader)
    if not may_approve(named, found):
        raise Invalid("may not approve this field", leader="unfit")


async def _noted(
    actor: Actor, found: Facts, draft: DraftVersion, *, own: bool, leave: bool
) -> dict[str, object]:
    """What the line of history says besides. Raises Invalid for a confirmation not given."""
    checks_own, left = draft.author == actor.staff, await _left(found, draft)
    missing = {
        "own": checks_own and not own and await another_checks(actor, found.unit),
        "leave": bool(left) and not leave,
    }
    if any(missing.values()):
        errors = {name: "confirm" for name, holds in missing.items() if holds}
        raise Invalid("passed up without a confirmation", **errors)
    noted: dict[str, object] = {"remark": DRAFTER_CHECKED} if checks_own else {}
    return noted | ({"left": left} if left else {})


async def another_checks(actor: Actor, unit: int | None) -> bool:
    """Does anybody else head this unit?"""
    heads = await ward_queries.holders(actor.ward, Role.UNIT_HEAD, Role.DIRECTOR, unit=unit)
    return any(card.id != actor.staff for card in heads)


async def _left(found: Facts, draft: DraftVersion) -> list[str]:
    """What people still have to do before it can be approved."""
    left = []
    if draft.promises and not await has_task(found.ward, found.id):
        left.append(TASK_LEFT)
    if found.public and await undecided(found.ward, found.id):
        left.append(PERSONAL_DATA_LEFT)
    return left


async def _separation(actor: Actor, found: Facts, draft: DraftVersion) -> tuple[str, int | None]:
    """The remark of the record, and who checked. Raises Forbidden for the drafter's own yes
    when somebody else could give it.
    """
    checked_by = await checker(found)
    remarks = []
    if checked_by == draft.author:
        remarks.append(DRAFTER_CHECKED)
    if actor.staff == draft.author:
        if await _others_who_approve(actor, found):
            raise Forbidden("another leader approves what this one wrote")
        remarks.append(DRAFTER_APPROVED)
    elif actor.staff == checked_by:
        remarks.append(CHECKER_APPROVED)
    return ",".join(remarks), checked_by


async def _others_who_approve(actor: Actor, found: Facts) -> bool:
    for card in await ward_queries.holders(found.ward, Role.CHAIRMAN, Role.DEPUTY):
        if card.id != actor.staff:
            other = await ward_queries.actor(found.ward, card.id)
            if may_approve(other, found):
                return True
    return False
