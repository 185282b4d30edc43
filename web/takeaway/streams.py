"""The board as rows that flow: read a batch, write it, send it, forget it.

However long the file, memory holds one batch. Nothing is held while the reader takes its time, so
a download that is cut in the middle leaves nothing behind. All downloads of this process read in
turn: readers of pages find the database's other connections free.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import date
from typing import Any

from dialogue.matters.exports import BOM, csv_lines
from dialogue.matters.queries.whole_board import WholeAnswer, batches
from web.takeaway.asked import Asked
from web.takeaway.columns import HEADS, Known, values

SIZE = 100  # answers read at once: other requests wait meanwhile
Rows = Sequence[Sequence[Any]]


class Turns:
    """One read at a time, for all downloads. Its lock is the running loop's own."""

    def __init__(self) -> None:
        self._lock: asyncio.Lock | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def lock(self) -> asyncio.Lock:
        loop = asyncio.get_running_loop()
        if self._lock is None or self._loop is not loop:
            self._lock, self._loop = asyncio.Lock(), loop
        return self._lock


TURNS = Turns()


async def rows(known: Known, asked: Asked) -> AsyncIterator[Rows]:
    """Batches of rows, newest answers first."""
    source = batches(known.ward.id, asked.view.q, asked.filters, SIZE)
    while True:
        async with TURNS.lock():
            found: list[WholeAnswer] | None = await anext(source, None)
        if found is None:
            return
        yield [values(each, known) for each in found]


async def as_csv(known: Known, asked: Asked) -> AsyncIterator[bytes]:
    """With BOM and ";", and no cell that a spreadsheet takes for a formula."""
    yield (BOM + csv_lines([HEADS])).encode()
    async for batch in rows(known, asked):
        yield csv_lines(batch).encode()


async def as_json_lines(known: Known, asked: Asked) -> AsyncIterator[bytes]:
    """An object a line (jsonlines.org); days as ISO 8601 writes them."""
    async for batch in rows(known, asked):
        yield "".join(_line(row) for row in batch).encode()


def _line(row: Sequence[Any]) -> str:
    given = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in zip(HEADS, row, strict=True)
    }
    return json.dumps(given, ensure_ascii=False) + "\n"


Writer = Callable[[Known, Asked], AsyncIterator[bytes]]
