"""Working days (rules.md, "how days are counted"): pure arithmetic on a given calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days off and working Saturdays beside the ordinary week. `version` grows with changes."""

    holidays: frozenset[date] = frozenset()
    makeup_days: frozenset[date] = frozenset()
    version: int = 1

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
        days = (start + DAY * number for number in range(1, (end - start).days + 1))
        return sum(self.is_working(day) for day in days)

    def day_zero(self, received: datetime, cutoff: time) -> date:
        """received: in Vietnam's time. After the cut-off, or on a day off: the next working day."""
        day = received.date()
        if self.is_working(day) and received.time() <= cutoff:
            return day
        return self.next_working(day)

    def skipped(self, start: date, end: date) -> list[date]:
        """Days after `start` up to `end` on which the clock stood still, for the explanation."""
        days = (start + DAY * number for number in range(1, (end - start).days + 1))
        return [day for day in days if not self.is_working(day)]
