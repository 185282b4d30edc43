"""A hall full of phones in one process: raw HTTP/1.1 streams, and when the last one has heard."""

from __future__ import annotations

import asyncio
import re
from time import perf_counter
from typing import cast

END = b"\n\n"
LAST_PART = b'"part": "list"'  # of the two that an update of the hall sends; the bare one has both
TOLD = re.compile(rb"data: .*?\n\n", re.DOTALL)
DOORS = 100  # phones that come in at once
PATIENCE = 60.0  # seconds for an update to reach everybody


class Phone(asyncio.Protocol):
    """Has heard an update when its mark has come, and after it the last part, whole."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.listen(b"")

    def listen(self, mark: bytes) -> None:
        self.mark, self.data, self.at = mark, b"", 0.0
        self.heard: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        head = f"GET {self.path} HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\n\r\n"
        self.transport.write(head.encode())

    def data_received(self, data: bytes) -> None:
        if not self.ready.done():
            self.ready.set_result(None)
        if not self.mark or self.at:
            return
        self.data += data
        if END not in data:
            return
        start = self.data.find(self.mark)
        last = self.data.find(LAST_PART, start) if start >= 0 else -1
        if last >= 0 and self.data.find(END, last) >= 0:
            self.at = perf_counter()
            self.heard.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        for each in (self.ready, self.heard):
            if not each.done():
                each.set_exception(ConnectionError("a phone was cut off"))
                each.exception()  # told to whoever waits, to nobody else


class Hall:
    """Phones that follow one address."""

    def __init__(self, port: int, path: str) -> None:
        self.port, self.path = port, path
        self.phones: list[Phone] = []

    async def fill(self, count: int) -> None:
        """Each has had its first words."""
        loop = asyncio.get_running_loop()
        while len(self.phones) < count:
            here = [Phone(self.path) for _ in range(min(DOORS, count - len(self.phones)))]
            for each in here:
                await loop.create_connection(lambda each=each: each, "127.0.0.1", self.port)  # type: ignore[misc]
            self.phones += here
            await asyncio.wait_for(asyncio.gather(*(each.ready for each in here)), PATIENCE)

    async def update(self, request: bytes, mark: str) -> float:
        """Seconds from sending the request to the moment when the last phone has heard it."""
        for each in self.phones:
            each.listen(mark.encode())
        start = perf_counter()
        status = await answer(self.port, request)
        if status != 303:
            raise RuntimeError(f"an update was refused: {status}")
        await asyncio.wait_for(asyncio.gather(*(each.heard for each in self.phones)), PATIENCE)
        return max(each.at for each in self.phones) - start

    @property
    def told(self) -> bytes:
        """What the last update sent to each, without the framing of the connection."""
        return b"".join(TOLD.findall(self.phones[0].data))

    def leave(self) -> None:
        for each in self.phones:
            each.transport.close()


async def answer(port: int, request: bytes) -> int:
    """The status of one request on a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    status = int((await reader.readline()).split()[1])
    writer.close()
    return status
