"""An asker who left an address hears of each step of the own matter, in one letter each."""

from __future__ import annotations

from dialogue.core.keys import keys
from dialogue.matters.queries.asker_mail import addresses_of
from dialogue.matters.queries.journeys import TOLD
from dialogue.matters.states import Step
from dialogue.outbox.actions import put
from dialogue.outbox.addresses import receiver_of
from dialogue.outbox.smtp import MAIL

STEP = "step"  # the kind of letter
# What the asker does is no news to the asker; a mask is nobody's to be told of by mail.
OWN = {Step.RECEIVE, Step.REPLY, Step.VERDICT, Step.REOPEN, Step.ERASE_CONTACT, Step.COVER}
MAILED = TOLD.keys() - OWN - {Step.RETRACT, Step.ASKER_LEFT}


async def tell_askers(ward: int, matter: int, event: int, step: Step) -> None:
    """In the transaction of the step. The letter holds no word of question or answer: what may be
    said is looked up as it leaves, as the asker's own page then says it.
    """
    if step not in MAILED or not MAIL.offered:
        return
    for asker in await addresses_of(ward, matter):
        data = {"matter": asker.matter, "event": event, "of": matter}
        await put(ward, STEP, receiver_of(keys(), asker.address), data)
