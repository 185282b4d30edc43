"""A form that comes by the drop is given up, not waited for."""

from __future__ import annotations

import asyncio
import math
import sqlite3
from types import SimpleNamespace
from typing import Any

import asyncpg
import pytest

from web import ready
from web.caching import PAGES
from web.errors import status_of
from web.patience import Patience

pytestmark = pytest.mark.unit


async def test_a_body_that_never_ends_is_answered_408(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Any] = []

    async def never() -> Any:
        await asyncio.sleep(0.01)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def keep(message: Any) -> None:
        sent.append(message)

    monkeypatch.setattr(ready, "PATIENCE", Patience(0.1))
    monkeypatch.setattr(ready, "_found", lambda scope: object())
    monkeypatch.setattr(ready, "_quick", lambda hot, scope: True)
    front = ready.front(None)  # type: ignore[arg-type]
    await asyncio.wait_for(front({"method": "POST"}, never, keep), 5)  # type: ignore[arg-type]
    assert [sent[0]["status"], sent[1]["body"]] == [408, b""]


async def test_who_goes_away_is_not_told_to_be_slow() -> None:
    patience = Patience(60)
    gone = asyncio.create_task(patience.with_(asyncio.sleep(60)))
    await asyncio.sleep(0)
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    assert await patience.with_(asyncio.sleep(0, "whole")) == "whole"


async def test_a_form_that_fails_before_the_framework_is_given_to_it_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[Any] = []

    async def fails(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    async def whole() -> Any:
        return {"type": "http.request", "body": b"level=ok", "more_body": False}

    async def framework(_scope: Any, receive: Any, _send: Any) -> None:
        seen.append(await receive())

    monkeypatch.setattr(ready, "_found", lambda scope: SimpleNamespace(send=fails))
    monkeypatch.setattr(ready, "_quick", lambda hot, scope: True)
    front = ready.front(framework)  # type: ignore[arg-type]
    await front({"method": "POST"}, whole, whole)  # type: ignore[arg-type]
    assert seen[0]["body"] == b"level=ok"


async def test_a_page_that_fails_before_the_framework_is_given_to_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[str] = []

    def fails(*_: object) -> None:
        raise ValueError

    async def framework(scope: Any, _receive: Any, _send: Any) -> None:
        seen.append(scope["method"])

    hot = SimpleNamespace(ward=1, page="p", key=None, ends=math.inf, answer=fails)
    monkeypatch.setattr(ready, "_found", lambda scope: hot)
    monkeypatch.setattr(PAGES, "find", lambda *_: object())
    front = ready.front(framework)  # type: ignore[arg-type]
    await front({"method": "GET", "headers": []}, framework, framework)  # type: ignore[arg-type]
    assert seen == ["GET"]


def test_a_database_that_is_away_or_full_is_503() -> None:
    assert status_of(sqlite3.OperationalError("database or disk is full")) == 503
    assert status_of(asyncpg.ConnectionDoesNotExistError("gone")) == 503
    assert status_of(asyncpg.AdminShutdownError("terminated")) == 503
    assert status_of(ConnectionRefusedError()) == 503
    assert status_of(ValueError()) == 500
