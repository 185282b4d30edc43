"""When huddles open, what one needs, who may do what: pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from dialogue.core.workdays import DAY, MORNING, SATURDAY, Calendar
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from meetings.huddles.states import Half, HuddleState

LONGEST = 300  # letters of a problem or a remedy: a point is one sentence
MOST_FIGURE = 9_999  # dossiers of one half-day
LOOK_BACK = timedelta(days=14)  # how long a standstill is made up for


@dataclass(frozen=True, slots=True)
class Times:
    """The rules HUD-MORNING, HUD-AFTERNOON, HUD-SATURDAY and HUD-POINTS of a day.

    morning, afternoon: when the huddle opens, in Vietnam's time. saturdays: the centre is open on
    Saturday mornings and meets then too. most_points: of one huddle.
    """

    morning: time
    afternoon: time
    saturdays: bool
    most_points: int

    def opens(self, half: Half) -> time:
        return self.morning if half is Half.MORNING else self.afternoon


def halves(calendar: Calendar, day: date, *, saturdays: bool) -> tuple[Half, ...]:
    """The half-days that are worked, each of which ends with a huddle."""
    worked = tuple(
        Half.MORNING if hours == MORNING else Half.AFTERNOON for hours in calendar.hours(day)
    )
    ordinary_saturday = day.weekday() == SATURDAY and day not in calendar.holidays
    if not worked and saturdays and ordinary_saturday:
        return (Half.MORNING,)
    return worked


def next_morning(calendar: Calendar, day: date) -> date:
    """When a point is to be done unless somebody says otherwise."""
    return calendar.next_working(day)


def opened_since(
    calendar: Calendar, times: Times, first: date, today: date, clock: time
) -> Iterator[tuple[date, Half]]:
    """Every huddle that has opened from `first` up to `clock` o'clock today."""
    day = first
    while day <= today:
        for half in halves(calendar, day, saturdays=times.saturdays):
            if day < today or times.opens(half) <= clock:
                yield day, half
        day += DAY


def ended(state: HuddleState, day: date, today: date) -> bool:
    """Has its day gone by without an end?"""
    return state is HuddleState.DUE and day < today


def how_it_ended(*, anything_noted: bool) -> HuddleState:
    """Nobody pressed the button: notes show that people met."""
    return HuddleState.CLOSED if anything_noted else HuddleState.MISSED


def unreviewed(open_points: Collection[int], reviewed: Collection[int]) -> set[int]:
    """Earlier points that this huddle has not looked at: it cannot end before."""
    return set(open_points) - set(reviewed)


# Rights. A sentence each; actions and pages ask the same one.


def may_read(actor: Actor) -> bool:
    return may_note(actor) or actor.has(Role.CHAIRMAN, Role.DEPUTY)


def may_note(actor: Actor) -> bool:
    """All at the counters meet."""
    return actor.has(Role.DIRECTOR, Role.COUNTER_OFFICER)


def may_hold(actor: Actor) -> bool:
    """Says what became of earlier points, and ends it."""
    return actor.has(Role.DIRECTOR)
