"""Satisfaction around an answer: thirty days on either side, thirty ratings at least."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from dialogue.core.clock import HANOI, at
from surveys.actions.ratings import rate
from surveys.comparison import Trend
from surveys.effects import Effect, effect
from surveys.queries.counters import CounterCard
from surveys.rules import Level, Series
from tests.surveys.builders import rating

pytestmark = pytest.mark.integration
ON = date(2026, 3, 16)
LATER = datetime(2026, 6, 1, 9, tzinfo=HANOI)


async def given(card: CounterCard, after: int, good: int, bad: int) -> None:
    day = ON + timedelta(days=after)
    levels = [Level.VERY] * good + [Level.NOT] * bad
    with at(datetime(day.year, day.month, day.day, 9, tzinfo=HANOI)):
        await rate([rating(card, level, field=card.fields[0].id) for level in levels])


async def seen(card: CounterCard, when: datetime = LATER) -> Effect:
    with at(when):
        return await effect(card.ward, card.fields[0].id, ON)


async def test_both_sides_with_n_and_interval(card: CounterCard) -> None:
    await given(card, -40, 0, 20)  # too early to count
    await given(card, -10, 20, 20)
    await given(card, 0, 0, 20)  # the day itself
    await given(card, 10, 38, 2)
    found = await seen(card)
    assert (found.before.n, found.after.n, found.series) == (40, 40, Series.GENERAL)
    assert (found.before.percent, found.after.percent) == (50.0, 95.0)
    assert found.enough
    assert found.change.trend is Trend.UP


async def test_fewer_than_thirty_are_too_few(card: CounterCard) -> None:
    await given(card, -10, 29, 0)
    await given(card, 10, 60, 0)
    found = await seen(card)
    assert not found.enough
    assert found.before.n == 0


async def test_a_block_across_the_day_is_on_neither_side(card: CounterCard) -> None:
    await given(card, -10, 35, 0)
    await given(card, -1, 5, 0)
    await given(card, 1, 5, 0)
    await given(card, 5, 35, 0)
    found = await seen(card)
    assert (found.before.n, found.after.n) == (35, 35)


async def test_thirty_days_have_to_be_over(card: CounterCard) -> None:
    await given(card, -10, 40, 0)
    await given(card, 10, 40, 0)
    early = datetime(2026, 4, 16, 9, tzinfo=HANOI)
    assert not (await seen(card, early)).enough
    assert (await seen(card)).enough
