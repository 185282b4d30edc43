"""Ratings of another maker's machine: a series of their own; nothing leads to its token."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from dialogue.core.clock import at, local_day, now
from dialogue.core.tables import AuditEntry, UsedTicket
from dialogue.ward.machines.actions import NewMachine, add_machine
from dialogue.ward.machines.rules import Scope
from dialogue.ward.machines.tables import KeptReply, Machine, MachineNetwork
from dialogue.ward.states import Role
from surveys.queries.counters import CounterCard
from surveys.queries.ratings import day_counts
from surveys.results import Counts
from surveys.rules import Series
from surveys.tables import FollowUp, Rating, RatingChange
from tests.surveys.builders import counter_in_ward
from tests.ward.builders import person

pytestmark = pytest.mark.integration
MOMENT = datetime(2026, 11, 23, 2, 12, tzinfo=UTC)
DOOR = "/api/v1/wards/thach-ban/ratings"


@pytest.fixture
async def card(client: httpx.AsyncClient) -> CounterCard:
    return await counter_in_ward()


@pytest.fixture
async def token(card: CounterCard) -> str:
    boss = await person(card.ward, "giam-doc", Role.DIRECTOR)
    return await add_machine(boss, NewMachine("Máy bấm", [Scope.RATINGS]))


def headers(token: str, key: str = "call-0001") -> dict[str, str]:
    return {"authorization": f"Bearer {token}", "idempotency-key": key}


def pressed(card: CounterCard, *levels: str, **more: object) -> dict[str, Any]:
    return {"ratings": [{"counter": card.code, "level": level, **more} for level in levels]}


async def sums(card: CounterCard, series: Series, days: int = 0) -> Counts:
    day = local_day(now()) - timedelta(days=days)
    rows = await day_counts(card.ward, day, day, series)
    return sum((row.counts for row in rows), Counts())


async def test_they_count_in_a_series_of_their_own(
    client: httpx.AsyncClient, card: CounterCard, token: str
) -> None:
    sent = pressed(card, "very", "ok", "not", field="CT")
    reply = await client.post(DOOR, headers=headers(token), json=sent)
    assert (reply.status_code, reply.json()) == (200, {"taken": 3})
    assert await sums(card, Series.MACHINE) == Counts(1, 1, 1)
    for other in set(Series) - {Series.MACHINE}:
        assert await sums(card, other) == Counts()


async def test_repeated_and_at_once_they_count_once(
    client: httpx.AsyncClient, card: CounterCard, token: str
) -> None:
    sent = pressed(card, "very", "not")
    calls = [client.post(DOOR, headers=headers(token), json=sent) for _ in range(3)]
    assert {reply.text for reply in await asyncio.gather(*calls)} == {'{"taken":2}'}
    other = await client.post(DOOR, headers=headers(token), json=pressed(card, "very"))
    assert other.status_code == 422
    assert await Rating.count() == 2


async def test_of_the_time_day_and_half_are_kept_while_their_figures_are_open(
    client: httpx.AsyncClient, card: CounterCard, token: str
) -> None:
    yesterday = (now() - timedelta(days=1)).isoformat()
    long_ago = (now() - timedelta(days=20)).isoformat()
    for key, when in (("call-0001", yesterday), ("call-0002", long_ago)):
        sent = pressed(card, "very", at=when)
        assert (await client.post(DOOR, headers=headers(token, key), json=sent)).status_code == 200
    assert await sums(card, Series.MACHINE, days=1) == Counts(1, 0, 0)
    assert await sums(card, Series.MACHINE) == Counts(1, 0, 0)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"counter": "xxxxxxxx"}, "counter unknown"),
        ({"field": "XD"}, "field unknown"),
        ({"level": "not", "reasons": ["nonsense"]}, "reasons unknown"),
        ({"at": "2020-01-01T08:00:00+07:00"}, "at too-old"),
        ({"at": "2199-01-01T08:00:00+07:00"}, "at ahead"),
    ],
)
async def test_one_wrong_rating_stops_all_and_is_named(
    client: httpx.AsyncClient, card: CounterCard, token: str, change: dict[str, Any], wrong: str
) -> None:
    sent = pressed(card, "very", "very")
    sent["ratings"][1] |= change
    reply = await client.post(DOOR, headers=headers(token), json=sent)
    (place,) = reply.json()["errors"]
    assert f"{place['pointer']} {place['code']}" == f"/ratings/1/{wrong}"
    assert await Rating.count() == 0


@pytest.mark.parametrize(
    "change", [{"level": "great"}, {"at": "2026-11-23T08:00:00"}, {"comment": "Chờ lâu"}]
)
async def test_what_is_not_as_described_is_refused(
    client: httpx.AsyncClient, card: CounterCard, token: str, change: dict[str, str]
) -> None:
    reply = await client.post(DOOR, headers=headers(token), json=pressed(card, "ok") | change)
    assert reply.status_code == 400
    sent = {"ratings": [{"counter": card.code, "level": "ok"} | change]}
    reply = await client.post(DOOR, headers=headers(token), json=sent)
    assert (reply.status_code, await Rating.count()) == (400, 0)
    assert reply.json()["errors"][0]["pointer"].startswith("/ratings/0")


async def test_nothing_leads_from_a_rating_to_its_token_or_instant(
    client: httpx.AsyncClient, card: CounterCard, token: str, application: Any
) -> None:
    before = await AuditEntry.count()
    with at(MOMENT):
        sent = pressed(card, "not", at=MOMENT.isoformat())
        assert (await client.post(DOOR, headers=headers(token), json=sent)).status_code == 200
    assert await AuditEntry.count() == before
    assert await Machine.count().where(Machine.used_on.is_not_null()) == 0  # not in the call
    assert await MachineNetwork.count() == await RatingChange.count() == 0
    (kept,) = await KeptReply.select()
    assert set(kept) == {"key", "ward", "body", "reply", "ends"}
    (machine,) = await Machine.select()
    ids = {str(machine["token"]), token, "call-0001", "Máy bấm"}
    for table in (Rating, FollowUp, UsedTicket, KeptReply):
        for row in await table.select():
            assert not any(secret in str(row) for secret in ids), table
            assert f"{MOMENT:%H:%M}" not in str(row), table
