"""Periods by their names, and their neighbours."""

from __future__ import annotations

from datetime import date

import pytest

from surveys.periods import Period, holding, period_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("key", "since", "until", "previous", "last_year"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2025", "2025"),
        ("2026-h1", date(2026, 1, 1), date(2026, 6, 30), "2025-h2", "2025-h1"),
        ("2026-q4", date(2026, 10, 1), date(2026, 12, 31), "2026-q3", "2025-q4"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024-01", "2023-02"),
        ("2024-01", date(2024, 1, 1), date(2024, 1, 31), "2023-12", "2023-01"),
    ],
)
def test_a_period_has_its_days_and_neighbours(
    key: str, since: date, until: date, previous: str, last_year: str
) -> None:
    found = period_of(key)
    assert found is not None
    assert (found.key, found.since, found.until) == (key, since, until)
    assert (found.previous.key, found.last_year.key) == (previous, last_year)
    assert found.previous.next == found
    assert holding(until, found.months) == found


@pytest.mark.parametrize(
    "key", ["", "26", "2026-13", "2026-00", "2026-q5", "2026-h3", "1900", "2026-1", "9999", "٢٠٢٦"]
)
def test_what_is_no_period_is_none(key: str) -> None:
    assert period_of(key) is None


def test_a_day_lies_in_one_of_each_length() -> None:
    day = date(2026, 11, 22)
    assert [holding(day, months) for months in (12, 6, 3, 1)] == [
        Period(2026, 12, 1),
        Period(2026, 6, 2),
        Period(2026, 3, 4),
        Period(2026, 1, 11),
    ]
