"""The machine that watches is told when people's words cannot be kept."""

from __future__ import annotations

import httpx
from litestar import Litestar


async def test_ready_says_503_while_the_store_refuses_what_is_written(
    application: Litestar, client: httpx.AsyncClient
) -> None:
    ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()["failing"]) == (200, [])
    application.state.ratings.failing = True
    ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()["failing"]) == (503, ["ratings"])
