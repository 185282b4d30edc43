"""The only writers of stacks of paper slips. Their ratings go the way of all: surveys.actions.

Who entered a stack is in the log once, with the number of its slips; no rating knows its stack.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dialogue.core import audit
from dialogue.core.clock import now
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Forbidden, Invalid
from dialogue.core.keys import keys, lock
from dialogue.core.text import clean
from dialogue.ward.rules import Actor
from surveys.actions.ratings import rate
from surveys.paper.queries import PURPOSE, Stack, amount, same_file, stack
from surveys.paper.rules import (
    DOUBLE,
    MOST,
    MOST_ROWS,
    may_confirm,
    may_discard,
    may_enter,
    may_enter_again,
)
from surveys.paper.slips import Slip, settled
from surveys.paper.states import WAITING, Source, StackState
from surveys.paper.tables import PaperStack
from surveys.queries.counters import CounterCard
from surveys.rows import NewRating
from surveys.rules import Level, Series

LONGEST = 500  # letters of a reason


@dataclass(frozen=True, slots=True)
class NewStack:
    """key: 16 letters made with the form, so that a form sent twice is one stack. again: is it to
    be entered twice; None: the lot decides. digest: keyed, of a file's bytes.
    """

    key: str
    counter: CounterCard
    source: Source
    name: str
    slips: Sequence[Slip]
    again: bool | None = None
    digest: str | None = None


async def enter(actor: Actor, new: NewStack) -> Stack:
    """Counted at once, unless it is drawn to be entered again; what comes from a file waits to be
    confirmed. Raises Forbidden; Invalid(slips=…): missing, too-many, no-rule.
    """
    _check(may_enter(actor) and new.counter.ward == actor.ward)
    from_file = new.source is Source.FILE
    if not new.slips:
        raise Invalid("no slip", slips="missing")
    if len(new.slips) > await amount(actor.ward, MOST_ROWS if from_file else MOST):
        raise Invalid("too many slips", slips="too-many")
    drawn = not from_file and await _drawn(actor.ward, new)
    async with DB.transaction():
        made = await (
            PaperStack.insert(_row(actor, new, drawn=drawn))
            .on_conflict(action="DO NOTHING")
            .returning(PaperStack.id)
        )
        if not made:  # the form came twice
            return await stack(actor, new.key)
        if not from_file:
            await _record(actor, "enter-paper-stack", new.counter, new.slips)
        if not (from_file or drawn):
            await _count(await stack(actor, new.key), new.slips)
    return await stack(actor, new.key)


async def _drawn(ward: int, new: NewStack) -> bool:
    """Only when it is sent, so that nobody knows while typing."""
    if new.again is not None:
        return new.again
    return secrets.randbelow(100) < await amount(ward, DOUBLE)


def _row(actor: Actor, new: NewStack, *, drawn: bool) -> PaperStack:
    state = StackState.READY if new.source is Source.FILE else StackState.SECOND
    sizes = _sizes(new.slips)
    return PaperStack(
        public_id=new.key,
        ward=actor.ward,
        counter=new.counter.id,
        source=new.source.value,
        name=clean(new.name),
        state=state.value,
        first=_locked(new.slips),
        drawn=drawn,
        digest=new.digest,
        staff=actor.staff,
        entered_at=now(),
        slips=sizes["slips"],
        spoiled=sizes["spoiled"],
    )


async def bring_in(actor: Actor, new: NewStack) -> Stack:
    """From a file. The same file again is the same stack, whatever became of it."""
    if new.digest and (known := await same_file(actor.ward, new.digest)):
        return await stack(actor, known)
    return await enter(actor, new)


async def confirm(actor: Actor, public_id: str) -> None:
    """Raises Forbidden, NotFound; Conflict when it was counted or discarded already."""
    known = await stack(actor, public_id)
    if known.state is not StackState.READY:
        raise Conflict("it does not wait to be confirmed")
    _check(may_confirm(actor, known.staff))
    async with DB.transaction():
        await _count(known, known.first)
        await _record(actor, "import-paper-stack", known.counter, known.first)


async def enter_again(actor: Actor, public_id: str, slips: Sequence[Slip]) -> None:
    """By a second person: counted when all is the same, else it waits for a decision.

    Raises Forbidden (for the first person too), NotFound, Conflict, Invalid(slips=missing).
    """
    known = await stack(actor, public_id)
    _check(may_enter_again(actor, known.staff))
    if known.state is not StackState.SECOND:
        raise Conflict("it does not wait to be entered again")
    if not slips:
        raise Invalid("no slip", slips="missing")
    async with DB.transaction():
        if tuple(slips) == known.first:
            await _count(known, slips, second_staff=actor.staff)
        else:
            await _move(
                known,
                StackState.DIFFERS,
                second=_locked(slips),
                second_staff=actor.staff,
            )
        await _record(actor, "enter-paper-again", known.counter, slips)


async def settle(actor: Actor, public_id: str, chosen: Mapping[int, str], reason: str) -> None:
    """What differs is decided with a reason, by anybody but who entered it first.

    chosen: as surveys.paper.slips.settled. Raises Forbidden, NotFound, Conflict, Invalid.
    """
    known = await stack(actor, public_id)
    _check(may_enter_again(actor, known.staff))
    if known.state is not StackState.DIFFERS:
        raise Conflict("there is nothing to decide")
    slips = settled(known.first, known.second, chosen)
    why = _reason(reason)
    different = len(known.differences)
    async with DB.transaction():
        await _count(known, slips, different=different, settled_by=actor.staff, reason=why)
        after = {"different": different, "why_settled": why}
        await _record(actor, "settle-paper-stack", known.counter, slips, after)


async def discard(actor: Actor, public_id: str, reason: str) -> None:
    """Nothing of it counts. Raises Forbidden, NotFound, Invalid; Conflict when it is counted."""
    known = await stack(actor, public_id)
    why = _reason(reason)
    _check(may_discard(actor, known.staff))
    if known.state not in WAITING:
        raise Conflict("it does not wait")
    async with DB.transaction():
        await _move(
            known,
            StackState.DISCARDED,
            first="",
            second="",
            reason=why,
            digest=None,  # a file that was wrong may be brought again
            ended_at=now(),
        )
        after = {"why_settled": why}
        await _record(actor, "discard-paper-stack", known.counter, known.first, after)


# Counting


async def _count(known: Stack, slips: Sequence[Slip], **more: Any) -> None:
    """In the caller's transaction: the stack ends, its slips become ratings of today."""
    await _move(
        known,
        StackState.COUNTED,
        first="",
        second="",
        ended_at=now(),
        **_sizes(slips),
        **more,
    )
    await rate([_rating(known.counter, slip) for slip in slips if not slip.spoiled])


async def _move(known: Stack, state: StackState, **values: Any) -> None:
    """Raises Conflict when somebody else was quicker."""
    changed = await (
        PaperStack.update({"state": state.value} | values)  # type: ignore[arg-type]
        .where(PaperStack.id == known.id, PaperStack.state == known.state.value)
        .returning(PaperStack.id)
    )
    if not changed:
        raise Conflict("the stack has gone on")


def _rating(card: CounterCard, slip: Slip) -> NewRating:
    """Nobody has its receipt, so nobody can change it."""
    fields = {each.code: each.id for each in card.fields}
    return NewRating(
        card,
        Level(slip.level),
        nonce=secrets.token_hex(32),
        body="",
        receipt=secrets.token_hex(16),
        field=fields.get(slip.field),
        reasons=slip.reasons,
        series=Series.STAFF,
    )


def _sizes(slips: Sequence[Slip]) -> dict[str, int]:
    spoiled = sum(slip.spoiled for slip in slips)
    return {"slips": len(slips) - spoiled, "spoiled": spoiled}


def _locked(slips: Sequence[Slip]) -> str:
    said = [(slip.level, slip.reasons, slip.field) for slip in slips]
    return lock(keys(), PURPOSE, json.dumps(said).encode())


def _reason(text: str) -> str:
    why = clean(text)
    if not why:
        raise Invalid("no reason", reason="missing")
    if len(why) > LONGEST:
        raise Invalid("too long a reason", reason="too-long")
    return why


def _check(allowed: bool) -> None:
    if not allowed:
        raise Forbidden("not this person's to do")


async def _record(
    actor: Actor,
    action: str,
    card: CounterCard,
    slips: Sequence[Slip],
    more: Mapping[str, object] | None = None,
) -> None:
    after = _sizes(slips) | dict(more or {})
    await audit.record(actor.ward, actor.staff, action, "counter", card.id, None, after)
