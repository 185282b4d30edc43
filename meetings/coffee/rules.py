"""When a session may be announced, who may do what, what a series is made of: pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dialogue.core.workdays import DAY, Calendar
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from meetings.coffee.states import CHANGEABLE, SessionState, WayOut

LONGEST = 500  # letters of an item or of what was answered: one line, two at most
PLACE_MOST = 200  # letters of a place, of a reason, of who comes
MOST_ITEMS = 200  # of one session
MOST_PEOPLE = 9_999  # attendances of one session
MOST_PHOTOS = 3
SERIES_MOST = 26  # sessions announced at once: half a year of Saturdays
WEEK = timedelta(weeks=1)
_CLIENT = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Meeting:
    """When and where. minutes: how long; groups: ids of residential groups, at least one.

    lead: who comes from the ward, by office rather than by name. Public, all of it; not on_holiday,
    which says that the day is a public holiday and chosen nevertheless.
    """

    day: date
    starts: time
    place: str
    groups: tuple[int, ...]
    lead: str = ""
    minutes: int = 60
    on_holiday: bool = False


def first_day(today: date, notice: int) -> date:
    """The first lawful one: announced `notice` calendar days before (rule COF-NOTICE)."""
    return today + DAY * notice


def series(calendar: Calendar, first: date, until: date) -> tuple[list[date], list[date]]:
    """The same weekday from first to until: days to meet, and days off that are skipped."""
    days: list[date] = []
    skipped: list[date] = []
    day = first
    while day <= until and len(days) < SERIES_MOST:
        (skipped if day in calendar.holidays else days).append(day)
        day += WEEK
    return days, skipped


def report_due(calendar: Calendar, closed_on: date, days: int) -> date:
    """Rule COF-REPORT: working days after the session."""
    return calendar.add(closed_on, days)


def opens(state: SessionState, day: date, today: date) -> bool:
    """On its day; later too, when it was noted on paper."""
    return state is SessionState.ANNOUNCED and day <= today


def changeable(way: WayOut) -> bool:
    return way in CHANGEABLE


def settled(way: WayOut) -> bool:
    return way is not WayOut.NONE


def usable_client(text: str) -> bool:
    """An operation's own name, drawn by the device: 128 bits as hexadecimal digits."""
    return bool(_CLIENT.fullmatch(text))


def ends(day: date, starts: time, minutes: int) -> datetime:
    """Local, without a zone."""
    return datetime.combine(day, starts) + timedelta(minutes=minutes)


# Rights. A sentence each; actions and pages ask the same one.

PLANNERS = (Role.REGISTER_KEEPER, Role.CLERK, Role.CHAIRMAN)
NOTERS = (
    Role.REGISTER_KEEPER,
    Role.CLERK,
    Role.OFFICER,
    Role.UNIT_HEAD,
    Role.DIRECTOR,
    Role.CHAIRMAN,
)
READERS = (*NOTERS, Role.DEPUTY, Role.INSPECTOR)
PUBLISHERS = (Role.REGISTER_KEEPER, Role.CHAIRMAN)
TRUSTED = (Role.REGISTER_KEEPER, Role.CHAIRMAN, Role.SEALED_READER)


def may_read(actor: Actor) -> bool:
    return actor.has(*READERS)


def may_plan(actor: Actor) -> bool:
    """The office announces, moves and cancels."""
    return actor.has(*PLANNERS)


def may_note(actor: Actor) -> bool:
    """Whoever is sent along with the telephone; the register takes from them what they bring."""
    return actor.has(*NOTERS)


def may_publish(actor: Actor) -> bool:
    """The register keeper reports, and enters figures of earlier times."""
    return actor.has(*PUBLISHERS)


def may_read_signs(actor: Actor) -> bool:
    """What shows signs of a denunciation, once it is settled: as in the register."""
    return actor.has(*TRUSTED)
