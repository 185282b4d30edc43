"""Letters of what is new: one to an address and ward, each answer in it once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dialogue.core import changes
from dialogue.core.clock import now
from dialogue.core.database import DB
from dialogue.core.errors import Conflict
from dialogue.core.jobs import Work, every
from dialogue.following.queries import New, SubscriptionCard, behind, fits, standing
from dialogue.following.rules import (
    GAP_HOURS,
    GAP_RULE,
    Wanted,
    may_be_told,
)
from dialogue.following.states import Kind
from dialogue.following.tables import Subscription
from dialogue.outbox.actions import LANE, put
from dialogue.ward import queries as ward_queries
from dialogue.ward.queries import amount

TOLD = ("published", "corrected")  # kinds of changes


@every(10, "mail-digests", LANE)
async def tell_followers(work: Work) -> None:
    for ward in await ward_queries.wards():
        await tell_ward(ward.id)


async def tell_ward(ward: int) -> int:
    """How many letters were written."""
    newest = await changes.newest(ward, TOLD)
    hours = await amount(ward, GAP_RULE, GAP_HOURS)
    known: dict[tuple[int, Wanted], list[int]] = {}
    written = 0
    for cards in (await behind(ward, newest)).values():
        told = [card.told_at for card in cards if card.told_at is not None]
        if may_be_told(max(told, default=None), now(), hours):
            numbers = {card.id: await _news(card, newest, known) for card in cards}
            written += await _tell(cards, newest, numbers)
    return written


async def _news(
    card: SubscriptionCard, newest: int, known: dict[tuple[int, Wanted], list[int]]
) -> list[int]:
    """Numbers of the answers that are new to it. known: found already for others alike."""
    alike = (card.seen, card.wanted)
    if alike not in known:
        known[alike] = [
            new.number
            for new in (await _changed(card.ward, card.seen, newest)).values()
            if await fits(card.ward, card.wanted, new)
        ]
    return known[alike]


async def _changed(ward: int, after: int, newest: int) -> Mapping[int, New]:
    """What came after `newest` meanwhile is the next letter's."""
    matters: set[int] = set()
    while after < newest and (entries := await changes.since(after, ward=ward, kinds=TOLD)):
        matters |= {entry.subject for entry in entries if entry.seq <= newest}
        after = entries[-1].seq
    return await standing(ward, matters)


async def _tell(
    cards: Sequence[SubscriptionCard], newest: int, numbers: Mapping[int, list[int]]
) -> int:
    """The letter and what it has told in one transaction; nothing new is no letter.

    It holds what is new to each subscription: one that is stopped until it leaves takes only its
    own with it.
    """
    first, found = cards[0], {card: new for card, new in numbers.items() if new}
    values: dict[Any, Any] = {Subscription.seen: newest}
    if found:
        values[Subscription.told_at] = now()
    try:
        async with DB.transaction():
            for card in cards:
                await _move(card, values)
            if found:
                await put(first.ward, Kind.DIGEST, first.receiver, {"found": found})
    except Conflict:  # stopped just now, or told by another worker: the next round sees
        return 0
    return bool(found)


async def _move(card: SubscriptionCard, values: dict[Any, Any]) -> None:
    """Guarded by the place that it was told up to. Raises Conflict."""
    moved = (
        await Subscription.update(values)
        .where(Subscription.id == card.id, Subscription.seen == card.seen)
        .returning(Subscription.id)
    )
    if not moved:
        raise Conflict("told or stopped meanwhile")
