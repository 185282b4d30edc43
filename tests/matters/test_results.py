"""Sums over answers and promises."""

from __future__ import annotations

import statistics
from collections import Counter
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core.clock import HANOI
from dialogue.matters.results import (
    AnswerGroup,
    OpenGroup,
    Promise,
    figures,
    is_late,
    kept,
    median,
    share,
)
from dialogue.matters.states import TaskState

pytestmark = pytest.mark.unit
DUE = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        (datetime(2026, 11, 20, 16, 59, tzinfo=HANOI), False),
        (datetime(2026, 11, 20, 17, 0, tzinfo=HANOI), True),
        (datetime(2026, 11, 19, 23, 0, tzinfo=HANOI), False),
        (datetime(2026, 11, 21, 0, 0, tzinfo=HANOI), True),
    ],
)
def test_late_from_five_in_the_afternoon_of_the_due_day(moment: datetime, late: bool) -> None:
    assert is_late(DUE, moment) is late


@given(st.lists(st.integers(0, 60)))
def test_the_median_is_that_of_the_single_values(days: list[int]) -> None:
    known = median(Counter(days))
    assert known == (statistics.median(days) if days else None)


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 20))
def test_a_share_below_the_minimum_tells_only_n(part: int, more: int, least: int) -> None:
    seen = share(part, part + more, least)
    assert seen.n == part + more
    assert seen.shown is (part + more >= max(least, 1))
    assert seen.part == (part if seen.shown else 0)


@given(
    st.lists(
        st.builds(
            Promise,
            st.dates(date(2026, 1, 1), date(2026, 3, 31)),
            st.none() | st.dates(date(2026, 1, 1), date(2026, 4, 30)),
            st.sampled_from(TaskState),
        )
    )
)
def test_every_promise_due_is_counted_once(promises: list[Promise]) -> None:
    today = date(2026, 3, 15)
    sums = kept(promises, date(2026, 2, 1), date(2026, 3, 31), today)
    assert sums.due == sums.kept + sums.late + sums.stopped + sums.open
    assert sums.due == sum(date(2026, 2, 1) <= p.first_due <= today for p in promises)


@given(
    st.lists(
        st.builds(
            AnswerGroup,
            st.none() | st.booleans(),
            st.none() | st.integers(0, 30),
            st.sampled_from(["", "satisfied", "partly", "not"]),
            st.integers(1, 9),
            st.integers(1, 20),
        )
    )
)
def test_figures_add_up(groups: list[AnswerGroup]) -> None:
    moment = datetime(2026, 11, 20, 12, tzinfo=HANOI)
    since, late = date(2026, 11, 18), date(2026, 11, 19)
    waiting = [
        OpenGroup(DUE, True, 2),  # not late before five
        OpenGroup(late, True, 3),
        OpenGroup(late, False, 4),  # a second answer
        OpenGroup(date(2026, 11, 17), True, 5),  # before the period
        OpenGroup(None, True, 1),
    ]
    made = figures(since, DUE, groups, waiting, moment=moment)
    assert made.answered == sum(group.n for group in groups)
    assert made.askers == sum(group.askers for group in groups)
    assert made.in_time.n == sum(group.n for group in groups if group.in_time is not None) + 3
    assert made.in_time.part == sum(group.n for group in groups if group.in_time)
    assert made.clear.n == sum(group.n for group in groups if group.verdict)
    assert (made.waiting, made.late) == (15, 12)
