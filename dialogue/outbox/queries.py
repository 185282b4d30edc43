"""Reads of what leaves the house."""

from __future__ import annotations

from datetime import datetime

from dialogue.outbox.tables import OutMessage


async def written_since(receiver: str, kind: str, moment: datetime) -> int:
    """How many messages of a kind this receiver was written, of all wards."""
    return int(
        await OutMessage.count().where(
            OutMessage.receiver == receiver, OutMessage.kind == kind, OutMessage.made_at > moment
        )
    )
