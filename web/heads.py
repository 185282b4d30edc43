"""HEAD, as RFC 9110 §9.3.2 has it: what GET would answer, without the content."""

from __future__ import annotations

from typing import Any

from litestar.types import ASGIApp, HTTPReceiveMessage, Message, Receive, Send


def answer_heads(app: ASGIApp) -> ASGIApp:
    """Link checkers and monitors ask so; routes need not know."""

    async def serve(scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "HEAD":
            as_get: Any = {**scope, "method": "GET"}
            await app(as_get, _gone, _without_content(send))
        else:
            await app(scope, receive, send)

    return serve


async def _gone() -> HTTPReceiveMessage:
    """Who asks for the head waits for nothing: a stream or a download ends as it begins."""
    return {"type": "http.disconnect"}


def _without_content(send: Send) -> Send:
    async def head_alone(message: Message) -> None:
        if message["type"] == "http.response.start":
            await send(message)
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    return head_alone
