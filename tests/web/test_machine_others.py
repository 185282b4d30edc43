"""Case figures and questions from other systems' machines; and what all four doors share."""

from __future__ import annotations

from datetime import date
from typing import Any

import httpx
import pytest

from dialogue.core.codes import tracking_hash
from dialogue.core.keys import keys
from dialogue.core.tables import AuditEntry
from dialogue.matters.tables import Matter, MatterEvent
from dialogue.ward import queries as wards
from dialogue.ward.machines.actions import NewMachine, add_machine
from dialogue.ward.machines.rules import Scope
from dialogue.ward.machines.tables import KeptReply
from dialogue.ward.states import Role
from surveys.queries.counters import CounterCard
from tests.surveys.builders import counter_in_ward
from tests.ward.builders import person

pytestmark = pytest.mark.integration
DOOR = "/api/v1/wards/thach-ban"
WEEK: dict[str, Any] = {"since": "2026-11-16", "until": "2026-11-22", "received": 20, "returned": 9}
ASKED: dict[str, Any] = {"channel": "1022", "body": "Đèn đường hẻm 47 tắt ba hôm nay, bao giờ sửa?"}


@pytest.fixture
async def card(client: httpx.AsyncClient) -> CounterCard:
    return await counter_in_ward()


@pytest.fixture
async def token(card: CounterCard) -> str:
    boss = await person(card.ward, "thu-ky", Role.REGISTER_KEEPER)
    return await add_machine(boss, NewMachine("Tổng đài 1022", [Scope.CASES, Scope.QUESTIONS]))


def headers(token: str, key: str = "call-0001") -> dict[str, str]:
    return {"authorization": f"Bearer {token}", "idempotency-key": key}


async def test_figures_stand_as_if_typed(
    client: httpx.AsyncClient, card: CounterCard, token: str
) -> None:
    sent = {"figures": [WEEK, WEEK | {"field": "TP-HT", "qualifiers": {"received": "nearly"}}]}
    for _ in range(2):
        reply = await client.post(f"{DOOR}/cases", headers=headers(token), json=sent)
        assert (reply.status_code, reply.json()) == (200, {"taken": 2}), reply.text
    whole, field = await wards.case_figures(card.ward)
    assert {whole.field is None, field.field is None} == {True, False}
    assert {each.since for each in (whole, field)} == {date(2026, 11, 16)}
    assert {each.figures.returned for each in (whole, field)} == {9}
    mended = {"figures": [WEEK | {"returned": 11}]}
    await client.post(f"{DOOR}/cases", headers=headers(token, "call-0002"), json=mended)
    found = await wards.case_figures(card.ward)
    assert sorted(each.figures.returned or 0 for each in found) == [9, 11]


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"until": "2026-11-01"}, "until before-since"),
        ({"field": "KHONG"}, "field unknown"),
        ({"received": None, "returned": None}, "received missing"),
        ({"qualifiers": {"late": "about"}}, "late nothing-to-qualify"),
    ],
)
async def test_one_wrong_line_stops_all_and_is_named(
    client: httpx.AsyncClient, card: CounterCard, token: str, change: dict[str, Any], wrong: str
) -> None:
    sent = {"figures": [WEEK, WEEK | change]}
    reply = await client.post(f"{DOOR}/cases", headers=headers(token), json=sent)
    assert reply.status_code == 422, reply.text
    (place,) = reply.json()["errors"]
    assert f"{place['pointer']} {place['code']}" == f"/figures/1/{wrong}"
    assert list(await wards.case_figures(card.ward)) == []


async def test_a_question_is_registered_with_its_channel_once(
    client: httpx.AsyncClient, card: CounterCard, token: str
) -> None:
    sent = ASKED | {"field": "TP-HT", "name": "An", "contact": "0912 345 678", "consent": True}
    replies = [
        await client.post(f"{DOOR}/questions", headers=headers(token), json=sent) for _ in range(2)
    ]
    assert [reply.status_code for reply in replies] == [200, 200], replies[0].text
    assert replies[0].json() == replies[1].json()
    code = replies[0].json()["code"].replace(" ", "")
    (row,) = await Matter.select()
    assert (row["source"], row["tracking"]) == ("channel", tracking_hash(keys(), code))
    assert "0912" not in str(row)
    (event,) = await MatterEvent.select().where(MatterEvent.matter == row["id"])
    assert '"channel": "1022"' in event["data"]
    (kept,) = await KeptReply.select()
    assert code not in str(kept)
    for stolen in (kept["key"], kept["body"]):  # by who reads the database, and asks the server
        assert (await client.get(f"/thach-ban/gop-y/cam-on/{stolen}")).status_code == 404
    (line,) = await AuditEntry.select().where(AuditEntry.action == "send-machine-question")
    assert "Đèn" not in line["after"]


async def test_the_same_words_at_once_are_not_taken_twice(
    client: httpx.AsyncClient, card: CounterCard, token: str
) -> None:
    first = await client.post(f"{DOOR}/questions", headers=headers(token), json=ASKED)
    other = await client.post(f"{DOOR}/questions", headers=headers(token, "call-2222"), json=ASKED)
    assert (first.status_code, other.status_code) == (200, 409)
    assert other.json()["type"] == "/api/problems/already-sent"
    assert await Matter.count() == 1


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"body": "Gì?"}, "body short"),
        ({"channel": " "}, "channel missing"),
        ({"contact": "0912 345 678"}, "consent required"),
        ({"contact": "nhà tôi", "consent": True}, "contact unreachable"),
        ({"field": "KHONG"}, "field unknown"),
    ],
)
async def test_a_wrong_question_is_told_by_place(
    client: httpx.AsyncClient, card: CounterCard, token: str, change: dict[str, Any], wrong: str
) -> None:
    reply = await client.post(f"{DOOR}/questions", headers=headers(token), json=ASKED | change)
    (place,) = reply.json()["errors"]
    assert f"{place['pointer']} {place['code']}" == f"/{wrong}"
    assert await Matter.count() == 0


async def test_the_description_names_token_key_and_an_example_that_is_taken(
    client: httpx.AsyncClient, card: CounterCard
) -> None:
    told = (await client.get("/api/openapi.json")).json()
    assert told["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    boss = await person(card.ward, "giam-doc", Role.DIRECTOR)
    token = await add_machine(boss, NewMachine("Máy", list(Scope)))
    for name in ("slips", "ratings", "cases", "questions"):
        post = told["paths"][f"/api/v1/wards/{{ward}}/{name}"]["post"]
        assert post["security"] == [{"token": []}]
        (key,) = [each for each in post["parameters"] if each["in"] == "header"]
        assert (key["name"], key["required"]) == ("Idempotency-Key", True)
        media = post["requestBody"]["content"]["application/json"]
        (example,) = media["schema"]["examples"]
        reply = await client.post(f"{DOOR}/{name}", headers=headers(token), json=example)
        # counters and fields of an example are nobody's: its shape is taken, its places are not
        assert reply.status_code in {200, 422}, reply.text
