"""The ratings of one day at one counter, as people and a clerk give them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from dialogue.core.clock import HANOI
from surveys.forms.counter import COUNTER_FORM
from surveys.queries.counters import CounterCard
from surveys.rows import ID_BITS, Kept, NewRating
from surveys.rules import Level
from web.simulation.plan import BAD_SHARE, FAKES, RESPONSE, CounterPlan

MORNING, AFTERNOON = (time(7, 35), 230), (time(13, 35), 175)  # from, minutes
IN_THE_MORNING = 0.58
VERY = 0.55  # of the satisfied
PRESSING = time(16, 45)  # the clerk, one each quarter of a minute


def returned(plan: CounterPlan, chance: Random) -> int:
    """Dossiers handed back on one day."""
    return round(plan.returned * chance.uniform(0.7, 1.3))


def visits(
    plan: CounterPlan, card: CounterCard, day: date, count: int, chance: Random
) -> Iterator[NewRating]:
    """Of `count` people who got a dossier back."""
    if day in plan.silent:
        return
    share = BAD_SHARE if day in plan.bad else plan.satisfied
    for _ in range(count):
        if chance.random() < RESPONSE:
            yield _given(card, _level(share, chance), _moment(day, chance), chance)


def pressed(plan: CounterPlan, card: CounterCard, day: date, chance: Random) -> Iterator[NewRating]:
    """By the clerk, on the days of the game."""
    if day in plan.games:
        start = datetime.combine(day, PRESSING, HANOI)
        for number in range(FAKES):
            yield _given(card, Level.VERY, start + timedelta(seconds=15 * number), chance)


def _level(share: float, chance: Random) -> Level:
    if chance.random() >= share:
        return Level.NOT
    return Level.VERY if chance.random() < VERY else Level.OK


def _moment(day: date, chance: Random) -> datetime:
    start, minutes = MORNING if chance.random() < IN_THE_MORNING else AFTERNOON
    return datetime.combine(day, start, HANOI) + timedelta(minutes=chance.uniform(0, minutes))


def _given(card: CounterCard, level: Level, at: datetime, chance: Random) -> NewRating:
    """Its minute goes with it, as from a tablet: a whole day is saved at once."""
    reasons = (chance.choice(COUNTER_FORM.reasons),) if level is Level.NOT else ()
    return NewRating(
        counter=card,
        level=level,
        nonce=f"{chance.getrandbits(160):040x}",
        body=f"{chance.getrandbits(160):040x}",
        receipt=f"{chance.getrandbits(128):032x}",
        field=chance.choice(card.fields).id,
        reasons=reasons,
        kept=Kept(at, 1),
        id=chance.getrandbits(ID_BITS),
    )
