"""Pure rules of kiosks: how one stands, and what its clock is worth."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from dialogue.core.workdays import DAY, Calendar

MOST_AT_ONCE = 100  # ratings of one sending
NAME_MOST = 60  # letters
KEEP_RULE = "RAT-OFFLINE-DAYS"
SKEW_LEAST = 2  # minutes; less is the road and the rounding
SKEW_MOST = 10 * 366 * 24 * 60  # minutes; a clock without a battery begins decades ago


class Standing(StrEnum):
    NEVER = "never"  # paired, not opened yet
    HEARD = "heard"
    QUIET = "quiet"  # not heard of yet on this working day
    SILENT = "silent"  # not heard of for a whole working day
    REVOKED = "revoked"


def standing(
    seen_on: date | None, revoked_on: date | None, today: date, calendar: Calendar
) -> Standing:
    if revoked_on is not None:
        return Standing.REVOKED
    if seen_on is None:
        return Standing.NEVER
    if calendar.between(seen_on, today - DAY) > 0:
        return Standing.SILENT
    return Standing.QUIET if seen_on < today and calendar.is_working(today) else Standing.HEARD


def skew(theirs: int, ours: float) -> int:
    """Minutes by which a clock is ahead. theirs, ours: seconds since 1970."""
    minutes = round((theirs - ours) / 60)
    return 0 if abs(minutes) < SKEW_LEAST else max(-SKEW_MOST, min(SKEW_MOST, minutes))
