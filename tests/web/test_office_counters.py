"""Counters: added, staffed, printed, closed."""

from __future__ import annotations

import io

import httpx
import pytest
from pypdf import PdfReader

from dialogue.ward.states import Role
from surveys import queries
from surveys.actions import add_counter
from tests.pages import Page
from tests.ward.builders import bare_ward, ward_with_defaults
from tests.web.office import enter, errors, read, send

pytestmark = pytest.mark.integration
PATH = "/quan-tri/quay"


async def test_a_counter_is_added_with_its_fields(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    await enter(client, ward, "giam-doc", Role.DIRECTOR)
    response = await send(
        client, f"{PATH}/them", label="Quầy 2", name="Hộ tịch", fields=["TP-HT", "CT"]
    )
    assert response.headers["location"] == f"{PATH}?xong=da-them"
    (card,) = await queries.counters(ward)
    assert (card.title, [each.code for each in card.fields]) == (
        "Quầy 2 · Hộ tịch",
        ["TP-HT", "CT"],
    )
    page = await read(client, f"{PATH}?xong=da-them")
    assert page.texts(".card h2") == ["Quầy 2 · Hộ tịch"]
    assert page.texts(".card a[href^='/q/']") == [f"http://127.0.0.1:8000/q/{card.code}"]


async def test_a_taken_label_comes_back_with_what_was_chosen(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    await enter(client, ward, "giam-doc", Role.DIRECTOR)
    await add_counter(ward, "Quầy 2")
    response = await send(client, f"{PATH}/them", label="Quầy 2", name="Đất đai", fields=["CT"])
    page = Page(response.text)
    assert (response.status_code, errors(response)) == (
        422,
        ["Tên này đã có. Xin chọn tên khác."],
    )
    assert page.attribute("#name", "value") == "Đất đai"
    assert page.attributes("[name=fields][checked]", "value") == ["CT"]
    empty = await send(client, f"{PATH}/them", label=" ", name="Đất đai")
    assert (empty.status_code, Page(empty.text).attribute("#name", "value")) == (422, "Đất đai")


async def test_its_code_is_a_picture_a_sheet_and_a_poster(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    cards = [await add_counter(ward, label) for label in ("Quầy 1", "Quầy 2")]
    await enter(client, ward, "chu-tich", Role.CHAIRMAN)
    picture = await client.get(f"{PATH}/{cards[0].code}/ma.svg")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert picture.text.startswith("<svg ")
    sheets = await read(client, f"{PATH}/in")
    assert sheets.texts(".sheet__head p") == [
        "UBND phường Thạch BànQuầy 1",
        "UBND phường Thạch BànQuầy 2",
    ]
    assert len((await read(client, f"{PATH}/in?quay={cards[1].code}")).texts(".sheet")) == 1
    pdf = await client.get(f"{PATH}/ap-phich.pdf")
    pages = PdfReader(io.BytesIO(pdf.content)).pages
    assert [cards[at].path in page.extract_text() for at, page in enumerate(pages)] == [True, True]


async def test_who_works_there_is_set(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    card = await add_counter(ward, "Quầy 1")
    actor = await enter(client, ward, "giam-doc", Role.DIRECTOR)
    response = await send(client, f"{PATH}/{card.code}/nguoi", staff=[actor.staff])
    assert response.status_code == 303
    assert await queries.counter_staff(ward, card.id) == {actor.staff}
    page = await read(client, f"{PATH}/{card.code}")
    assert page.attributes("[name=staff][checked]", "value") == [str(actor.staff)]


async def test_a_closed_counter_is_told_and_cannot_be_closed_twice(
    client: httpx.AsyncClient,
) -> None:
    ward = await ward_with_defaults()
    card = await add_counter(ward, "Quầy 1")
    await enter(client, ward, "giam-doc", Role.DIRECTOR)
    assert (await client.post(f"{PATH}/{card.code}/dong")).status_code == 303
    again = await client.post(f"{PATH}/{card.code}/dong")
    assert again.status_code == 409
    assert Page(again.text).texts("[role=alert]") == ["Quầy này đã được người khác đóng trước đó."]
    assert (await client.get(f"{PATH}/ap-phich.pdf")).status_code == 404


async def test_another_ward_s_counter_is_not_found(client: httpx.AsyncClient) -> None:
    card = await add_counter(await bare_ward(), "Quầy 1")
    await enter(client, await ward_with_defaults(), "giam-doc", Role.DIRECTOR)
    for path in (f"{card.code}", f"{card.code}/ma.svg", f"in?quay={card.code}"):
        assert (await client.get(f"{PATH}/{path}")).status_code == 404
    for path in (f"{card.code}/dong", f"{card.code}/nguoi"):
        assert (await send(client, f"{PATH}/{path}", x="1")).status_code == 404
    assert (await queries.counter(card.code)).active


async def test_only_its_keepers_change_one(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    card = await add_counter(ward, "Quầy 1")
    await enter(client, ward, "chu-tich", Role.CHAIRMAN)
    page = await read(client, PATH)
    assert page.texts("a[href='/quan-tri/quay/them']") == []
    assert (await client.post(f"{PATH}/{card.code}/dong")).status_code == 403
