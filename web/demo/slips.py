"""Dossier slips at one counter: some not drawn, some not asked, half of them answered."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from dialogue.core import clock
from dialogue.core.clock import local_day
from dialogue.ward.actions.house_rules import HouseRule, set_rule
from surveys.actions.ratings import rate
from surveys.queries.counters import CounterCard, counters
from surveys.rows import NewRating
from surveys.rules import Level, Series
from surveys.slips.actions import enter, hand, refuse
from surveys.slips.nights import tell_spent_of
from surveys.slips.queries import Business, SlipCard, businesses, never_asked
from web.demo.place import Place
from web.demo.ratings import new_rating

SEED = 9
DAYS = (-12, -11, -9, -8, -6, -5, -3, -2, 0)  # working days before today
DOSSIERS = 6  # a day
SHARE = 70  # percent that are drawn
SINCE = -14
DECIDED = "Quyết định của Chủ tịch UBND: mời đánh giá bằng rút thăm"


async def tell(place: Place) -> None:
    """By the officer of the counter; today's slips are still out."""
    dice = Random(SEED)  # noqa: S311  a story, no secret
    card, about = await _desk(place)
    await _decide(place)
    for distance in DAYS:
        with clock.at(place.days.at(distance, 10)):
            given = await _day(place, card, about, distance, dice)
        with clock.at(place.days.at(distance, 16)):
            if distance and given:
                await rate([_rating(card, slip, dice) for slip in given])
    await tell_spent_of(place.id)


async def _desk(place: Place) -> tuple[CounterCard, Business]:
    """The first counter with a procedure after which people are asked."""
    never = await never_asked(place.id, local_day(place.days.now))
    for card in await counters(place.id):
        for each in await businesses(card):
            if each.procedure is not None and each.code not in never:
                return card, each
    raise LookupError(f"no counter of {place.card.slug} has procedures")


async def _decide(place: Place) -> None:
    chairman, since = place.people["chu-tich"], place.days.day(SINCE)
    for code, value in (("SLIP-INVITE", "draw"), ("SLIP-SHARE", SHARE)):
        await set_rule(chairman, HouseRule(code, value, DECIDED, since))


async def _day(
    place: Place, card: CounterCard, about: Business, distance: int, dice: Random
) -> list[SlipCard]:
    """Slips that will be answered."""
    officer, day = place.people["mot-cua"], place.days.day(distance)
    answered = []
    for number in range(1, DOSSIERS + 1):
        dossier = f"H26.29-{day:%y%m%d}-{number:04}"
        slip = await enter(officer, card.code, dossier, about.key)
        fate = dice.random()
        if not slip.invited or fate > 0.95:  # the one that was drawn and not asked
            continue
        if fate > 0.85:
            await refuse(officer, slip.id)
            continue
        slip = await hand(officer, slip.id)
        if fate < 0.5:
            answered.append(slip)
    return answered


def _rating(card: CounterCard, slip: SlipCard, dice: Random) -> NewRating:
    level = dice.choices((Level.VERY, Level.OK, Level.NOT), (6, 3, 1))[0]
    reasons = ("wait",) if level is Level.NOT else ()
    made = new_rating(card, level, clock.now(), reasons=reasons, field=slip.field)
    return replace(made, series=Series.SLIP, slip=slip.spent_key)
