"""A load generator of its own process: raw HTTP/1.1 over kept connections, as little Python a
request as can be, for it runs on the server's machine.

Reads one JSON job from stdin, writes one JSON result to stdout.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import perf_counter
from typing import cast

END = b"\r\n\r\n"
LENGTH = b"content-length: "


@dataclass(slots=True)
class Tally:
    """times: seconds from request to whole reply. kept: what `keep` cut out of each body."""

    statuses: dict[int, int] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    locations: list[str] = field(default_factory=list)


class Connection(asyncio.Protocol):
    """Sends the next request when the last reply is whole. keep: the text between two marks of
    each body is kept (a page's ticket)."""

    def __init__(
        self, requests: Iterator[bytes], tally: Tally, stop: Callable[[], bool], keep: str
    ) -> None:
        self.requests, self.tally, self.stop = requests, tally, stop
        self.keep = keep.encode()
        self.data = b""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self._send()

    def _send(self) -> None:
        request = None if self.stop() else next(self.requests, None)
        if request is None:
            self._end()
            return
        self.sent = perf_counter()
        self.transport.write(request)

    def _end(self) -> None:
        if not self.done.done():
            self.done.set_result(None)
        self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(None)

    def data_received(self, data: bytes) -> None:
        self.data += data
        end = self.data.find(END)
        if end < 0:
            return
        head = self.data[:end].lower()
        start = head.find(LENGTH)
        length = int(head[start + len(LENGTH) :].split(b"\r", 1)[0]) if start >= 0 else 0
        if len(self.data) < end + 4 + length:
            return
        self._count(int(self.data[9:12]), self.data[: end + 4 + length])
        self.data = self.data[end + 4 + length :]
        self._send()

    def _count(self, status: int, reply: bytes) -> None:
        tally = self.tally
        tally.times.append(perf_counter() - self.sent)
        tally.statuses[status] = tally.statuses.get(status, 0) + 1
        if self.keep:
            tally.kept.append(reply.split(self.keep, 1)[1].split(b'"', 1)[0].decode())
        elif status == 303:
            tally.locations.append(
                reply.lower().split(b"location: ", 1)[1].split(b"\r")[0].decode()
            )


async def run(job: dict[str, object]) -> dict[str, object]:
    """job: port, connections, seconds, most, keep, and either `request` or `requests`."""
    tally, seconds, most = Tally(), float(str(job["seconds"])), int(str(job["most"]))
    made = cast("list[str]", job["requests"])
    requests = iter([each.encode() for each in made]) if made else _same(str(job["request"]))
    start = perf_counter()

    def over() -> bool:
        return perf_counter() - start > seconds or 0 < most <= len(tally.times)

    loop = asyncio.get_running_loop()
    connections = [
        Connection(requests, tally, over, str(job["keep"]))
        for _ in range(int(str(job["connections"])))
    ]
    for each in connections:
        await loop.create_connection(lambda each=each: each, "127.0.0.1", int(str(job["port"])))  # type: ignore[misc]
    await asyncio.gather(*(each.done for each in connections))
    took = perf_counter() - start
    times = sorted(tally.times)
    return {
        "rate": len(times) / took,
        "p50": 1000 * times[len(times) // 2],
        "p95": 1000 * times[len(times) * 95 // 100],
        "p99": 1000 * times[len(times) * 99 // 100],
        "statuses": tally.statuses,
        "kept": tally.kept,
        "locations": tally.locations,
    }


def _same(request: str) -> Iterator[bytes]:
    text = request.encode()
    while True:
        yield text


if __name__ == "__main__":
    json.dump(asyncio.run(run(json.load(sys.stdin))), sys.stdout)
