"""Calls to the ward's own programs: signed, to public addresses alone, tried again, told."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from dialogue.core import clock
from dialogue.core.audit import entries
from dialogue.core.clock import now
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.core.jobs import Runner
from dialogue.matters.actions.publishing import take_down
from dialogue.matters.notice_tables import Notice
from dialogue.outbox import actions as outbox
from dialogue.outbox.actions import CALLS
from dialogue.outbox.adapters import Call
from dialogue.outbox.states import MessageState, Result, Way
from dialogue.outbox.tables import OutMessage
from dialogue.outbox.webhooks import WEBHOOKS, WebhookCaller, is_public
from dialogue.webhooks import telling
from dialogue.webhooks.actions import NewHook, add_webhook, send_again, switch_off
from dialogue.webhooks.queries import HookCard, deliveries, live
from dialogue.webhooks.rules import read_secret, url_problem
from dialogue.webhooks.states import HookEvent, HookStanding
from dialogue.webhooks.tables import Webhook
from tests.following.gateway import HOST, Gateway, open_gateway
from tests.matters import builders
from tests.matters.builders import Scene
from web.mail import calling  # noqa: F401  it writes the calls

pytestmark = pytest.mark.integration
ALL = frozenset(HookEvent)
SECRET = b"k" * 32


@dataclass
class Ward:
    place: Scene
    gateway: Gateway
    caller: WebhookCaller
    secret: str

    @property
    async def card(self) -> HookCard:
        return (await live(self.place.ward))[0]

    async def told(self) -> int:
        """What happened becomes calls, and what is due is called."""
        number = await telling.tell_webhook(await self.card)
        await called()
        return number


async def called() -> None:
    runner = Runner(lane=CALLS)
    while await runner.work_once():
        continue


@pytest.fixture
async def ward(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Ward]:
    async with open_gateway(tmp_path) as (gateway, caller):
        monkeypatch.setitem(outbox.ADAPTERS, Way.WEBHOOK, caller)
        place = await builders.scene()
        new = NewHook("Cổng Zalo", gateway.url, ALL)
        secret = await add_webhook(place.keeper, new, caller)
        yield Ward(place, gateway, caller, secret)


async def test_a_published_answer_is_called_signed_as_the_standard_says(ward: Ward) -> None:
    await builders.published(ward.place)
    assert await ward.told() == 1
    ((headers, body),) = ward.gateway.calls
    # as a receiver does it: standardwebhooks.com, "Verifying webhook authenticity"
    key = base64.b64decode(ward.secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    made = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{made}"
    assert abs(int(headers["webhook-timestamp"]) - now().timestamp()) < 300
    assert headers["host"] == f"{HOST}:{ward.gateway.port}"
    said = json.loads(body)
    assert said["type"] == "answer.published"
    assert said["data"] == {
        "ward": "thach-ban",
        "number": 1,
        "url": "http://127.0.0.1:8000/thach-ban/hoi-dap/1",
        "title": "Nạo vét cống",
    }
    assert await ward.told() == 0


async def test_no_word_of_the_asker_leaves_and_the_secret_lies_sealed(ward: Ward) -> None:
    left = {"name": "Trần Thị Vẹt", "contact": "0912 345 678", "consent": "contact-1"}
    await builders.received(ward.place, "Cống trước nhà tôi nghẹt, bao giờ nạo vét?", **left)
    await builders.published(ward.place)
    await ward.told()
    sent = b"".join(body for _headers, body in ward.gateway.calls).decode()
    assert [word for word in ("Vẹt", "0912", "nghẹt", "ngập") if word in sent] == []
    (row,) = await Webhook.select()
    assert ward.secret.removeprefix("whsec_") not in str(row)


async def test_what_was_taken_down_is_told_without_its_title(ward: Ward) -> None:
    new = await builders.published(ward.place)
    await take_down(ward.place.chairman, new.id, "Lộ thông tin riêng.")
    await ward.told()
    said = [json.loads(body) for _headers, body in ward.gateway.calls]
    assert [each["type"] for each in said] == ["answer.withdrawn"]  # the other is no fact now
    assert "title" not in said[0]["data"]


async def test_only_what_was_chosen_is_called(ward: Ward) -> None:
    await Webhook.update({Webhook.events: "promise.kept"}, force=True)
    await builders.published(ward.place)
    assert await ward.told() == 0


async def test_500_for_a_day_is_told_once_and_tried_on_until_it_arrives(ward: Ward) -> None:
    ward.gateway.always = "500 Oops"
    await builders.published(ward.place)
    start = now()
    for hours in (0, 1, 3, 7, 12, 18, 25, 26):
        with clock.at(start + timedelta(hours=hours)):
            await ward.told()
    notices = await Notice.select().where(Notice.kind == "machine")
    assert {each["staff"] for each in notices} == {
        ward.place.keeper.staff,
        ward.place.chairman.staff,
    }
    assert len(notices) == 2
    assert (await ward.card).standing is HookStanding.FAILING
    (message,) = await OutMessage.select()
    assert (message["state"], message["said"]) == (MessageState.WAITING, "500")
    ward.gateway.always = "204 No Content"
    with clock.at(start + timedelta(hours=60)):
        await called()
    assert (await ward.card).standing is HookStanding.ON
    ids = {headers["webhook-id"] for headers, _body in ward.gateway.calls}
    assert len(ids) == 1  # the same at each attempt


async def notices() -> int:
    return int(await Notice.count().where(Notice.kind == "machine"))


async def test_one_that_works_again_is_not_told_of_for_an_older_message(ward: Ward) -> None:
    ward.gateway.always = "500 Oops"
    await builders.published(ward.place)
    start = now()
    for hours in (0, 1, 3, 7, 12, 18, 25, 26):
        with clock.at(start + timedelta(hours=hours)):
            await ward.told()
    assert await notices() == 2  # the keeper, the chairman
    ward.gateway.always = "200 OK"
    for minutes in (1, 2, 3):  # the first one waits in its gap
        with clock.at(start + timedelta(hours=26, minutes=minutes)):
            await builders.published(ward.place)
            await ward.told()
            await ward.told()
    states = [row["state"] for row in await OutMessage.select().order_by(OutMessage.id)]
    assert states == ["waiting", "sent", "sent", "sent"]
    assert await notices() == 2
    assert (await ward.card).standing is HookStanding.ON
    ward.gateway.always = "500 Oops"
    for hours in (27, 28, 40, 52):
        with clock.at(start + timedelta(hours=hours)):
            if hours == 27:
                await builders.published(ward.place)
            await ward.told()
    assert await notices() == 4  # another day of it


async def test_given_up_it_is_sent_again_by_hand_under_its_own_id(ward: Ward) -> None:
    ward.gateway.always = "503 Later"
    await builders.published(ward.place)
    start = now()
    for hours in range(0, 24 * 6, 6):
        with clock.at(start + timedelta(hours=hours)):
            await ward.told()
    (line,) = await deliveries(ward.place.keeper, (await ward.card).id, 2**62, 10)
    assert (line.state, line.attempts) == (MessageState.GIVEN_UP, 10)
    ward.gateway.always = "200 OK"
    with clock.at(start + timedelta(days=7)):
        await send_again(ward.place.keeper, (await ward.card).id, line.id)
        await called()
        with pytest.raises(Conflict):  # it has arrived
            await send_again(ward.place.keeper, (await ward.card).id, line.id)
    repeated = [each for each in await entries(ward.place.ward) if each.action == "repeat-webhook"]
    (act,) = repeated  # what was refused is no act
    assert (act.staff, act.subject) == (ward.place.keeper.staff, (await ward.card).id)
    assert act.after == {"name": "Cổng Zalo"}
    (line,) = await deliveries(ward.place.keeper, (await ward.card).id, 2**62, 10)
    assert line.state is MessageState.SENT
    assert len({headers["webhook-id"] for headers, _body in ward.gateway.calls}) == 1


async def test_one_that_hangs_is_left_after_its_time(db: None, tmp_path: Path) -> None:
    async with open_gateway(tmp_path, seconds=0.3) as (gateway, caller):
        gateway.hangs = True
        said = await caller.deliver(Call(gateway.url, SECRET, b"{}"), "id")
    assert (said.result, said.said) == (Result.LATER, "timeout")


async def test_a_name_that_is_none_is_no_reason_to_stop(db: None, tmp_path: Path) -> None:
    async with open_gateway(tmp_path) as (_gateway, caller):
        said = await caller.deliver(Call("https://xn--a.example/", SECRET, b"{}"), "id")
    assert (said.result, said.said) == (Result.LATER, "wrong")


async def test_a_name_that_takes_long_to_find_is_not_waited_for(db: None) -> None:
    async def never(_host: str, _port: int) -> list[str]:
        await asyncio.Event().wait()
        return []

    place = await builders.scene()
    new = NewHook("Hai", "https://x.example/", ALL)
    async with asyncio.timeout(10):
        with pytest.raises(Invalid) as error:
            await add_webhook(place.keeper, new, WebhookCaller(resolve=never, seconds=0.05))
    assert error.value.errors == {"url": "unknown"}


async def test_a_redirect_is_not_followed(ward: Ward) -> None:
    ward.gateway.replies = [f"302 Found\r\nlocation: {ward.gateway.url}"]
    said = await ward.caller.deliver(Call(ward.gateway.url, SECRET, b"{}"), "id")
    assert (said.result, said.said, len(ward.gateway.calls)) == (Result.LATER, "302", 1)


async def test_a_name_that_leads_inside_is_refused_when_saved_and_when_sent(ward: Ward) -> None:
    ward.gateway.asked.clear()
    ward.gateway.addresses = ["127.0.0.1", "10.0.0.7"]  # since it was saved
    await builders.published(ward.place)
    await ward.told()
    (message,) = await OutMessage.select()
    assert (message["state"], message["said"]) == (MessageState.WAITING, "private")
    assert ward.gateway.calls == []
    new = NewHook("Hai", ward.gateway.url, ALL)
    with pytest.raises(Invalid) as error:
        await add_webhook(ward.place.keeper, new, ward.caller)
    assert error.value.errors == {"url": "private"}


async def test_a_name_is_resolved_once_for_a_call(ward: Ward) -> None:
    ward.gateway.asked.clear()
    await ward.caller.deliver(Call(ward.gateway.url, SECRET, b"{}"), "id")
    assert ward.gateway.asked == [HOST]


async def test_a_certificate_of_another_name_is_refused(ward: Ward) -> None:
    other = ward.gateway.url.replace(HOST, "khac.example")
    said = await ward.caller.deliver(Call(other, SECRET, b"{}"), "id")
    assert (said.result, said.said) == (Result.LATER, "ConnectError")
    assert ward.gateway.calls == []


async def test_in_earnest_nothing_inside_is_called() -> None:
    for host in ("localhost", "127.0.0.1", "[::1]", "10.1.2.3", "169.254.169.254"):
        said = await WEBHOOKS.deliver(Call(f"https://{host}/", SECRET, b"{}"), "id")
        assert (said.result, said.said) == (Result.LATER, "private"), host


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104  it is refused
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "nobody",
    ],
)
def test_no_address_but_a_public_one(address: str) -> None:
    assert not is_public(address)


def test_public_ones_are_public() -> None:
    assert is_public("8.8.8.8")
    assert is_public("2606:4700:4700::1111")


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("", "missing"),
        ("http://x.example/", "https"),
        ("ftp://x.example/", "https"),
        ("https://", "wrong"),
        ("https://user@x.example/", "wrong"),
        ("https://x.example:99999/", "wrong"),
        ("https://x.example/#a", "wrong"),
        ("https://xn--a.example/", "wrong"),  # no name in Punycode
        ("https://1.2.3.999/", "wrong"),
        ("https://x.example/" + "a" * 300, "too-long"),
        ("https://x.example:8443/nhan", ""),
    ],
)
def test_an_address_is_looked_at(url: str, problem: str) -> None:
    assert url_problem(url) == problem


async def test_410_switches_it_off(ward: Ward) -> None:
    ward.gateway.always = "410 Gone"
    await builders.published(ward.place)
    await ward.told()
    assert await live(ward.place.ward) == []


async def test_switched_off_what_waits_is_dropped_and_the_secret_is_erased(ward: Ward) -> None:
    await builders.published(ward.place)
    card = await ward.card
    await telling.tell_webhook(card)
    await switch_off(ward.place.chairman, card.id)
    await called()
    (message,) = await OutMessage.select()
    assert (message["state"], ward.gateway.calls) == (MessageState.DROPPED, [])
    (row,) = await Webhook.select()
    assert row["secret_key"] == ""
    with pytest.raises(Conflict):
        await switch_off(ward.place.chairman, card.id)


async def test_what_an_address_asks_for_is_not_in_the_log(ward: Ward) -> None:
    (added,) = [each for each in await entries(ward.place.ward) if each.action == "add-webhook"]
    address = f"https://{HOST}:{ward.gateway.port}/nhan"  # it is called with ?kenh=zalo
    assert added.after == {"name": "Cổng Zalo", "address": address}


async def test_rights_and_other_wards(ward: Ward) -> None:
    new, hook = NewHook("Hai", ward.gateway.url, ALL), (await ward.card).id
    for actor in (ward.place.chairman, ward.place.officer):
        with pytest.raises(Forbidden):
            await add_webhook(actor, new, ward.caller)
    with pytest.raises(Forbidden):
        await switch_off(ward.place.officer, hook)
    other = await builders.scene("khac")
    for act in (switch_off(other.keeper, hook), deliveries(other.keeper, hook, 9, 9)):
        with pytest.raises(NotFound):
            await act


async def test_no_more_than_the_rule_says(ward: Ward) -> None:
    for number in range(4):
        new = NewHook(f"Máy {number}", f"{ward.gateway.url}?n={number}", ALL)
        await add_webhook(ward.place.keeper, new, ward.caller)
    with pytest.raises(Conflict):
        await add_webhook(
            ward.place.keeper, NewHook("Sáu", f"{ward.gateway.url}?n=6", ALL), ward.caller
        )


async def test_a_page_loaded_again_adds_no_second_one(ward: Ward) -> None:
    with pytest.raises(Invalid) as error:
        await add_webhook(ward.place.keeper, NewHook("Nữa", ward.gateway.url, ALL), ward.caller)
    assert error.value.errors == {"url": "twice"}


def test_a_secret_reads_back() -> None:
    assert read_secret("whsec_" + base64.b64encode(SECRET).decode()) == SECRET
    with pytest.raises(ValueError, match="no secret"):
        read_secret("whsec_!")
