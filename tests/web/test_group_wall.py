"""Answers printed for a group's notice board: public copies alone, large, with the way to more."""

from __future__ import annotations

import pytest
from httpx import AsyncClient as Client

from dialogue.core.memo import forget
from dialogue.ward import actions as ward_actions
from dialogue.ward import queries as wards
from dialogue.ward.rules import system_actor
from tests.matters import build
from tests.matters.builders import Scene, scene
from tests.pages import Page
from tests.web.test_group_page import enter

pytestmark = pytest.mark.integration


@pytest.fixture
async def place(client: Client) -> Scene:
    return await scene()


@pytest.fixture
async def link(client: Client, place: Scene) -> str:
    await ward_actions.add_group(system_actor(place.ward), "Tổ dân phố số 9")
    (group,) = await wards.groups(place.ward)
    token = await ward_actions.make_group_link(system_actor(place.ward), group.id, "bà Sáu")
    await enter(client, f"/to-truong/{token}")
    return f"/to-truong/{token}/ban-in"


async def answered(place: Scene, *titles: str) -> None:
    fields = {each.code: each.id for each in await wards.fields(place.ward)}
    units = {each.code: each.id for each in await wards.units(place.ward)}
    home = build.House(place.ward, units, fields, [])
    (group,) = await wards.groups(place.ward)
    for title in titles:
        await build.published(home, title, group=group.id)
    await build.published(home, "Của nơi khác")
    forget()


async def test_the_newest_three_stand_with_their_code_and_address(
    client: Client, place: Scene, link: str
) -> None:
    await answered(place, "Đèn ngõ hỏng", "Cống tắc", "Rác đầu ngõ", "Chợ tạm")
    page = Page((await client.get(link)).text)
    assert page.texts(".wall h2") == ["Chợ tạm", "Rác đầu ngõ", "Cống tắc"]
    assert len(page.attributes(".wall__qr svg", "viewBox")) == 3
    assert "/thach-ban/hoi-dap/" in page.texts(".wall__foot")[0]
    assert "Của nơi khác" not in page.texts("main")[0]


async def test_the_head_chooses(client: Client, place: Scene, link: str) -> None:
    await answered(place, "Đèn ngõ hỏng", "Cống tắc")
    first = Page((await client.get(link)).text)
    numbers = first.attributes("[name=so]", "value")
    page = Page((await client.get(link, params={"so": [numbers[1]]})).text)
    assert page.texts(".wall h2") == ["Đèn ngõ hỏng"]
    assert page.texts("button[data-print]") == ["In 1 tờ"]


@pytest.mark.parametrize("asked", ["?so=x", "?so=999999"])
async def test_nonsense_chooses_nothing_that_is_not_the_groups(
    client: Client, place: Scene, link: str, asked: str
) -> None:
    await answered(place, "Đèn ngõ hỏng")
    reply = await client.get(link + asked)
    assert reply.status_code == 200
    assert "Của nơi khác" not in reply.text


async def test_without_answers_it_says_so(client: Client, link: str) -> None:
    page = Page((await client.get(link)).text)
    assert "Chưa có câu trả lời công khai nào" in page.texts("main")[0]
    assert page.texts("button[data-print]") == []
