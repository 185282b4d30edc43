"""The few who could open the sealed box, and whom of them a text accuses."""

from __future__ import annotations

from dialogue.matters.accused import FEW, Holder, accused
from dialogue.ward import queries as ward_queries


async def holders(ward: int) -> tuple[Holder, ...]:
    cards = await ward_queries.holders(ward, *FEW)
    return tuple(Holder(card.id, card.name, frozenset(card.roles)) for card in cards)


async def accused_in(ward: int, text: str) -> frozenset[int]:
    return accused(text, await holders(ward))
