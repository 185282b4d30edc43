"""Slips for another system's machine: what its token opens, what it is refused, what repeats."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from dialogue.core.clock import at, local_day, now
from dialogue.core.jobs import Runner
from dialogue.core.tables import AuditEntry, Job
from dialogue.letters.actions import Proposal, propose
from dialogue.letters.tables import QuietDossier
from dialogue.matters.notice_tables import Notice
from dialogue.ward.actions.house_rules import HouseRule, set_rule
from dialogue.ward.machines.actions import NewMachine, add_machine, revoke_machine
from dialogue.ward.machines.queries import machines
from dialogue.ward.machines.rules import Scope
from dialogue.ward.machines.tables import KeptReply, Machine
from dialogue.ward.machines.uses import TELL_ELSEWHERE, erase_old_calls
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from surveys.actions.counters import retire_counter
from surveys.queries.counters import CounterCard
from surveys.slips.queries import slip_by_code
from surveys.slips.states import Standing
from surveys.slips.tables import DossierSlip
from tests.pages import Page
from tests.surveys.builders import counter_in_ward
from tests.surveys.slip_builders import BIRTH, DEATH, answer
from tests.ward.builders import person
from tests.web.office import enter

pytestmark = pytest.mark.integration
DOOR = "/api/v1/wards/thach-ban/slips"


@pytest.fixture
async def card(client: httpx.AsyncClient) -> CounterCard:
    return await counter_in_ward()


@pytest.fixture
async def boss(card: CounterCard) -> Actor:
    return await person(card.ward, "thu-ky", Role.REGISTER_KEEPER)


@pytest.fixture
async def token(boss: Actor) -> str:
    return await add_machine(boss, NewMachine("Một cửa điện tử", [Scope.SLIPS]))


def headers(token: str, key: str = "call-0001") -> dict[str, str]:
    return {"authorization": f"Bearer {token}", "idempotency-key": key}


def dossiers(card: CounterCard, *numbers: str, procedure: str = BIRTH) -> dict[str, Any]:
    each = {"counter": card.code, "procedure": procedure}
    return {"slips": [{"dossier": number, **each} for number in numbers]}


async def test_dossiers_get_their_slips(
    client: httpx.AsyncClient, card: CounterCard, token: str
) -> None:
    reply = await client.post(DOOR, headers=headers(token), json=dossiers(card, "H-1", "H-2"))
    assert reply.status_code == 200, reply.text
    first, second = reply.json()["slips"]
    assert first["state"] == second["state"] == "handed"
    assert (await slip_by_code(first["code"]))[0] is Standing.ALIVE
    assert first["address"].endswith("/s/" + first["code"].replace("-", "").lower())
    assert first["code"] != second["code"]
    assert "set-cookie" not in reply.headers
    assert reply.headers["cache-control"] == "no-store"
    (line,) = await AuditEntry.select().where(AuditEntry.action == "send-machine-slips")
    assert '"count": 2' in line["after"]
    assert "H-1" not in line["after"]


async def test_the_same_call_again_writes_nothing_and_says_the_same(
    client: httpx.AsyncClient, card: CounterCard, token: str
) -> None:
    sent = dossiers(card, "H-1")
    first = await client.post(DOOR, headers=headers(token), json=sent)
    (slip,) = first.json()["slips"]
    (kept,) = await KeptReply.select()
    assert slip["code"].replace("-", "").lower() not in str(kept)
    _, found = await slip_by_code(slip["code"])
    assert found is not None
    await answer(card, found)
    again = await client.post(DOOR, headers=headers(token), json=sent)
    assert (again.status_code, again.json()) == (200, first.json())
    later = await client.post(DOOR, headers=headers(token, "call-0002"), json=sent)
    assert later.json()["slips"] == [{"state": "spent", "code": "", "address": "", "ends": None}]
    assert await DossierSlip.count() == 1


async def test_two_at_once_with_one_key_write_once(
    client: httpx.AsyncClient, card: CounterCard, token: str
) -> None:
    sent = dossiers(card, "H-1", "H-2")
    calls = [client.post(DOOR, headers=headers(token), json=sent) for _ in range(4)]
    replies = await asyncio.gather(*calls)
    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.text for reply in replies}) == 1
    assert await DossierSlip.count() == 2
    assert await AuditEntry.count().where(AuditEntry.action == "send-machine-slips") == 1


async def test_a_key_with_another_body_is_refused(
    client: httpx.AsyncClient, card: CounterCard, token: str
) -> None:
    await client.post(DOOR, headers=headers(token), json=dossiers(card, "H-1"))
    other = await client.post(DOOR, headers=headers(token), json=dossiers(card, "H-2"))
    assert (other.status_code, other.json()["type"]) == (
        422,
        "/api/problems/idempotency-key-reused",
    )
    assert await DossierSlip.count() == 1


async def test_a_call_that_failed_may_be_made_again(
    client: httpx.AsyncClient, card: CounterCard, token: str
) -> None:
    wrong = await client.post(DOOR, headers=headers(token), json=dossiers(card, "H-1", "?"))
    assert wrong.status_code == 422
    assert await DossierSlip.count() == await KeptReply.count() == 0
    right = await client.post(DOOR, headers=headers(token), json=dossiers(card, "H-1"))
    assert right.status_code == 200


async def test_a_reply_is_kept_for_the_days_of_the_rule(
    client: httpx.AsyncClient, card: CounterCard, token: str
) -> None:
    await client.post(DOOR, headers=headers(token), json=dossiers(card, "H-1"))
    for days, left in ((7, 1), (8, 0)):
        with at(now() + timedelta(days=days)):
            await erase_old_calls()
        assert await KeptReply.count() == left


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"procedure": DEATH}, "procedure never"),
        ({"procedure": "1.000656"}, "procedure never"),
        ({"procedure": "", "field": "TP-HT"}, "procedure missing"),
        ({"procedure": "khong-co"}, "procedure unknown"),
        ({"procedure": ""}, "procedure missing"),
        ({"dossier": "chưa có"}, "dossier odd"),
        ({"dossier": " "}, "dossier missing"),
        ({"counter": "xxxxxxxx"}, "counter unknown"),
    ],
)
async def test_one_wrong_dossier_stops_all_and_is_named(
    client: httpx.AsyncClient,
    card: CounterCard,
    token: str,
    change: dict[str, str],
    wrong: str,
) -> None:
    sent = dossiers(card, "H-1", "H-2")
    sent["slips"][1] |= change
    reply = await client.post(DOOR, headers=headers(token), json=sent)
    assert reply.status_code == 422
    told = reply.json()
    (place,) = told["errors"]
    assert f"{place['pointer']} {place['code']}" == f"/slips/1/{wrong}"
    assert told["title"].startswith("Unprocessable")
    assert told["detail"] == "Có chỗ chưa đúng, nên chưa ghi gì của lần gửi này."
    assert await DossierSlip.count() == 0


async def test_a_household_in_mourning_is_one_that_was_not_drawn(
    client: httpx.AsyncClient, card: CounterCard, boss: Actor, token: str
) -> None:
    await client.post(DOOR, headers=headers(token), json=dossiers(card, "H-1"))
    told = Proposal("death", "Gia đình cụ Lựu", True, dossiers=("H-1", "H-2"))
    letter = await propose(boss, told)
    sent = dossiers(card, "H-1", "H-2", "H-3")
    reply = await client.post(DOOR, headers=headers(token, "call-0002"), json=sent)
    assert reply.status_code == 200, reply.text
    out = {"state": "out", "code": "", "address": "", "ends": None}
    assert reply.json()["slips"][:2] == [out, out]
    assert reply.json()["slips"][2]["state"] == "handed"
    await QuietDossier.delete().where(QuietDossier.letter == letter)
    later = await client.post(DOOR, headers=headers(token, "call-0003"), json=sent)
    assert [slip["state"] for slip in later.json()["slips"]] == ["handed", "out", "handed"]


async def test_in_mourning_a_wrong_dossier_is_as_wrong_as_any(
    client: httpx.AsyncClient, card: CounterCard, boss: Actor, token: str
) -> None:
    await propose(boss, Proposal("death", "Gia đình cụ Lựu", True, dossiers=("H-1",)))
    replies = [
        await client.post(DOOR, headers=headers(token, key), json=sent)
        for key, sent in (
            ("call-0001", dossiers(card, "H-1", procedure=DEATH)),
            ("call-0002", dossiers(card, "H-2", procedure=DEATH)),
        )
    ]
    assert [reply.status_code for reply in replies] == [422, 422]
    assert replies[0].json()["errors"] == replies[1].json()["errors"]


async def test_a_closed_counter_gives_none(
    client: httpx.AsyncClient, card: CounterCard, token: str
) -> None:
    await retire_counter(card.ward, card.code)
    reply = await client.post(DOOR, headers=headers(token), json=dossiers(card, "H-1"))
    assert (reply.status_code, reply.json()["errors"][0]["code"]) == (422, "closed")


async def test_more_than_a_call_may_bring(
    client: httpx.AsyncClient, card: CounterCard, token: str
) -> None:
    numbers = [f"H-{number}" for number in range(51)]
    many = await client.post(DOOR, headers=headers(token), json=dossiers(card, *numbers))
    none = await client.post(DOOR, headers=headers(token), json={"slips": []})
    huge = await client.post(DOOR, headers=headers(token), content=b" " * (256 * 1024 + 1))
    json = headers(token) | {"content-type": "application/json"}
    big = await client.post(DOOR, headers=json, content=b" " * (256 * 1024 + 1))
    assert [many.json()["errors"][0]["code"], none.json()["errors"][0]["code"]] == [
        "too-many",
        "missing",
    ]
    assert (huge.status_code, big.status_code) == (415, 413)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b'{"slips": ' * 50_000,
        b'{"slips": "H-1"}',
        b'{"slips": [{"dossier": 7, "counter": "x"}]}',
        b'{"slips": [], "other": 1}',
        b'{"slips": [{"dossier": "\xff"}]}',
    ],
)
async def test_what_is_not_as_described_is_refused(
    client: httpx.AsyncClient, token: str, body: bytes
) -> None:
    kind = {"content-type": "application/json; charset=utf-8"}
    reply = await client.post(DOOR, headers=headers(token) | kind, content=body)
    assert reply.status_code in {400, 413}, reply.text
    assert reply.headers["content-type"].startswith("application/problem+json")


async def test_a_key_is_needed(client: httpx.AsyncClient, card: CounterCard, token: str) -> None:
    for key in ({}, {"idempotency-key": "short"}, {"idempotency-key": "x" * 121}):
        only = {"authorization": f"Bearer {token}", **key}
        reply = await client.post(DOOR, headers=only, json=dossiers(card, "H-1"))
        assert reply.status_code == 400
        assert reply.json()["type"] == "/api/problems/idempotency-key-invalid"
    assert await DossierSlip.count() == 0


async def test_without_a_token_that_holds_nothing_opens(
    client: httpx.AsyncClient, card: CounterCard, boss: Actor, token: str
) -> None:
    lent = NewMachine("Tạm", [Scope.SLIPS], local_day(now()))
    ended = await add_machine(boss, lent)
    sent = dossiers(card, "H-1")
    for given in ({}, {"authorization": "Bearer none"}, {"authorization": f"Basic {token}"}):
        reply = await client.post(DOOR, headers={"idempotency-key": "call-0001"} | given, json=sent)
        assert (reply.status_code, reply.headers["www-authenticate"]) == (401, "Bearer")
    (one, _) = await machines(boss)
    await revoke_machine(boss, one.id)
    with at(now() + timedelta(days=1)):
        over = await client.post(DOOR, headers=headers(ended), json=sent)
    revoked = await client.post(DOOR, headers=headers(token), json=sent)
    assert (over.status_code, revoked.status_code) == (401, 401)
    assert await DossierSlip.count() == 0


async def test_a_token_opens_its_scope_in_its_ward(
    client: httpx.AsyncClient, card: CounterCard, boss: Actor
) -> None:
    foreign = await counter_in_ward("sai-gon")
    other = await person(foreign.ward, "thu-ky-2", Role.REGISTER_KEEPER)
    theirs = await add_machine(other, NewMachine("Máy", [Scope.SLIPS]))
    narrow = await add_machine(boss, NewMachine("Máy đánh giá", [Scope.RATINGS]))
    for given in (theirs, narrow):
        reply = await client.post(DOOR, headers=headers(given), json=dossiers(card, "H-1"))
        assert (reply.status_code, reply.json()["type"]) == (403, "/api/problems/forbidden")
    abroad = DOOR.replace("thach-ban", "sai-gon")
    reply = await client.post(abroad, headers=headers(theirs), json=dossiers(card, "H-1"))
    assert reply.json()["errors"][0]["pointer"] == "/slips/0/counter"
    assert await DossierSlip.count() == 0


async def test_a_cookie_opens_nothing_and_a_token_needs_none(
    client: httpx.AsyncClient, card: CounterCard, token: str
) -> None:
    await enter(client, card.ward, "mot-cua", Role.COUNTER_OFFICER)
    sent = dossiers(card, "H-1")
    cookie = {"cookie": "; ".join(f"{name}={value}" for name, value in client.cookies.items())}
    key = {"idempotency-key": "call-0001"}
    assert (await client.post(DOOR, headers=cookie | key, json=sent)).status_code == 401
    client.cookies.clear()
    abroad = {"origin": "https://motcua.example", "sec-fetch-site": "cross-site"}
    assert (await client.post(DOOR, headers=abroad | key, json=sent)).status_code == 403
    reply = await client.post(DOOR, headers=headers(token) | abroad, json=sent)
    assert reply.status_code == 200


async def test_too_many_calls_in_a_minute_wait(
    client: httpx.AsyncClient, card: CounterCard, token: str
) -> None:
    chairman = await person(card.ward, "chu-tich", Role.CHAIRMAN)
    await set_rule(chairman, HouseRule("API-RATE", 2, "QĐ", local_day(now())))
    with at(now()):
        replies = [
            await client.post(DOOR, headers=headers(token), json=dossiers(card, "H-1"))
            for _ in range(3)
        ]
    assert [reply.status_code for reply in replies] == [200, 200, 429]
    assert 1 <= int(replies[2].headers["retry-after"]) <= 61


async def test_days_and_two_networks_are_told_and_no_address_is_kept(
    client: httpx.AsyncClient, card: CounterCard, boss: Actor, token: str, application: Any
) -> None:
    for key, address in (("call-0001", "192.0.2.7"), ("call-0002", "192.0.9.9")):
        await call_from(application, address, headers(token, key), dossiers(card, "H-1"))
    await application.state.machines.write()
    (known,) = await machines(boss)
    assert (known.used_on, known.elsewhere_on) == (local_day(now()), None)
    await call_from(application, "198.51.100.1", headers(token), dossiers(card, "H-1"))
    await application.state.machines.write()
    (known,) = await machines(boss)
    assert known.elsewhere_on == local_day(now())
    assert await AuditEntry.count().where(AuditEntry.action == "elsewhere-machine") == 1
    (row,) = await Machine.select()
    assert token not in str(row)
    assert "192.0" not in str(row)


async def test_two_networks_are_told_in_the_inbox_once_a_day(
    client: httpx.AsyncClient, card: CounterCard, boss: Actor, token: str, application: Any
) -> None:
    await person(card.ward, "chuyen-vien", Role.OFFICER)
    director = await enter(client, card.ward, "giam-doc", Role.DIRECTOR)
    for address in ("192.0.2.7", "198.51.100.1", "203.0.113.1"):
        await call_from(application, address, headers(token), dossiers(card, "H-1"))
        await application.state.machines.write()
    told, runner = (Job.kind == TELL_ELSEWHERE), Runner()
    async with asyncio.timeout(60):
        while await runner.work_once() or await Job.exists().where(told, Job.state == "waiting"):
            continue
    page = Page((await client.get("/quan-tri/thong-bao")).text)
    assert page.attributes("main a[href='/quan-tri/may-ket-noi']", "href") != []
    lines = await Notice.select().where(Notice.kind == "machine")
    assert {line["staff"] for line in lines} == {boss.staff, director.staff}
    assert len(lines) == 2


async def call_from(
    application: Any, address: str, headers: dict[str, str], sent: dict[str, Any]
) -> None:
    transport = httpx.ASGITransport(application, client=(address, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://ward.example") as machine:
        reply = await machine.post(DOOR, headers=headers, json=sent)
        assert reply.status_code == 200
