"""The working-day clock, by clock_vectors.json, by hand and by property.

Days off are those of our own holidays.csv, with 24 November (policy) taken as one.
"""

from __future__ import annotations

import csv
import json
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core.workdays import Calendar

pytestmark = pytest.mark.unit
HERE = Path(__file__).parent
VECTORS: list[dict[str, str]] = json.loads((HERE / "clock_vectors.json").read_text("utf-8"))
CUTOFF = time(17)


def read_calendar() -> Calendar:
    path = HERE.parents[1] / "dialogue" / "ward" / "data" / "holidays.csv"
    with path.open(encoding="utf-8", newline="") as file:
        days = [(date.fromisoformat(row["date"]), row["kind"]) for row in csv.DictReader(file)]
    return Calendar(
        frozenset(day for day, kind in days if kind == "holiday"),
        frozenset(day for day, kind in days if kind == "makeup_workday"),
    )


CALENDAR = read_calendar()
PLAIN = Calendar()


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["why"]))
def test_vectors(vector: dict[str, str]) -> None:
    zero = CALENDAR.day_zero(datetime.fromisoformat(vector["received"]), CUTOFF)
    assert zero == date.fromisoformat(vector["counts_as"])
    for step, count in {"ack": 1, "triage": 2, "draft": 5, "publish": 10}.items():
        assert CALENDAR.add(zero, count) == date.fromisoformat(vector[step]), step


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        # an ordinary week, and 24/11 in it
        ("2026-11-20", 0, "2026-11-20"),
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-20", 2, "2026-11-25"),
        ("2026-11-23", 1, "2026-11-25"),
        ("2026-11-24", 1, "2026-11-25"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-11-22", 1, "2026-11-23"),
        # New Year 2026: Friday 2/1 swapped for Saturday 10/1
        ("2025-12-31", 1, "2026-01-05"),
        ("2026-01-09", 1, "2026-01-10"),
        ("2026-01-09", 2, "2026-01-12"),
        ("2026-01-10", 1, "2026-01-12"),
        ("2025-12-31", 6, "2026-01-10"),
        # Tết 2026: Monday 16/2 to Friday 20/2
        ("2026-02-13", 1, "2026-02-23"),
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-02-14", 1, "2026-02-23"),
        ("2026-02-18", 2, "2026-02-24"),
        ("2026-02-12", 2, "2026-02-23"),
        # Hung Kings on a Sunday, off on Monday 27/4; 30/4 and 1/5
        ("2026-04-24", 1, "2026-04-28"),
        ("2026-04-29", 1, "2026-05-04"),
        # National Day 2026: Saturday 22/8 worked for Monday 31/8
        ("2026-08-21", 1, "2026-08-22"),
        ("2026-08-21", 2, "2026-08-24"),
        ("2026-08-28", 1, "2026-09-03"),
        ("2026-08-22", 6, "2026-09-03"),
        # 2025: Saturday 26/4 worked for Friday 2/5; Tết; National Day
        ("2025-04-25", 1, "2025-04-26"),
        ("2025-04-25", 3, "2025-04-29"),
        ("2025-04-29", 1, "2025-05-05"),
        ("2025-01-24", 1, "2025-02-03"),
        ("2025-08-29", 1, "2025-09-03"),
        # 2027
        ("2026-12-31", 1, "2027-01-04"),
        ("2027-02-04", 1, "2027-02-12"),
        ("2027-04-15", 1, "2027-04-19"),
        ("2027-04-29", 1, "2027-05-04"),
        ("2027-09-01", 1, "2027-09-06"),
    ],
)
def test_by_hand(start: str, count: int, end: str) -> None:
    day = CALENDAR.add(date.fromisoformat(start), count)
    assert day == date.fromisoformat(end)
    assert CALENDAR.between(date.fromisoformat(start), day) == count


@pytest.mark.parametrize(
    ("received", "zero"),
    [
        ("2026-11-20T00:00", "2026-11-20"),
        ("2026-11-20T17:00", "2026-11-20"),
        ("2026-11-20T17:00:01", "2026-11-23"),
        ("2026-11-21T09:00", "2026-11-23"),
        ("2026-11-24T10:00", "2026-11-25"),
        ("2026-01-09T18:00", "2026-01-10"),
        ("2026-01-10T17:01", "2026-01-12"),
        ("2026-08-21T17:30", "2026-08-22"),
        ("2026-02-13T17:01", "2026-02-23"),
        ("2026-02-17T08:00", "2026-02-23"),
    ],
)
def test_day_zero_by_hand(received: str, zero: str) -> None:
    assert CALENDAR.day_zero(datetime.fromisoformat(received), CUTOFF) == date.fromisoformat(zero)


def test_days_on_which_the_clock_stood() -> None:
    skipped = CALENDAR.skipped(date(2026, 11, 20), date(2026, 11, 25))
    assert skipped == [date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 24)]
    assert CALENDAR.between(date(2026, 11, 25), date(2026, 11, 20)) == -2
    assert CALENDAR.between(date(2026, 11, 21), date(2026, 11, 22)) == 0


DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
SOME_DAYS = st.frozensets(st.dates(date(2026, 1, 1), date(2026, 3, 1)), max_size=20)
MOMENTS = st.builds(datetime.combine, st.dates(date(2026, 1, 1), date(2026, 3, 1)), st.times())
CALENDARS = st.builds(Calendar, SOME_DAYS, SOME_DAYS)


@given(CALENDARS, DAYS, st.integers(1, 40))
def test_adding_ends_on_a_working_day_and_counts_back(
    calendar: Calendar, day: date, count: int
) -> None:
    end = calendar.add(day, count)
    assert calendar.is_working(end)
    assert calendar.between(day, end) == count
    assert calendar.between(end, day) == -count
    assert calendar.add(day, count + 1) > end
    assert len(calendar.skipped(day, end)) == (end - day).days - count


@given(CALENDARS, DAYS, DAYS, DAYS)
def test_stretches_add_up(calendar: Calendar, one: date, two: date, three: date) -> None:
    assert calendar.between(one, two) + calendar.between(two, three) == calendar.between(one, three)


@given(CALENDARS, MOMENTS)
def test_day_zero_is_a_working_day_not_before_receipt(
    calendar: Calendar, received: datetime
) -> None:
    zero = calendar.day_zero(received, CUTOFF)
    assert calendar.is_working(zero)
    assert zero >= received.date()
    if zero > received.date():
        assert received.time() > CUTOFF or not calendar.is_working(received.date())


@given(DAYS, st.integers(0, 20))
def test_five_days_are_a_week_where_nothing_is_off(day: date, weeks: int) -> None:
    if PLAIN.is_working(day):
        assert PLAIN.add(day, 5 * weeks) == day + timedelta(weeks=weeks)


HALVES = Calendar(
    makeup_days=frozenset({date(2026, 3, 7)}),
    no_morning=frozenset({date(2026, 3, 5)}),
    no_afternoon=frozenset({date(2026, 3, 4), date(2026, 3, 7)}),
)


@pytest.mark.parametrize(
    ("received", "zero"),
    [
        ("2026-03-04T11:30", "2026-03-04"),
        ("2026-03-04T11:31", "2026-03-05"),  # the afternoon is off: its noon is the cut-off
        ("2026-03-05T08:00", "2026-03-05"),
        ("2026-03-07T11:00", "2026-03-07"),  # a Saturday of which the morning is worked
        ("2026-03-07T14:00", "2026-03-09"),
    ],
)
def test_half_days_and_the_cut_off(received: str, zero: str) -> None:
    assert HALVES.day_zero(datetime.fromisoformat(received), CUTOFF) == date.fromisoformat(zero)
    assert HALVES.day_zero(datetime.fromisoformat(received), time.max) == date.fromisoformat(zero)


@pytest.mark.parametrize(
    ("received", "hours", "end"),
    [
        ("2026-03-02T07:30", 4, "2026-03-02T11:30"),
        ("2026-03-02T08:00", 4, "2026-03-02T13:30"),
        ("2026-03-02T07:30", 8, "2026-03-02T17:00"),
        ("2026-03-02T16:00", 4, "2026-03-03T10:30"),
        ("2026-03-02T16:00", 8, "2026-03-03T16:00"),
        ("2026-03-02T12:00", 4, "2026-03-02T17:00"),
        ("2026-03-02T20:00", 4, "2026-03-03T11:30"),
        ("2026-03-03T16:00", 4, "2026-03-04T10:30"),
        ("2026-03-04T08:30", 4, "2026-03-05T14:00"),  # afternoon off, then the morning after it
        ("2026-03-06T16:00", 4, "2026-03-07T10:30"),  # a working Saturday morning
        ("2026-03-06T16:00", 8, "2026-03-09T10:30"),
        ("2026-03-08T09:00", 4, "2026-03-09T11:30"),
    ],
)
def test_hours_by_hand(received: str, hours: int, end: str) -> None:
    assert HALVES.add_hours(datetime.fromisoformat(received), hours) == datetime.fromisoformat(end)


@pytest.mark.parametrize(
    ("received", "hours", "end"),
    [("2025-12-31T16:00", 8, "2026-01-05T16:00"), ("2026-01-09T16:00", 4, "2026-01-10T10:30")],
)
def test_hours_over_the_swap_of_new_year(received: str, hours: int, end: str) -> None:
    """Friday 2/1 is off for Saturday 10/1, which is worked."""
    ended = CALENDAR.add_hours(datetime.fromisoformat(received), hours)
    assert ended == datetime.fromisoformat(end)


HALF = st.builds(
    Calendar, SOME_DAYS, SOME_DAYS, st.just(1), no_morning=SOME_DAYS, no_afternoon=SOME_DAYS
)


@given(HALF, MOMENTS, st.integers(1, 16), st.integers(1, 16))
def test_hours_add_up_and_end_in_office_hours(
    calendar: Calendar, received: datetime, one: int, two: int
) -> None:
    end = calendar.add_hours(received, one)
    assert end > received
    assert any(start <= end.time() <= close for start, close in calendar.hours(end.date()))
    assert calendar.add_hours(end, two) == calendar.add_hours(received, one + two)


@given(HALF, MOMENTS)
def test_half_days_count_as_working_days(calendar: Calendar, received: datetime) -> None:
    zero = calendar.day_zero(received, CUTOFF)
    assert calendar.is_working(zero)
    assert (calendar.closes(received.date()) is None) == (not calendar.hours(received.date()))
