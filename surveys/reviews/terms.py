"""The days that a review is of: of the calendar, of the reports by rule, or chosen. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from surveys.periods import FIRST_YEAR, Period

DAY = timedelta(days=1)
LONGEST = 366  # days that may be chosen
EARLIEST = date(FIRST_YEAR + 1, 1, 1)  # a year before it is still a date of ours
_KEY = re.compile(r"bc-(?P<year>\d{4})-(?P<half>[12])")

Span = tuple[date, date]
MonthDay = tuple[int, int]


class TermKind(StrEnum):
    CALENDAR = "calendar"  # 01/01–30/6, a quarter, a month, a year
    REPORT = "report"  # of the periodical reports: REP-HALF
    CHOSEN = "chosen"  # any days


@dataclass(frozen=True, slots=True)
class Term:
    """Days from since to until, both included, and those it is set beside.

    key: as it stands in addresses; of chosen days empty. part: of a half-year, 1 or 2; else 0.
    """

    kind: TermKind
    key: str
    since: date
    until: date
    previous: Span
    last_year: Span
    part: int = 0

    @property
    def span(self) -> Span:
        return self.since, self.until


def calendar_term(period: Period) -> Term:
    before, last = period.previous, period.last_year
    return Term(
        TermKind.CALENDAR,
        period.key,
        period.since,
        period.until,
        (before.since, before.until),
        (last.since, last.until),
    )


def chosen_term(since: date, until: date) -> Term:
    """Beside it as many days just before, and the same dates of last year."""
    length = until - since + DAY
    before, last = (since - length, until - length), (_year_ago(since), _year_ago(until))
    return Term(TermKind.CHOSEN, "", since, until, before, last)


def _year_ago(day: date) -> date:
    """Of 29 February the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


# The reports' own half-years


@dataclass(frozen=True, slots=True)
class ReportYear:
    """First day of its first half, last day of that half and of the year: month and day each.

    A year that would begin after its own half begins in the calendar year before.
    """

    first: MonthDay
    half: MonthDay
    last: MonthDay

    def span(self, year: int, part: int) -> Span:
        """part: 1 or 2."""
        middle = date(year, *self.half)
        if part == 1:
            return date(year - (self.first > self.half), *self.first), middle
        return middle + DAY, date(year, *self.last)


def report_year(half: Sequence[str], year: Sequence[str]) -> ReportYear:
    """The values of REP-HALF (`["12-15", "06-14"]`) and REP-YEAR (`["12-15", "12-14"]`)."""
    first, middle = map(_month_day, half)
    return ReportYear(first, middle, _month_day(year[1]))


def _month_day(text: str) -> MonthDay:
    month, day = map(int, text.split("-"))
    return month, day


def report_term(rule: ReportYear, year: int, part: int) -> Term:
    before = (year, 1) if part == 2 else (year - 1, 2)
    return Term(
        TermKind.REPORT,
        f"bc-{year}-{part}",
        *rule.span(year, part),
        rule.span(*before),
        rule.span(year - 1, part),
        part,
    )


def report_term_of(rule: ReportYear, key: str) -> Term | None:
    """None for what is none of ours."""
    found = _KEY.fullmatch(key) if key.isascii() else None
    if found is None or not EARLIEST.year <= int(found["year"]) < 9999:
        return None
    return report_term(rule, int(found["year"]), int(found["half"]))


def report_holding(rule: ReportYear, day: date) -> Term:
    """The half-year of reports in which a day lies."""
    terms = [report_term(rule, day.year + more, part) for more in (0, 1) for part in (1, 2)]
    return next(term for term in terms if term.since <= day <= term.until)
