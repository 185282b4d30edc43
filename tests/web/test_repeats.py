"""The same question asked again, on the screens of keeper, drafter and chairman and in public."""

from __future__ import annotations

import pytest
from httpx import AsyncClient as Client

from dialogue.core.clock import local_day
from dialogue.core.i18n import day
from dialogue.matters.actions import approval, drafting
from dialogue.matters.actions.intake import Received
from dialogue.matters.actions.repeats import confirm_same, say_since_last
from tests.matters import builders
from tests.matters.builders import Scene
from tests.matters.test_repeats import AGAIN, FLOOD, LONG_AGO, SAID, answered
from tests.pages import Page
from tests.web.desk import DESK, enter, see, send, take

pytestmark = pytest.mark.integration
HEADING = "section[aria-labelledby=again] h2"


@pytest.fixture
async def place(client: Client) -> Scene:
    return await builders.scene()


async def test_the_keeper_compares_and_confirms_with_one_click(
    client: Client, place: Scene
) -> None:
    old = await answered(place, FLOOD, LONG_AGO)
    new = await builders.received(place, AGAIN)
    await enter(client, place, "tong-hop")
    page = await see(client, f"{DESK}/{new.id}")
    assert page.texts(HEADING) == ["Có thể đã hỏi trước đây"]
    assert "Hỏi 10/6/2024" in page.texts("section[aria-labelledby=again] li p")[1]
    at = await take(client, new.id, "hoi-lai", same_earlier=str(old.id))
    page = await see(client, at)
    assert page.texts(HEADING) == ["Hỏi lại lần 2"]
    assert "Hỏi lại lần 2" in page.texts("main .badge")
    at = await take(client, new.id, "bo-hoi-lai", same_earlier="")
    assert (await see(client, at)).texts(HEADING) == ["Có thể đã hỏi trước đây"]


async def test_a_wrong_number_is_refused_and_stays_in_the_form(
    client: Client, place: Scene
) -> None:
    new = await builders.received(place)
    await enter(client, place, "tong-hop")
    for wrong in (str(new.id), "999999"):
        reply = await send(client, new.id, "hoi-lai", same_earlier=wrong)
        assert reply.status_code == 422
        assert Page(reply.text).attribute("#same_earlier", "value") == wrong


async def again_in_draft(place: Scene) -> Received:
    old = await answered(place, FLOOD, LONG_AGO)
    new = await builders.drafting_(place)
    await confirm_same(place.keeper, new.id, old.id)
    return new


async def test_the_drafter_sees_the_earlier_answer_and_says_what_changed(
    client: Client, place: Scene
) -> None:
    new = await again_in_draft(place)
    await enter(client, place, "chuyen-vien")
    page = await see(client, f"{DESK}/{new.id}")
    assert page.texts(HEADING) == ["Hỏi lại lần 2"]
    assert page.attribute("#draft_changed", "form") == "form-ban-nhap"
    form = {"draft_text": builders.GOOD, "draft_base": "0", "draft_then": "send"}
    refused = await send(client, new.id, "ban-nhap", **form)
    shown = Page(refused.text)
    assert refused.status_code == 422
    assert shown.texts("#draft_changed-error") == [
        "Câu này đã hỏi lại: ông bà ghi điều đã thay đổi kể từ lần trả lời trước."
    ]
    assert shown.texts("#draft_text") == [builders.GOOD]
    await take(client, new.id, "ban-nhap", **form, draft_changed=SAID)
    await enter(client, place, "truong-phong")
    page = await see(client, f"{DESK}/{new.id}")
    assert SAID in page.texts("section[aria-labelledby=again] p")
    assert page.texts("#draft_changed") == []


async def test_the_leader_reads_it_and_the_public_page_tells_every_asking(
    client: Client, place: Scene
) -> None:
    new = await again_in_draft(place)
    await drafting.save_draft(place.officer, new.id, 0, builders.GOOD)
    await say_since_last(place.officer, new.id, SAID)
    await drafting.send_for_check(place.officer, new.id)
    await approval.pass_up(place.head, new.id, place.deputy.staff)
    await enter(client, place, "chu-tich")
    page = await see(client, f"{DESK}/{new.id}")
    assert page.texts(HEADING) == ["Hỏi lại lần 2"]
    await see(client, f"/{place.slug}/hoi-dap/1")  # made ready before there is another asking
    await approval.approve(place.deputy, new.id)
    page = await see(client, f"/{place.slug}/hoi-dap/2")
    assert page.texts("#askings") == ["Đã hỏi 2 lần"]
    assert page.attributes("[aria-labelledby=askings] a", "href") == [f"/{place.slug}/hoi-dap/1"]
    assert SAID in page.texts("article p")
    first = await see(client, f"/{place.slug}/hoi-dap/1")
    received = day(local_day(new.received_at))
    assert first.texts("[aria-labelledby=askings] li")[1].startswith(received)
    english = await see(client, f"/en/{place.slug}/hoi-dap/2")
    assert english.texts("#askings") == ["Asked 2 times"]
