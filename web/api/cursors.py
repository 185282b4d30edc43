"""Where a list goes on: opaque to who asks, and good for the same address and filters alone."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias, TypeVar
from urllib.parse import urlencode

from litestar import Request

from dialogue.core.errors import CursorInvalid
from dialogue.core.keys import keys

T = TypeVar("T")
Anything: TypeAlias = Request[Any, Any, Any]
PURPOSE = "cursors"
SIZE = 8  # bytes of a MAC: what a wrong place opens is public, too
APART = frozenset({"after", "limit"})  # may change from page to page


def cursor(request: Anything, place: str) -> str | None:
    """The `next` of a reply; None at the end (an empty place). The same for the same place."""
    if not place:
        return None
    key_id, mac = keys().seal(PURPOSE, _bound(request, place), SIZE)
    return urlsafe_b64encode(f"{key_id}.{mac}.{place}".encode()).decode().rstrip("=")


def place_of(request: Anything, after: str) -> str:
    """What `cursor` was given; empty on the first page. Raises CursorInvalid."""
    if not after:
        return ""
    try:
        plain = urlsafe_b64decode(after + "=" * (-len(after) % 4)).decode("ascii")
    except ValueError as error:
        raise CursorInvalid("after: no cursor") from error
    key_id, _, rest = plain.partition(".")
    mac, _, place = rest.partition(".")
    if len(mac) != 2 * SIZE or not keys().holds(PURPOSE, key_id, _bound(request, place), mac):
        raise CursorInvalid("after: of another address, of other filters, or changed")
    return place


def _bound(request: Anything, place: str) -> str:
    """The place with the address and filters that it belongs to."""
    items = request.query_params.multi_items()
    kept = sorted((name, value) for name, value in items if name not in APART)
    return f"{request.scope['path']} {urlencode(kept)} {place}"


def portion(
    found: Sequence[T], key: Callable[[T], str], place: str, size: int
) -> tuple[list[T], str]:
    """Some of a short list, and the place of the last of them; empty at the end.

    key: of ASCII letters, and rising from one to the next, so that the list may grow meanwhile.
    """
    rest = [each for each in found if not place or key(each) > place]
    return rest[:size], key(rest[size - 1]) if len(rest) > size else ""
