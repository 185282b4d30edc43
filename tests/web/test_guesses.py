"""Guessing codes is slowed; whoever holds a right one is never kept waiting."""

from __future__ import annotations

import asyncio
from time import monotonic

import pytest

from dialogue.core.errors import TooManyTries
from web import guesses
from web.guesses import FREE, PLACES, Guesses

pytestmark = pytest.mark.unit


async def attempt(doors: Guesses, address: str, *, right: bool) -> float:
    """Seconds until the answer."""
    start = monotonic()
    async with doors.guarding(address) as verdict:
        verdict.right = right
    return monotonic() - start


@pytest.fixture
def doors(monkeypatch: pytest.MonkeyPatch, anyio_backend: str) -> Guesses:
    monkeypatch.setattr(guesses, "LONGEST", 0.3)
    return Guesses()


async def test_the_first_wrong_tries_cost_nothing(doors: Guesses) -> None:
    waited = [await attempt(doors, "a", right=False) for _ in range(FREE)]
    assert max(waited) < 0.05


async def test_after_that_each_wrong_try_waits_and_a_right_one_does_not(doors: Guesses) -> None:
    for _ in range(FREE):
        await attempt(doors, "a", right=False)
    assert await attempt(doors, "a", right=False) >= 0.1
    assert await attempt(doors, "a", right=False) >= 0.2
    assert await attempt(doors, "a", right=True) < 0.05
    assert await attempt(doors, "b", right=False) < 0.05


async def test_a_flood_is_refused_and_a_right_code_still_passes(doors: Guesses) -> None:
    for _ in range(FREE):
        await attempt(doors, "a", right=False)
    flood = [asyncio.create_task(attempt(doors, "a", right=False)) for _ in range(PLACES)]
    await asyncio.sleep(0.01)
    with pytest.raises(TooManyTries) as refused:
        await attempt(doors, "a", right=False)
    assert refused.value.seconds >= 0
    assert await attempt(doors, "a", right=True) < 0.05
    assert await attempt(doors, "neighbour", right=True) < 0.05
    await asyncio.gather(*flood)
    assert await attempt(doors, "a", right=True) < 0.05


async def test_wrong_tries_are_forgotten_in_time(
    doors: Guesses, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(FREE + 1):
        await attempt(doors, "a", right=False)
    later = monotonic() + guesses.WINDOW + 1
    monkeypatch.setattr(guesses, "monotonic", lambda: later)
    assert await attempt(doors, "a", right=False) < 0.05


async def test_only_so_many_addresses_are_remembered() -> None:
    doors = Guesses(most=10)
    for number in range(100):
        await attempt(doors, str(number), right=False)
    assert len(doors._by_address) <= 10
