"""An asker takes a question back before it is answered: by the code, with a reason or without.

Nothing is erased and nothing counts as solved: it has an outcome of its own. Where others asked
the same, it goes on for them; the last one who leaves ends it.
"""

from __future__ import annotations

from typing import Any

from dialogue.core import clock
from dialogue.core.changes import note
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, NotFound
from dialogue.matters.actions.clocks import resumed
from dialogue.matters.actions.steps import ASKER, SYSTEM, at_most, record, take
from dialogue.matters.queries.askers import askers_of
from dialogue.matters.queries.facts import facts
from dialogue.matters.rules import Facts, may_be_retracted
from dialogue.matters.states import MatterState, Outcome, Step
from dialogue.matters.tables import Matter


async def retract(tracking: str, reason: str = "") -> None:
    """By the hash of the tracking code; again does nothing. reason: staff read it.

    Raises NotFound, Invalid (a reason that is too long), Conflict once it is answered or ended.
    """
    asker = await _asker(tracking)
    if asker["retracted_at"] is not None:
        return
    reason = at_most(reason, "reason")
    async with DB.transaction():
        found = await _held(asker["ward"], asker["lead"] or asker["id"])
        await _leave(asker["ward"], asker["id"])
        left = await askers_of(found.ward, found.id)
        if asker["id"] != found.id:
            await _leave_lead(found, asker["id"], reason)
        if left:
            await _go_on(found, asker["id"], reason)
        else:
            await _end(found, asker["id"], reason)
        await note(found.ward, Step.RETRACT.value, found.id, asker["id"])


async def _asker(tracking: str) -> dict[str, Any]:
    row: dict[str, Any] | None = (
        await Matter.select(Matter.id, Matter.ward, Matter.lead, Matter.retracted_at)
        .where(Matter.tracking == tracking)
        .first()
    )
    if row is None:
        raise NotFound("no such code")
    return row


async def _held(ward: int, lead: int) -> Facts:
    """What is answered for this asker, ours until the transaction ends: two who leave at once
    come one after the other. Raises Conflict."""
    await Matter.update({Matter.round: 1}).where(
        Matter.id == lead, Matter.ward == ward, Matter.round == 1
    )
    found = await facts(ward, lead)
    if not may_be_retracted(found.state, found.round):
        raise Conflict(f"matter {lead} is {found.state} and not taken back any more")
    return found


async def _leave(ward: int, asker: int) -> None:
    """Raises Conflict for the second of two clicks."""
    left = (
        await Matter.update({Matter.retracted_at: clock.now()})
        .where(Matter.id == asker, Matter.ward == ward, Matter.retracted_at.is_null())
        .returning(Matter.id)
    )
    if not left:
        raise Conflict(f"matter {asker} was taken back already")


async def _leave_lead(found: Facts, asker: int, reason: str) -> None:
    """One whose matter was merged: that ends, and it is bound to the other no longer."""
    await take(
        ASKER,
        await facts(found.ward, asker),
        Step.RETRACT,
        outcome=Outcome.RETRACTED,
        values={Matter.lead: None},
        public_note=reason,
        data={"asker": asker, "lead": found.id},
    )


async def _go_on(found: Facts, asker: int, reason: str) -> None:
    data = {"asker": asker}
    await record(ASKER, found, Step.ASKER_LEFT, found.state, public_note=reason, data=data)


async def _end(found: Facts, asker: int, reason: str) -> None:
    """Nobody asks any more, and nobody is waited for."""
    own, again = asker == found.id, await resumed(found)
    await take(
        ASKER if own else SYSTEM,
        found,
        Step.RETRACT,
        new=MatterState.RETRACTED,
        outcome=Outcome.RETRACTED,
        values=again.values,
        where=[Matter.round == 1],
        public_note=reason if own else "",
        data={"asker": asker, **again.said},
    )
