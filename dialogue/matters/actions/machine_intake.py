"""How a question comes in that another system was asked: as if it had been asked here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dialogue.core.errors import Invalid
from dialogue.core.text import clean, is_reachable
from dialogue.matters.actions.intake import NewMatter, Received, receive_by_channel
from dialogue.matters.states import Source
from dialogue.ward import queries as wards
from dialogue.ward.machines.actions import record_call
from dialogue.ward.machines.queries import MachineCard, require
from dialogue.ward.machines.rules import Scope

CHANNEL_MOST = 60  # letters


@dataclass(frozen=True, slots=True)
class NewCalled:
    """channel: as the ward calls it, "1022". field: its code; empty: not known."""

    matter: NewMatter
    channel: str
    field: str = ""


async def receive_from_machine(machine: MachineCard, new: NewCalled) -> Received:
    """In the caller's transaction. Raises Forbidden, AlreadySent; Invalid by field."""
    require(machine, Scope.QUESTIONS)
    channel = clean(new.channel)
    if not channel or len(channel) > CHANNEL_MOST:
        raise Invalid("no channel", channel="too-long" if channel else "missing")
    if new.matter.contact and not is_reachable(new.matter.contact):
        raise Invalid("neither a number nor an address", contact="unreachable")
    field = await _field(machine.ward, new.field)
    bound = replace(new.matter, ward=machine.ward, field=field, source=Source.CHANNEL)
    received = await receive_by_channel(bound, channel)
    await record_call(machine, "send-machine-question", 1)
    return received


async def _field(ward: int, code: str) -> int | None:
    if not code:
        return None
    known = {card.code: card.id for card in await wards.fields(ward)}
    if code not in known:
        raise Invalid("no such field", field="unknown")
    return known[code]
