"""Rings when a transaction of this process that noted a change has ended."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Bell:
    """Whoever follows the change log listens; the engines ring after COMMIT."""

    def __init__(self) -> None:
        self._heard: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}

    @contextmanager
    def heard(self, event: asyncio.Event) -> Iterator[None]:
        """Within the block, in the loop that waits for the event, each ring sets it."""
        self._heard[event] = asyncio.get_running_loop()
        try:
            yield
        finally:
            del self._heard[event]

    def ring(self) -> None:
        """From any thread."""
        for event, loop in list(self._heard.items()):
            loop.call_soon_threadsafe(event.set)


BELL = Bell()
