"""The same question asked again: a keeper confirms it, and the answer says what changed."""

from __future__ import annotations

from dialogue.core import clock
from dialogue.core.changes import note
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Invalid
from dialogue.matters import repeats
from dialogue.matters.actions.looking import find
from dialogue.matters.actions.steps import by, needed, record, require
from dialogue.matters.queries.askings import (
    earlier_askings,
    may_be_earlier,
    thresholds,
)
from dialogue.matters.queries.facts import facts_for
from dialogue.matters.queries.series import said_since_last, series_of
from dialogue.matters.rules import SEALED, Facts, may_draft, may_see, may_triage
from dialogue.matters.states import MatterState, Step
from dialogue.matters.tables import Matter, SinceLast
from dialogue.ward.rules import Actor


async def confirm_same(actor: Actor, matter: int, earlier: int) -> None:
    """The keeper has compared them: `matter` asks what `earlier` asked before.

    Whatever was confirmed as the same as `matter` goes along; again does nothing. Raises
    Forbidden, NotFound, Conflict for what is sealed; Invalid when `earlier` came later or was
    never answered.
    """
    found = await _kept(actor, matter)
    await find(actor, earlier)
    first = await may_be_earlier(actor.ward, matter, earlier)
    if first is None:
        raise Invalid("not an answered matter that came before", earlier="unfit")
    if first in {row["id"] for row in await series_of(actor.ward, matter)}:
        return
    async with DB.transaction():
        await Matter.update({Matter.again_of: first}).where(
            Matter.ward == actor.ward, (Matter.id == matter) | (Matter.again_of == matter)
        )
        data = {"earlier": earlier, "first": first}
        await record(by(actor), found, Step.SAME_QUESTION, found.state, data=data)
        await note(actor.ward, Step.SAME_QUESTION.value, matter, first)


async def undo_same(actor: Actor, matter: int) -> None:
    """It was another question after all. Raises Conflict when nobody said that it was the same."""
    found = await _kept(actor, matter)
    async with DB.transaction():
        undone = (
            await Matter.update({Matter.again_of: None})
            .where(Matter.id == matter, Matter.ward == actor.ward, Matter.again_of.is_not_null())
            .returning(Matter.id)
        )
        if not undone:
            raise Conflict(f"matter {matter} is the same as no other")
        await record(by(actor), found, Step.NOT_SAME, found.state, data={})
        await note(actor.ward, Step.NOT_SAME.value, matter)


async def _kept(actor: Actor, matter: int) -> Facts:
    found = await facts_for(actor, matter)
    require(may_triage(actor) and may_see(actor, found), "compare")
    if found.state in SEALED:
        raise Conflict("what is sealed is compared with nothing")
    return found


async def say_since_last(actor: Actor, matter: int, text: str) -> None:
    """What changed since the last answer, beside the draft; each word is kept, the newest holds.

    The same text again is not written twice. Raises Invalid, Forbidden, Conflict.
    """
    found = await facts_for(actor, matter)
    require(may_see(actor, found) and may_draft(actor, found), "draft")
    if found.state is not MatterState.DRAFTING:
        raise Conflict(f"matter {matter} is {found.state}")
    text = needed(text, "changed")
    if text == await said_since_last(actor.ward, matter, found.round):
        return
    async with DB.transaction():
        await SinceLast.insert(
            SinceLast(
                ward=actor.ward,
                matter=matter,
                round=found.round,
                text=text,
                author=actor.staff,
                at=clock.now(),
            )
        )
        await record(by(actor), found, Step.SINCE_LAST, found.state, data={})
        await note(actor.ward, Step.SINCE_LAST.value, matter)


async def require_said(found: Facts) -> None:
    """The guard of an answer to what was asked before. Raises Invalid."""
    again = await earlier_askings(found.ward, found.id)
    if again.last is None or not repeats.must_tell(again.count, await thresholds(found.ward)):
        return
    if not await said_since_last(found.ward, found.id, found.round):
        raise Invalid("it was asked before: what has changed?", changed="since-last")
