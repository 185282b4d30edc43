"""Reads of what leaves the house."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dialogue.core.errors import NotFound
from dialogue.outbox.states import MessageState
from dialogue.outbox.tables import OutMessage


async def written_since(receiver: str, kind: str, moment: datetime) -> int:
    """How many messages of a kind this receiver was written, of all wards."""
    return int(
        await OutMessage.count().where(
            OutMessage.receiver == receiver, OutMessage.kind == kind, OutMessage.made_at > moment
        )
    )


async def ahead(receiver: str, kind: str, message: int, moment: datetime) -> int:
    """How many messages of a kind this receiver was sent since, or will be before this one; of
    all wards. What was dropped or given up has never left.
    """
    waiting = OutMessage.state == MessageState.WAITING.value
    left = OutMessage.state.is_in([MessageState.SENT.value, MessageState.REFUSED.value])
    return int(
        await OutMessage.count().where(
            OutMessage.receiver == receiver,
            OutMessage.kind == kind,
            OutMessage.made_at > moment,
            left | (waiting & (OutMessage.id < message)),
        )
    )


@dataclass(frozen=True, slots=True)
class MessageCard:
    """A line of the delivery log. said: why not yet, or never. next_at: of one that waits."""

    id: int
    message_id: str
    data: Mapping[str, Any]
    state: MessageState
    attempts: int
    said: str
    made_at: datetime
    next_at: datetime | None
    ended_at: datetime | None


async def log(ward: int, kind: str, receiver: str, before: int, limit: int) -> list[MessageCard]:
    """The newest first. before: the id of the last one of the page before."""
    columns = [getattr(OutMessage, name) for name in MessageCard.__slots__]
    rows = (
        await OutMessage.select(*columns)
        .where(
            OutMessage.ward == ward,
            OutMessage.kind == kind,
            OutMessage.receiver == receiver,
            OutMessage.id < before,
        )
        .order_by(OutMessage.id, ascending=False)
        .limit(limit)
    )
    return [_card(row) for row in rows]


def _card(row: dict[str, Any]) -> MessageCard:
    read = {"data": json.loads(row["data"]), "state": MessageState(row["state"])}
    return MessageCard(**row | read)


async def failing_since(ward: int, kind: str, receiver: str) -> datetime | None:
    """When the oldest message was made that was tried and still waits: of those made since one
    arrived. An older one in its gap, or refused for what it says, is no sign of failing.
    """
    its = (OutMessage.ward == ward) & (OutMessage.kind == kind) & (OutMessage.receiver == receiver)
    arrived = (
        await OutMessage.select(OutMessage.ended_at)
        .where(its, OutMessage.state == MessageState.SENT.value)
        .order_by(OutMessage.ended_at, ascending=False)
        .first()
    )
    waits = (OutMessage.state == MessageState.WAITING.value) & (OutMessage.attempts > 0)
    row = (
        await OutMessage.select(OutMessage.made_at)
        .where(its, waits, *([OutMessage.made_at > arrived["ended_at"]] if arrived else []))
        .order_by(OutMessage.made_at)
        .first()
    )
    return None if row is None else row["made_at"]


async def made_at(ward: int, message: int) -> datetime:
    """Raises NotFound."""
    mine = (OutMessage.ward == ward) & (OutMessage.id == message)
    row = await OutMessage.select(OutMessage.made_at).where(mine).first()
    if row is None:
        raise NotFound(f"no message {message}")
    moment: datetime = row["made_at"]
    return moment
