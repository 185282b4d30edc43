"""Reads of what addresses that askers left have said to letters."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from dialogue.core.clock import now
from dialogue.matters.mail_tables import MailConsent
from dialogue.matters.states import Consent
from dialogue.outbox import queries as outbox
from dialogue.outbox.links import Follower
from dialogue.ward.queries import amount

ONE_RULE, ONE_DAYS = "MAIL-ASK", 30
ASKS_RULE, ASKS = "FOL-ASKS", 3


async def link_days(ward: int) -> int:
    """So long an address that has not said yes gets no second letter, and the link is good."""
    return await amount(ward, ONE_RULE, ONE_DAYS)


async def has_said_yes(follower: Follower) -> bool:
    """To any matter of the ward."""
    return await MailConsent.exists().where(
        MailConsent.ward == follower.ward,
        MailConsent.receiver == follower.receiver,
        MailConsent.state == Consent.LIVE.value,
    )


async def stands(follower: Follower, matter: int, state: Consent) -> datetime | None:
    """When it was asked about this matter, where it has said this; else None."""
    row = (
        await MailConsent.select(MailConsent.asked_at)
        .where(
            MailConsent.ward == follower.ward,
            MailConsent.matter == matter,
            MailConsent.receiver == follower.receiver,
            MailConsent.state == state.value,
        )
        .first()
    )
    return None if row is None else row["asked_at"]


async def waits(follower: Follower) -> bool:
    """Is anything left to say yes to?"""
    return await MailConsent.exists().where(
        MailConsent.ward == follower.ward,
        MailConsent.receiver == follower.receiver,
        MailConsent.state == Consent.ASKED.value,
    )


async def may_be_asked(follower: Follower, kind: str, message: int) -> bool:
    """By the hash of the address, over all wards: one that never said yes is written once in the
    days of the rule, whoever types it; one that did, as often in a day as followers are.
    """
    live: Any = MailConsent.state == Consent.LIVE.value
    known = await MailConsent.exists().where(MailConsent.receiver == follower.receiver, live)
    most, days = 1, await link_days(follower.ward)
    if known:
        most, days = await amount(follower.ward, ASKS_RULE, ASKS), 1
    since = now() - timedelta(days=days)
    return await outbox.ahead(follower.receiver, kind, message, since) < most
