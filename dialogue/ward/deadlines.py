"""Due dates and how they were computed (rules.md, "how days are counted"): pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from dialogue.core.workdays import DAY, SATURDAY, Calendar
from dialogue.ward.cards import DayCard
from dialogue.ward.rules import RuleValue, in_force, read_time
from dialogue.ward.states import DAYS_OFF, MADE_UP, NO_AFTERNOON, NO_MORNING, DayKind

CUTOFF = "CLK-CUTOFF"


class Step(StrEnum):
    """What a due date is for; its rule is the value."""

    ACK = "CLK-ACK"
    TRIAGE = "CLK-TRIAGE"
    DRAFT = "CLK-DRAFT"
    PUBLISH = "CLK-PUBLISH"
    EXTENSION = "CLK-EXT"
    REOPEN = "CLK-REOPEN"
    SILENT = "CLK-SILENT"
    SEALED = "CLK-SEALED"


class DayZeroReason(StrEnum):
    """Why counting starts on a certain day."""

    SAME_DAY = "same-day"
    AFTER_CUTOFF = "after-cutoff"
    DAY_OFF = "day-off"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day on which the clock stood still. name: of the holiday; empty for a weekend."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class Due:
    """A due date and all that made it. ends: of the day, 17:00 or the noon of a half day.

    source, since, certainty: of the rule's row. house: set by a ward itself.
    """

    step: Step
    start: date
    days: int
    due: date
    skipped: tuple[Skipped, ...]
    made_up: tuple[Skipped, ...]  # working Saturdays that counted
    halves: tuple[Skipped, ...]  # days of which half is off: they counted as well
    ends: time
    source: str
    since: date
    certainty: str
    calendar_version: int


@dataclass(frozen=True, slots=True)
class DayZero:
    """received: in Vietnam's time, as it was.

    cutoff: of that very day, noon where its afternoon is off; None: no rule, so midnight.
    skipped: days off from the day it came up to day 0.
    """

    received: datetime
    day: date
    reason: DayZeroReason
    cutoff: time | None
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Clock:
    """Counts working days by the rules in force on a day.

    day_names: holidays and working Saturdays by day, for the explanation.
    """

    calendar: Calendar
    rules: tuple[RuleValue, ...]
    day_names: Mapping[date, str]

    def day_zero(self, received: datetime) -> DayZero:
        """received: in Vietnam's time."""
        day = received.date()
        row = in_force(self.rules, CUTOFF, day)
        cutoff = read_time(row.value) if row else None
        zero = self.calendar.day_zero(received, cutoff or time.max)
        reason = DayZeroReason.SAME_DAY
        if zero != day:
            working = self.calendar.is_working(day)
            reason = DayZeroReason.AFTER_CUTOFF if working else DayZeroReason.DAY_OFF
        ended = self.calendar.cut_off(day, cutoff or time.max)
        shown = None if ended == time.max else ended
        return DayZero(received, zero, reason, shown, self.days_off(day, zero))

    def days_off(self, first: date, last: date) -> tuple[Skipped, ...]:
        """From `first` to `last`, both included."""
        return tuple(map(self._named, self.calendar.skipped(first - DAY, last)))

    def due(self, step: Step, start: date) -> Due | None:
        """Counted from `start`, which is day 0. None: no rule is in force on that day."""
        row = in_force(self.rules, step, start)
        if row is None:
            return None
        due = self.calendar.add(start, row.value)
        return Due(
            step=step,
            start=start,
            days=row.value,
            due=due,
            skipped=tuple(map(self._named, self.calendar.skipped(start, due))),
            made_up=self.made_up(start, due),
            halves=self.halves(start, due),
            ends=self.calendar.ends(due),
            source=row.source,
            since=row.since,
            certainty=row.certainty.value,
            calendar_version=self.calendar.version,
        )

    def made_up(self, start: date, end: date) -> tuple[Skipped, ...]:
        """Working Saturdays after `start` up to `end`, by day."""
        days = sorted(day for day in self.calendar.makeup_days if start < day <= end)
        return tuple(map(self._named, days))

    def halves(self, start: date, end: date) -> tuple[Skipped, ...]:
        """Days after `start` up to `end` of which half was worked: each counts as one."""
        days = sorted(self.calendar.no_morning | self.calendar.no_afternoon)
        within = (day for day in days if start < day <= end and self.calendar.is_working(day))
        return tuple(map(self._named, within))

    def _named(self, day: date) -> Skipped:
        return Skipped(day, self.day_names.get(day, ""))


# Changes of the calendar


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """False when nothing changes. changed: old and new of the same day."""

    added: tuple[DayCard, ...]
    changed: tuple[tuple[DayCard, DayCard], ...]
    removed: tuple[DayCard, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def calendar_change(
    old: Iterable[DayCard], days: Sequence[DayCard], removed: Iterable[date] = ()
) -> CalendarChange:
    """What setting `days` and taking `removed` out would do. A day in both is set."""
    known = {card.day: card for card in old}
    wanted = {card.day: card for card in days}
    return CalendarChange(
        added=tuple(card for day, card in sorted(wanted.items()) if day not in known),
        changed=tuple(
            (known[day], card)
            for day, card in sorted(wanted.items())
            if day in known and known[day] != card
        ),
        removed=tuple(known[day] for day in sorted(set(removed) - set(wanted)) if day in known),
    )


def changed_calendar(calendar: Calendar, change: CalendarChange) -> Calendar:
    """The calendar after the change, its version one up: for the preview."""
    gone = {card.day for card in (*change.removed, *(old for old, _ in change.changed))}
    new = (*change.added, *(card for _, card in change.changed))

    def with_new(days: frozenset[date], kinds: frozenset[DayKind]) -> frozenset[date]:
        return (days - gone) | {card.day for card in new if card.kind in kinds}

    return Calendar(
        holidays=with_new(calendar.holidays, DAYS_OFF),
        makeup_days=with_new(calendar.makeup_days, MADE_UP),
        version=calendar.version + bool(change),
        no_morning=with_new(calendar.no_morning, NO_MORNING),
        no_afternoon=with_new(calendar.no_afternoon, NO_AFTERNOON),
    )


class DayWarning(StrEnum):
    """What looks odd in a calendar; never mended silently (LAB-COMP)."""

    NO_DAY_IN_LIEU = "no-day-in-lieu"  # a holiday on a weekend, and work goes on after it
    MADE_UP_WEEKDAY = "made-up-weekday"  # a working day "made up" on a day that is one anyway


def warnings(calendar: Calendar) -> list[tuple[date, DayWarning]]:
    """By day."""
    found = [
        (day, DayWarning.MADE_UP_WEEKDAY)
        for day in calendar.makeup_days
        if day.weekday() < SATURDAY
    ]
    found += [
        (day, DayWarning.NO_DAY_IN_LIEU)
        for day in calendar.holidays
        if day.weekday() >= SATURDAY and calendar.is_working(_monday(day))
    ]
    return sorted(found)


def _monday(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())


# Calendar days fixed by law


@dataclass(frozen=True, slots=True)
class LegalDay:
    """A date counted in calendar days. working False: `advised` is the last working day before.

    The nominal date is never moved silently (CIV-ENDDAY).
    """

    nominal: date
    working: bool
    advised: date


def days_before(rules: Iterable[RuleValue], code: str, day: date) -> date | None:
    """The latest day for a notice; None: no rule in force on that day."""
    row = in_force(rules, code, day)
    return None if row is None else day - DAY * row.value


def days_after(
    rules: Iterable[RuleValue], code: str, day: date, calendar: Calendar
) -> LegalDay | None:
    """When a result is due after `day`; None: no rule in force on that day."""
    row = in_force(rules, code, day)
    if row is None:
        return None
    nominal = advised = day + DAY * row.value
    while not calendar.is_working(advised):
        advised -= DAY
    return LegalDay(nominal, advised == nominal, advised)
