"""A form that comes by the drop is given up, not waited for."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from web import ready

pytestmark = pytest.mark.unit


async def test_a_body_that_never_ends_is_answered_408(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Any] = []

    async def never() -> Any:
        await asyncio.sleep(0.01)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def keep(message: Any) -> None:
        sent.append(message)

    monkeypatch.setattr(ready, "PATIENCE", 0.1)
    monkeypatch.setattr(ready, "_found", lambda scope: object())
    monkeypatch.setattr(ready, "_quick", lambda hot, scope: True)
    front = ready.front(None)  # type: ignore[arg-type]
    await asyncio.wait_for(front({"method": "POST"}, never, keep), 5)  # type: ignore[arg-type]
    assert [sent[0]["status"], sent[1]["body"]] == [408, b""]
