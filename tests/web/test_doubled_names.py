"""Two groups of one name are told apart by their origin, wherever either is named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from httpx import AsyncClient as Client

from dialogue.core.clock import local_day, now
from dialogue.matters.actions import approval, drafting, tasks, triage
from dialogue.matters.actions.tasks import NewTask
from dialogue.matters.actions.triage import Assignment
from dialogue.matters.states import Kind
from dialogue.ward.actions.groups import add_group, make_group_link
from dialogue.ward.actions.setting_up import change_ward
from dialogue.ward.rules import system_actor
from dialogue.ward.states import Role
from tests.matters import builders
from tests.matters.builders import GOOD, Scene, scene
from tests.pages import Page
from tests.web.desk import DESK, enter

pytestmark = pytest.mark.integration
BARE = re.compile(
    r"(?<!formerly Phú Mỹ \()(?<!formerly Phú Tân \()Khu phố 1(?!\d)(?! \(Phú (?:Mỹ|Tân) cũ\))"
)
PLACES = "/quan-tri/to-dan-pho"
LATER = local_day(now()) + timedelta(days=40)


@dataclass(frozen=True, slots=True)
class Names:
    place: Scene
    group: int
    matter: int
    token: str


@pytest.fixture
async def names(client: Client) -> Names:
    """One asked and was promised something, and asked again; its head has a link."""
    place = await scene()
    await change_ward(system_actor(place.ward), group_word="khu phố")
    mine, _other = [
        await add_group(system_actor(place.ward), "Khu phố 1", origin=origin)
        for origin in ("Phú Mỹ cũ", "Phú Tân cũ")
    ]
    new = await builders.received(place, group=mine)
    given = Assignment(Kind.QUESTION, "Nạo vét cống", field=place.field)
    await triage.assign(place.keeper, new.id, given)
    await drafting.give_to_officer(place.head, new.id, place.officer.staff)
    await drafting.save_draft(place.officer, new.id, 0, GOOD)
    await tasks.open_task(place.head, NewTask("Nạo vét", place.unit, LATER, matter=new.id))
    await drafting.send_for_check(place.officer, new.id)
    await approval.pass_up(place.head, new.id, place.deputy.staff)
    await approval.approve(place.deputy, new.id)
    again = await builders.received(place, group=mine)
    token = await make_group_link(system_actor(place.ward), mine, "Bà Gấm")
    return Names(place, mine, again.id, token)


async def told(client: Client, paths: list[str]) -> dict[str, int]:
    """Pages that name a group without its origin; how often the name stands on all of them."""
    found, named = {}, 0
    for path in paths:
        reply = await client.get(path)
        assert reply.status_code == 200, path
        html = reply.text
        words = " ".join(Page(html).texts("title, body")) if "<body" in html else html
        named += words.count("Khu phố 1")
        if bare := BARE.findall(words):
            found[path] = len(bare)
    assert named
    return found


@pytest.mark.parametrize("start", ["", "/en"])
async def test_on_public_pages_and_in_the_api(client: Client, names: Names, start: str) -> None:
    ward = f"{start}/{names.place.slug}"
    paths = ["", "/gop-y", "/hoi-dap", "/hoi-dap/1", "/cam-ket", "/cam-ket/1"]
    assert await told(client, [ward + path for path in paths]) == {}
    api = f"/api/v1/wards/{names.place.slug}"
    assert await told(client, [f"{api}/answers", f"{api}/answers/1", f"{api}/promises"]) == {}


async def test_on_the_pages_of_its_head(client: Client, names: Names) -> None:
    here = f"/to-truong/{names.token}"
    await client.post(here)
    paths = [here, f"{here}/cam-ket", f"{here}/cam-ket/1", f"{here}/bang-tinh"]
    assert await told(client, paths) == {}


async def test_on_the_desk_and_in_figures(client: Client, names: Names) -> None:
    place = names.place
    await enter(client, place, "tong-hop")
    desk = [DESK, f"{DESK}/{names.matter}", f"{DESK}/moi", f"{DESK}/bang-tinh"]
    places = [PLACES, f"{PLACES}/so-lieu", f"{PLACES}/{names.group}"]
    assert await told(client, [*desk, *places, f"{PLACES}/{names.group}/sap-xep"]) == {}
    await place.person("kiem-tra", Role.INSPECTOR)
    await enter(client, place, "truong-phong")
    assert await told(client, ["/quan-tri/", "/quan-tri/viec", "/quan-tri/viec/1", DESK]) == {}
