"""Periods that figures are published for: a year, a half, a quarter or a month. Pure.

They have a fixed first day, so a published figure only grows, by whole blocks; a window of thirty
days would also lose some, and could move by less than RAT-MIN-N.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
FIRST_YEAR = 2000  # nothing was rated before
_KEY = re.compile(r"(?P<year>\d{4})(?:-(?:h(?P<half>[12])|q(?P<quarter>[1-4])|(?P<month>\d\d)))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """months from the first day of a month on. part: of the year, from 1; 1 for a whole year."""

    year: int
    months: int
    part: int

    @property
    def key(self) -> str:
        """`2026`, `2026-h1`, `2026-q3`, `2026-10`: as it stands in addresses."""
        tail = {12: "", 6: f"-h{self.part}", 3: f"-q{self.part}", 1: f"-{self.part:02}"}
        return f"{self.year}{tail[self.months]}"

    @property
    def since(self) -> date:
        return date(self.year, (self.part - 1) * self.months + 1, 1)

    @property
    def until(self) -> date:
        return self.next.since - DAY

    @property
    def next(self) -> Period:
        last = self.part * self.months == 12
        return Period(self.year + last, self.months, 1 if last else self.part + 1)

    @property
    def previous(self) -> Period:
        if self.part > 1:
            return Period(self.year, self.months, self.part - 1)
        return Period(self.year - 1, self.months, 12 // self.months)

    @property
    def last_year(self) -> Period:
        return Period(self.year - 1, self.months, self.part)


def period_of(key: str) -> Period | None:
    """None for what is no period of ours."""
    found = _KEY.fullmatch(key) if key.isascii() else None
    if found is None:
        return None
    year, months, part = int(found["year"]), 12, 1
    for name, length in (("half", 6), ("quarter", 3), ("month", 1)):
        if found[name]:
            months, part = length, int(found[name])
    usable = FIRST_YEAR < year < 9999 and 1 <= part <= 12 // months
    return Period(year, months, part) if usable else None


def holding(day: date, months: int) -> Period:
    """The period of so many months in which a day lies."""
    return Period(day.year, months, (day.month - 1) // months + 1)
