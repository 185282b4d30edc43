"""A form that comes by the drop is given up by the framework's routes, too."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.pages import Page
from web import slow_bodies

pytestmark = pytest.mark.unit
FORM = [(b"content-type", b"application/x-www-form-urlencoded")]
PIECE = {"type": "http.request", "body": b"x", "more_body": True}
LAST = {"type": "http.request", "body": b"x", "more_body": False}


def client(*pauses: float) -> Any:
    """Sends a piece after each pause, and the last one; then it stays and says nothing."""
    waits = list(pauses)

    async def receive() -> Any:
        if not waits:
            await asyncio.sleep(0.3)
            return {"type": "http.disconnect"}
        await asyncio.sleep(waits.pop(0))
        return PIECE if waits else LAST

    return receive


async def replies(app: Any, receive: Any) -> list[Any]:
    sent: list[Any] = []

    async def keep(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/quan-tri/dang-nhap",
        "query_string": b"",
        "headers": FORM,
        "client": ("127.0.0.1", 1),
    }
    async with asyncio.timeout(60):
        await app(scope, receive, keep)
    return sent


@pytest.mark.parametrize(
    ("quiet", "whole", "pauses"),
    [(0.05, 60.0, (0.0, 4.0)), (60.0, 0.1, (0.04,) * 60)],  # it falls silent; it never ends
)
async def test_a_slow_body_gets_a_page_and_the_connection_is_closed(
    application: Any,
    monkeypatch: pytest.MonkeyPatch,
    quiet: float,
    whole: float,
    pauses: tuple[float, ...],
) -> None:
    monkeypatch.setattr(slow_bodies, "QUIET", quiet)
    monkeypatch.setattr(slow_bodies, "WHOLE", whole)
    start, *rest = await replies(application, client(*pauses))
    body = b"".join(each["body"] for each in rest).decode()
    assert start["status"] == 408
    assert dict(start["headers"])[b"connection"] == b"close"
    assert Page(body).texts("h1") == ["Đường truyền chậm quá"]


async def test_whoever_sent_all_may_wait_for_the_reply(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_bodies, "QUIET", 0.1)
    monkeypatch.setattr(slow_bodies, "WHOLE", 0.2)
    receive = slow_bodies.in_time(client(0.0, 0.0))
    assert [await receive(), await receive()] == [PIECE, LAST]
    assert (await receive())["type"] == "http.disconnect"  # after longer than either limit
