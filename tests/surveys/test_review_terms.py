"""The days a review is of, and those it is set beside."""

from __future__ import annotations

from datetime import date

import pytest

from surveys.reviews.terms import chosen_term, report_holding, report_term_of, report_year

pytestmark = pytest.mark.unit
RULE = report_year(["12-15", "06-14"], ["12-15", "12-14"])


def test_the_reports_first_half_begins_in_december() -> None:
    found = report_term_of(RULE, "bc-2026-1")
    assert found is not None
    assert found.span == (date(2025, 12, 15), date(2026, 6, 14))
    assert found.previous == (date(2025, 6, 15), date(2025, 12, 14))
    assert found.last_year == (date(2024, 12, 15), date(2025, 6, 14))


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2025, 12, 14), "bc-2025-2"),
        (date(2025, 12, 15), "bc-2026-1"),
        (date(2026, 6, 14), "bc-2026-1"),
        (date(2026, 6, 15), "bc-2026-2"),
        (date(2026, 12, 31), "bc-2027-1"),
    ],
)
def test_each_day_lies_in_one_of_them(day: date, key: str) -> None:
    assert report_holding(RULE, day).key == key


@pytest.mark.parametrize("key", ["bc-2026-3", "bc-1999-1", "bc-9999-1", "bc-２０２６-1", "2026-h1"])
def test_other_keys_are_none_of_them(key: str) -> None:
    assert report_term_of(RULE, key) is None


def test_beside_chosen_days_as_many_before_and_the_same_dates_a_year_ago() -> None:
    found = chosen_term(date(2028, 2, 1), date(2028, 2, 29))
    assert found.previous == (date(2028, 1, 3), date(2028, 1, 31))
    assert found.last_year == (date(2027, 2, 1), date(2027, 2, 28))
