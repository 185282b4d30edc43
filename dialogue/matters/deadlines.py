"""Due dates of a matter: pure arithmetic on a calendar, and how each date came about.

Source: rules.md, "how days are counted". What a date was computed from is kept with the matter
as a `Basis`, so that a new calendar gives a new date by the rules of the old day.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, time

from dialogue.core.clock import local_time
from dialogue.core.workdays import Calendar
from dialogue.ward.deadlines import Clock, DayZero, Skipped
from dialogue.ward.rules import in_force

RULES = {
    "ack": "CLK-ACK",
    "triage": "CLK-TRIAGE",
    "draft": "CLK-DRAFT",
    "publish": "CLK-PUBLISH",
}
CUTOFF, EXTENSION = "CLK-CUTOFF", "CLK-EXT"
REOPENING, SILENCE = "CLK-REOPEN", "CLK-SILENT"
HAND_OVER = "hand-over"  # the one step of what is sealed
SEALED = {HAND_OVER: "CLK-SEALED"}
WAIT_AT_MOST = 5  # working days that the clock may stop for the asker (rules.md)
LAST_MINUTE = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Basis:
    """What the dates stand on. Days are working days.

    start: the instant the clock began. days: rule by step, None where no rule was in force.
    cutoff: `17:00`, empty without a rule. waited: days the clock stood still for the asker.
    extended: days added to the last step. reopened: the clock of a second or third answer.
    """

    start: datetime
    days: Mapping[str, int | None]
    cutoff: str = ""
    waited: int = 0
    extended: int = 0
    reopened: bool = False
    calendar: int = 1

    def to_json(self) -> str:
        return json.dumps(asdict(self) | {"start": self.start.isoformat()})


@dataclass(frozen=True, slots=True)
class Dates:
    """None: no rule, no due date. `due` holds ack, triage, draft, publish, or one of a clock with
    one step."""

    day_zero: date
    due: Mapping[str, date | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of "how this date was counted". skipped: days off in between, with their names.

    made_up: working Saturdays, halves: half days, that counted. ends: when the due day ends.
    rule: its code. source: where the rule stands, empty when there was none that day.
    """

    step: str
    rule: str
    source: str
    days: int | None
    due: date | None
    ends: time
    skipped: tuple[Skipped, ...]
    made_up: tuple[Skipped, ...]
    halves: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    basis: Basis
    zero: DayZero
    lines: tuple[Line, ...]


def read_basis(text: str) -> Basis | None:
    """None for a matter that has no clock, such as one entered from before."""
    values = json.loads(text or "{}")
    if not values:
        return None
    return Basis(**values | {"start": datetime.fromisoformat(values["start"])})


def dates(calendar: Calendar, basis: Basis) -> Dates:
    """Every due date from day 0, cumulative."""
    day_zero = calendar.day_zero(local_time(basis.start), _cutoff(basis))
    due: dict[str, date | None] = {
        step: None if days is None else calendar.add(day_zero, _count(basis, step, days))
        for step, days in basis.days.items()
    }
    return Dates(day_zero, due)


def _cutoff(basis: Basis) -> time:
    return time.fromisoformat(basis.cutoff) if basis.cutoff else LAST_MINUTE


def _count(basis: Basis, step: str, days: int) -> int:
    """A pause of the clock moves what is still to come; an extension only the last step."""
    waited = basis.waited if step != "ack" else 0
    return days + waited + (basis.extended if step == "publish" else 0)


def waited_days(calendar: Calendar, since: date, until: date) -> int:
    """Working days that passed while the asker was asked, at most five."""
    return max(0, min(calendar.between(since, until), WAIT_AT_MOST))


def wait_ends(calendar: Calendar, since: date) -> date:
    """The last day on which the asker's reply is waited for."""
    return calendar.add(since, WAIT_AT_MOST)


def with_calendar(basis: Basis, calendar: Calendar) -> Basis:
    return replace(basis, calendar=calendar.version)


def moved(old: date | None, new: date | None, today: date) -> date | None:
    """Where a due date goes when the calendar changes: never into the past it was not in."""
    if old is None or new is None or old == new:
        return old
    if new < today <= old:
        return old
    return new


def explanation(counting: Clock, basis: Basis) -> Explanation:
    """How each date was counted, for a page that shows it."""
    made = dates(counting.calendar, basis)
    received = local_time(basis.start)
    cutoff = counting.calendar.cut_off(received.date(), _cutoff(basis))
    zero = replace(
        counting.day_zero(received),
        day=made.day_zero,
        cutoff=cutoff,
        skipped=counting.days_off(received.date(), made.day_zero),
    )
    return Explanation(
        basis, zero, tuple(_line(counting, basis, made, step) for step in basis.days)
    )


def _line(counting: Clock, basis: Basis, made: Dates, step: str) -> Line:
    due, days = made.due[step], basis.days[step]
    code = REOPENING if basis.reopened else (RULES | SEALED)[step]
    row = in_force(counting.rules, code, made.day_zero)
    off = counting.calendar.skipped(made.day_zero, due) if due else []
    return Line(
        step,
        code,
        "" if days is None or row is None else row.source,
        None if days is None else _count(basis, step, days),
        due,
        counting.calendar.ends(due or made.day_zero),
        tuple(Skipped(day, counting.day_names.get(day, "")) for day in off),
        counting.made_up(made.day_zero, due) if due else (),
        counting.halves(made.day_zero, due) if due else (),
    )
