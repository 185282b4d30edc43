"""HEAD at every address that has a page: its head, and no content."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from tests.ward.builders import ward_with_defaults
from web.heads import answer_heads
from web.ready import front

pytestmark = pytest.mark.integration
BOARD = "/thach-ban/hoi-dap"


async def asked(client: httpx.AsyncClient, path: str, method: str = "HEAD") -> httpx.Response:
    app = client._transport.app  # type: ignore[attr-defined]
    transport = httpx.ASGITransport(answer_heads(front(app)))  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url=client.base_url) as outside:
        return await outside.request(method, path)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (BOARD, 200),
        (f"{BOARD}.csv", 200),
        (f"{BOARD}.atom", 200),
        ("/api/v1/wards", 200),
        ("/thach-ban/khong-co", 404),
    ],
)
async def test_the_head_is_that_of_the_page(
    client: httpx.AsyncClient, path: str, status: int
) -> None:
    await ward_with_defaults()
    await client.get(BOARD)  # ready from now on: both ways are looked at
    page, head = await asked(client, path, "GET"), await asked(client, path)
    assert (page.status_code, head.status_code, head.content) == (status, status, b"")
    told = ("content-type", "content-length", "etag", "cache-control", "content-security-policy")
    assert [head.headers.get(name) for name in told] == [page.headers.get(name) for name in told]


async def test_a_stream_does_not_hold_the_line(client: httpx.AsyncClient) -> None:
    await ward_with_defaults()
    async with asyncio.timeout(60):
        head = await asked(client, "/live/thach-ban")
    assert head.headers["content-type"].startswith("text/event-stream")
