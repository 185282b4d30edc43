"""A ward for the half-year review: three unlike units on trial, side by side over two years."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from dialogue.core import clock, i18n
from dialogue.core.database import DB
from dialogue.core.workdays import DAY
from dialogue.ward.actions import setting_up, units
from dialogue.ward.actions.successions import take_over_area
from dialogue.ward.lineage import AreaCard
from dialogue.ward.rules import system_actor
from dialogue.ward.states import UnitKind
from surveys.actions.counters import add_counter
from surveys.actions.ratings import rate
from surveys.follow_ups import release_follow_ups
from surveys.periods import holding
from surveys.queries.counters import counters
from surveys.reviews.actions import publish, write_remark
from surveys.reviews.figures import Review, report_rule, review
from surveys.reviews.queries import Remark
from surveys.reviews.rules import Words
from surveys.reviews.terms import Span, calendar_term, report_holding
from surveys.rows import NewRating
from surveys.rules import Level, final_day
from web.demo import letters
from web.demo.content import content
from web.demo.place import Place, moment, place
from web.demo.ratings import SEED, SPREAD, VERY, Desk, follow_up, new_rating
from web.demo.wards import BEFORE_REFORM, add_account
from web.staff.review_words import told

HALF = 6  # months
HALVES = 4  # parts of the story, each with shares of its own
PACE = timedelta(weeks=4)
A_QUARTER = timedelta(days=90)
A_DAY = 10  # ratings at each counter on such a day: as many as a figure needs
REASON = "wait"
WRITTEN = timedelta(hours=2)  # ago; not days, as then the half-year may not have begun


def slug() -> str:
    return str(content("pilot")["ward"]["slug"])


async def tell(hashed: str, now: datetime) -> None:
    """hashed: everybody's password."""
    given = content("pilot")
    ward = await setting_up.set_up_ward(**given["ward"], is_demo=True)
    await setting_up.set_up_from_defaults(ward)
    async with DB.transaction():
        await _add_places(ward, given)
        for account in given["accounts"]:
            await add_account(ward, account, account["name"], hashed)
    made = await place(given["ward"]["slug"], (), now)
    await _rate(made)
    async with DB.transaction():
        await follow_up(made)
        await _remark(made)
    await _publish(made)
    await letters.tell(made)


async def _add_places(ward: int, given: Mapping[str, Any]) -> None:
    keeper = system_actor(ward)
    for each in given["units"]:
        kind = UnitKind(each["kind"])
        await units.add_unit(keeper, each["code"], each["name"], kind=kind)
    for each in given["counters"]:
        await add_counter(
            ward, each["label"], each["name"], fields=[each["field"]], unit=each["unit"]
        )
    name, kind_of, parent = given["former_area"]
    area = AreaCard(0, name, kind_of, parent, BEFORE_REFORM, True, "", "Sắp xếp từ 01/7/2025")
    await take_over_area(keeper, area)


async def _rate(made: Place) -> None:
    """Each part of the story has a share of its own."""
    dice = Random(SEED)  # noqa: S311  a story, no secret
    plans = content("pilot")["counters"]
    desks = [Desk(card, plan) for card, plan in zip(await counters(made.id), plans, strict=True)]
    for number, day in enumerate(days := list(_days(made))):
        at = moment(day, 9, 40)
        half = number * HALVES // len(days)
        given = [each for desk in desks for each in _day(desk, half, at, dice)]
        with clock.at(at):
            await rate(given)
        with clock.at(moment(day + DAY, 0, 10)):
            await release_follow_ups()


def _days(made: Place) -> Iterator[date]:
    """Working days of two years, the last a week ago; none before the ward had its shape, as no
    figure is made of days before RAT-MIN-N.
    """
    last = made.days.day(-5)
    first = last.replace(year=last.year - 2, day=min(last.day, 28))
    for number in range((last - first) // PACE, -1, -1):
        day = last - number * PACE
        if day > BEFORE_REFORM:
            is_working = made.days.calendar.is_working(day)
            yield day if is_working else made.days.calendar.next_working(day)


def _day(desk: Desk, half: int, at: datetime, dice: Random) -> Iterator[NewRating]:
    share = desk.plan["satisfied"][half]
    for _ in range(A_DAY):
        happy = dice.random() < share
        level = (Level.VERY if dice.random() < VERY else Level.OK) if happy else Level.NOT
        reasons = () if happy else (REASON,)
        pressed = at - timedelta(minutes=dice.uniform(0, SPREAD))
        field = desk.card.fields[0].id
        yield new_rating(desk.card, level, pressed, reasons=reasons, field=field)


async def _remark(made: Place) -> None:
    """About the half-years that the page shows first: the calendar's and the reports'."""
    for span in await _spans(made):
        version: dict[str, int] = {}
        for number, each in enumerate(content("pilot")["remarks"]):
            words = Words(each["done_well"], each["not_yet"], each["reason"], _task(each, span))
            who = each["who"]
            with clock.at(made.days.now - WRITTEN + number * timedelta(minutes=7)):
                await write_remark(made.people[who], span, words, version.get(who, 0))
            version[who] = version.get(who, 0) + 1


def _task(remark: Mapping[str, Any], span: Span) -> str:
    """With a day in the half-year after the one that is reviewed."""
    text = remark["next_task"]
    return f"{text}; {i18n.day(span[1] + A_QUARTER)}" if text else ""


async def _spans(made: Place) -> list[Span]:
    last = final_day(clock.local_day(made.days.now))
    half = holding(last, HALF)
    rule = await report_rule(made.id, last)
    reports = [report_holding(rule, last).span] if rule else []
    return [(half.since, half.until), calendar_term(half.previous).span, *reports]


async def _publish(made: Place) -> None:
    """The chairman approves the half-year that is over."""
    chairman = made.people["chu-tich"]
    half = holding(final_day(clock.local_day(made.days.now)), HALF)
    term = calendar_term(half.previous)
    found = await review(chairman, term)
    with clock.at(made.days.now - WRITTEN + timedelta(hours=1)):
        await publish(chairman, term.span, 0, lambda said: _content(found, said))


def _content(found: Review, said: Sequence[Remark]) -> str:
    return json.dumps(told(found, said), ensure_ascii=False)
