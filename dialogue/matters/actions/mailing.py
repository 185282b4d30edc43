"""An asker who left an address hears of each step of the own matter, in one letter each.

Anybody may type anybody's address: the first letter asks whether it was its owner, and until the
yes no other one goes there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dialogue.core.clock import now
from dialogue.core.keys import keys
from dialogue.matters.mail_tables import MailConsent
from dialogue.matters.queries.asker_mail import address_now, addresses_of
from dialogue.matters.queries.journeys import TOLD
from dialogue.matters.states import Consent, Step
from dialogue.outbox.actions import put
from dialogue.outbox.addresses import receiver_of
from dialogue.outbox.smtp import MAIL

STEP, ASK = "step", "ask-asker"  # kinds of letters
# What the asker does is no news to the asker; a mask is nobody's to be told of by mail.
OWN = {Step.RECEIVE, Step.REPLY, Step.VERDICT, Step.REOPEN, Step.ERASE_CONTACT, Step.COVER}
MAILED = TOLD.keys() - OWN - {Step.RETRACT, Step.ASKER_LEFT}


@dataclass(frozen=True, slots=True)
class StepNews:
    """matter: the asker's own. event: a line in the history of the matter `of`."""

    ward: int
    matter: int
    receiver: str
    event: int
    of: int

    @property
    def data(self) -> dict[str, int]:
        return {"matter": self.matter, "event": self.event, "of": self.of}


async def tell_askers(ward: int, matter: int, event: int, step: Step) -> None:
    """In the transaction of the step. The letter holds no word of question or answer: what may be
    said is looked up as it leaves, as the asker's own page then says it.
    """
    if step not in MAILED or not MAIL.offered:
        return
    for asker in await addresses_of(ward, matter):
        receiver = receiver_of(keys(), asker.address)
        await _tell(StepNews(ward, asker.matter, receiver, event, matter))


async def ask_late(news: StepNews) -> None:
    """For a letter about a step that is older than the asking, and so was dropped: its address is
    asked now, once for all such letters of the matter; not where the contact was erased.
    """
    asker = await address_now(news.ward, news.matter)
    if asker is None or receiver_of(keys(), asker.address) != news.receiver:
        return
    if await _asked_first(news):
        await put(news.ward, ASK, news.receiver, news.data)
        return
    newest: dict[Any, Any] = {MailConsent.event: news.event, MailConsent.of: news.of}
    await MailConsent.update(newest).where(
        MailConsent.ward == news.ward,
        MailConsent.matter == news.matter,
        MailConsent.state == Consent.ASKED.value,
        MailConsent.event < news.event,
    )


async def _tell(news: StepNews) -> None:
    if await _asked_first(news):
        await put(news.ward, ASK, news.receiver, news.data)
        return
    mine = (
        (MailConsent.ward == news.ward)
        & (MailConsent.matter == news.matter)
        & (MailConsent.receiver == news.receiver)
    )
    newest: dict[Any, Any] = {MailConsent.event: news.event, MailConsent.of: news.of}
    rows = await MailConsent.update(newest).where(mine).returning(MailConsent.state)
    if rows and rows[0]["state"] == Consent.LIVE.value:
        await put(news.ward, STEP, news.receiver, news.data)


async def _asked_first(news: StepNews) -> bool:
    """False when this matter's asker was asked before."""
    row = MailConsent(
        ward=news.ward,
        matter=news.matter,
        receiver=news.receiver,
        asked_at=now(),
        event=news.event,
        of=news.of,
    )
    made = (
        await MailConsent.insert(row)
        .on_conflict(target=MailConsent.matter, action="DO NOTHING")
        .returning(MailConsent.id)
    )
    return bool(made)
