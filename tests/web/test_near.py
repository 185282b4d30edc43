"""Nearest answers before a question is sent: while typing, in a step before, and counted."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from httpx import AsyncClient as Client

from dialogue.core import clock
from dialogue.core.memo import forget
from dialogue.core.tables import UsedTicket
from dialogue.matters.queries.queue import Filters, queue
from dialogue.matters.tables import Published
from dialogue.ward import queries as wards
from tests.matters import build
from tests.matters.builders import Scene, scene
from tests.pages import Page
from tests.web.test_ask import ASK, bodies, fresh_ticket, photo, ticket_of

pytestmark = pytest.mark.integration
TITLE = "Đăng ký khai sinh cho cháu sinh ở tỉnh khác"
ALIKE = "con e sinh o tinh khac thi lam giay khai sinh o dau"
OTHER = "Con chó nhà hàng xóm thả rông hay cắn người đi đường."
NEAR, HELPED = f"{ASK}/gan-giong", f"{ASK}/da-ro"


@pytest.fixture
async def place(client: Client) -> Scene:
    made = await scene()
    fields = {each.code: each.id for each in await wards.fields(made.ward)}
    units = {each.code: each.id for each in await wards.units(made.ward)}
    home = build.House(made.ward, units, fields, [])
    await build.published(home, TITLE, answer="Nộp tại Bộ phận một cửa, mang giấy chứng sinh.")
    forget()
    return made


async def helped() -> int:
    row = await Published.select(Published.helped).first()
    assert row is not None
    return int(row["helped"])


async def test_a_near_answer_is_shown_once_before_the_question_goes(
    client: Client, place: Scene
) -> None:
    form = {"body": ALIKE, "name": "Bà Tư", "ticket": await fresh_ticket(client)}
    shown = await client.post(ASK, data=form)
    page = Page(shown.text)
    assert shown.status_code == 200
    assert page.texts("#near li a") == [f"{TITLE}(mở trang mới)"]
    assert page.texts("#body") == [ALIKE]
    assert page.attribute("#name", "value") == "Bà Tư"
    assert await bodies(place) == []
    again = form | {
        "ticket": ticket_of(shown.text),
        "seen": page.attribute("[name=seen]", "value"),
    }
    assert (await client.post(ASK, data=again)).status_code == 303
    assert await bodies(place) == [ALIKE]


async def test_without_a_near_answer_and_with_files_it_goes_at_once(
    client: Client, place: Scene
) -> None:
    other = {"body": OTHER, "ticket": await fresh_ticket(client)}
    assert (await client.post(ASK, data=other)).status_code == 303
    form = {"body": ALIKE, "ticket": await fresh_ticket(client)}
    files = {"files": ("giay.jpg", photo(), "image/jpeg")}
    assert (await client.post(ASK, data=form, files=files)).status_code == 303
    assert await bodies(place) == [OTHER, ALIKE]


async def test_while_typing_a_part_of_a_page_and_nothing_kept(
    client: Client, place: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    reply = await client.post(NEAR, data={"body": ALIKE})
    assert Page(reply.text).texts("li a") == [f"{TITLE}(mở trang mới)"]
    assert (reply.status_code, reply.headers["cache-control"]) == (200, "no-store")
    assert "set-cookie" not in reply.headers
    for text in (OTHER, "", "x" * 5_000, "<script>alert(1)</script>", "%_'\"*"):
        assert (await client.post(NEAR, data={"body": text})).text.strip() == ""
    assert ALIKE not in caplog.text
    assert await queue(place.keeper, Filters()) == []
    assert await UsedTicket.count() == 0
    assert (await client.get(NEAR, params={"body": ALIKE})).status_code == 405


async def test_this_answers_me_counts_once_a_page_and_the_question_may_still_go(
    client: Client, place: Scene
) -> None:
    ticket = await fresh_ticket(client)
    for _ in range(3):
        sent = await client.post(HELPED, data={"number": "1", "visit": ticket})
        assert sent.headers["location"] == f"{HELPED}/1"
    assert await helped() == 1
    thanks = await client.get(f"{HELPED}/1")
    assert Page(thanks.text).texts("main a")[0] == TITLE
    assert "set-cookie" not in thanks.headers
    sent = await client.post(ASK, data={"body": OTHER, "ticket": ticket})
    assert sent.status_code == 303


async def test_what_is_not_counted(client: Client, place: Scene) -> None:
    ticket = await fresh_ticket(client)
    with clock.at(clock.now() + timedelta(hours=3)):
        late = await client.post(HELPED, data={"number": "1", "visit": ticket})
        assert late.status_code == 303
    for wrong in ("", "x", "k1.0.0.0"):
        await client.post(HELPED, data={"number": "1", "visit": wrong})
    assert await helped() == 0
    assert (await client.post(HELPED, data={"number": "x", "visit": ticket})).status_code == 404
    assert (await client.get(f"{HELPED}/99")).status_code == 404


async def test_offers_wear_the_count_nowhere_and_stand_in_english_too(
    client: Client, place: Scene
) -> None:
    form = {"body": ALIKE, "ticket": await fresh_ticket(client, "/en" + ASK)}
    page = Page((await client.post("/en" + ASK, data=form)).text)
    assert page.attribute("html", "lang") == "en"
    assert page.attribute("#near li a", "href") == "/en/thach-ban/hoi-dap/1"
    assert page.attribute("#answered", "action") == "/en" + HELPED
