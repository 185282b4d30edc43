"""Numbers, days and times as people read and type them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core import i18n

pytestmark = pytest.mark.unit
DAY = date(2020, 7, 3)
MOMENT = datetime(2020, 7, 3, 7, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        *[(450, 852, "52,8%"), (16_251, 16_710, "97,3%"), (1, 3, "33,3%"), (2, 3, "66,7%")],
        *[(0, 0, "–"), (5, 5, "100%"), (0, 5, "0%"), (1, 16, "6,3%"), (9_999, 10_000, "100,0%")],
    ],
)
def test_percent(part: int, whole: int, shown: str) -> None:
    assert i18n.percent(part, whole) == shown


def test_numbers_in_both_languages() -> None:
    assert [i18n.number(n) for n in (1_270, 16_710, 107_700, 12, -2_685)] == [
        *["1.270", "16.710", "107.700", "12", "-2.685"],
    ]
    assert [i18n.number(2_685, "en"), i18n.percent(450, 852, 1, "en")] == ["2,685", "52.8%"]
    assert [i18n.decimal(76.5), i18n.decimal(0.125, 2), i18n.decimal(1234.5, 1, "en")] == [
        *["76,5", "0,13", "1,234.5"],
    ]
    assert [i18n.money(150_000), i18n.money(150_000, "en")] == ["150.000 đồng", "150,000 VND"]


def test_days_in_both_languages() -> None:
    assert [i18n.day(DAY), i18n.day(date(2020, 6, 30))] == ["3/7/2020", "30/6/2020"]
    assert [i18n.day(DAY, "en"), i18n.short_day(DAY), i18n.short_day(DAY, "en")] == [
        *["3 July 2020", "3/7", "3 July"],
    ]
    assert i18n.document_day(date(2020, 2, 7)) == "07/02/2020"
    assert i18n.weekday_day(date(2026, 11, 27)) == "thứ Sáu 27/11"
    assert i18n.weekday_day(date(2026, 11, 29), "en") == "Sunday 29 November"
    assert i18n.SHORT_WEEKDAYS["vi"][date(2026, 11, 29).weekday()] == "CN"


def test_ranges() -> None:
    assert i18n.days(date(2025, 7, 1), date(2025, 9, 17)) == "từ 01/7 đến 17/9/2025"
    assert i18n.days(date(2025, 12, 31), date(2026, 1, 2)) == "từ 31/12/2025 đến 02/01/2026"
    assert i18n.days(date(2025, 7, 1), date(2025, 9, 17), "en") == "1 July – 17 September 2025"


def test_moments_are_vietnams() -> None:
    assert i18n.moment(MOMENT) == "14:04, 03/07/2020"
    assert i18n.moment(MOMENT, "en") == "14:04, 3 July 2020"


def test_phones() -> None:
    assert i18n.phone("+84912345678") == "0912 345 678"
    assert i18n.phone("+842838291234") == "028 3829 1234"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        *[("1.270", 1_270), ("2685", 2_685), (" 16,710 ", 16_710), ("1 000 000", 1_000_000)],
        *[("1.5", None), ("", None), ("-3", None), ("12.34", None), ("1.2700", None), ("²", None)],
    ],
)
def test_numbers_as_typed(typed: str, value: int | None) -> None:
    assert i18n.read_number(typed) == value


@pytest.mark.parametrize("typed", ["3/7", "03-07-2020", "3.7.2020", "3-7", "2020-07-03", " 3/7 "])
def test_days_as_typed(typed: str) -> None:
    assert i18n.read_day(typed, date(2020, 12, 1)) == DAY


@pytest.mark.parametrize("typed", ["", "7", "31/2/2020", "2020/7/3", "7/32", "0/1", "1/1/0000"])
def test_no_days(typed: str) -> None:
    assert i18n.read_day(typed, DAY) is None


@pytest.mark.parametrize(
    ("typed", "holds"), [("31/11/2026", True), ("2026-11-31", True), ("mai", False), ("7", False)]
)
def test_a_day_of_no_calendar_is_still_written_as_one(typed: str, holds: bool) -> None:
    assert (i18n.looks_like_day(typed), i18n.read_day(typed, DAY)) == (holds, None)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_shown_day_is_read_back(day: date) -> None:
    assert i18n.read_day(i18n.day(day), DAY) == day
    assert i18n.read_day(i18n.document_day(day), DAY) == day


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        *[("14:04", time(14, 4)), ("7h30", time(7, 30)), ("07 giờ 30 phút", time(7, 30))],
        *[("7h", time(7)), ("24:00", None), ("7h60", None), ("sáng", None)],
    ],
)
def test_times_as_typed(typed: str, value: time | None) -> None:
    assert i18n.read_time(typed) == value
