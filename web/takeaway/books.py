"""The board as XLSX: rows go to a process of its own, which writes them to a file as they come."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from dialogue.core.errors import Unavailable
from web.takeaway.asked import Asked
from web.takeaway.columns import COLUMNS, Known
from web.takeaway.streams import Turns, rows

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 50_000  # more than that no spreadsheet shows at ease, and the file takes minutes
MOST_WAITING = 4
PATIENCE = 240.0  # seconds, also on a busy machine; the worker has a limit of computing
CHUNK = 256 * 1024  # bytes
ROOT = Path(__file__).parents[2]
TITLE = "Hỏi đáp"


class Desk:
    """One book at a time; a few may wait."""

    def __init__(self) -> None:
        self.turns = Turns()
        self.waiting = 0


DESK = Desk()


async def book(known: Known, asked: Asked) -> BinaryIO:
    """The finished file, open and without a name: it is gone when it is closed.

    Raises Unavailable when too many wait, and when the process was stopped.
    """
    if DESK.waiting >= MOST_WAITING:
        raise Unavailable("too many books wait")
    DESK.waiting += 1
    try:
        async with DESK.turns.lock(), asyncio.timeout(PATIENCE):
            return await _written(known, asked)
    except TimeoutError as error:
        raise Unavailable("the book takes too long") from error
    finally:
        DESK.waiting -= 1


async def _written(known: Known, asked: Asked) -> BinaryIO:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "book.xlsx"
        worker = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "web.takeaway.book_worker", str(file)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=ROOT,
        )
        try:
            await _feed(worker, known, asked)
            ended = await worker.wait()
        finally:
            if worker.returncode is None:
                worker.kill()
                await worker.wait()
        if ended:
            raise Unavailable(f"the worker ended with {ended}")
        return file.open("rb")  # it outlives its folder


async def _feed(worker: asyncio.subprocess.Process, known: Known, asked: Asked) -> None:
    assert worker.stdin is not None  # noqa: S101
    heads = [str(column.title) for column in COLUMNS]
    kinds = [column.kind for column in COLUMNS]
    worker.stdin.write(_line({"title": TITLE, "heads": heads, "kinds": kinds}))
    try:
        async for batch in rows(known, asked):
            worker.stdin.writelines(_line(row) for row in batch)
            await worker.stdin.drain()
        worker.stdin.close()
        await worker.stdin.wait_closed()
    except (BrokenPipeError, ConnectionResetError) as error:
        raise Unavailable("the worker was stopped") from error


def _line(value: dict[str, Any] | Sequence[Any]) -> bytes:
    return json.dumps(value, default=_iso).encode() + b"\n"


def _iso(value: date) -> str:
    return value.isoformat()


async def sent(file: BinaryIO) -> AsyncIterator[bytes]:
    with file:
        while chunk := await asyncio.to_thread(file.read, CHUNK):
            yield chunk
