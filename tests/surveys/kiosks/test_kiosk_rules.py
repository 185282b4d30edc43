"""How a kiosk stands, and on which day a kept rating counts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core.clock import local_day, local_half
from dialogue.core.workdays import Calendar
from surveys.kiosks.rules import SKEW_MOST, Standing, skew, standing
from surveys.rows import Kept, NewRating, counted_on
from surveys.rules import Level, final_day

pytestmark = pytest.mark.unit
FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)
NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seen_on", "today", "expected"),
    [
        (None, FRIDAY, Standing.NEVER),
        (FRIDAY, FRIDAY, Standing.HEARD),
        (FRIDAY, MONDAY, Standing.QUIET),  # a week-end is no silence
        (FRIDAY, date(2026, 11, 22), Standing.HEARD),
        (FRIDAY, date(2026, 11, 24), Standing.SILENT),  # all Monday long
    ],
)
def test_a_whole_working_day_without_a_sign_is_silence(
    seen_on: date | None, today: date, expected: Standing
) -> None:
    assert standing(seen_on, None, today, Calendar()) is expected
    assert standing(seen_on, FRIDAY, today, Calendar()) is Standing.REVOKED


def test_a_holiday_is_no_silence() -> None:
    closed = Calendar(holidays=frozenset({MONDAY}))
    assert standing(FRIDAY, None, date(2026, 11, 24), closed) is Standing.QUIET


def test_the_skew_is_told_in_minutes_and_small_ones_are_none() -> None:
    assert [skew(1_000_000 + each, 1_000_000) for each in (0, 59, 7_200, -300)] == [0, 0, 120, -5]
    assert skew(0, 10**12) == -SKEW_MOST


def rating(at: datetime | None) -> NewRating:
    card: Any = None
    return NewRating(card, Level.OK, "", "", "", kept=Kept(at, 60))


@given(st.integers(min_value=-4_000_000, max_value=4_000_000))
def test_a_kept_rating_never_counts_in_the_future_nor_on_a_final_day(seconds: int) -> None:
    pressed = NOON + timedelta(seconds=seconds)
    counted = counted_on(rating(pressed), NOON)
    assert counted in {place(pressed), place(NOON)}
    assert final_day(local_day(NOON)) < counted[0] <= local_day(NOON)
    assert seconds <= 0 or counted == place(NOON)


def test_yesterday_is_still_open_and_the_day_before_is_not() -> None:
    yesterday, before = NOON - timedelta(hours=25), NOON - timedelta(days=2)
    assert counted_on(rating(yesterday), NOON) == place(yesterday) == (date(2026, 11, 19), 0)
    assert counted_on(rating(before), NOON) == place(NOON)
    assert counted_on(rating(None), NOON) == place(NOON)


def place(moment: datetime) -> tuple[date, int]:
    return local_day(moment), local_half(moment)
