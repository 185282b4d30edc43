"""Dossiers and their slips for tests, made through the room's own actions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dialogue.core.clock import local_day, now
from dialogue.ward.actions.house_rules import HouseRule, set_rule
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from surveys.actions.ratings import rate
from surveys.queries.counters import CounterCard
from surveys.rows import Receipt
from surveys.rules import Level, Series
from surveys.slips.actions import enter, hand
from surveys.slips.queries import SlipCard
from tests.surveys.builders import rating
from tests.ward.builders import person

BIRTH = "dang-ky-khai-sinh"
DEATH = "dang-ky-khai-tu"


async def officer(ward: int, login: str = "mot-cua") -> Actor:
    return await person(ward, login, Role.COUNTER_OFFICER)


async def handed(actor: Actor, card: CounterCard, number: str) -> SlipCard:
    """A slip of a birth registration."""
    return await hand(actor, (await enter(actor, card.code, number, BIRTH)).id)


async def answer(
    card: CounterCard, slip: SlipCard, level: Level = Level.VERY
) -> Receipt | Exception:
    """With a ticket of its own."""
    one = replace(rating(card, level, field=slip.field), series=Series.SLIP, slip=slip.spent_key)
    return (await rate([one]))[one.id]


async def draws(ward: int, since: date | None = None, **values: object) -> None:
    """The chairman sets SLIP-INVITE, SLIP-SHARE, SLIP-EVERY: invite="draw", share=30."""
    chairman = await person(ward, f"chu-tich-{len(values)}", Role.CHAIRMAN)
    for name, value in values.items():
        code = f"SLIP-{name.upper()}"
        await set_rule(chairman, HouseRule(code, value, "QĐ", since or local_day(now())))
