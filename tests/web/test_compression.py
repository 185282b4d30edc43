"""What goes out compressed, and to whom."""

from __future__ import annotations

import pytest
from httpx import AsyncClient

from tests.surveys import builders as ratings
from web.assets import asset_url
from web.caching import takes_gzip

HEADERS = {
    "": False,
    "identity": False,
    "*": False,
    "gzip": True,
    "gzip, deflate, br": True,
    "br;q=1.0, GZIP;q=0.8": True,
    "gzip;q=0.001": True,
    "gzip;q=0": False,
    "gzip ; Q=0.000, br": False,
    "br, gzip;q=0.0": False,
    "x-gzip": False,
    "gzip;q=": False,
}


@pytest.mark.unit
@pytest.mark.parametrize(("header", "taken"), HEADERS.items())
def test_gzip_goes_to_who_takes_it(header: str, taken: bool) -> None:
    assert takes_gzip(header.encode()) is taken


@pytest.mark.integration
async def test_who_refuses_gzip_gets_none(client: AsyncClient) -> None:
    card = await ratings.counter_in_ward()
    sent = []
    for path in (f"/q/{card.code}", f"/q/{card.code}", "/thach-ban", asset_url("site.css")):
        reply = await client.get(path, headers={"accept-encoding": "gzip;q=0"})
        sent.append((reply.status_code, reply.headers.get("content-encoding")))
    assert sent == [(200, None)] * 4
