"""The yardsticks of a hall: the same bytes to all who wait, and one durable insert a request.

A bare ASGI application on the product's own engine, without framework, session or rules. POST /
tells its body to every stream that GET / has open; POST /insert writes one row.
"""

from __future__ import annotations

import asyncio
import os
from typing import Any
from urllib.parse import parse_qs

from piccolo.columns import BigSerial, Integer, Text
from piccolo.table import Table

from dialogue.core.local import LocalEngine

DB = LocalEngine(path=os.environ.get("BENCH_DATABASE", ":memory:") + ".insert")
STREAM = [(b"content-type", b"text/event-stream")]
DONE = {"type": "http.response.start", "status": 303, "headers": [(b"content-length", b"0")]}


class Note(Table, db=DB, tablename="note"):
    """The words of an opinion, without its keys to other tables."""

    id = BigSerial(primary_key=True)
    conference = Integer()
    words = Text()


class Fan:
    """Whoever follows waits for the next bytes."""

    def __init__(self) -> None:
        self.next: asyncio.Future[bytes] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["method"] == "GET":
            await self._follow(send)
        else:
            await self._post(scope["path"], await _body(receive))
            await send(DONE)
            await send({"type": "http.response.body", "body": b""})

    async def _live(self, receive: Any, send: Any) -> None:
        await receive()
        self.next = asyncio.get_running_loop().create_future()
        await DB.start_connection_pool()
        await Note.create_table(if_not_exists=True)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await DB.close_connection_pool()
        await send({"type": "lifespan.shutdown.complete"})

    async def _follow(self, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": STREAM})
        told = b": open\n\n"
        while told:
            await send({"type": "http.response.body", "body": told, "more_body": True})
            told = await asyncio.shield(self.next)  # type: ignore[arg-type]
        await send({"type": "http.response.body", "body": b""})

    async def _post(self, path: str, body: bytes) -> None:
        """An empty body ends the streams."""
        if path == "/insert":
            words = parse_qs(body.decode())["words"][0]
            await Note.insert(Note(conference=1, words=words))
            return
        told, self.next = self.next, asyncio.get_running_loop().create_future()
        if told is not None:
            told.set_result(body)


async def _body(receive: Any) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body


def make() -> Fan:
    return Fan()
