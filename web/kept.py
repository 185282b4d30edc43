"""Public pages that are kept ready: under what they depend on, and before the framework."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import time, timedelta
from typing import Any

from litestar import Request, Response

from dialogue.core import clock
from dialogue.ward import queries
from dialogue.ward.cards import WardCard
from web.caching import PAGES, Ready
from web.i18n import language
from web.ready import Hot, answer_ready, keep

END_OF_DAY = time(17)  # what is due today is late from then on
HOT = timedelta(seconds=60)  # after that the page's key is looked at again


async def reply(  # noqa: PLR0917  a sentence: whose page, which, of what, how, where
    request: Request[Any, Any, Any],
    ward: WardCard,
    page: str,
    what: object,
    make: Callable[[], Coroutine[Any, Any, Ready]],
    path: str = "",
) -> Response[bytes]:
    """The page, made once. path: its one address, where it is asked for often."""
    key = await key_of(ward, what)
    ready: Ready = await PAGES.get(ward.id, page, key, make)
    if path:
        ends = (clock.now() + HOT).timestamp()
        keep(path, Hot(ward.id, page, key, answer_ready, ends=ends))
    return ready.reply(request)


async def key_of(ward: WardCard, what: object) -> tuple[object, ...]:
    """Language, what is shown, the day and its half that counts, and the names of the ward."""
    local = clock.local_time(clock.now())
    shown = (
        ward,
        what,
        await queries.fields(ward.id, past=True),
        await queries.topics(ward.id, past=True),
        await queries.groups(ward.id, past=True),
        await queries.units(ward.id, past=True),
    )
    return language(), hash(shown), local.date(), local.time() >= END_OF_DAY
