"""Counters and ratings for tests, made through the rooms' own actions."""

from __future__ import annotations

from collections.abc import Sequence

from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from surveys.actions import NewRating, Receipt, add_counter, rate
from surveys.queries import CounterCard
from surveys.rules import Level
from tests.ward.builders import person, ward_with_defaults
from web.tickets import fresh_ticket, new_rating

FIELDS = ("TP-HT", "CT")


async def counter_in_ward(slug: str = "thach-ban") -> CounterCard:
    """`Quầy 2 · Hộ tịch`, with two fields."""
    ward = await ward_with_defaults(slug)
    return await add_counter(ward, "Quầy 2", "Hộ tịch", fields=FIELDS)


async def director(ward: int) -> Actor:
    return await person(ward, "giam-doc", Role.DIRECTOR)


def rating(
    card: CounterCard,
    level: Level = Level.VERY,
    *,
    reasons: tuple[str, ...] = (),
    comment: str = "",
    field: int | None = None,
) -> NewRating:
    return new_rating(
        card, fresh_ticket(card), level, reasons=reasons, comment=comment, field=field
    )


async def give(card: CounterCard, levels: Sequence[Level], **more: int | None) -> list[Receipt]:
    """One batch of ratings without words."""
    made = [rating(card, level, field=more.get("field")) for level in levels]
    results = await rate(made)
    receipts = [results[each.id] for each in made]
    return [each for each in receipts if isinstance(each, Receipt)]
