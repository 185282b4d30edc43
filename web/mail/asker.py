"""A letter to an asker: one step of the own matter, and where to read on."""

from __future__ import annotations

from dialogue.matters.actions.mailing import STEP
from dialogue.matters.queries.asker_mail import address_now, step_for
from dialogue.matters.states import MatterState
from dialogue.outbox.actions import Kind, Outgoing, register
from dialogue.outbox.adapters import Letter
from dialogue.outbox.states import Way
from dialogue.ward import queries as wards
from web.english import unit_name
from web.history import told
from web.mail.making import made

ON_BOARD = frozenset({MatterState.PUBLISHED, MatterState.CLOSED, MatterState.CLOSED_FINAL})


async def step_letter(message: Outgoing) -> Letter | None:
    """None when the address was erased, or the asker's own page does not tell of the step."""
    data = message.data
    asker = await address_now(message.ward, int(data["matter"]))
    found = await step_for(message.ward, int(data["matter"]), int(data["event"]), int(data["of"]))
    if asker is None or found is None:
        return None
    seen, line = found
    ward = await wards.ward_by_id(message.ward)
    units = await wards.units(message.ward, past=True)
    return made(
        "step",
        asker.language,
        ward,
        asker.address,
        what=lambda: told(line, {unit.id: unit_name(unit) for unit in units}).title,
        received=seen.received_at,
        due=seen.publish_due if seen.state not in ON_BOARD else None,
    )


register(STEP, Kind(Way.MAIL, step_letter))
