"""A campaign of outsiders (case 33): marked by one click, residents told apart from others."""

from __future__ import annotations

import pytest
from httpx import AsyncClient

from dialogue.matters.actions import triage
from dialogue.ward import actions as ward_actions
from dialogue.ward.rules import system_actor
from tests.matters import builders
from tests.web.desk import DESK, enter, see, take

pytestmark = pytest.mark.integration
MARK, UNMARK = "Đánh dấu là chiến dịch", "Không phải chiến dịch"


async def test_case_33_one_click_marks_it_and_one_takes_that_back(client: AsyncClient) -> None:
    place = await builders.scene()
    group = await ward_actions.add_group(system_actor(place.ward), "Tổ dân phố số 1")
    lead = await builders.received(place, group=group)
    for _ in range(3):
        one = await builders.received(place)
        await triage.merge(place.keeper, one.id, lead.id)
    await enter(client, place, "tong-hop")
    page = await see(client, f"{DESK}/{lead.id}")
    said = "4 người cùng hỏi, trong đó 1 người ghi nơi ở trong phường."
    assert said in page.texts("section p")
    assert MARK in page.texts("button")
    await take(client, lead.id, "chien-dich", campaign_on="1")
    page = await see(client, f"{DESK}/{lead.id}")
    assert any("một câu trả lời công khai chung" in line for line in page.texts("section p"))
    assert any("đánh dấu là chiến dịch" in line for line in page.texts("main *"))
    assert UNMARK in page.texts("button")
    await take(client, lead.id, "chien-dich", campaign_on="")
    assert MARK in (await see(client, f"{DESK}/{lead.id}")).texts("button")


async def test_who_does_not_triage_has_no_button(client: AsyncClient) -> None:
    place = await builders.scene()
    lead, one = await builders.assigned(place), await builders.received(place)
    await triage.merge(place.keeper, one.id, lead.id)
    await enter(client, place, "truong-phong")
    page = await see(client, f"{DESK}/{lead.id}")
    assert MARK not in page.texts("button")
