"""Reads of what leaves the house."""

from __future__ import annotations

from datetime import datetime

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
    all wards. What was dropped has never left.
    """
    waiting = OutMessage.state == MessageState.WAITING.value
    left = OutMessage.state.not_in([MessageState.WAITING.value, MessageState.DROPPED.value])
    return int(
        await OutMessage.count().where(
            OutMessage.receiver == receiver,
            OutMessage.kind == kind,
            OutMessage.made_at > moment,
            left | (waiting & (OutMessage.id < message)),
        )
    )
