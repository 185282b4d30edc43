"""The streams of a hall, and the polling that takes over where streams fail."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from functools import partial
from typing import Any

from litestar import get
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from dialogue.core.clock import now
from meetings.conferences.queries.floor import hall_of, screen_of
from web.access import PUBLIC
from web.hall_slides import phone_slides, screen_slides
from web.i18n import SOURCE, languages
from web.live.halls import Slides, follow

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


async def phone_of(code: str, language: str) -> tuple[int, int, Callable[[], Awaitable[Slides]]]:
    ward, conference = await hall_of(code)
    wanted = language if language in languages() else SOURCE
    return ward, conference, partial(phone_slides, ward, conference, code, wanted)


def stream_of(messages: AsyncGenerator[bytes, None]) -> Stream:
    return Stream(messages, media_type="text/event-stream", headers=HEADERS)


def polled(slides: Slides, known: str) -> dict[str, Any]:
    """known: the tags that the page has. Only what is new to it; the time here, in seconds."""
    tags = known.split(",")
    parts = [
        {"part": part.name, "tag": part.tag, "html": part.html}
        for part in slides
        if part.tag not in tags
    ]
    return {"time": now().timestamp(), "parts": parts}


@get("/live/hoi-truong/{code:str}", opt=PUBLIC, include_in_schema=False)
async def stream_phone(code: FromPath[str], tieng: FromQuery[str] = "vi") -> Stream:
    return stream_of(follow(*await phone_of(code, tieng)))


@get("/live/hoi-truong/{code:str}/nay", opt=PUBLIC, include_in_schema=False)
async def poll_phone(
    code: FromPath[str], tieng: FromQuery[str] = "vi", co: FromQuery[str] = ""
) -> dict[str, Any]:
    _ward, _conference, make = await phone_of(code, tieng)
    return polled(await make(), co)


@get("/live/man-chieu/{key:str}", opt=PUBLIC, include_in_schema=False)
async def stream_screen(key: FromPath[str]) -> Stream:
    ward, conference = await screen_of(key)
    return stream_of(follow(ward, conference, partial(screen_slides, ward, conference)))


@get("/live/man-chieu/{key:str}/nay", opt=PUBLIC, include_in_schema=False)
async def poll_screen(key: FromPath[str], co: FromQuery[str] = "") -> dict[str, Any]:
    ward, conference = await screen_of(key)
    return polled(await screen_slides(ward, conference), co)


handlers = [stream_phone, poll_phone, stream_screen, poll_screen]
