"""Hot public pages, answered from ready bytes before the framework looks at the request.

The framework's routing costs half of what the server could do. A page that PAGES keeps names its
address here; while PAGES keeps it, a plain GET is answered at once. All else goes on as before:
other methods, a question mark, a page that was dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from litestar import Response
from litestar.types import ASGIApp, Receive, Scope, Send

from web.caching import HTML, PAGES, Ready
from web.safety import HEADERS

Header = tuple[bytes, bytes]
Reply = tuple[int, list[Header], bytes]  # status, headers of its own, body
MOST = 5_000  # addresses

COMMON: list[Header] = [
    (name.lower().encode(), value.encode("latin-1"))
    for name, value in {
        **HEADERS,
        "Content-Type": f"{HTML}; charset=utf-8",
        "Vary": "Accept-Encoding",
    }.items()
]
PACKED: Header = (b"content-encoding", b"gzip")
NEVER_KEPT: Header = (b"cache-control", b"no-store")  # Back must not bring an old ticket


@dataclass(frozen=True, slots=True)
class Hot:
    """Where PAGES keeps it, and how it is answered. answer: page, the request's headers."""

    ward: int
    page: str
    key: object
    answer: Callable[[Any, dict[bytes, bytes]], Reply]


_hot: dict[str, Hot] = {}


def keep(path: str, hot: Hot) -> None:
    """Call it when PAGES has just made the page, with the page's one true address."""
    if len(_hot) >= MOST:
        _hot.clear()
    _hot[path] = hot


def answer_ready(page: Ready, headers: dict[bytes, bytes]) -> Reply:
    """How pages without a ticket are answered; 304 when the browser has it already."""
    own = [(b"etag", page.tag.encode()), (b"cache-control", b"no-cache")]
    if page.tag.encode() in headers.get(b"if-none-match", b""):
        return 304, own, b""
    if b"gzip" in headers.get(b"accept-encoding", b""):
        return 200, [*own, PACKED], page.gzipped
    return 200, own, page.plain


def as_response(reply: Reply) -> Response[bytes]:
    """The same answer by way of the framework: what was not hot yet."""
    status, own, body = reply
    headers = {name.decode(): value.decode() for name, value in own} | {"Vary": "Accept-Encoding"}
    return Response(body, status_code=status, media_type=HTML, headers=headers)


def front(app: ASGIApp) -> ASGIApp:
    """The application with its hot pages before it."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        reply = _reply(scope)
        if reply is None:
            await app(scope, receive, send)
            return
        status, own, body = reply
        headers = [*COMMON, *own, (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})

    return serve


def _reply(scope: Any) -> Reply | None:
    """None for whatever the application answers itself."""
    if scope["type"] != "http" or scope["method"] != "GET" or scope["query_string"]:
        return None
    hot = _hot.get(scope["path"])
    if hot is None:
        return None
    page = PAGES.find(hot.ward, hot.page, hot.key)
    if page is None:
        del _hot[scope["path"]]
        return None
    return hot.answer(page, dict(scope["headers"]))
