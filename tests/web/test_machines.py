"""The page of other systems' machines: who makes a token, how it is shown, stopped, told of."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from dialogue.core.clock import local_day, now
from dialogue.ward.machines.queries import machine_of, machines
from dialogue.ward.machines.rules import NAME_MOST, Pace, Scope, network_of
from dialogue.ward.states import Role
from surveys.queries.counters import CounterCard
from tests.pages import Page
from tests.surveys.builders import counter_in_ward
from tests.web.office import enter, errors, read, send

pytestmark = pytest.mark.integration
PATH = "/quan-tri/may-ket-noi"


@pytest.fixture
async def card(client: httpx.AsyncClient) -> CounterCard:
    return await counter_in_ward()


async def test_a_token_is_shown_once_and_stopped_for_good(
    client: httpx.AsyncClient, card: CounterCard
) -> None:
    keeper = await enter(client, card.ward, "thu-ky", Role.REGISTER_KEEPER)
    empty = await read(client, PATH)
    assert empty.texts(".empty h2") == ["Chưa có máy nào"]
    sent = {"name": "Phần mềm một cửa", "scopes": ["slips:write", "cases:write"], "ends": ""}
    reply = await client.post(PATH, data=sent)
    token = Page(reply.text).texts("#token")[0]
    assert reply.status_code == 200
    assert reply.headers["cache-control"] == "no-store"
    known = await machine_of(token)
    assert known is not None
    assert known.scopes == {Scope.SLIPS, Scope.CASES}
    again = await read(client, PATH)
    assert token not in (await client.get(PATH)).text
    assert again.texts("article h2") == ["Phần mềm một cửa"]
    done = await send(client, f"{PATH}/{known.id}/thu-hoi")
    assert done.headers["location"] == f"{PATH}?xong=da-thu-hoi"
    assert (await send(client, f"{PATH}/{known.id}/thu-hoi")).status_code == 409
    assert await machine_of(token) is None
    log = " ".join((await read(client, PATH)).texts("main"))
    assert "thu hồi ngày" in log
    assert (await machines(keeper))[0].revoked_on == local_day(now())


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": " ", "scopes": "slips:write"}, "Ông bà điền hoặc chọn mục này."),
        ({"name": "Máy"}, "Ông bà điền hoặc chọn mục này."),
        (
            {"name": "x" * (NAME_MOST + 1), "scopes": "slips:write"},
            "Tên dài quá: nhiều nhất 60 chữ cái.",
        ),
        ({"name": "Máy", "scopes": "slips:write", "ends": "01/01/2020"}, "Ngày này đã qua."),
    ],
)
async def test_what_is_wrong_comes_back_with_what_was_typed(
    client: httpx.AsyncClient, card: CounterCard, fields: dict[str, str], message: str
) -> None:
    await enter(client, card.ward, "thu-ky", Role.REGISTER_KEEPER)
    reply = await client.post(PATH, data=fields)
    assert (reply.status_code, errors(reply)) == (422, [message])


async def test_the_chairman_stops_one_and_makes_none(
    client: httpx.AsyncClient, card: CounterCard
) -> None:
    await enter(client, card.ward, "chu-tich", Role.CHAIRMAN)
    page = await read(client, PATH)
    assert "Tạo mã" not in page.texts("button")
    reply = await send(client, PATH, name="Máy", scopes="slips:write")
    assert reply.status_code == 403


@pytest.mark.unit
@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.77.9", True),
        ("192.0.2.1", "192.1.2.1", False),
        ("2001:db8:1:2::/64", "2001:db8:9:9::/64", True),
        ("2001:db8::1", "2001:db9::1", False),
        ("", "192.0.2.1", False),
    ],
)
def test_networks(one: str, other: str, same: bool) -> None:
    assert (network_of(one) == network_of(other)) is same


@pytest.mark.unit
def test_each_machine_has_a_pace_of_its_own() -> None:
    pace, start = Pace(), timedelta(hours=1).total_seconds()
    for machine in (1, 2):
        pace.step(machine, start, 1)
    pace.step(1, start + 60, 1)
    assert pace.calls[1] == (61, 1)
