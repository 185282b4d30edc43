"""The ward says who outside is given what accuses one of the few."""

from __future__ import annotations

from datetime import date

from dialogue.core import audit, clock
from dialogue.core.changes import note
from dialogue.core.database import DB
from dialogue.core.errors import Forbidden, Invalid
from dialogue.matters.actions.steps import needed
from dialogue.matters.tables import OutsideRecipient
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role

NAME_MOST, BODY_MOST, ADDRESS_MOST = 80, 110, 200


async def set_recipient(actor: Actor, name: str, body: str, address: str, since: date) -> None:
    """From this day on; earlier ones stay in the record. Raises Forbidden, Invalid by field."""
    if not actor.has(Role.CHAIRMAN, Role.KEEPER):
        raise Forbidden("the chairman or the keeper of the system says who outside is given it")
    name = needed(name, "name", NAME_MOST)
    body = needed(body, "body", BODY_MOST)
    address = needed(address, "address", ADDRESS_MOST)
    if since < clock.local_day(clock.now()):
        raise Invalid("what was handed over stays with whom it went to", since="past")
    after = {"name": name, "body": body, "address": address, "since": since.isoformat()}
    async with DB.transaction():
        (made,) = await OutsideRecipient.insert(
            OutsideRecipient(
                ward=actor.ward,
                name=name,
                body=body,
                address=address,
                since=since,
                staff=actor.staff,
                at=clock.now(),
            )
        )
        await audit.record(
            actor.ward, actor.staff, "set-outside", "outside-recipient", made["id"], after=after
        )
        await note(actor.ward, "settings", int(made["id"]))
