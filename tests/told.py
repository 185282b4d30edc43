"""Tests that look at kept pages wait until the reader of the change log has told of all changes."""

from __future__ import annotations

import asyncio
from itertools import count

from httpx import AsyncClient

from dialogue.core.changes import Watcher, newest


async def caught_up(client: AsyncClient) -> None:
    """Or a page made before the change is read, or one made after it is dropped."""
    app = client._transport.app  # type: ignore[attr-defined]
    async with asyncio.timeout(60):
        await _told(app.state.watcher)


async def _told(watcher: Watcher) -> None:
    last = await newest()
    for _ in count():
        if watcher.place >= last or not watcher.alive:
            return
        await asyncio.sleep(0.005)
