"""Counters: added, staffed, printed, closed."""

from __future__ import annotations

import io

import httpx
import pytest
from pypdf import PdfReader

from dialogue.core.clock import local_day, now
from dialogue.ward.queries import units
from dialogue.ward.states import Role
from surveys.actions.counters import add_counter
from surveys.queries.counters import counter, counter_staff, counters
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
    (card,) = await counters(ward)
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


async def test_its_code_is_a_picture_and_what_is_printed(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    cards = [await add_counter(ward, label) for label in ("Quầy 1", "Quầy 2")]
    await enter(client, ward, "chu-tich", Role.CHAIRMAN)
    picture = await client.get(f"{PATH}/{cards[0].code}/ma.svg")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert picture.text.startswith("<svg ")
    page = await read(client, f"{PATH}/in")
    files = page.attributes("main a[href*='.pdf']", "href")
    assert len(files) == 4 + 2 * 4  # the whole ward, then each counter
    pdf = await client.get(f"{PATH}/ap-phich.pdf")
    pages = PdfReader(io.BytesIO(pdf.content)).pages
    texts = [page.extract_text().replace("\u200b", "") for page in pages]
    assert [cards[at].path in text for at, text in enumerate(texts)] == [True, True]
    one = await client.get(f"{PATH}/ap-phich.pdf?quay={cards[1].code}&kho=a5")
    (sheet,) = PdfReader(io.BytesIO(one.content)).pages
    assert round(sheet.mediabox.width) == 420
    assert (await client.get(f"{PATH}/ap-phich.pdf?kho=a3")).status_code == 404


async def test_its_code_is_replaced_and_the_history_says_so(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    card = await add_counter(ward, "Quầy 1")
    await enter(client, ward, "giam-doc", Role.DIRECTOR, Role.INSPECTOR)
    nothing = await send(client, f"{PATH}/{card.code}/ma", reason="")
    assert nothing.status_code == 422
    done = await send(client, f"{PATH}/{card.code}/ma", reason="leaked")
    assert done.status_code == 303
    (now,) = await counters(ward)
    assert done.headers["location"] == f"{PATH}/{now.code}?xong=da-thay"
    page = await read(client, f"{PATH}/{now.code}")
    assert page.texts(".ruled-list .code") == [card.code]
    again = await send(client, f"{PATH}/{card.code}/ma", reason="worn")
    assert again.status_code == 409
    assert now.code in again.text
    assert (await client.get(f"{PATH}/{card.code}")).headers["location"] == f"{PATH}/{now.code}"
    history = (await client.get("/quan-tri/nhat-ky")).text
    assert "Thay mã của quầy" in history
    assert "Mã bị phát tán cho người không đến quầy" in history


async def test_it_moves_to_another_unit_from_a_day_on(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    first, second = (await units(ward))[:2]
    card = await add_counter(ward, "Quầy 1", unit=first.code)
    await enter(client, ward, "giam-doc", Role.DIRECTOR)
    path = f"{PATH}/{card.code}/don-vi"
    wrong = await send(client, path, unit=second.code, since="31/12/2099")
    assert (wrong.status_code, Page(wrong.text).attribute("#since", "value")) == (422, "31/12/2099")
    today = f"{local_day(now()):%d/%m/%Y}"
    done = await send(client, path, unit=second.code, since=today)
    assert done.headers["location"] == f"{PATH}/{card.code}?xong=da-chuyen"
    text = (await client.get(f"{PATH}/{card.code}")).text
    assert f"Hiện thuộc {second.name}" in text
    assert first.name in text


async def test_who_works_there_is_set(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    card = await add_counter(ward, "Quầy 1")
    actor = await enter(client, ward, "giam-doc", Role.DIRECTOR)
    response = await send(client, f"{PATH}/{card.code}/nguoi", staff=[actor.staff])
    assert response.status_code == 303
    assert await counter_staff(ward, card.id) == {actor.staff}
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
    assert (await counter(card.code)).active


async def test_only_its_keepers_change_one(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    card = await add_counter(ward, "Quầy 1")
    await enter(client, ward, "chu-tich", Role.CHAIRMAN)
    page = await read(client, PATH)
    assert page.texts("a[href='/quan-tri/quay/them']") == []
    assert (await client.post(f"{PATH}/{card.code}/dong")).status_code == 403
