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


FROM_RECEIPT = (Step.ACK, Step.TRIAGE, Step.DRAFT, Step.PUBLISH)


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
    """

    received: datetime
    day: date
    reason: DayZeroReason
    cutoff: time | None


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
        return DayZero(received, zero, reason, None if ended == time.max else ended)

    def due(self, step: Step, start: date) -> Due | None:
        """Counted from `start`, which is day 0. None: no rule is in force on that day."""
        row = in_force(self.rules, step, start)
        return None if row is None else self.counted(row, step, start, row.value)

    def counted(self, row: RuleValue, step: Step, start: date, days: int) -> Due:
        """As due(), with fewer days than the rule allows (an extension)."""
        due = self.calendar.add(start, days)
        return Due(
            step=step,
            start=start,
            days=days,
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

    def from_receipt(self, received: datetime) -> Explanation:
        """Every clock that starts with a matter's receipt; cumulative, all from day 0."""
        zero = self.day_zero(received)
        dues = {step: self.due(step, zero.day) for step in FROM_RECEIPT}
        return Explanation(zero, dues)

    def extended(self, publish_due: date, on: date, days: int) -> Due | None:
        """`days` working days after the old due date; None: no rule, or more than it allows.

        on: the day the extension is given; its rule holds.
        """
        row = in_force(self.rules, Step.EXTENSION, on)
        if row is None or not 1 <= days <= row.value:
            return None
        return self.counted(row, Step.EXTENSION, publish_due, days)

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


@dataclass(frozen=True, slots=True)
class Explanation:
    """Day 0 and each due date; a step without a rule in force has None."""

    zero: DayZero
    dues: Mapping[Step, Due | None]

    def day(self, step: Step) -> date | None:
        due = self.dues[step]
        return due.due if due else None


class Mover(StrEnum):
    """Who must be told of a moved date: nobody's date changes without a visible note."""

    OFFICER = "officer"  # less time than before
    ASKER = "asker"  # a longer wait than before


@dataclass(frozen=True, slots=True)
class Moved:
    """A due date that a new calendar gives. told: who reads a note about it."""

    old: date
    new: date
    told: Mover

    @property
    def days(self) -> int:
        """Calendar days; positive: later."""
        return (self.new - self.old).days


def moved(old: date | None, new: date | None) -> Moved | None:
    """What a recomputed date means; None when nothing moved or there is no clock.

    Earlier takes time from the officer, later makes the asker wait: either way a note is shown.
    """
    if old is None or new is None or old == new:
        return None
    return Moved(old, new, Mover.OFFICER if new < old else Mover.ASKER)


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
