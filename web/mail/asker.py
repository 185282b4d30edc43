"""Letters to an asker: whether the address is the asker's own; then one step of the own matter
each, and where to read on.
"""

from __future__ import annotations

from datetime import timedelta

from dialogue.core.keys import keys
from dialogue.matters.actions.mail_consents import HEARS
from dialogue.matters.actions.mailing import ASK, STEP
from dialogue.matters.queries.asker_mail import AskerMail, address_now, step_for
from dialogue.matters.queries.journeys import Line
from dialogue.matters.queries.mail_consents import link_days, may_be_asked, stands
from dialogue.matters.queries.tracking import TrackingView
from dialogue.matters.states import Consent, MatterState
from dialogue.outbox.actions import Kind, Outgoing, register
from dialogue.outbox.adapters import Letter
from dialogue.outbox.addresses import receiver_of
from dialogue.outbox.links import Follower, no_token, yes_token
from dialogue.outbox.states import Way
from dialogue.ward import queries as wards
from web.english import unit_name
from web.history import told
from web.mail.making import made

ON_BOARD = frozenset({MatterState.PUBLISHED, MatterState.CLOSED, MatterState.CLOSED_FINAL})


PATH = "/theo-doi/cau-hoi"


def stop_path(follower: Follower) -> str:
    return f"{PATH}/{no_token(keys(), follower)}"


async def ask_letter(message: Outgoing) -> Letter | None:
    """None also where the address had its one letter already."""
    follower = Follower(message.ward, message.receiver)
    asked_at = await stands(follower, int(message.data["matter"]), Consent.ASKED)
    found = await _told(message)
    if asked_at is None or found is None:
        return None
    if not await may_be_asked(follower, ASK, message.id):
        return None
    asker, seen, _line = found
    days = await link_days(message.ward)
    return made(
        "ask_asker",
        asker.language,
        await wards.ward_by_id(message.ward),
        asker.address,
        link=f"{PATH}/dong-y/{yes_token(keys(), follower, asked_at + timedelta(days=days))}",
        received=seen.received_at,
        days=days,
    )


async def step_letter(message: Outgoing) -> Letter | None:
    """None when the address was erased or said no, or the asker's own page does not tell of the
    step.
    """
    follower = Follower(message.ward, message.receiver)
    found = await _told(message)
    if found is None or not await stands(follower, int(message.data["matter"]), Consent.LIVE):
        return None
    asker, seen, line = found
    ward = await wards.ward_by_id(message.ward)
    units = await wards.units(message.ward, past=True)
    return made(
        "step",
        asker.language,
        ward,
        asker.address,
        stop=stop_path(follower),
        what=lambda: told(line, {unit.id: unit_name(unit) for unit in units}).title,
        received=seen.received_at,
        due=seen.publish_due if seen.state not in ON_BOARD else None,
    )


async def _told(message: Outgoing) -> tuple[AskerMail, TrackingView, Line] | None:
    """The address that the message was written to, and the step, as the asker's own page has it."""
    data = message.data
    asker = await address_now(message.ward, int(data["matter"]))
    if asker is None or receiver_of(keys(), asker.address) != message.receiver:
        return None
    found = await step_for(message.ward, int(data["matter"]), int(data["event"]), int(data["of"]))
    return None if found is None else (asker, *found)


register(ASK, Kind(Way.MAIL, ask_letter, HEARS[ASK]))
register(STEP, Kind(Way.MAIL, step_letter, HEARS[STEP]))
