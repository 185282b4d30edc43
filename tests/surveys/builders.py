"""Counters and ratings for tests, made through the rooms' own actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from httpx import AsyncClient as Client

from dialogue.core.clock import at, local_day, now
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from surveys.actions.counters import add_counter
from surveys.actions.ratings import rate
from surveys.follow_ups import release_follow_ups
from surveys.mixing import enter_due
from surveys.queries.counters import CounterCard
from surveys.queries.ratings import day_counts
from surveys.results import Counts
from surveys.rows import NewRating, Receipt
from surveys.rules import Level, Series
from tests.pages import Page
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
    series: Series = Series.GENERAL,
) -> NewRating:
    made = new_rating(
        card, fresh_ticket(card), level, reasons=reasons, comment=comment, field=field
    )
    return replace(made, series=series)


async def give(card: CounterCard, levels: Sequence[Level], **more: int | None) -> list[Receipt]:
    """One batch of ratings without words."""
    made = [rating(card, level, field=more.get("field")) for level in levels]
    results = await rate(made)
    receipts = [results[each.id] for each in made]
    return [each for each in receipts if isinstance(each, Receipt)]


async def words_enter() -> None:
    """What was written beside ratings is in the register, half an hour later."""
    with at(now() + timedelta(minutes=30)):
        await enter_due()


async def follow_ups_show() -> None:
    """The night after."""
    with at(now() + timedelta(days=1)):
        await release_follow_ups()


async def give_before(
    days: int, card: CounterCard, levels: Sequence[Level], **more: int | None
) -> None:
    """As many days ago. What is two days old is final, and counts once there is enough of it."""
    with at(now() - timedelta(days=days)):
        await give(card, levels, **more)


def ticket_of(html: str) -> str:
    return Page(html).attribute("[name=ticket]", "value")


async def opened(client: Client, card: CounterCard) -> str:
    return ticket_of((await client.get(card.path)).text)


async def sums(card: CounterCard) -> Counts:
    day = local_day(now())
    return sum((row.counts for row in await day_counts(card.ward, day, day)), Counts())
