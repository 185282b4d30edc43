"""What the rules say of a conference's days and of a year: the check-list, the colours."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dialogue.core.workdays import Calendar
from meetings.conferences.checklist import Done, lines, marks
from meetings.conferences.legal import DayOff, Duty, day_off, legal_check, year_duty
from meetings.conferences.states import ConferenceState
from tests.ward.test_deadlines import CLOCK

pytestmark = pytest.mark.unit
RULES = CLOCK.rules


def test_the_first_lawful_day_is_told() -> None:
    check = legal_check(RULES, date(2026, 12, 18), date(2026, 12, 12), Calendar())
    assert check.notice_latest == date(2026, 12, 11)
    assert not check.may_announce(date(2026, 12, 12))
    assert check.may_announce(date(2026, 12, 11))
    assert check.first_lawful == date(2026, 12, 19)


def test_the_first_working_day_stands_beside_the_first_lawful_one() -> None:
    check = legal_check(RULES, date(2026, 12, 18), date(2026, 12, 12), Calendar())
    assert (check.first_lawful.weekday(), check.first_working) == (5, date(2026, 12, 21))


def test_a_day_off_is_told_with_its_name_and_the_working_days_near_it() -> None:
    sunday, early = date(2026, 12, 20), date(2026, 12, 1)
    assert day_off(CLOCK, sunday + timedelta(days=1), early) is None
    friday, monday = date(2026, 12, 18), date(2026, 12, 21)
    assert day_off(CLOCK, sunday, early) == DayOff(sunday, "", friday, monday)
    holiday = date(2026, 9, 2)
    named = day_off(CLOCK, holiday, date(2026, 8, 1))
    assert named == DayOff(holiday, "Quốc khánh", date(2026, 8, 28), date(2026, 9, 3))


def test_no_working_day_is_offered_that_a_notice_of_today_is_too_late_for() -> None:
    found = day_off(CLOCK, date(2026, 12, 20), date(2026, 12, 12))
    assert found is not None
    assert (found.before, found.after) == (None, date(2026, 12, 21))


def test_thach_ban_2020_has_a_notice_and_no_rule_for_the_result() -> None:
    check = legal_check(RULES, date(2020, 6, 30), date(2020, 6, 20), Calendar())
    assert check.notice_latest == date(2020, 6, 23)
    assert check.result_rule is None
    assert check.result is None
    due = {line.item.key: line.due for line in lines(date(2020, 6, 30), RULES, Done({}, {}, {}))}
    assert due["publish"] is None
    assert due["held"] == date(2020, 6, 30)


def test_before_any_rule_every_day_is_lawful() -> None:
    check = legal_check(RULES, date(2015, 6, 30), date(2015, 6, 30), Calendar())
    assert check.notice is None
    assert check.may_announce(date(2015, 6, 30))


def test_the_check_list_moves_with_the_day() -> None:
    none = Done({}, {}, {})
    for move in (0, 1, 30):
        day = date(2026, 12, 18) + timedelta(days=move)
        due = {line.item.key: line.due for line in lines(day, RULES, none)}
        assert due["plan"] == day - timedelta(days=20)
        assert due["announce"] == day - timedelta(days=7)
        assert due["close"] == day - timedelta(days=5)
        assert due["publish"] == day + timedelta(days=10)
        assert due["end"] == day + timedelta(days=90)


HELD, PLANNED = ConferenceState.CLOSED, ConferenceState.ANNOUNCED


@pytest.mark.parametrize(
    ("today", "states", "expected"),
    [
        ("2026-09-30", [], Duty.NONE),
        ("2026-10-01", [], Duty.AMBER),
        ("2026-12-01", [], Duty.RED),
        ("2026-11-30", [PLANNED], Duty.PLANNED),
        ("2026-12-01", [PLANNED], Duty.RED),
        ("2026-12-01", [HELD], Duty.MET),
        ("2027-03-01", [], Duty.RED),
        ("2026-10-02", [ConferenceState.CANCELLED], Duty.AMBER),
    ],
)
def test_the_colour_of_a_year(today: str, states: list[ConferenceState], expected: Duty) -> None:
    found = [(date(2026, 12, 20), state) for state in states]
    duty = year_duty(RULES, found, 2026, date.fromisoformat(today), marks())
    assert duty.state is expected
    assert duty.needed == 1


def test_a_year_before_the_rules_has_none() -> None:
    assert year_duty(RULES, [], 2015, date(2026, 1, 1), marks()).state is Duty.NO_RULE
