"""The chair picks and orders what the hall asks; the rest gets a day for a written answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dialogue.core.clock import now
from dialogue.core.database import DB
from dialogue.core.errors import Conflict
from dialogue.ward.rules import Actor
from meetings.conferences.actions.holding import (
    OPEN,
    Row,
    draw_number,
    held,
    in_state_of,
    opinion_row,
    write,
)
from meetings.conferences.actions.settling import promise_written
from meetings.conferences.actions.steps import record, require
from meetings.conferences.hall_tables import Opinion
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.rules import may_chair
from meetings.conferences.states import OpinionSource, OpinionState, Outcome, Step
from meetings.conferences.turns import moved


async def pick(actor: Actor, number: int, which: int, version: int) -> None:
    """It is taken in the hall, after those picked before. Raises NotFound, Forbidden, Conflict."""
    require(may_chair(actor), "pick questions")
    async with DB.transaction():
        card = await held(actor.ward, number, *OPEN)
        row = await opinion_row(card, which)
        if row["state"] == OpinionState.PICKED.value:
            return
        in_state_of(row, (OpinionState.SHOWN,))
        last = max((each["position"] or 0 for each in await _picked(card)), default=0)
        values = {"state": OpinionState.PICKED.value, "position": last + 1}
        if row["number"] is None:  # sent ahead: it gets its number where it is taken
            values["number"] = await draw_number(card)
        await write(row, version, values)
        await record(card, Step.PICK, actor, data={"opinion": which})


async def put_back(actor: Actor, number: int, which: int, version: int) -> None:
    """Not picked after all. Raises NotFound, Forbidden, Conflict."""
    require(may_chair(actor), "pick questions")
    async with DB.transaction():
        card = await held(actor.ward, number, *OPEN)
        row = await opinion_row(card, which)
        if row["state"] == OpinionState.SHOWN.value:
            return
        in_state_of(row, (OpinionState.PICKED,))
        await write(row, version, {"state": OpinionState.SHOWN.value, "position": None})
        await record(card, Step.PICK, actor, data={"opinion": which, "back": True})


async def move(actor: Actor, number: int, which: int, seen: Sequence[int], *, up: bool) -> None:
    """One place up or down. seen: the ids in the order that the chair saw.

    Raises NotFound, Forbidden, Conflict: another order stands by now.
    """
    require(may_chair(actor), "order questions")
    async with DB.transaction():
        card = await held(actor.ward, number, *OPEN)
        rows = await _picked(card)
        order = [int(each["id"]) for each in rows]
        if which not in order or list(seen) != order:
            raise Conflict("the order is another one by now")
        for place, id_ in enumerate(moved(order, which, up=up), 1):
            await Opinion.update({Opinion.position: place}).where(
                Opinion.id == id_, Opinion.ward == card.ward
            )
        await record(card, Step.ORDER, actor, data={"opinion": which, "up": up})


async def answer_the_rest_in_writing(actor: Actor, number: int, seen: Collection[int]) -> int:
    """Every question that was shown and not picked gets the rule's date. How many.

    seen: ids of those that the chair had before them; what was let through since waits for them.
    What is spoken is taken as it comes and needs no picking. Raises Forbidden, Conflict.
    """
    require(may_chair(actor), "pick questions")
    async with DB.transaction():
        card = await held(actor.ward, number, *OPEN)
        rows = (
            await Opinion.select()
            .where(
                Opinion.ward == card.ward,
                Opinion.conference == card.id,
                Opinion.state == OpinionState.SHOWN.value,
                Opinion.source != OpinionSource.SPOKEN.value,
                Opinion.id.is_in(list(seen) or [0]),
            )
            .order_by(Opinion.id)
        )
        for row in rows:
            await leave_in_writing(card, row, actor)
        told = {"opinions": [row["id"] for row in rows]}
        await record(card, Step.PICK, actor, data={"in writing": told})
    return len(rows)


async def leave_in_writing(card: ConferenceCard, row: Row, actor: Actor) -> None:
    """One that came ahead is a matter already: it keeps its own date."""
    if row["matter"] is None:
        await promise_written(card, row, actor)
        return
    values = {
        "state": OpinionState.SETTLED.value,
        "outcome": Outcome.WRITTEN.value,
        "position": None,
        "settled_at": now(),
    }
    await write(row, row["version"], values)


async def _picked(card: ConferenceCard) -> list[Row]:
    rows: list[Row] = (
        await Opinion.select(Opinion.id, Opinion.position)
        .where(
            Opinion.ward == card.ward,
            Opinion.conference == card.id,
            Opinion.state == OpinionState.PICKED.value,
        )
        .order_by(Opinion.position, Opinion.id)
    )
    return rows
