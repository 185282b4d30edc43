"""Instants are UTC, days are Vietnam's, and the demo may act in the past."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from dialogue.core import clock

pytestmark = pytest.mark.unit
EVENING = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)  # 01:30 of the 21st in Vietnam


def test_a_day_is_a_day_in_vietnam() -> None:
    assert clock.local_day(EVENING) == date(2026, 11, 21)
    assert clock.local_time(EVENING).isoformat() == "2026-11-21T01:30:00+07:00"
    assert [clock.local_half(EVENING), clock.local_half(EVENING + timedelta(hours=11))] == [0, 1]


def test_acting_at_another_moment_ends_with_its_block() -> None:
    with clock.at(EVENING):
        assert clock.now() == EVENING
        with clock.at(EVENING.astimezone(timezone(timedelta(hours=7))) - timedelta(days=1)):
            assert clock.now() == EVENING - timedelta(days=1)
            assert clock.now().tzinfo is UTC
        assert clock.now() == EVENING
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


async def test_it_holds_in_its_own_task_alone() -> None:
    started, done = asyncio.Event(), asyncio.Event()

    async def other() -> datetime:
        started.set()
        await done.wait()
        return clock.now()

    task = asyncio.create_task(other())
    await started.wait()
    with clock.at(EVENING):
        done.set()
        assert await task > EVENING + timedelta(days=1)
        assert await asyncio.create_task(asyncio.sleep(0, clock.now())) == EVENING
