"""Names and contacts are kept no longer than they are needed, and erased when an asker says so."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from dialogue.core import clock
from dialogue.core.changes import note
from dialogue.core.database import DB
from dialogue.core.errors import NotFound
from dialogue.matters.actions.steps import ASKER, SYSTEM, By, record
from dialogue.matters.mail_tables import MailConsent
from dialogue.matters.queries.facts import facts
from dialogue.matters.states import ENDS, Step
from dialogue.matters.tables import Matter
from dialogue.ward import queries as ward_queries

ERASED: dict[Any, Any] = {
    Matter.contact_key: "",
    Matter.asker_name: "",
    Matter.contact: "",
    Matter.names_allowed: False,
}


async def erase_contact(tracking: str) -> None:
    """By the hash of the tracking code: the consent is withdrawn. Raises NotFound.

    The answer and the figures stay; what is left of the words is the published, masked copy.
    """
    row = await Matter.select(Matter.id, Matter.ward).where(Matter.tracking == tracking).first()
    if row is None:
        raise NotFound("no such code")
    await _erase(ASKER, row["ward"], row["id"])


async def erase_old_contacts() -> int:
    """A daily job: after the time of PDP-RETAIN-CONTACT since the matter ended. How many."""
    moment, erased = clock.now(), 0
    for ward in await ward_queries.wards():
        rule = await ward_queries.rule(ward.id, "PDP-RETAIN-CONTACT", clock.local_day(moment))
        if rule is not None:
            erased += await _erase_before(ward.id, moment - timedelta(days=int(rule.value)))
    return erased


async def _erase_before(ward: int, moment: datetime) -> int:
    rows = (
        await Matter.select(Matter.id)
        .where(
            Matter.ward == ward,
            Matter.contact_key != "",
            Matter.state.is_in(sorted(state.value for state in ENDS)),
            Matter.closed_at < moment,
        )
        .order_by(Matter.id)
    )
    for row in rows:
        await _erase(SYSTEM, ward, row["id"])
    return len(rows)


async def _erase(who: By, ward: int, matter: int) -> None:
    """Once: erasing again does nothing and writes no second line."""
    found = await facts(ward, matter)
    async with DB.transaction():
        erased = (
            await Matter.update(ERASED)
            .where(Matter.id == matter, Matter.ward == ward, Matter.contact_key != "")
            .returning(Matter.id)
        )
        if erased:
            await MailConsent.delete().where(MailConsent.matter == matter, MailConsent.ward == ward)
            await record(who, found, Step.ERASE_CONTACT, found.state, data={})
            await note(ward, Step.ERASE_CONTACT.value, matter)
