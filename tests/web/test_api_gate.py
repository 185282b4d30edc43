"""The gate of what programs read: cursors, pace, what is accepted, and pages of other sites."""

from __future__ import annotations

import httpx
import pytest

from dialogue.core import clock
from tests.matters.build import house
from tests.web.test_api import START, WARD, four
from web.api import gate
from web.api.gate import takes

pytestmark = pytest.mark.integration


async def test_a_cursor_goes_on_with_its_own_query_alone(client: httpx.AsyncClient) -> None:
    await four(await house())
    await house("sai-gon")
    asked = {"year": "2026", "limit": "2"}
    first = (await client.get(f"{WARD}/answers", params=asked)).json()
    after = {"after": first["next"]}
    second = await client.get(f"{WARD}/answers", params={"year": "2026", **after})
    assert len(second.json()["items"]) == 2
    for path, query in (
        (f"{WARD}/answers", {}),
        (f"{WARD}/answers", {"year": "2026", "source": "web"}),
        (f"{WARD}/promises", {}),
        ("/api/v1/wards/sai-gon/answers", {"year": "2026"}),
    ):
        reply = await client.get(path, params={**query, **after})
        assert (reply.status_code, reply.json()["type"]) == (400, "/api/problems/cursor-invalid")
        assert reply.headers["content-type"] == "application/problem+json"


async def test_the_same_list_has_the_same_cursor_and_tag(client: httpx.AsyncClient) -> None:
    await four(await house())
    one, other = [await client.get(f"{WARD}/answers?limit=1") for _ in range(2)]
    assert one.json()["next"] == other.json()["next"] is not None
    assert one.headers["etag"] == other.headers["etag"]


async def test_pages_of_other_sites_may_read_and_nothing_else(client: httpx.AsyncClient) -> None:
    await house()
    for path in (WARD, f"{WARD}/none", "/api/openapi.json"):
        reply = await client.get(path, headers={"origin": "https://bao.example"})
        assert reply.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in reply.headers
        assert "set-cookie" not in reply.headers
    asked = await client.options(WARD, headers={"access-control-request-method": "GET"})
    assert asked.headers["access-control-allow-methods"] == "GET"
    assert "authorization" not in asked.headers["access-control-allow-headers"].lower()
    written = await client.post(f"{WARD}/cases", json={}, headers={"origin": "https://bao.example"})
    assert "access-control-allow-origin" not in written.headers
    page = await client.get("/thach-ban")
    assert "access-control-allow-origin" not in page.headers


async def test_the_pace_is_told_and_kept(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "PACE", 2)
    await house()
    with clock.at(START):
        replies = [await client.get(WARD) for _ in range(3)]
    assert [reply.status_code for reply in replies] == [200, 200, 429]
    assert replies[0].headers["ratelimit-policy"] == '"minute";q=2;w=60'
    assert [reply.headers.get("ratelimit") for reply in replies] == [
        '"minute";r=1;t=61',
        '"minute";r=0;t=61',
        None,
    ]
    assert replies[2].json()["type"] == "/api/problems/too-many-tries"
    assert replies[2].headers["retry-after"] == "61"


@pytest.mark.parametrize("accept", ["text/html", "application/xml, text/*", "*/*;q=0", "json"])
async def test_who_takes_no_json_is_told_so(client: httpx.AsyncClient, accept: str) -> None:
    await house()
    reply = await client.get(WARD, headers={"accept": accept})
    assert (reply.status_code, reply.json()["title"]) == (406, "Not Acceptable")


async def test_a_wrong_method_is_a_problem_with_the_right_ones(client: httpx.AsyncClient) -> None:
    reply = await client.put(f"{WARD}/answers")
    assert (reply.status_code, reply.json()["title"]) == (405, "Method Not Allowed")
    assert "GET" in reply.headers["allow"]


async def test_the_wrong_parameter_is_named(client: httpx.AsyncClient) -> None:
    await house()
    for query, name in (("limit=abc", "limit"), ("page=2", "page"), ("state=open", "state")):
        told = (await client.get(f"{WARD}/answers?{query}")).json()
        assert [each["parameter"] for each in told["errors"]] == [name]


@pytest.mark.unit
@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("", True),
        ("*/*", True),
        ("application/*;q=0.1", True),
        ("text/html,application/xhtml+xml,*/*;q=0.8", True),
        ("application/json;q=0, */*", False),
        ("application/json; charset=utf-8", True),
        ("text/plain;q=inf", False),
        (";;,", False),
    ],
)
def test_accept(accept: str, wanted: bool) -> None:
    assert takes(accept, "application/json") is wanted
