"""Reads of who follows what, and of what is new to them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dialogue.core.clock import now
from dialogue.core.errors import NotFound
from dialogue.core.keys import decrypt, keys
from dialogue.following.rules import Wanted
from dialogue.following.states import FollowState
from dialogue.following.tables import Subscription
from dialogue.matters import search
from dialogue.matters.search import Filters
from dialogue.matters.states import MatterState
from dialogue.matters.tables import Published
from dialogue.outbox.links import Follower, read_confirm_token

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SubscriptionCard:
    """seen: place in the change log up to which it was told."""

    id: int
    ward: int
    receiver: str
    language: str
    wanted: Wanted
    state: FollowState
    asked_at: datetime
    seen: int
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class New:
    """An answer that the log names: its place on the board, and its number."""

    place: int
    number: int


async def subscription(wanted: int) -> SubscriptionCard:
    """Raises NotFound."""
    row = await Subscription.select().where(Subscription.id == wanted).first()
    if row is None:
        raise NotFound("the subscription has ended")
    return card_of(row)


async def to_confirm(token: str) -> SubscriptionCard:
    """What the link in a letter asks about. Raises NotFound: forged, over, or stopped meanwhile."""
    wanted, receiver = read_confirm_token(keys(), token, now())
    card = await subscription(wanted)
    if not card.receiver.startswith(receiver):
        raise NotFound("the subscription has ended")
    return card


async def address_of(wanted: int) -> str:
    """Where its letters go. Raises NotFound."""
    row = (
        await Subscription.select(Subscription.address, Subscription.address_key)
        .where(Subscription.id == wanted)
        .first()
    )
    if row is None:
        raise NotFound("the subscription has ended")
    return decrypt(keys(), row["address_key"], row["address"])


async def followed(follower: Follower, *, live: bool = True) -> list[SubscriptionCard]:
    """What an address follows in a ward, the oldest first."""
    query = Subscription.select().where(
        Subscription.ward == follower.ward, Subscription.receiver == follower.receiver
    )
    if live:
        query = query.where(Subscription.state == FollowState.LIVE.value)
    return [card_of(row) for row in await query.order_by(Subscription.id)]


async def behind(ward: int, newest: int) -> dict[str, list[SubscriptionCard]]:
    """Live subscriptions that have not been told of all up to `newest`, by receiver."""
    rows = (
        await Subscription.select()
        .where(
            Subscription.ward == ward,
            Subscription.state == FollowState.LIVE.value,
            Subscription.seen < newest,
        )
        .order_by(Subscription.id)
    )
    found: dict[str, list[SubscriptionCard]] = {}
    for row in rows:
        found.setdefault(row["receiver"], []).append(card_of(row))
    return found


async def standing(ward: int, matters: Collection[int]) -> dict[int, New]:
    """Of these matters those whose answer anybody may read now."""
    rows = await Published.select(Published.matter, Published.place, Published.number).where(
        Published.ward == ward,
        Published.matter.is_in(list(matters) or [0]),
        Published.state != MatterState.WITHDRAWN.value,
    )
    return {row["matter"]: New(row["place"], row["number"]) for row in rows}


async def fits(ward: int, wanted: Wanted, new: New) -> bool:
    """Would the board, so narrowed, show this answer?"""
    if wanted.number is not None:
        return wanted.number == new.number
    filters = Filters(field=wanted.field, group=wanted.group)
    found = await search.find(ward, wanted.words, filters, str(new.place + 1), 1)
    return found.places == [new.place]


def card_of(row: Row) -> SubscriptionCard:
    same = ("id", "ward", "receiver", "language", "asked_at", "seen", "told_at")
    return SubscriptionCard(
        **{name: row[name] for name in same},
        wanted=Wanted(row["words"], row["field"], row["group"], row["number"]),
        state=FollowState(row["state"]),
    )
