"""The hall opens and closes. When it closes, each opinion has its outcome."""

from __future__ import annotations

from dialogue.core.clock import now
from dialogue.core.database import DB
from dialogue.matters.actions.steps import by
from dialogue.ward.rules import Actor
from meetings.conferences.actions.holding import Row, enter_register, held, write
from meetings.conferences.actions.picking import leave_in_writing
from meetings.conferences.actions.speaking import end_any
from meetings.conferences.actions.steps import change, in_state, record, require
from meetings.conferences.hall_tables import Opinion, Speaker
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.rules import may_prepare
from meetings.conferences.states import (
    ConferenceState,
    Hiding,
    OpinionSource,
    OpinionState,
    SpeakerState,
    Step,
)

# A check-list that is not done keeps nobody out; a hall closed too early opens again.
BEFORE = (
    ConferenceState.ANNOUNCED,
    ConferenceState.PREPARING,
    ConferenceState.READY,
    ConferenceState.MINUTES,
)


async def open_hall(actor: Actor, number: int) -> None:
    """Opened twice it is open. Raises NotFound, Forbidden, Conflict."""
    require(may_prepare(actor), "open the hall")
    async with DB.transaction():
        card = await in_state(actor.ward, number, *BEFORE, ConferenceState.RUNNING)
        if card.state is ConferenceState.RUNNING:
            return
        opened = {"opened_at": card.opened_at or now(), "closed_at": None}
        await change(card, {"state": ConferenceState.RUNNING.value, **opened})
        await record(card, Step.OPEN, actor, public=True)


async def close_hall(actor: Actor, number: int) -> None:
    """Whatever is open gets a written answer by the rule's date; nobody speaks any more.

    Closed twice it is closed. Raises NotFound, Forbidden, Conflict.
    """
    require(may_prepare(actor), "close the hall")
    async with DB.transaction():
        card = await held(actor.ward, number, ConferenceState.RUNNING, ConferenceState.MINUTES)
        if card.state is ConferenceState.MINUTES:
            return
        await end_any(card)
        await _send_home(card)
        for row in await _open_opinions(card):
            if row["state"] != OpinionState.WAITING.value:
                await leave_in_writing(card, row, actor)
            elif row["source"] != OpinionSource.AHEAD.value:  # that one is a matter already
                await _unread(card, row, actor)
        closed = {"state": ConferenceState.MINUTES.value, "closed_at": now(), "on_screen": None}
        await change(card, closed)
        await record(card, Step.CLOSE, actor, public=True)


async def _open_opinions(card: ConferenceCard) -> list[Row]:
    """Leads first: those merged go with them."""
    states = [OpinionState.WAITING, OpinionState.SHOWN, OpinionState.PICKED]
    rows: list[Row] = (
        await Opinion.select()
        .where(
            Opinion.ward == card.ward,
            Opinion.conference == card.id,
            Opinion.state.is_in([state.value for state in states]),
        )
        .order_by(Opinion.id)
    )
    return rows


async def _unread(card: ConferenceCard, row: Row, actor: Actor) -> None:
    """Nobody came to it: the register does."""
    values: dict[str, object] = {
        "state": OpinionState.NOT_SHOWN.value,
        "reason": Hiding.TIME.value,
    }
    if row["matter"] is None:
        received = await enter_register(card, row, by(actor))
        values |= {"matter": received.id, "due": received.publish_due}
    await write(row, row["version"], values)


async def _send_home(card: ConferenceCard) -> None:
    await Speaker.update(
        {
            Speaker.state: SpeakerState.LEFT.value,
            Speaker.ended_at: now(),
            Speaker.version: Speaker.version + 1,
        }
    ).where(
        Speaker.ward == card.ward,
        Speaker.conference == card.id,
        Speaker.state == SpeakerState.WAITING.value,
    )
