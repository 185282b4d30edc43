"""Tablets at the counters: paired once, looked after, revoked; and the page itself."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from dialogue.core.clock import at, now
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from surveys.actions.counters import add_counter, retire_counter
from surveys.actions.ratings import rate
from surveys.kiosks.actions import heard, pair
from surveys.kiosks.queries import kiosk_of, kiosks
from surveys.kiosks.rules import NAME_MOST
from surveys.queries.counters import CounterCard
from surveys.tables import Rating
from tests.pages import Page
from tests.surveys.builders import counter_in_ward, director, rating
from tests.web.office import enter, errors, read, send

pytestmark = pytest.mark.integration
PATH = "/quan-tri/quay/may"


@pytest.fixture
async def card(client: httpx.AsyncClient) -> CounterCard:
    found = await counter_in_ward()
    await enter(client, found.ward, "nguoi-giu", Role.KEEPER)
    return found


@pytest.fixture
async def boss(card: CounterCard) -> Actor:
    return await director(card.ward)


async def test_the_link_is_shown_once_and_opens_the_tablet(
    client: httpx.AsyncClient, card: CounterCard
) -> None:
    empty = await read(client, PATH)
    assert empty.texts(".empty h2") == ["Chưa có máy nào"]
    reply = await send(client, PATH, counter=card.code, name="Máy bên cửa sổ")
    link = Page(reply.text).texts("#link")[0]
    assert reply.status_code == 200
    token = link.rpartition("/")[2]
    assert (await kiosk_of(token)).name == "Máy bên cửa sổ"
    again = await client.get(PATH)
    assert token not in again.text
    assert Page(again.text).texts("article h2") == ["Máy bên cửa sổ"]
    tablet = await client.get(f"/quay/{token}")
    assert tablet.headers["cache-control"] == "no-store"
    names = [text.strip() for text in Page(tablet.text).texts(".kiosk-faces button")]
    assert names == ["Rất hài lòng", "Hài lòng", "Không hài lòng"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (" ", "Ông bà ghi một tên ngắn để nhận ra máy, ví dụ “Máy bên cửa sổ”."),
        ("x" * (NAME_MOST + 1), "Tên dài quá: nhiều nhất 60 chữ cái."),
    ],
)
async def test_a_wrong_name_comes_back_with_what_was_chosen(
    client: httpx.AsyncClient, card: CounterCard, name: str, message: str
) -> None:
    other = await add_counter(card.ward, "Quầy 3")
    reply = await send(client, PATH, counter=other.code, name=name)
    assert (reply.status_code, errors(reply)) == (422, [message])
    assert Page(reply.text).attribute("option[selected]", "value") == other.code
    assert await kiosks(card.ward) == []


async def test_a_closed_counter_and_another_wards_take_no_tablet(
    client: httpx.AsyncClient, card: CounterCard
) -> None:
    await retire_counter(card.ward, card.code)
    closed = await send(client, PATH, counter=card.code, name="Máy")
    foreign = await counter_in_ward("sai-gon")
    other = await send(client, PATH, counter=foreign.code, name="Máy")
    assert (closed.status_code, other.status_code) == (409, 422)
    assert await kiosks(card.ward) == await kiosks(foreign.ward) == []


async def test_the_silent_one_stands_first_with_its_clock(
    client: httpx.AsyncClient, card: CounterCard, boss: Actor
) -> None:
    for name, days, ahead in (("Máy tốt", 0, 0), ("Máy im", 9, 3_900)):
        with at(now() - timedelta(days=days)):
            tablet = await kiosk_of(await pair(boss, card.code, name))
            await heard(tablet, int(now().timestamp()) + ahead, 0)
    page = await read(client, PATH)
    assert page.texts("article h2") == ["Máy im", "Máy tốt"]
    assert page.texts("article .badge") == ["Mất liên lạc", "Đang hoạt động"]
    assert "nhanh 1 giờ 5 phút" in page.texts("article dd")


async def test_revoked_it_is_gone_for_good(
    client: httpx.AsyncClient, card: CounterCard, boss: Actor
) -> None:
    token = await pair(boss, card.code, "Máy cũ")
    (one,) = await kiosks(card.ward)
    reply = await send(client, f"{PATH}/{one.id}/thu-hoi")
    assert reply.headers["location"] == f"{PATH}?xong=da-thu-hoi"
    assert (await send(client, f"{PATH}/{one.id}/thu-hoi")).status_code == 409
    log = await read(client, "/quan-tri/nhat-ky")
    told = " ".join(log.texts("main"))
    assert "Thu hồi máy tại quầy" in told
    assert "Ghép máy tại quầy" in told
    over = await client.get(f"/quay/{token}")
    assert (over.status_code, Page(over.text).texts("h1")) == (
        410,
        ["Máy này đã ngừng nhận đánh giá"],
    )
    plain = await client.post(f"/quay/{token}", data={"level": "ok"})
    assert (plain.status_code, await Rating.count()) == (410, 0)


async def test_the_plain_form_asks_for_a_face_and_thanks_everybody_alike(
    client: httpx.AsyncClient, card: CounterCard, boss: Actor
) -> None:
    path = f"/quay/{await pair(boss, card.code, 'Máy cũ')}"
    none = await client.post(path, data={"field": "TP-HT"})
    assert none.status_code == 422
    ticket = Page(none.text).attribute("[name=ticket]", "value")
    sent = {"ticket": ticket, "level": "not", "reasons": "wait"}
    places = [(await client.post(path, data=sent)).headers["location"] for _ in range(2)]
    assert places == [f"{path}/cam-on"] * 2
    assert await Rating.select(Rating.level, Rating.reasons) == [
        {"level": "not", "reasons": "wait"}
    ]
    thanks = await client.get(places[0])
    assert Page(thanks.text).attribute("meta[http-equiv=refresh]", "content") == f"5;url={path}"


async def test_it_installs_for_its_own_pages_alone(
    client: httpx.AsyncClient, card: CounterCard, boss: Actor
) -> None:
    path = f"/quay/{await pair(boss, card.code, 'Máy')}"
    manifest = await client.get(f"{path}/ung-dung.webmanifest")
    told = manifest.json()
    assert manifest.headers["content-type"].startswith("application/manifest+json")
    assert (told["start_url"], told["scope"], told["display"]) == (path, "/quay/", "fullscreen")
    for icon in told["icons"]:
        assert (await client.get(icon["src"])).headers["content-type"] == "image/png"
    worker = await client.get("/quay/may.js")
    assert worker.headers["content-type"].startswith("text/javascript")
    assert "service-worker-allowed" not in worker.headers


async def test_a_tablet_has_nothing_of_ratings_by_telephone(
    client: httpx.AsyncClient, card: CounterCard, boss: Actor
) -> None:
    """Its page is the same whatever was rated."""
    path = f"/quay/{await pair(boss, card.code, 'Máy')}/gui"
    before = await client.post(path, data={"ratings": "[]"})
    await rate([rating(card)])
    after = await client.post(path, data={"ratings": "[]"})
    assert before.json().keys() == after.json().keys() == {"told", "open", "now", "version"}
    assert before.json()["version"] == after.json()["version"]
