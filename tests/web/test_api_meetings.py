"""What programs read of procedures and of conferences."""

from __future__ import annotations

import httpx
import pytest

from dialogue.core.clock import now
from tests.matters.builders import scene
from tests.meetings import conference_rows

pytestmark = pytest.mark.integration


async def test_a_conference_has_its_result_once_it_is_published(client: httpx.AsyncClient) -> None:
    place = await scene()
    await conference_rows.held(place.ward)
    await conference_rows.held(place.ward, state="result-out", slug="da-xong", published_at=now())
    ward = f"/api/v1/wards/{place.slug}"
    listed = (await client.get(f"{ward}/conferences")).json()["items"]
    results = {}
    for each in listed:
        reply = await client.get(f"{ward}/conferences/{each['slug']}")
        assert reply.json()["conference"] == each, reply.text
        results[each["slug"]] = reply.json()["result"]
    told = results.pop("da-xong")
    assert {"attendances", "opinions", "conclusions"} <= set(told)
    assert list(results.values()) == [None]


async def test_procedures_page_by_page(client: httpx.AsyncClient) -> None:
    place = await scene()
    ward = f"/api/v1/wards/{place.slug}"
    first = (await client.get(f"{ward}/procedures?limit=2")).json()
    again = {"limit": 2, "after": first["next"]}
    second = (await client.get(f"{ward}/procedures", params=again)).json()
    slugs = [each["slug"] for each in first["items"] + second["items"]]
    assert len(set(slugs)) == 4
    one = (await client.get(f"{ward}/procedures/{slugs[3]}")).json()
    assert one == second["items"][1]
