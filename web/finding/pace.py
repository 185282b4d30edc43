"""How often one address may search in a minute, so that nobody keeps a ward's server busy alone.

A hall of 200 phones goes out by one address: each may search twelve times a minute, and type all
the while. In this process; nothing is stored of whom it was.
"""

from __future__ import annotations

from typing import Any

from litestar import Request

from dialogue.core import clock
from dialogue.core.errors import TooManyTries
from web.client import address_of
from web.i18n import gettext_lazy as _
from web.render import NO_STORE

SEARCHES = 2_400  # of one address in a minute: a fifth of one processor at most
SUGGESTIONS = 6_000  # while words are typed; cheaper by half


def note_search(request: Request[Any, Any, Any]) -> None:
    """Raises TooManyTries with the seconds to wait."""
    _step(request, "tim", SEARCHES)


def note_suggestion(request: Request[Any, Any, Any]) -> None:
    """Raises TooManyTries with the seconds to wait."""
    _step(request, "goi-y", SUGGESTIONS)


def words_of(error: TooManyTries) -> str:
    """For the page of the box, which keeps what was typed."""
    text = _(
        "Từ mạng này vừa có quá nhiều lượt tìm cùng lúc. Từ đã ghi vẫn còn trong ô: xin bấm "
        "Tìm lại sau %(seconds)s giây."
    )
    return str(text) % {"seconds": error.seconds}


def headers_of(error: TooManyTries) -> dict[str, str]:
    return {**NO_STORE, "Retry-After": str(error.seconds)}


def _step(request: Request[Any, Any, Any], what: str, most: int) -> None:
    who = f"{what} {address_of(request)}"
    request.app.state.finders.step(who, clock.now().timestamp(), most)
