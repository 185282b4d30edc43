"""Nothing from a phone is seen by the hall before somebody has read it."""

from __future__ import annotations

from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Invalid
from dialogue.matters.actions.steps import by
from dialogue.ward.rules import Actor
from meetings.conferences.actions.holding import (
    OPEN,
    draw_number,
    goes_apart,
    held,
    in_state_of,
    off_screen,
    opinion_row,
    set_apart,
    write,
)
from meetings.conferences.actions.holding import enter_register as enter
from meetings.conferences.actions.steps import record, require
from meetings.conferences.hall_tables import Opinion
from meetings.conferences.rules import may_prepare
from meetings.conferences.states import Hiding, OpinionState, Step

UNSETTLED = (OpinionState.WAITING, OpinionState.SHOWN, OpinionState.PICKED)


async def show(actor: Actor, number: int, which: int, version: int) -> None:
    """Projector and phones may show it. Words of a denunciation never are: they go apart.

    Raises NotFound, Forbidden, Conflict.
    """
    require(may_prepare(actor), "moderate")
    async with DB.transaction():
        card = await held(actor.ward, number, *OPEN)
        row = await opinion_row(card, which)
        if row["state"] == OpinionState.SHOWN.value:
            return
        in_state_of(row, (OpinionState.WAITING,))
        apart = goes_apart(row["words"])
        if apart and row["matter"] is None:
            await set_apart(card, row, by(actor))
        else:
            drawn = row["number"] or await draw_number(card)
            await write(row, version, {"state": OpinionState.SHOWN.value, "number": drawn})
        await record(card, Step.SHOW, actor, data={"opinion": which, "apart": apart})


async def hide(actor: Actor, number: int, which: int, version: int, why: Hiding) -> None:
    """Not in the hall. It is answered all the same, by the register, unless it asks nothing.

    Raises NotFound, Forbidden, Conflict.
    """
    require(may_prepare(actor), "moderate")
    async with DB.transaction():
        card = await held(actor.ward, number, *OPEN)
        row = await opinion_row(card, which)
        if row["state"] == OpinionState.NOT_SHOWN.value:
            return
        in_state_of(row, UNSETTLED)
        hidden: dict[str, object] = {
            "state": OpinionState.NOT_SHOWN.value,
            "reason": why.value,
            "position": None,
        }
        if why is not Hiding.EMPTY and row["matter"] is None:
            received = await enter(card, row, by(actor))
            hidden |= {"matter": received.id, "due": received.publish_due}
        if why is Hiding.SEPARATE:
            hidden["words"] = ""
        await write(row, version, hidden)
        await off_screen(card, which)
        await record(card, Step.NOT_SHOW, actor, reason=why.value, data={"opinion": which})


async def merge(actor: Actor, number: int, which: int, version: int, lead: int) -> None:
    """The same question: one answer for all who ask it. What was merged into it goes along.

    Raises NotFound, Forbidden, Conflict, Invalid: the other one cannot lead.
    """
    require(may_prepare(actor), "moderate")
    async with DB.transaction():
        card = await held(actor.ward, number, *OPEN)
        row = await opinion_row(card, which)
        first = await opinion_row(card, lead)
        if row["lead"] == lead:
            return
        in_state_of(row, UNSETTLED)
        if row["matter"] is not None:
            raise Conflict("it is in the register already")
        if lead == which or first["state"] not in {state.value for state in UNSETTLED}:
            raise Invalid("cannot lead", lead="unfit")
        merged = {"state": OpinionState.MERGED.value, "lead": lead, "position": None}
        await write(row, version, merged)
        await Opinion.update({Opinion.lead: lead}).where(
            Opinion.ward == card.ward, Opinion.lead == which
        )
        await off_screen(card, which)
        await record(card, Step.MERGE, actor, data={"opinion": which, "lead": lead})
