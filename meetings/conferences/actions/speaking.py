"""The queue of speakers. A turn is when it began and how many seconds: nothing else can be lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogue.core.clock import now
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.core.keys import encrypt, keys, new_record_key
from dialogue.core.text import clean
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from meetings.conferences.actions.holding import Row, held, operation_of
from meetings.conferences.actions.steps import record, require
from meetings.conferences.hall_tables import Speaker
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.rules import may_prepare
from meetings.conferences.states import ConferenceState, SpeakerState, Step
from meetings.conferences.turns import MOST_SECONDS

NAME_MOST, ORGANISATION_MOST = 120, 200


async def queue_up(
    actor: Actor,
    number: int,
    operation: str,
    *,
    group: int | None = None,
    organisation: str = "",
    name: str = "",
) -> int:
    """A hand is raised. The speaker's id.

    Raises NotFound, Forbidden, Conflict, Invalid (also for another one under a known key).
    """
    require(may_prepare(actor), "keep the queue")
    organisation, name = clean(organisation), clean(name)
    _check(group, organisation, name)
    key = new_record_key(keys()) if name else ""
    async with DB.transaction():
        card = await held(actor.ward, number, ConferenceState.RUNNING)
        if group is not None:
            await ward_queries.group(card.ward, group)
        kept = operation_of(card, "speaker", operation)
        known = await Speaker.select().where(Speaker.operation == kept).first()
        if known is not None:
            if (known["group"], known["organisation"]) != (group, organisation):
                raise Invalid("another hand was raised under this key", group="known")
            return int(known["id"])
        made = Speaker(
            ward=card.ward,
            conference=card.id,
            operation=kept,
            group=group,
            organisation=organisation,
            name=encrypt(keys(), key, name) if name else "",
            key=key,
            queued_at=now(),
        )
        (row,) = await Speaker.insert(made)
        await record(card, Step.QUEUE, actor, data={"speaker": row["id"], "group": group})
    return int(row["id"])


def _check(group: int | None, organisation: str, name: str) -> None:
    if group is None and not organisation and not name:
        raise Invalid("who wants to speak", group="missing")
    if len(organisation) > ORGANISATION_MOST:
        raise Invalid("organisation too long", organisation="too-long")
    if len(name) > NAME_MOST:
        raise Invalid("name too long", name="too-long")


async def give_turn(actor: Actor, number: int, speaker: int, version: int) -> None:
    """Who spoke until now is done. Given twice it goes on. Raises NotFound, Conflict."""
    require(may_prepare(actor), "give turns")
    async with DB.transaction():
        card = await held(actor.ward, number, ConferenceState.RUNNING)
        row = await _row(card, speaker)
        if row["state"] == SpeakerState.SPEAKING.value:
            return
        await end_any(card)
        begun = {
            "state": SpeakerState.SPEAKING.value,
            "started_at": now(),
            "seconds": card.turn_minutes * 60,
        }
        await _write(row, version, SpeakerState.WAITING, begun)
        await record(card, Step.SPEAK, actor, data={"speaker": speaker})


async def give_time(actor: Actor, number: int, speaker: int, seconds: int, version: int) -> None:
    """seconds: of the whole turn, so that two presses give it once. Raises NotFound, Conflict."""
    require(may_prepare(actor), "give turns")
    if not 1 <= seconds <= MOST_SECONDS:
        raise Invalid("no such time", seconds="out-of-range")
    async with DB.transaction():
        card = await held(actor.ward, number, ConferenceState.RUNNING)
        row = await _row(card, speaker)
        if row["seconds"] == seconds:
            return
        await _write(row, version, SpeakerState.SPEAKING, {"seconds": seconds})
        told = {"speaker": speaker, "old": row["seconds"], "new": seconds}
        await record(card, Step.MORE_TIME, actor, data=told)


async def end_turn(actor: Actor, number: int, speaker: int, version: int) -> None:
    """Ended twice it stays ended. Raises NotFound, Conflict."""
    require(may_prepare(actor), "give turns")
    async with DB.transaction():
        card = await held(actor.ward, number, ConferenceState.RUNNING)
        row = await _row(card, speaker)
        if row["state"] == SpeakerState.DONE.value:
            return
        ended = {"state": SpeakerState.DONE.value, "ended_at": now()}
        await _write(row, version, SpeakerState.SPEAKING, ended)
        await record(card, Step.END_TURN, actor, data={"speaker": speaker})


async def leave_queue(actor: Actor, number: int, speaker: int, version: int) -> None:
    """Somebody gives the turn up. Raises NotFound, Conflict."""
    require(may_prepare(actor), "keep the queue")
    async with DB.transaction():
        card = await held(actor.ward, number, ConferenceState.RUNNING)
        row = await _row(card, speaker)
        if row["state"] == SpeakerState.LEFT.value:
            return
        left = {"state": SpeakerState.LEFT.value, "ended_at": now()}
        await _write(row, version, SpeakerState.WAITING, left)
        await record(card, Step.QUEUE, actor, data={"speaker": speaker, "left": True})


async def end_any(card: ConferenceCard) -> None:
    """Whoever speaks is done. In the caller's transaction."""
    await Speaker.update(
        {
            Speaker.state: SpeakerState.DONE.value,
            Speaker.ended_at: now(),
            Speaker.version: Speaker.version + 1,
        }
    ).where(
        Speaker.ward == card.ward,
        Speaker.conference == card.id,
        Speaker.state == SpeakerState.SPEAKING.value,
    )


async def _row(card: ConferenceCard, speaker: int) -> Row:
    row = (
        await Speaker.select()
        .where(Speaker.id == speaker, Speaker.ward == card.ward, Speaker.conference == card.id)
        .first()
    )
    if row is None:
        raise NotFound(f"no speaker {speaker}")
    return dict(row)


async def _write(row: Row, version: int, state: SpeakerState, values: Mapping[str, object]) -> None:
    """Only from this state and version. Raises Conflict."""
    changes: dict[Any, Any] = {getattr(Speaker, name): value for name, value in values.items()}
    done = (
        await Speaker.update({**changes, Speaker.version: version + 1})
        .where(Speaker.id == row["id"], Speaker.version == version, Speaker.state == state.value)
        .returning(Speaker.id)
    )
    if not done:
        raise Conflict("somebody else gave or ended this turn")
