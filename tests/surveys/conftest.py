"""A counter with its ward for each test that names it."""

from __future__ import annotations

import pytest
from httpx import AsyncClient

from surveys.queries import CounterCard
from tests.surveys.builders import counter_in_ward


@pytest.fixture
async def card(client: AsyncClient) -> CounterCard:
    """Beside the open application; `client` opened the database."""
    return await counter_in_ward()
