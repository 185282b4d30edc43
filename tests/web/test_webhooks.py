"""The page of programs that are called: a secret once, what became of each call, again, off."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from dialogue.outbox.tables import OutMessage
from dialogue.outbox.webhooks import WEBHOOKS
from dialogue.webhooks.tables import Webhook
from tests.following.gateway import Gateway, open_gateway
from tests.matters import builders
from tests.matters.builders import Scene
from tests.pages import Page
from tests.web import desk
from tests.web.hook_build import addresses
from tests.web.office import read

pytestmark = pytest.mark.integration
PAGE = "/quan-tri/may-nhan-tin"


@pytest.fixture
async def gateway(
    client: httpx.AsyncClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Gateway]:
    async with open_gateway(tmp_path) as (opened, caller):
        for name, value in vars(caller).items():
            monkeypatch.setattr(WEBHOOKS, name, value)
        yield opened


@pytest.fixture
async def place(gateway: Gateway, client: httpx.AsyncClient) -> Scene:
    place = await builders.scene()
    await desk.enter(client, place, "tong-hop")
    return place


def typed(gateway: Gateway, **other: object) -> dict[str, object]:
    same = {"name": "Cổng Zalo", "url": gateway.url, "events": ["answer.published"]}
    return same | other


async def test_the_secret_is_shown_once(
    client: httpx.AsyncClient, place: Scene, gateway: Gateway
) -> None:
    made = await client.post(PAGE, data=typed(gateway))
    (secret,) = Page(made.text).texts("#secret")
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", secret)
    assert made.headers["cache-control"] == "no-store"
    listed = await read(client, PAGE)
    assert listed.texts("article h2") == ["Cổng Zalo"]
    assert secret not in (await client.get(PAGE)).text


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ({"url": "http://x.example/"}, "https://"),
        ({"url": "https://"}, "chưa đúng"),
        ({"name": ""}, "điền"),
        ({"events": []}, "chọn"),
    ],
)
async def test_what_is_wrong_is_told_with_the_form_kept(
    client: httpx.AsyncClient,
    place: Scene,
    gateway: Gateway,
    wrong: dict[str, object],
    text: str,
) -> None:
    said = await client.post(PAGE, data=typed(gateway, **wrong))
    page = Page(said.text)
    assert said.status_code == 422
    (field,) = wrong
    assert text in page.texts(f"#{field}-error")[0]
    assert await Webhook.count() == 0


async def test_an_address_inside_is_refused(
    client: httpx.AsyncClient, place: Scene, gateway: Gateway
) -> None:
    gateway.addresses = ["10.0.0.7"]
    said = await client.post(PAGE, data=typed(gateway))
    assert said.status_code == 422
    assert "mạng nội bộ" in Page(said.text).texts("#url-error")[0]


async def test_what_was_given_up_is_sent_again_and_it_is_switched_off(
    client: httpx.AsyncClient, place: Scene
) -> None:
    ids = await addresses(place.keeper)
    log = f"{PAGE}/{ids['hook']}"
    page = await read(client, log)
    assert page.texts(".ruled-list .badge") == ["Đã nhận"]
    assert page.attributes("main form", "action") == []
    assert (await client.post(f"{log}/gui-lai/{ids['message']}")).status_code == 409
    await OutMessage.update({OutMessage.state: "given-up", OutMessage.attempts: 10}, force=True)
    (again,) = (await read(client, log)).attributes("main form", "action")
    assert (await client.post(again)).headers["location"] == f"{log}?xong=gui-lai"
    assert (await client.post(f"{log}/tat")).status_code == 303
    assert (await client.post(f"{log}/tat")).status_code == 409
    assert (await read(client, PAGE)).texts("article h2") == []


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("204", "204"),
        ("500", "500"),
        ("ConnectTimeout", "ConnectTimeout"),
        ("unknown", "Không tìm thấy tên miền"),
        ("wrong", "Địa chỉ chưa đúng"),
    ],
)
async def test_the_log_shows_whatever_was_said(
    client: httpx.AsyncClient, place: Scene, said: str, shown: str
) -> None:
    ids = await addresses(place.keeper)
    await OutMessage.update({OutMessage.said: said}, force=True)
    (line,) = (await read(client, f"{PAGE}/{ids['hook']}")).texts(".ruled-list p.small")
    assert f" · {shown} · " in line


async def test_without_any_it_says_what_it_is_for(client: httpx.AsyncClient, place: Scene) -> None:
    await desk.enter(client, place, "chu-tich")
    page = await read(client, PAGE)
    assert page.texts("main h2") == ["Chưa có máy nào"]
    assert page.attributes("main form", "action") == []
