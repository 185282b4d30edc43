"""Near answers where more is typed than one question: a group head's page, and entry on behalf."""

from __future__ import annotations

import pytest
from httpx import AsyncClient as Client

from dialogue.core.memo import forget
from dialogue.matters.queries.queue import queue
from dialogue.matters.tables import Published
from dialogue.ward import actions as ward_actions
from dialogue.ward import queries as wards
from dialogue.ward.rules import system_actor
from tests.matters import build
from tests.matters.builders import Scene, published, scene
from tests.pages import Page
from tests.web.desk import DESK, enter, see
from tests.web.test_near import ALIKE, OTHER, TITLE

pytestmark = pytest.mark.integration


@pytest.fixture
async def place(client: Client) -> Scene:
    made = await scene()
    fields = {each.code: each.id for each in await wards.fields(made.ward)}
    units = {each.code: each.id for each in await wards.units(made.ward)}
    home = build.House(made.ward, units, fields, [])
    await build.published(home, TITLE, answer="Nộp tại Bộ phận một cửa, mang giấy chứng sinh.")
    forget()
    return made


async def count(place: Scene) -> int:
    return len(await queue(place.keeper))


async def entered(client: Client, place: Scene) -> str:
    """The group head's own page, its button pressed."""
    keeper = system_actor(place.ward)
    group = await ward_actions.add_group(keeper, "Tổ 9")
    path = f"/to-truong/{await ward_actions.make_group_link(keeper, group, 'ông Bảy')}"
    reply = await client.post(path, data={"x": "1"})
    client.cookies.update(reply.cookies)
    return path


async def test_a_group_head_is_shown_them_once_under_each_question(
    client: Client, place: Scene
) -> None:
    path = await entered(client, place)
    page = await see(client, path)
    form = {
        "text_1": OTHER,
        "text_2": ALIKE,
        "ticket": page.attribute("[name=ticket]", "value"),
        "seen": page.attribute("[name=seen]", "value"),
    }
    shown = await client.post(f"{path}/cau-hoi", data=form)
    page = Page(shown.text)
    assert (shown.status_code, await count(place)) == (200, 0)
    assert page.texts("#near-text_1 li") == []
    assert page.texts("#near-text_2 li a") == [f"{TITLE}(mở trang mới)"]
    assert page.texts("#text_1") == [OTHER]
    assert page.attribute("#answered", "target") == "_blank"
    again = form | {
        "ticket": page.attribute("[name=ticket]", "value"),
        "seen": page.attribute("[name=seen]", "value"),
    }
    assert (await client.post(f"{path}/cau-hoi", data=again)).status_code == 303
    assert await count(place) == 2


async def test_whoever_types_for_somebody_is_shown_them_once(client: Client, place: Scene) -> None:
    await enter(client, place, "tong-hop")
    page = await see(client, f"{DESK}/moi")
    form = {
        "source": "phone",
        "kind": "question",
        "asker_kind": "person",
        "body": ALIKE,
        "ticket": page.attribute("[name=ticket]", "value"),
    }
    shown = await client.post(f"{DESK}/moi", data=form)
    page = Page(shown.text)
    assert (shown.status_code, await count(place)) == (200, 0)
    assert page.texts("#near li a") == [f"{TITLE}(mở trang mới)"]
    assert page.texts("#body") == [ALIKE]
    again = form | {"ticket": page.attribute("[name=ticket]", "value"), "seen": "1"}
    assert (await client.post(f"{DESK}/moi", data=again)).status_code == 303


async def test_what_helped_is_counted_and_staff_see_it(client: Client, place: Scene) -> None:
    new = await published(place)
    await enter(client, place, "tong-hop")
    visit = (await see(client, f"{DESK}/moi")).attribute("[name=visit]", "value")
    said = await client.post(f"/{place.slug}/gop-y/da-ro", data={"number": "2", "visit": visit})
    assert said.status_code == 303
    row = await Published.select(Published.helped).where(Published.number == 2).first()
    assert row == {"helped": 1}
    page = await see(client, f"{DESK}/{new.id}")
    assert "1 người đọc câu trả lời này thay vì hỏi lại" in page.texts("dd")
    public = await client.get(f"/{place.slug}/hoi-dap/2")
    assert "thay vì hỏi lại" not in public.text
