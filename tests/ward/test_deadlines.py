"""The clock passes every vector of the rule file, and explains itself."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core.workdays import Calendar
from dialogue.ward import catalogue
from dialogue.ward.actions import read_holidays
from dialogue.ward.cards import DayCard
from dialogue.ward.deadlines import (
    Clock,
    DayWarning,
    DayZeroReason,
    Step,
    calendar_change,
    changed_calendar,
    days_after,
    days_before,
    warnings,
)
from dialogue.ward.states import DayKind
from tests.ward.test_rules import default_rows, national

pytestmark = pytest.mark.unit
DAYS = read_holidays(catalogue.default_file("holidays.csv"))
CALENDAR = changed_calendar(Calendar(version=0), calendar_change([], DAYS))
CLOCK = Clock(CALENDAR, tuple(default_rows()), {card.day: card.name for card in DAYS})
FILE = json.loads(catalogue.default_file("rules.json"))
STEPS = (Step.ACK, Step.TRIAGE, Step.DRAFT, Step.PUBLISH)


def due_days(received: datetime) -> list[date | None]:
    """Of each step; cumulative, all from day 0."""
    dues = [CLOCK.due(step, CLOCK.day_zero(received).day) for step in STEPS]
    return [due.due if due else None for due in dues]


@pytest.mark.parametrize("vector", FILE["clock_vectors"], ids=lambda vector: vector["why"])
def test_clock_vectors(vector: dict[str, str]) -> None:
    received = datetime.fromisoformat(vector["received"])
    found = [CLOCK.day_zero(received).day, *due_days(received)]
    names = ("counts_as", "ack", "triage", "draft", "publish")
    assert {name: str(day) for name, day in zip(names, found, strict=True)} == {
        name: day for name, day in vector.items() if name not in {"received", "why"}
    }


@pytest.mark.parametrize("vector", FILE["legal_vectors"], ids=lambda vector: vector["conference"])
def test_legal_vectors(vector: dict[str, Any]) -> None:
    day = date.fromisoformat(vector["conference"])
    result = days_after(CLOCK.rules, "DLG-RESULT", day, CALENDAR)
    assert {
        "notice_latest": str(days_before(CLOCK.rules, "DLG-NOTICE", day)),
        "result_nominal": str(result.nominal) if result else None,
        "result_is_working_day": result.working if result else None,
        "advise_before": str(result.advised) if result else None,
    } == {name: value for name, value in vector.items() if name != "conference"}


def test_no_rule_for_a_notice_long_ago() -> None:
    assert days_before(CLOCK.rules, "DLG-NOTICE", date(2015, 1, 1)) is None


def test_a_due_date_explains_itself() -> None:
    zero = CLOCK.day_zero(datetime(2026, 8, 20, 18, 0))  # noqa: DTZ001  Vietnam's time
    assert (zero.day, zero.reason) == (date(2026, 8, 21), DayZeroReason.AFTER_CUTOFF)
    assert zero.cutoff == time(17, 0)
    due = CLOCK.due(Step.PUBLISH, zero.day)
    assert due is not None
    assert (due.start, due.days, due.due) == (date(2026, 8, 21), 10, date(2026, 9, 8))
    assert [day.name for day in due.made_up] == ["Làm bù cho thứ Hai 31/8/2026"]
    assert [(day.day.day, day.name) for day in due.skipped] == [
        (23, ""), (29, ""), (30, ""),
        (31, "Nghỉ hoán đổi (làm bù 22/8/2026)"), (1, "Quốc khánh (ngày liền kề)"),
        (2, "Quốc khánh"), (5, ""), (6, ""),
    ]  # fmt: skip
    assert (due.source, due.certainty, due.calendar_version) == ("Quy ước của phần mềm", "house", 1)


def test_a_day_off_starts_the_clock_later() -> None:
    zero = CLOCK.day_zero(datetime(2026, 2, 15, 9, 0))  # noqa: DTZ001  Vietnam's time
    assert (zero.day, zero.reason) == (date(2026, 2, 23), DayZeroReason.DAY_OFF)
    zero = CLOCK.day_zero(datetime(2026, 1, 10, 9, 0))  # noqa: DTZ001
    assert (zero.day, zero.reason) == (date(2026, 1, 10), DayZeroReason.SAME_DAY)


def test_before_the_rules_there_is_no_clock() -> None:
    received = datetime(2020, 6, 30, 23, 0)  # noqa: DTZ001
    zero = CLOCK.day_zero(received)
    assert (zero.day, zero.cutoff) == (date(2020, 6, 30), None)
    assert set(due_days(received)) == {None}


def test_a_ward_may_set_its_own_days() -> None:
    own = national("CLK-ACK", 3, ward=1, since=date(2026, 3, 1))
    clock = Clock(CALENDAR, (*CLOCK.rules, own), {})
    due = clock.due(Step.ACK, date(2026, 3, 2))
    before = clock.due(Step.ACK, date(2026, 2, 27))
    assert due is not None
    assert before is not None
    assert (due.due, before.due) == (date(2026, 3, 5), date(2026, 3, 2))


@given(st.datetimes(datetime(2025, 7, 1), datetime(2027, 10, 1)))  # noqa: DTZ001
def test_every_step_ends_on_a_working_day_in_order(received: datetime) -> None:
    zero = CLOCK.day_zero(received).day
    known = [day for day in due_days(received) if day]
    assert len(known) == 4
    assert known == sorted(set(known))
    assert all(CALENDAR.is_working(day) for day in [zero, *known])
    for step in STEPS:
        due = CLOCK.due(step, zero)
        assert due is not None, step
        assert due.days == CALENDAR.between(due.start, due.due)
        assert len(due.skipped) + due.days == (due.due - due.start).days


def test_the_swap_announced_late_moves_dates() -> None:
    """25/12/2025: 02/01/2026 becomes a day off, made up on 10/01."""
    swap = {date(2026, 1, 2), date(2026, 1, 10)}
    early = [card for card in DAYS if card.day not in swap]
    late = [card for card in DAYS if card.day in swap]
    before = changed_calendar(Calendar(version=0), calendar_change([], early))
    change = calendar_change(early, late)
    after = changed_calendar(before, change)
    assert (before.version, after.version) == (1, 2)
    start = date(2025, 12, 26)
    assert (before.add(start, 5), after.add(start, 5)) == (date(2026, 1, 5), date(2026, 1, 6))
    assert (before.add(start, 10), after.add(start, 10)) == (date(2026, 1, 12), date(2026, 1, 12))


def card(day: date, name: str = "Nghỉ", kind: DayKind = DayKind.HOLIDAY) -> DayCard:
    return DayCard(day, kind, name, "", "", "")


def test_what_a_change_of_the_calendar_is() -> None:
    monday, tuesday, friday = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 6)
    old = [card(monday), card(tuesday)]
    new = [card(monday), card(tuesday, "Khác"), card(friday)]
    change = calendar_change(old, new, removed=[monday, date(2026, 3, 9)])
    assert change.added == (card(friday),)
    assert change.changed == ((card(tuesday), card(tuesday, "Khác")),)
    assert change.removed == ()
    assert calendar_change(old, [], [monday]).removed == (card(monday),)
    assert not calendar_change(old, old)


@given(
    st.sets(st.dates(date(2026, 1, 1), date(2026, 3, 1))),
    st.sets(st.dates(date(2026, 1, 1), date(2026, 3, 1))),
)
def test_a_changed_calendar_has_the_new_days(old: set[date], new: set[date]) -> None:
    before = changed_calendar(Calendar(), calendar_change([], [card(day) for day in old]))
    change = calendar_change(
        [card(day) for day in old],
        [card(day, kind=DayKind.MAKEUP_WORKDAY) for day in new],
        removed=old,
    )
    after = changed_calendar(before, change)
    assert after.makeup_days == new
    assert after.holidays == set()


def test_odd_days_are_named() -> None:
    odd = Calendar(
        holidays=frozenset({date(2026, 3, 8)}), makeup_days=frozenset({date(2026, 3, 4)})
    )
    assert warnings(odd) == [
        (date(2026, 3, 4), DayWarning.MADE_UP_WEEKDAY),
        (date(2026, 3, 8), DayWarning.NO_DAY_IN_LIEU),
    ]
    assert warnings(CALENDAR) == []
