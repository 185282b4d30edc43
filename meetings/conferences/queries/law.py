"""What the law asks of a conference and of a year."""

from __future__ import annotations

from datetime import date

from dialogue.core.clock import local_day, now
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import in_force
from meetings.conferences import legal
from meetings.conferences.checklist import marks
from meetings.conferences.legal import AHEAD, DayOff, LegalCheck, YearDuty, legal_check, year_duty
from meetings.conferences.queries.conferences import conferences


async def check(ward: int, day: date) -> LegalCheck:
    """Of a conference on `day`, as of today."""
    rules = await ward_queries.rules(ward)
    return legal_check(rules, day, local_day(now()), await ward_queries.calendar(ward))


async def day_off(ward: int, day: date) -> DayOff | None:
    """What is to be told of a conference on `day`, as of today; None: people work on it."""
    return legal.day_off(await ward_queries.clock(ward), day, local_day(now()))


async def ahead_days(ward: int, day: date) -> int:
    """How many days before `day` questions ahead end; 0: no rule."""
    rule = in_force(await ward_queries.rules(ward), AHEAD, day)
    return 0 if rule is None else int(rule.value)


async def duties(ward: int) -> tuple[YearDuty, ...]:
    """This year and every year with a conference, the newest first."""
    today = local_day(now())
    rules = await ward_queries.rules(ward)
    found = [(card.day, card.state) for card in await conferences(ward)]
    years = sorted({today.year, *(day.year for day, _ in found)}, reverse=True)
    return tuple(year_duty(rules, found, year, today, marks()) for year in years)
