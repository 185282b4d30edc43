"""An end to waiting, with one timer for all who wait.

`asyncio.timeout` sets a timer for each: at some thousand small forms a second these cost more than
reading the forms.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

LOOKS = 4  # in the time that is allowed: so much may one wait longer
Result = TypeVar("Result")


class Patience:
    """seconds: how long each may wait, at least."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._since: dict[asyncio.Task[object], float] = {}
        self._loop: asyncio.AbstractEventLoop | None = None  # whose timer runs

    async def with_(self, work: Awaitable[Result]) -> Result:
        """In the caller's task. Raises TimeoutError."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  a coroutine runs in one
        loop = task.get_loop()
        self._since[task] = loop.time()
        if self._loop is not loop:
            self._look_later(loop)
        try:
            return await work
        except asyncio.CancelledError:
            if task in self._since:
                raise  # somebody else's doing
            task.uncancel()
            raise TimeoutError from None
        finally:
            self._since.pop(task, None)

    def _look_later(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        loop.call_later(self.seconds / LOOKS, self._look, loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        late = loop.time() - self.seconds
        for task in [task for task, since in self._since.items() if since <= late]:
            del self._since[task]
            task.cancel()
        if self._since:
            self._look_later(loop)
        else:
            self._loop = None
