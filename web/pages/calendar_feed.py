"""The ward's calendar as a feed that telephones follow (/{ward}/lich.ics)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from dialogue.ward import queries
from dialogue.ward.cards import WardCard
from web import kept
from web.access import PUBLIC
from web.caching import Ready
from web.calendar_entries import MEDIA_TYPE, Entry, calendar_text
from web.pages.coffee import coffee_entries
from web.pages.conferences import conference_entries
from web.render import first_up
from web.words import ward_name

# Each room that meets in public names its events here.
SOURCES: list[Callable[[WardCard], Awaitable[list[Entry]]]] = [coffee_entries, conference_entries]


@get("/{slug:str}/lich.ics", opt=PUBLIC)
async def show_calendar(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    ward = await queries.ward(slug)

    async def make() -> Ready:
        entries = [entry for source in SOURCES for entry in await source(ward)]
        entries.sort(key=lambda entry: (entry.start, entry.uid))
        name = first_up(ward_name(ward))
        return Ready.of(calendar_text(name, entries), media_type=MEDIA_TYPE)

    return await kept.reply(request, ward, "calendar", "", make)


handlers = [show_calendar]
