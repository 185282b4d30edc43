"""The yes and the no of an address that an asker left, by the links in its letters."""

from __future__ import annotations

from typing import Any

from dialogue.core.clock import now
from dialogue.core.database import DB
from dialogue.core.errors import NotFound
from dialogue.core.keys import keys
from dialogue.matters.actions.mailing import ASK, STEP, StepNews, ask_late
from dialogue.matters.mail_tables import MailConsent
from dialogue.matters.queries.mail_consents import has_said_yes
from dialogue.matters.states import Consent
from dialogue.outbox.actions import Outgoing, put
from dialogue.outbox.links import Follower, read_no_token, read_yes_token
from dialogue.outbox.states import MessageState
from dialogue.ward.queries import amount

BOUNCES_RULE, BOUNCES = "MAIL-BOUNCES", 3


async def say_yes(token: str) -> Follower:
    """To the letters about steps; what happened last is told at once. Saying it again changes
    nothing.

    Raises NotFound: forged, over, or the contact was erased meanwhile.
    """
    follower = read_yes_token(keys(), token, now())
    async with DB.transaction():
        rows = (
            await MailConsent.update({MailConsent.state: Consent.LIVE.value})
            .where(_of(follower), MailConsent.state == Consent.ASKED.value)
            .returning(MailConsent.matter, MailConsent.event, MailConsent.of)
        )
        for row in rows:
            news = StepNews(follower.ward, receiver=follower.receiver, **row)
            await put(news.ward, STEP, news.receiver, news.data)
    if not rows and not await has_said_yes(follower):
        raise NotFound("nothing is left to say yes to")
    return follower


async def say_no(token: str) -> Follower:
    """To all letters about steps in the ward; said twice it is no error. Raises NotFound."""
    follower = read_no_token(keys(), token)
    async with DB.transaction():
        await _stop(follower)
    return follower


async def _stop(follower: Follower, *more: Any) -> None:
    stopped: dict[Any, Any] = {MailConsent.state: Consent.STOPPED.value}
    await MailConsent.update(stopped).where(_of(follower), *more)


async def hear_of_ask(message: Outgoing, state: MessageState) -> None:
    """In the transaction that ends the letter. One that did not leave may be written at the next
    step; an address that does not exist is not tried again.
    """
    asked = _mine(message) & (MailConsent.state == Consent.ASKED.value)
    if state is MessageState.REFUSED:
        await _stop(_follower(message), asked)
    elif state is not MessageState.SENT:
        await MailConsent.delete().where(asked)


async def hear_of_step(message: Outgoing, state: MessageState) -> None:
    """As `dialogue.following.actions.hear_of_end`: several refusals in a row are an end."""
    mine = _of(_follower(message))
    if state is MessageState.SENT:
        await MailConsent.update({MailConsent.failures: 0}).where(mine)
    if state is MessageState.REFUSED:
        most = await amount(message.ward, BOUNCES_RULE, BOUNCES)
        await MailConsent.update({MailConsent.failures: MailConsent.failures + 1}).where(mine)
        await _stop(_follower(message), MailConsent.failures >= most)
    if state is MessageState.DROPPED:
        await ask_late(StepNews(message.ward, receiver=message.receiver, **message.data))


def _follower(message: Outgoing) -> Follower:
    return Follower(message.ward, message.receiver)


def _of(follower: Follower) -> Any:
    return (MailConsent.ward == follower.ward) & (MailConsent.receiver == follower.receiver)


def _mine(message: Outgoing) -> Any:
    return _of(_follower(message)) & (MailConsent.matter == message.data["matter"])


HEARS = {ASK: hear_of_ask, STEP: hear_of_step}
