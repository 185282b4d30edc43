"""What the rules DLG-* say of a conference's days, by the row in force on the day: pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dialogue.core.workdays import DAY, Calendar
from dialogue.ward.deadlines import Clock, LegalDay, days_after, days_before
from dialogue.ward.rules import RuleValue, in_force
from meetings.conferences.states import HELD, ConferenceState

NOTICE, RESULT, FREQUENCY = "DLG-NOTICE", "DLG-RESULT", "DLG-FREQ"
AHEAD, FLOOR, CANCEL = "DLG-AHEAD", "DLG-FLOOR", "DLG-CANCEL"
LONGEST_NOTICE = 400  # days looked ahead for a lawful one


@dataclass(frozen=True, slots=True)
class LegalCheck:
    """Of a conference on one day. A rule that is None: none was in force on that day.

    notice_latest: the last lawful day of the notice. first_lawful: the first day for which a
    notice of today is in time; first_working: the first of them on which people work. result: when
    the result is due.
    """

    notice: RuleValue | None
    notice_latest: date | None
    first_lawful: date
    first_working: date
    result_rule: RuleValue | None
    result: LegalDay | None

    def may_announce(self, today: date) -> bool:
        return self.notice_latest is None or today <= self.notice_latest


def legal_check(
    rules: Iterable[RuleValue], day: date, today: date, calendar: Calendar
) -> LegalCheck:
    rows = tuple(rules)
    first = first_lawful(rows, today)
    return LegalCheck(
        in_force(rows, NOTICE, day),
        days_before(rows, NOTICE, day),
        first,
        first if calendar.is_working(first) else calendar.next_working(first),
        in_force(rows, RESULT, day),
        days_after(rows, RESULT, day, calendar),
    )


def first_lawful(rules: Iterable[RuleValue], today: date) -> date:
    """The first day of a conference whose notice goes out today."""
    rows = tuple(rules)
    for ahead in range(LONGEST_NOTICE):
        day = today + DAY * ahead
        latest = days_before(rows, NOTICE, day)
        if latest is None or today <= latest:
            return day
    return today + DAY * LONGEST_NOTICE


def last_new_day(rules: Iterable[RuleValue], day: date) -> date | None:
    """The last day on which a cancelled conference may be held anew; None: no rule."""
    row = in_force(rules, CANCEL, day)
    return None if row is None else day + DAY * row.value


# A day on which the office is shut: lawful, but not without a word


@dataclass(frozen=True, slots=True)
class DayOff:
    """name: of the holiday; empty for a weekend. before, after: the nearest working days.

    before None: a notice of today would be too late for it.
    """

    day: date
    name: str
    before: date | None
    after: date


def day_off(clock: Clock, day: date, today: date) -> DayOff | None:
    """None: a working day."""
    if clock.calendar.is_working(day):
        return None
    before = day - DAY
    while not clock.calendar.is_working(before):
        before -= DAY
    in_time = before >= first_lawful(clock.rules, today)
    return DayOff(
        day,
        clock.day_names.get(day, ""),
        before if in_time else None,
        clock.calendar.next_working(day),
    )


# The duty of a year


class Duty(StrEnum):
    NO_RULE = "no-rule"
    MET = "met"
    PLANNED = "planned"
    NONE = "none"  # grey: there is time
    AMBER = "amber"  # from 1 October, and none planned
    RED = "red"  # from 1 December, and none held


@dataclass(frozen=True, slots=True)
class YearDuty:
    """needed: by the rule in force on the year's last day so far; None: no rule."""

    year: int
    needed: int | None
    held: int
    planned: int
    state: Duty
    rule: RuleValue | None


@dataclass(frozen=True, slots=True)
class Marks:
    """(month, day) from which a year without a conference is amber, and red."""

    amber: tuple[int, int]
    red: tuple[int, int]


def year_duty(
    rules: Iterable[RuleValue],
    held_on: Iterable[tuple[date, ConferenceState]],
    year: int,
    today: date,
    marks: Marks,
) -> YearDuty:
    """held_on: day and state of every conference of the ward."""
    until = min(date(year, 12, 31), max(today, date(year, 1, 1)))
    rule = in_force(rules, FREQUENCY, until)
    of_year = [state for day, state in held_on if day.year == year]
    held = sum(state in HELD for state in of_year)
    planned = sum(state not in HELD | {ConferenceState.CANCELLED} for state in of_year)
    needed = None if rule is None else int(rule.value)
    return YearDuty(
        year, needed, held, planned, _duty(needed, held, planned, year, today, marks), rule
    )


def _duty(  # noqa: PLR0917  what a colour hangs on
    needed: int | None, held: int, planned: int, year: int, today: date, marks: Marks
) -> Duty:
    if needed is None:
        return Duty.NO_RULE
    if held >= needed:
        return Duty.MET
    if today >= date(year, *marks.red):
        return Duty.RED
    if held + planned >= needed:
        return Duty.PLANNED
    return Duty.AMBER if today >= date(year, *marks.amber) else Duty.NONE
