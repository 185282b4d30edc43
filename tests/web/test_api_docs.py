"""docs/api.md says nothing that does not work: its calls are made as they stand there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import httpx
import pytest

from dialogue.core import clock
from dialogue.ward.machines.actions import NewMachine, add_machine
from dialogue.ward.machines.rules import Scope
from dialogue.ward.states import Role
from tests.matters.build import house, published
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
