"""What follows a hall: phones, projector, consoles. Each change is rendered once for all of them.

A follower sends the parts whose words have changed and nothing else, so that a thousand phones on
the hall's own Wi-Fi get some hundred bytes and not a page. One that is too slow skips what is old.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256

from dialogue.core.changes import Entry
from dialogue.core.clock import now
from web.live import board

KIND = "conference"  # of the change log
BEAT = 10.0  # seconds; a page that hears nothing for longer says that it is cut off


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a page: its HTML, a tag of it, and both as a message."""

    name: str
    html: str
    tag: str
    message: bytes

    @classmethod
    def of(cls, name: str, html: str) -> Part:
        tag = sha256(html.encode()).hexdigest()[:12]
        told = json.dumps({"part": name, "tag": tag, "html": html}, ensure_ascii=False)
        return cls(name, html, tag, f"data: {told}\n\n".encode())


Slides = tuple[Part, ...]


@dataclass(slots=True)
class Room:
    """Those who follow one hall wait here for its next change."""

    followers: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def wake(self) -> None:
        self.changed.set()
        self.changed = asyncio.Event()


class Halls:
    """By ward and conference. The watcher of the change log tells of each entry."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self._rooms: dict[tuple[int, int], Room] = {}
        self.stopped = False

    def seen(self, entry: Entry) -> None:
        room = self._rooms.get((entry.ward, entry.subject)) if entry.kind == KIND else None
        if room is not None:
            room.wake()

    def stop(self) -> None:
        """The server ends: so does every stream, now."""
        self.stopped = True
        for room in self._rooms.values():
            room.wake()

    @contextmanager
    def room(self, ward: int, conference: int) -> Iterator[Room]:
        room = self._rooms.setdefault((ward, conference), Room())
        room.followers += 1
        try:
            yield room
        finally:
            room.followers -= 1
            if not room.followers:
                self._rooms.pop((ward, conference), None)


HALLS = Halls()


async def follow(
    ward: int, conference: int, make: Callable[[], Awaitable[Slides]]
) -> AsyncGenerator[bytes, None]:
    """Server-sent events: the time here, each part once, then what changes, and a beat between."""
    yield f"retry: 2000\nevent: time\ndata: {now().timestamp():.3f}\n\n".encode()
    sent: dict[str, str] = {}
    ends = asyncio.get_running_loop().time() + board.LIFE
    with HALLS.room(ward, conference) as room:
        while not HALLS.stopped:
            changed = room.changed  # before it is read: nothing falls between the two
            new = [part for part in await make() if sent.get(part.name) != part.tag]
            if new:  # in one piece: each piece costs each of a thousand phones its way
                sent |= {part.name: part.tag for part in new}
                yield b"".join([part.message for part in new])
            left = ends - asyncio.get_running_loop().time()
            if left <= 0:
                return
            try:
                async with asyncio.timeout(min(BEAT, left)):
                    await changed.wait()
            except TimeoutError:
                yield b"event: beat\ndata: \n\n"
