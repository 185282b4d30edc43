"""Residents write the names they know: an old one finds the new one, a split one is asked about."""

from __future__ import annotations

from datetime import date

import pytest
from httpx import AsyncClient as Client

from dialogue.core.memo import forget
from dialogue.matters import search
from dialogue.matters.queries.matters import matter_for
from dialogue.matters.queries.queue import Filters, queue
from dialogue.ward import queries as wards
from dialogue.ward.actions.groups import add_group
from dialogue.ward.actions.successions import Target, merge_groups, rename_group, split_group
from dialogue.ward.rules import system_actor
from tests.matters import build
from tests.matters.builders import Scene, scene
from tests.pages import Page
from tests.web.test_ask import ASK, WORDS, bodies, fresh_ticket, ticket_of

pytestmark = pytest.mark.integration
REFORM, PAPER = date(2025, 7, 1), "Nghị quyết 12/NQ-HĐND"


@pytest.fixture
async def place(client: Client) -> Scene:
    return await scene()


async def groups_of(place: Scene, *names: str) -> list[int]:
    return [await add_group(system_actor(place.ward), name) for name in names]


async def test_an_old_name_in_the_form_is_the_group_of_today(client: Client, place: Scene) -> None:
    (one, two) = await groups_of(place, "Khu phố 1", "Khu phố 2")
    keeper = system_actor(place.ward)
    new = await merge_groups(keeper, [one], Target("Khu phố Hòa Bình"), REFORM, PAPER)
    await rename_group(keeper, two, "Khu phố Bình An", "", REFORM, PAPER)
    page = Page((await client.get(ASK)).text)
    assert page.texts("#group optgroup option") == [
        "Khu phố 1, nay là Khu phố Hòa Bình",
        "Khu phố 2, nay là Khu phố Bình An",
    ]
    assert page.attributes("#group optgroup option", "value") == [str(new), str(two)]
    english = Page((await client.get("/en" + ASK)).text)
    assert english.texts("#group optgroup option")[0] == "Khu phố 1, now Khu phố Hòa Bình"


async def test_case_38_a_split_one_is_asked_about_and_never_guessed(
    client: Client, place: Scene
) -> None:
    (old,) = await groups_of(place, "Khu phố 6")
    keeper = system_actor(place.ward)
    await split_group(keeper, old, [Target("Khu phố 6A"), Target("Khu phố 6B")], REFORM, PAPER)
    form = {"body": WORDS, "group": str(old), "ticket": await fresh_ticket(client)}
    asked = await client.post(ASK, data=form)
    page = Page(asked.text)
    assert asked.status_code == 422
    assert page.texts("#group-error") == [
        "Khu phố 6 đã chia thành Khu phố 6A, Khu phố 6B. Quý vị chọn một nơi; nếu chưa rõ, ghi tên "
        "đường trong nội dung rồi bấm Gửi lần nữa."
    ]
    assert page.texts("#body") == [WORDS]
    assert await bodies(place) == []
    again = form | {
        "ticket": ticket_of(asked.text),
        "place_asked": page.attribute("[name=place_asked]", "value"),
    }
    assert (await client.post(ASK, data=again)).status_code == 303
    (item,) = await queue(place.keeper, Filters())
    assert (await matter_for(place.keeper, item.id)).group == old


async def test_a_merged_groups_answers_are_the_new_ones_too(client: Client, place: Scene) -> None:
    one, two = await groups_of(place, "Khu phố 1", "Khu phố 2")
    fields = {each.code: each.id for each in await wards.fields(place.ward)}
    units = {each.code: each.id for each in await wards.units(place.ward)}
    home = build.House(place.ward, units, fields, [])
    await build.published(home, "Đèn ngõ hỏng", group=one)
    await build.published(home, "Cống tắc", group=two)
    new = await merge_groups(
        system_actor(place.ward), [one], Target("Khu phố Hòa Bình"), REFORM, PAPER
    )
    forget()
    found = await search.find(place.ward, filters=search.Filters(group=new))
    assert len(found.places) == 1
    assert (await search.count(place.ward, filters=search.Filters(group=two))).n == 1
    page = Page((await client.get("/thach-ban/hoi-dap", params={"q": "khu pho 1"})).text)
    assert page.texts(".place-hint a") == ["Khu phố Hòa Bình"]
