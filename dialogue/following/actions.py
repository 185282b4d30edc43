"""The only writers of subscriptions: asked for, confirmed by the address itself, stopped."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from dialogue.core import changes
from dialogue.core.clock import now
from dialogue.core.database import DB
from dialogue.core.errors import Invalid
from dialogue.core.jobs import Work, every
from dialogue.core.keys import encrypt, keys, new_record_key
from dialogue.core.text import clean
from dialogue.following.queries import SubscriptionCard, subscription, to_confirm
from dialogue.following.rules import (
    ASKS,
    ASKS_RULE,
    BOUNCES,
    BOUNCES_RULE,
    CONFIRM_HOURS,
    CONFIRM_RULE,
    WORDS_MOST,
    Wanted,
)
from dialogue.following.states import FollowState, Kind
from dialogue.following.tables import Subscription
from dialogue.matters.exposure import plain_words
from dialogue.matters.queries import board
from dialogue.outbox import queries as outbox_queries
from dialogue.outbox.actions import Outgoing, put
from dialogue.outbox.addresses import read_address, receiver_of
from dialogue.outbox.links import Follower, read_stop_token
from dialogue.outbox.states import MessageState
from dialogue.ward import queries as ward_queries
from dialogue.ward.actions.turns import take_turn
from dialogue.ward.queries import amount

DAY = timedelta(days=1)


async def ask(ward: int, typed: str, wanted: Wanted, language: str) -> None:
    """A letter to the address asks whether it was its owner. What is known of an address is never
    told: known or not, over its measure or not, the sender sees the same.

    Raises Invalid (email: missing, wrong; words: long, empty; field, group, number: unknown).
    """
    address = read_address(typed)
    if address is None:
        raise Invalid("no e-mail address", email="wrong" if typed.strip() else "missing")
    wanted = await _checked(ward, wanted)
    receiver = receiver_of(keys(), address)
    most = await amount(ward, ASKS_RULE, ASKS)
    async with DB.transaction():
        await take_turn(ward)  # two at once would follow twice, and be written beyond the measure
        if await outbox_queries.written_since(receiver, Kind.CONFIRM, now() - DAY) >= most:
            return
        asked = await _asked(ward, receiver, address, wanted, language)
        await put(ward, Kind.CONFIRM, receiver, {"subscription": asked})


async def _checked(ward: int, wanted: Wanted) -> Wanted:
    words = clean(wanted.words)
    if len(words) > WORDS_MOST:
        raise Invalid("a search so long", words="long")
    if words and not plain_words(words):
        raise Invalid("a search that never finds", words="empty")
    if wanted.field is not None and wanted.field not in {
        card.id for card in await ward_queries.fields(ward)
    }:
        raise Invalid("no such field", field="unknown")
    if wanted.group is not None and wanted.group not in {
        card.id for card in await ward_queries.groups(ward)
    }:
        raise Invalid("no such group", group="unknown")
    if wanted.number is not None and not await board.standing(ward, [wanted.number]):
        raise Invalid("no such answer", number="unknown")
    return Wanted(words, wanted.field, wanted.group, wanted.number)


async def _asked(ward: int, receiver: str, address: str, wanted: Wanted, language: str) -> int:
    """The id of the subscription, which may be there already, and live."""
    digest = hashlib.sha256(repr(wanted).encode()).hexdigest()
    same = (
        (Subscription.ward == ward)
        & (Subscription.receiver == receiver)
        & (Subscription.wanted == digest)
    )
    # asked for anew, the time to say yes begins anew
    renewed = (
        await Subscription.update({Subscription.asked_at: now()})
        .where(same)
        .returning(Subscription.id)
    )
    if renewed:
        # Anybody may ask: letters that have their yes stay as they are.
        unconfirmed = Subscription.state == FollowState.ASKED.value
        await Subscription.update({Subscription.language: language}).where(same, unconfirmed)
        return int(renewed[0]["id"])
    key = new_record_key(keys())
    row = Subscription(
        ward=ward,
        receiver=receiver,
        address=encrypt(keys(), key, address),
        address_key=key,
        language=language,
        wanted=digest,
        words=wanted.words,
        field=wanted.field,
        group=wanted.group,
        number=wanted.number,
        asked_at=now(),
    )
    (made,) = await Subscription.insert(row)
    return int(made["id"])


async def confirm(token: str) -> SubscriptionCard:
    """The address says yes; saying it again changes nothing. Told is what comes from now on.

    Raises NotFound: forged, over, or stopped meanwhile.
    """
    card = await to_confirm(token)
    seen = await changes.newest(card.ward)
    async with DB.transaction():
        await Subscription.update(
            {Subscription.state: FollowState.LIVE.value, Subscription.seen: seen}
        ).where(
            Subscription.id == card.id,
            Subscription.receiver == card.receiver,
            Subscription.state == FollowState.ASKED.value,
        )
    return await subscription(card.id)


async def stop(token: str, wanted: int | None = None) -> int:
    """All that the address follows in the ward, or one of it; how many ended.

    What has ended already is no error: a mail program may ask twice. Raises NotFound when forged.
    """
    follower = read_stop_token(keys(), token)
    return await _erase(follower, wanted)


async def _erase(follower: Follower, wanted: int | None = None) -> int:
    mine: Any = (Subscription.ward == follower.ward) & (Subscription.receiver == follower.receiver)
    if wanted is not None:
        mine = mine & (Subscription.id == wanted)
    async with DB.transaction():
        ended = await Subscription.delete().where(mine).returning(Subscription.id)
    return len(ended)


async def hear_of_end(message: Outgoing, state: MessageState) -> None:
    """In the transaction that ends a letter. An address that refuses several in a row is done; that
    our own server was away for days is no fault of the address.
    """
    mine = (Subscription.ward == message.ward) & (Subscription.receiver == message.receiver)
    if state is MessageState.SENT:
        await Subscription.update({Subscription.failures: 0}).where(mine)
    if state is MessageState.REFUSED:
        most = await amount(message.ward, BOUNCES_RULE, BOUNCES)
        await Subscription.update({Subscription.failures: Subscription.failures + 1}).where(mine)
        await Subscription.delete().where(mine, Subscription.failures >= most)


@every(60, "erase-unconfirmed")
async def erase_unconfirmed(work: Work) -> None:
    for ward in await ward_queries.wards():
        hours = await amount(ward.id, CONFIRM_RULE, CONFIRM_HOURS)
        await Subscription.delete().where(
            Subscription.ward == ward.id,
            Subscription.state == FollowState.ASKED.value,
            Subscription.asked_at < now() - timedelta(hours=hours),
        )
