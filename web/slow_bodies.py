"""A body that comes by the drop is given up: it holds a place that others wait for."""

from __future__ import annotations

import asyncio

from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, ReceiveMessage, Scope, Send

from web.safety import SAFE_METHODS

QUIET = 20.0  # seconds without a byte
WHOLE = 120.0  # seconds for all of it, photos over a poor line included


class SlowBodyMiddleware(ASGIMiddleware):
    """Answers 408 in the handler's place; the reply closes the connection."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        unsafe = scope["method"] not in SAFE_METHODS  # type: ignore[typeddict-item]
        await next_app(scope, in_time(receive) if unsafe else receive, send)


def in_time(receive: Receive) -> Receive:
    """Hands on what comes; raises HTTPException (408) when it comes too slowly.

    After the body it waits as long as the caller likes: for the client to leave.
    """
    ends = asyncio.get_running_loop().time() + WHOLE
    complete = False

    async def timed() -> ReceiveMessage:
        nonlocal complete
        if complete:
            return await receive()
        patience = min(asyncio.get_running_loop().time() + QUIET, ends)
        try:
            async with asyncio.timeout_at(patience):
                message = await receive()
        except TimeoutError as error:
            raise HTTPException(status_code=408, detail="the body came too slowly") from error
        complete = not message.get("more_body", False)
        return message

    return timed
