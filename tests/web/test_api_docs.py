"""docs/api.md says nothing that does not work: its calls are made as they stand there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import html5lib
import httpx
import pytest

from dialogue.core import clock
from dialogue.ward.machines.actions import NewMachine, add_machine
from dialogue.ward.machines.rules import Scope
from dialogue.ward.states import Role
from tests.matters.build import house, published
from tests.pages import Page
from tests.surveys.builders import counter_in_ward
from tests.ward.builders import person
from tests.web.test_api import START
from web.errors import STATUS

pytestmark = pytest.mark.integration
TEXT = (Path(__file__).parents[2] / "docs" / "api.md").read_text()
READS = re.findall(r"^GET (\S+)$", TEXT, re.MULTILINE)


async def test_what_is_read(client: httpx.AsyncClient) -> None:
    home = await house()
    with clock.at(START):
        await published(home, "Đèn đường hẻm 47")
    found = {path: await client.get(path) for path in READS}
    assert {path: reply.status_code for path, reply in found.items()} == dict.fromkeys(READS, 200)
    searched = next(reply for path, reply in found.items() if "q=" in path)
    assert [item["title"] for item in searched.json()["items"]] == ["Đèn đường hẻm 47"]


async def test_what_is_written(client: httpx.AsyncClient) -> None:
    card = await counter_in_ward()
    boss = await person(card.ward, "thu-ky", Role.REGISTER_KEEPER)
    token = await add_machine(boss, NewMachine("Một cửa", [Scope.SLIPS]))
    shown = re.search(r"^POST (\S+)\n(.*?)\n\n(\{.*?\})\n```", TEXT, re.MULTILINE | re.DOTALL)
    assert shown is not None
    headers = dict(line.split(": ", 1) for line in shown[2].splitlines())
    sent = json.loads(shown[3])
    sent["slips"][0]["counter"] = card.code  # made anew for each counter
    headers["Authorization"] = headers["Authorization"].replace("ln_…", token)
    reply = await client.post(shown[1], headers=headers, json=sent)
    assert reply.status_code == 200, reply.text
    assert reply.json()["slips"][0]["state"] in {"handed", "out"}


def test_every_status_of_a_refusal_is_named() -> None:
    told = set(map(int, re.findall(r"\b4\d\d\b", TEXT)))
    assert {status for status in STATUS.values() if status < 500} <= told


@pytest.mark.parametrize("start", ["", "/en"])
async def test_the_page_tells_of_every_call_and_shape(
    client: httpx.AsyncClient, start: str
) -> None:
    reply = await client.get(f"{start}/api")
    assert reply.status_code == 200
    assert reply.headers["content-security-policy"].startswith("default-src 'self'")
    page = Page(reply.text)
    described = (await client.get("/api/openapi.json")).json()
    calls = {
        f"{method.upper()} {path}" for path, item in described["paths"].items() for method in item
    }
    assert calls <= set(page.read("article h3 code"))
    assert set(described["components"]["schemas"]) <= set(page.read("article h3 code"))
    named = {
        each["name"]
        for item in described["paths"].values()
        for operation in item.values()
        for each in operation.get("parameters", [])
    }
    assert named <= set(page.read("th code"))
    examples = [json.loads(text) for text in page.read("details pre") if text.strip()]
    assert len(examples) > 20
    ids = page.attributes("[id]", "id")
    assert len(ids) == len(set(ids))
    links = [each for each in page.attributes("main a", "href") if each.startswith("#")]
    assert {each[1:] for each in links} <= set(ids)
    html5lib.HTMLParser(strict=True).parse(reply.text)


async def test_the_page_is_made_once_and_has_no_script_of_its_own(
    client: httpx.AsyncClient,
) -> None:
    first = await client.get("/api")
    again = await client.get("/api", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert Page(first.text).attributes("script", "src") == Page(
        (await client.get("/")).text
    ).attributes("script", "src")
    await house()
    assert "/api" in Page((await client.get("/thach-ban/du-lieu")).text).attributes("a", "href")
