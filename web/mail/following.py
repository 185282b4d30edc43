"""Letters to those who follow: whether it was they who asked, and what is new."""

from __future__ import annotations

from datetime import timedelta

from dialogue.core.errors import NotFound
from dialogue.core.keys import keys
from dialogue.following.actions import hear_of_end
from dialogue.following.queries import (
    SubscriptionCard,
    address_of,
    followed,
    subscription,
)
from dialogue.following.rules import (
    CONFIRM_HOURS,
    CONFIRM_RULE,
    MOST_ITEMS,
    MOST_RULE,
    Wanted,
    shown,
)
from dialogue.following.states import Kind
from dialogue.matters.queries import board
from dialogue.outbox.actions import Kind as LetterKind
from dialogue.outbox.actions import Outgoing, register
from dialogue.outbox.adapters import Letter
from dialogue.outbox.links import Follower, confirm_token, stop_token
from dialogue.outbox.states import Way
from dialogue.ward import queries as wards
from dialogue.ward.queries import amount
from web.answer_cards import answer_path, in_words, names
from web.english import group_name, plain
from web.i18n import gettext as _
from web.mail.making import made

PATH = "/theo-doi"


def stop_path(card: SubscriptionCard) -> str:
    return f"{PATH}/{stop_token(keys(), Follower(card.ward, card.receiver))}"


async def in_short(ward: int, wanted: Wanted) -> list[str]:
    """What is followed, in the language of now; nothing for all of the ward's answers."""
    fields = {card.id: card for card in await wards.fields(ward, past=True)}
    groups = {card.id: card for card in await wards.groups(ward, past=True)}
    said = []
    if wanted.number is not None:
        said.append(_("câu số %(number)s") % {"number": wanted.number})
    if wanted.field in fields:
        said.append(plain(in_words(fields[wanted.field])))
    if wanted.group in groups:
        said.append(plain(group_name(groups[wanted.group])))
    if wanted.words:
        said.append(f"“{wanted.words}”")
    return said


async def confirmation(message: Outgoing) -> Letter | None:
    """None when it was stopped meanwhile, and maybe its number given to somebody else's."""
    try:
        card = await subscription(int(message.data["subscription"]))
        to = await address_of(card.id)
    except NotFound:
        return None
    if (card.ward, card.receiver) != (message.ward, message.receiver):
        return None
    hours = await amount(card.ward, CONFIRM_RULE, CONFIRM_HOURS)
    ends = card.asked_at + timedelta(hours=hours)
    return made(
        "confirm",
        card.language,
        await wards.ward_by_id(card.ward),
        to,
        link=f"{PATH}/xac-nhan/{confirm_token(keys(), card.id, card.receiver, ends)}",
        hours=hours,
    )


async def digest(message: Outgoing) -> Letter | None:
    """What of it is still followed and anybody may still read; None when nothing is left."""
    found: dict[str, list[int]] = message.data["found"]
    cards = await followed(Follower(message.ward, message.receiver))
    still = [card for card in cards if str(card.id) in found]
    if not still:
        return None
    card = still[0]
    most = await amount(card.ward, MOST_RULE, MOST_ITEMS)
    named, more = shown([number for each in still for number in found[str(each.id)]], most)
    try:
        to = await address_of(card.id)
    except NotFound:
        return None
    items = await board.standing(card.ward, named)
    if not items:
        return None
    ward = await wards.ward_by_id(card.ward)
    return made(
        "digest",
        card.language,
        ward,
        to,
        stop=stop_path(card),
        items=items,
        fields=(await names(card.ward)).fields,
        path=lambda item: answer_path(ward.slug, item.number),
        more=more,
    )


register(Kind.CONFIRM, LetterKind(Way.MAIL, confirmation, hear_of_end))
register(Kind.DIGEST, LetterKind(Way.MAIL, digest, hear_of_end))
