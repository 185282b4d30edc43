"""What a tablet kept: counted once, on the right day, whatever comes in between."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from httpx import AsyncClient as Client

from dialogue.core.clock import at, is_day_alone, local_day, local_half, now
from dialogue.core.jobs import Work, erase_old_tickets
from dialogue.core.tables import UsedTicket
from dialogue.matters.tables import Matter
from dialogue.ward.rules import Actor
from surveys.actions.counters import add_counter, retire_counter
from surveys.forms.counter import COUNTER_FORM
from surveys.kiosks.actions import pair, revoke
from surveys.kiosks.queries import kiosk_of, kiosks
from surveys.kiosks.rules import MOST_AT_ONCE
from surveys.kiosks.tables import Kiosk
from surveys.queries.counters import CounterCard
from surveys.queries.ratings import leaf_days
from surveys.rules import final_day
from surveys.tables import FollowUp, Rating, RatingChange
from tests.surveys.builders import counter_in_ward, director, opened, words_enter
from tests.surveys.kiosks.build import form, pressed, sealed
from tests.surveys.proofs.builders import entered

pytestmark = pytest.mark.integration
WORK = Work(id=1, kind="", key="", ward=None, payload={}, attempt=1)


@pytest.fixture
async def boss(card: CounterCard) -> Actor:
    return await director(card.ward)


@pytest.fixture
async def tablet(card: CounterCard, boss: Actor) -> str:
    """Its path; paired with `Quầy 2 · Hộ tịch`."""
    return f"/quay/{await pair(boss, card.code, 'Máy bên cửa sổ')}"


async def post(client: Client, tablet: str, *parcels: Any, **more: Any) -> list[dict[str, Any]]:
    reply = await client.post(f"{tablet}/gui", data=form(*parcels, **more))
    assert reply.status_code == 200, reply.text
    told: list[dict[str, Any]] = reply.json()["told"]
    return told


async def test_one_batch_from_two_windows_counts_once(
    client: Client, card: CounterCard, tablet: str
) -> None:
    batch = [sealed(pressed(card, level)) for level in ("very", "ok", "not")]
    first, second = await post(client, tablet, *batch), await post(client, tablet, *batch)
    assert first == second == [{"name": each["name"], "done": True} for each in batch]
    assert await Rating.count() == 3


async def test_only_what_was_not_accepted_is_left(
    client: Client, card: CounterCard, tablet: str
) -> None:
    good, foreign = sealed(pressed(card)), sealed(pressed(await counter_in_ward("sai-gon")))
    renamed = sealed(pressed(card)) | {"name": "0" * 32}
    torn = {"name": "1" * 32, "parcel": "k1.abc"}
    odd = sealed(pressed(card, "angry"))
    told = await post(client, tablet, renamed, good, torn, foreign, odd, {"no": "name"}, 7)
    assert [(each["done"], each.get("why", "")) for each in told] == [
        (False, "wrong"),
        (True, ""),
        (False, "wrong"),
        (False, "wrong"),
        (False, "wrong"),
    ]
    assert await Rating.count() == 1


async def test_it_counts_when_it_was_pressed_while_that_day_is_open(
    client: Client, card: CounterCard, tablet: str
) -> None:
    moment = now()
    for back in (0, 1, 2, 9):
        await post(client, tablet, sealed(pressed(card, at=moment - timedelta(days=back))))
    rows = await Rating.select(Rating.day, Rating.half)
    today = local_day(now())
    expected = [today - timedelta(days=back) for back in (0, 1, 0, 0)]
    assert sorted(row["day"] for row in rows) == sorted(expected)
    assert {row["half"] for row in rows} == {local_half(moment)}


async def test_what_stood_on_final_days_stands(
    client: Client, card: CounterCard, tablet: str
) -> None:
    """The figures of closed blocks are sums of days that are final: none of them may move."""
    week = [now() - timedelta(days=back) for back in range(2, 9)]
    for moment in week:
        with at(moment):
            await post(client, tablet, *(sealed(pressed(card)) for _ in range(4)))
    until = final_day(local_day(now()))
    before = await leaf_days(card.ward, until)
    late = [sealed(pressed(card, "not", at=moment, reasons=["wait"])) for moment in week]
    assert all(each["done"] for each in await post(client, tablet, *late))
    assert await leaf_days(card.ward, until) == before
    assert await Rating.count() == 4 * len(week) + len(late)


async def test_the_future_counts_as_now_and_long_ago_is_refused(
    client: Client, card: CounterCard, tablet: str
) -> None:
    ahead, old = now() + timedelta(days=3), now() - timedelta(days=61)
    told = await post(
        client, tablet, sealed(pressed(card, at=ahead)), sealed(pressed(card, at=old))
    )
    assert [each.get("why", "") for each in told] == ["", "old"]
    assert await Rating.select(Rating.day) == [{"day": local_day(now())}]


@pytest.mark.parametrize("clock", [None, "yesterday", 1e300])
async def test_a_tablet_that_knows_no_time_is_believed_in_all_else(
    client: Client, card: CounterCard, tablet: str, clock: object
) -> None:
    await post(client, tablet, sealed(pressed(card) | {"at": clock}))
    assert await Rating.select(Rating.day) == [{"day": local_day(now())}]


async def test_it_is_known_for_as_long_as_it_may_come_again(
    client: Client, card: CounterCard, tablet: str
) -> None:
    parcel = sealed(pressed(card))
    await post(client, tablet, parcel)
    (row,) = await UsedTicket.select()
    assert is_day_alone(row["ends"])  # no instant lies there for two months
    with at(now() + timedelta(days=59)):
        await erase_old_tickets(WORK)
        await post(client, tablet, parcel)
    assert await Rating.count() == 1
    with at(now() + timedelta(days=61)):
        await erase_old_tickets(WORK)
        told = await post(client, tablet, parcel)
    assert (await UsedTicket.count(), [each["done"] for each in told]) == (0, [False])
    assert await Rating.count() == 1


async def test_nobody_may_change_it_afterwards(
    client: Client, card: CounterCard, tablet: str
) -> None:
    """Its day would be final while the right still holds."""
    await post(client, tablet, sealed(pressed(card, "not")))
    assert (await RatingChange.count(), await FollowUp.count()) == (0, 1)


async def test_reasons_and_field_that_are_no_more_do_not_cost_the_level(
    client: Client, card: CounterCard, tablet: str
) -> None:
    given = pressed(card, "not", field="XX", reasons=["wait", "gone", "fee", "place", "redo"])
    await post(client, tablet, sealed(given), sealed(pressed(card, "ok", field="TP-HT")))
    rows = await Rating.select(Rating.level, Rating.field, Rating.reasons)
    known = {each.code: each.id for each in card.fields}
    assert sorted(rows, key=lambda row: str(row["level"])) == [
        {"level": "not", "field": None, "reasons": "wait,fee,place"},
        {"level": "ok", "field": known["TP-HT"], "reasons": ""},
    ]


async def test_a_reason_that_comes_later_finds_the_first_one_counted(
    client: Client, card: CounterCard, tablet: str
) -> None:
    first = sealed(pressed(card, "not"))
    again = sealed(pressed(card, "not", reasons=["wait"]), first["name"])
    await post(client, tablet, first)
    assert await post(client, tablet, again) == [{"name": first["name"], "done": True}]
    assert await Rating.select(Rating.reasons) == [{"reasons": ""}]


async def test_revoked_it_is_told_so_and_a_new_link_takes_what_it_kept(
    client: Client, card: CounterCard, tablet: str, boss: Actor
) -> None:
    (one,) = await kiosks(card.ward)
    await revoke(boss, one.id)
    parcel = sealed(pressed(card))
    reply = await client.post(f"{tablet}/gui", data=form(parcel))
    assert (reply.status_code, reply.json()) == (410, {"told": [], "open": False})
    assert await Rating.count() == 0
    new = f"/quay/{await pair(boss, card.code, 'Máy mới')}"
    assert [each["done"] for each in await post(client, new, parcel)] == [True]
    assert await Rating.count() == 1


async def test_a_closed_counter_still_gets_what_was_pressed_before(
    client: Client, card: CounterCard, tablet: str
) -> None:
    await add_counter(card.ward, "Quầy 3")
    parcel = sealed(pressed(card))
    await retire_counter(card.ward, card.code)
    reply = await client.post(f"{tablet}/gui", data=form(parcel))
    assert (reply.json()["open"], [each["done"] for each in reply.json()["told"]]) == (
        False,
        [True],
    )


async def test_a_sign_of_life_is_a_day_and_never_comes_with_ratings(
    client: Client, card: CounterCard, tablet: str
) -> None:
    token = tablet.rpartition("/")[2]
    await post(client, tablet, sealed(pressed(card)))
    assert (await kiosk_of(token)).seen_on is None
    slow = int(now().timestamp()) - 3 * 3600
    await post(client, tablet, clock=slow, refused=2)
    seen = await kiosk_of(token)
    assert (seen.seen_on, seen.skew, seen.refused) == (local_day(now()), -180, 2)
    row = await Kiosk.select().first()
    assert row is not None
    assert not any(isinstance(value, datetime) for value in row.values())


@pytest.mark.parametrize(
    "ratings", ["", "x", "{}", "[" * 50_000, json.dumps([{}] * (MOST_AT_ONCE + 1))]
)
async def test_what_is_no_batch_is_refused(client: Client, tablet: str, ratings: str) -> None:
    reply = await client.post(f"{tablet}/gui", data={"ratings": ratings})
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"


async def test_a_script_is_told_of_a_wrong_address_as_data(
    client: Client, card: CounterCard
) -> None:
    for path in ("/quay/nobody/gui", "/en/quay/nobody/gui", "/q/nobody/da-giu"):
        reply = await client.post(path, data={"ratings": "[]"})
        assert reply.status_code == 404
        assert reply.headers["content-type"] == "application/problem+json"
        assert reply.json()["type"] == "/api/problems/not-found"


async def test_a_telephone_keeps_words_too_and_is_told_its_receipt(
    client: Client, card: CounterCard
) -> None:
    parcel = sealed(pressed(card, "not", comment="Chờ lâu quá", answer="1", phone="0912 345 678"))
    replies = [await client.post(f"{card.path}/da-giu", data=form(parcel)) for _ in range(2)]
    (first,), (second,) = (reply.json()["told"] for reply in replies)
    assert first == second
    assert (await client.get(first["thanks"])).status_code == 200
    await words_enter()
    assert await Matter.count() == await Rating.count() == 1
    assert await RatingChange.count() == 0


async def test_more_words_than_the_page_lets_in_are_refused(
    client: Client, card: CounterCard
) -> None:
    parcel = sealed(pressed(card, comment="x" * (COUNTER_FORM.most_letters + 1)))
    reply = await client.post(f"{card.path}/da-giu", data=form(parcel))
    assert [each["why"] for each in reply.json()["told"]] == ["wrong"]
    assert await Rating.count() == 0


async def sent_by_form(client: Client, card: CounterCard) -> tuple[str, str]:
    """Ticket of the form, and the address of the thanks."""
    ticket = await opened(client, card)
    sent = {"level": "not", "reasons": "wait", "field": "TP-HT", "ticket": ticket}
    return ticket, (await client.post(card.path, data=sent)).headers["location"]


@pytest.mark.parametrize("later", [timedelta(), timedelta(hours=3), timedelta(days=59)])
async def test_a_form_whose_answer_was_lost_is_not_counted_again(
    client: Client, card: CounterCard, later: timedelta
) -> None:
    """The telephone sends it again as what it kept, also when its ticket is forgotten."""
    ticket, thanks = await sent_by_form(client, card)
    given = pressed(card, "not", reasons=["wait"], field="TP-HT", ticket=ticket)
    with at(now() + later):
        await erase_old_tickets(WORK)
        await entered()
        reply = await client.post(f"{card.path}/da-giu", data=form(sealed(given)))
    (told,) = reply.json()["told"]
    assert (told["done"], told["thanks"]) == (True, thanks)
    assert await Rating.count() == 1


async def test_a_form_that_never_arrived_counts_once_and_its_page_cannot_send_it_again(
    client: Client, card: CounterCard
) -> None:
    ticket = await opened(client, card)
    for name in ("a" * 32, "b" * 32):
        given = pressed(card, "not", ticket=ticket)
        reply = await client.post(f"{card.path}/da-giu", data=form(sealed(given, name)))
        assert [each["done"] for each in reply.json()["told"]] == [True]
    again = await client.post(card.path, data={"level": "very", "ticket": ticket})
    assert again.status_code == 409
    assert await Rating.select(Rating.level) == [{"level": "not"}]


async def test_the_ticket_of_another_page_is_refused(client: Client, card: CounterCard) -> None:
    ticket = await opened(client, await counter_in_ward("sai-gon"))
    parcel = sealed(pressed(card, ticket=ticket))
    reply = await client.post(f"{card.path}/da-giu", data=form(parcel))
    assert [each["why"] for each in reply.json()["told"]] == ["old"]
    assert await Rating.count() == 0
