"""Working days (rules.md, "how days are counted"): pure arithmetic on a given calendar."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate

DAY = timedelta(days=1)
SATURDAY = 5
MORNING = time(7, 30), time(11, 30)  # institution.md §9
AFTERNOON = time(13), time(17)
CLOSES = AFTERNOON[1]  # rules.md: "due at 17:00 of the day"


def _weekdays(day: date) -> int:
    """Mondays to Fridays from a Monday long ago up to and including `day`."""
    weeks, rest = divmod(day.toordinal() - 1, 7)  # ordinal 1 was a Monday
    return weeks * SATURDAY + min(rest + 1, SATURDAY)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days off and working Saturdays beside the ordinary week. `version` grows with changes.

    no_morning, no_afternoon: days of which half is worked. Such a day counts as a working day.
    """

    holidays: frozenset[date] = frozenset()
    makeup_days: frozenset[date] = frozenset()
    version: int = 1
    no_morning: frozenset[date] = frozenset()
    no_afternoon: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        if day in self.makeup_days:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays

    def next_working(self, day: date) -> date:
        """The first working day after `day`."""
        day += DAY
        while not self.is_working(day):
            day += DAY
        return day

    def add(self, day: date, count: int) -> date:
        """`count` working days after `day`, which is day 0."""
        for _ in range(count):
            day = self.next_working(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` is earlier."""
        if end < start:
            return -self.between(end, start)
        unlike, sums = _unlike(self)
        odd = sums[bisect_right(unlike, end)] - sums[bisect_right(unlike, start)]
        return _weekdays(end) - _weekdays(start) + odd

    def left(self, due: date, day: date) -> int:
        """Working days from `day` to a due date; below zero when late, and a due date that is over
        is late by at least one, also when only days off lie between.
        """
        days = self.between(day, due)
        return min(-1, days) if due < day else days

    def hours(self, day: date) -> list[tuple[time, time]]:
        """When the office is open: two halves, one, or none."""
        if not self.is_working(day):
            return []
        halves = ((MORNING, self.no_morning), (AFTERNOON, self.no_afternoon))
        return [half for half, off in halves if day not in off]

    def closes(self, day: date) -> time | None:
        """When a working day ends; None for a day off."""
        return max((end for _start, end in self.hours(day)), default=None)

    def ends(self, due: date) -> time:
        """When what is due on a day is late: 17:00, or noon where the afternoon is off."""
        return self.closes(due) or CLOSES

    def cut_off(self, day: date, cutoff: time) -> time:
        """Until when what comes on a working day counts as of that day."""
        return min(self.ends(day), cutoff) if day in self.no_afternoon else cutoff

    def day_zero(self, received: datetime, cutoff: time) -> date:
        """received: in Vietnam's time. After the cut-off, or on a day off: the next working day.

        Where the afternoon is off, its noon is the cut-off.
        """
        day = received.date()
        if self.is_working(day) and received.time() <= self.cut_off(day, cutoff):
            return day
        return self.next_working(day)

    def add_hours(self, received: datetime, count: int) -> datetime:
        """`count` working hours after `received`, in Vietnam's time: for clocks of 4 or 8 hours.

        What is left at noon goes on after it, at the close of a day on the next working day.
        """
        left, day = timedelta(hours=count), received.date()
        while True:
            for start, end in self.hours(day):
                begin = max(received, datetime.combine(day, start, received.tzinfo))
                close = datetime.combine(day, end, received.tzinfo)
                if begin + left <= close:
                    return begin + left
                left -= max(timedelta(0), close - begin)
            day += DAY

    def skipped(self, start: date, end: date) -> list[date]:
        """Days after `start` up to `end` on which the clock stood still, for the explanation."""
        days = (start + DAY * number for number in range(1, (end - start).days + 1))
        return [day for day in days if not self.is_working(day)]


@lru_cache(maxsize=32)
def _unlike(calendar: Calendar) -> tuple[list[date], list[int]]:
    """Days that are not what their weekday says, and the sums of the difference before each."""
    days = sorted(calendar.holidays | calendar.makeup_days)
    odd = [calendar.is_working(day) - (day.weekday() < SATURDAY) for day in days]
    return days, [0, *accumulate(odd)]
