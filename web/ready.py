"""Hot public pages, answered from ready bytes before the framework looks at the request.

The framework's routing costs half of what the server could do. A page that PAGES keeps names its
address here; while PAGES keeps it, a plain GET is answered at once, and so is its form where the
page says how. All else goes on as before: a question mark, a page that was dropped, a form with
anything unusual in it.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from litestar import Litestar, Response
from litestar.types import ASGIApp, Receive, Send

from web.caching import HTML, PAGES, Ready, takes_gzip
from web.numbers import whole
from web.patience import Patience
from web.safety import HEADERS, is_same_origin

Header = tuple[bytes, bytes]
Reply = tuple[int, list[Header], bytes]  # status, headers of its own, body
MOST = 5_000  # addresses
MOST_BODY = 8_000  # bytes of a form that is taken at once
PATIENCE = Patience(15.0)  # for a small form to come whole, also over a poor line
FORM = b"application/x-www-form-urlencoded"
FROM = [(name.encode(), name) for name in ("sec-fetch-site", "origin", "host")]  # of a form

COMMON: list[Header] = [
    (name.lower().encode(), value.encode("latin-1"))
    for name, value in {
        **HEADERS,
        "Content-Type": f"{HTML}; charset=utf-8",
        "Vary": "Accept-Encoding",
    }.items()
]
TOO_SLOW: Reply = 408, [(b"connection", b"close"), (b"cache-control", b"no-store")], b""
PACKED: Header = (b"content-encoding", b"gzip")
NEVER_KEPT: Header = (b"cache-control", b"no-store")  # Back must not bring an old ticket


@dataclass(frozen=True, slots=True)
class Hot:
    """Where PAGES keeps it, and how it is answered. answer: page, the request's headers.

    send: takes what the page's form sends; None for all that needs a second look, which the
    application then gives it.
    ends: when the framework must look at it again (seconds since 1970): pages that change with
    the hour, not only with the log.
    """

    ward: int
    page: str
    key: object
    answer: Callable[[Any, dict[bytes, bytes]], Reply]
    send: Callable[[Litestar, bytes], Awaitable[Reply | None]] | None = None
    ends: float = math.inf


_hot: dict[str, Hot] = {}


def keep(path: str, hot: Hot) -> None:
    """Call it when PAGES has just made the page, with the page's one true address."""
    if len(_hot) >= MOST:
        _hot.clear()
    _hot[path] = hot


def answer_ready(page: Ready, headers: dict[bytes, bytes]) -> Reply:
    """How pages without a ticket are answered; 304 when the browser has it already."""
    own = [(b"etag", page.tag.encode()), (b"cache-control", b"no-cache")]
    if page.status == 200 and page.tag.encode() in headers.get(b"if-none-match", b""):
        return 304, own, b""
    if takes_gzip(headers.get(b"accept-encoding", b"")):
        return page.status, [*own, PACKED], page.gzipped
    return page.status, own, page.plain


def as_response(reply: Reply) -> Response[bytes]:
    """The same answer by way of the framework: what was not hot yet."""
    status, own, body = reply
    headers = {name.decode(): value.decode() for name, value in own} | {"Vary": "Accept-Encoding"}
    return Response(body, status_code=status, media_type=HTML, headers=headers)


def front(app: Litestar) -> ASGIApp:
    """The application with its hot pages before it."""

    async def serve(scope: Any, receive: Receive, send: Send) -> None:
        hot = _found(scope)
        reply = None
        if hot is not None and scope["method"] == "GET":
            reply = _shown(hot, scope)
        elif hot is not None and _quick(hot, scope):
            try:
                body, receive = await PATIENCE.with_(_read(receive))
            except TimeoutError:
                reply = TOO_SLOW
            else:
                reply = await _taken(hot, app, body)
        if reply is None:
            await app(scope, receive, send)
            return
        status, own, body = reply
        headers = [*COMMON, *own, (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})

    return serve


async def _taken(hot: Hot, app: Litestar, body: bytes | None) -> Reply | None:
    """None where it fails too: the application tries again, and has a page that keeps the form."""
    try:
        return await hot.send(app, body) if hot.send and body is not None else None
    except Exception:
        logging.getLogger("web").exception("a form was not taken at once")
        return None


def _found(scope: Any) -> Hot | None:
    if scope["type"] != "http" or scope["query_string"]:
        return None
    return _hot.get(scope["path"])


def _shown(hot: Hot, scope: Any) -> Reply | None:
    """None where it fails, too: the application has a page even for that."""
    try:
        return _page(hot, scope)
    except Exception:
        logging.getLogger("web").exception("a page was not shown at once")
        return None


def _page(hot: Hot, scope: Any) -> Reply | None:
    page = PAGES.find(hot.ward, hot.page, hot.key) if time.time() < hot.ends else None
    if page is None:
        del _hot[scope["path"]]
        return None
    return hot.answer(page, dict(scope["headers"]))


def _quick(hot: Hot, scope: Any) -> bool:
    """A small form of our own page, and the page still stands."""
    if scope["method"] != "POST" or hot.send is None:
        return False
    headers = dict(scope["headers"])
    if headers.get(b"content-type") != FORM:
        return False
    length = headers.get(b"content-length", b"").decode("latin-1")
    where = {name: headers[raw].decode("latin-1") for raw, name in FROM if raw in headers}
    return (
        whole(length, MOST_BODY) is not None
        and is_same_origin(where)
        and PAGES.find(hot.ward, hot.page, hot.key) is not None
    )


async def _read(receive: Receive) -> tuple[bytes | None, Receive]:
    """The body, and who tells the application the same once more. None: it never came whole."""
    told: list[Any] = [await receive()]
    while told[-1]["type"] == "http.request" and told[-1].get("more_body"):
        told.append(await receive())
    whole = told[-1]["type"] == "http.request"
    body = b"".join(each["body"] for each in told) if whole else None

    async def again() -> Any:
        return told.pop(0) if told else await receive()

    return body, again
