"""A counter with its ward for each test that names it."""

from __future__ import annotations

import pytest
from httpx import AsyncClient

from surveys.queries.counters import CounterCard
from tests.surveys.builders import counter_in_ward
from tests.told import caught_up


@pytest.fixture
async def card(client: AsyncClient) -> CounterCard:
    """Beside the open application; `client` opened the database."""
    made = await counter_in_ward()
    await caught_up(client)
    return made
