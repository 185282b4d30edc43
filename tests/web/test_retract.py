"""The asker takes a question back on the tracking page: asked once more, then done."""

from __future__ import annotations

import pytest
from httpx import AsyncClient as Client

from dialogue.matters.actions import triage
from dialogue.matters.queries.notices import inbox
from dialogue.matters.states import Step
from tests.matters import builders
from tests.matters.builders import Scene
from tests.pages import Page
from tests.web.desk import enter, see
from tests.web.test_track import opened

pytestmark = pytest.mark.integration


@pytest.fixture
async def place(client: Client) -> Scene:
    return await builders.scene()


async def test_one_page_asks_again_and_one_click_does_it(client: Client, place: Scene) -> None:
    new = await builders.drafting_(place)
    path = await opened(client, new.code)
    page = await see(client, f"{path}/rut-lai")
    assert page.texts("h1")[0] == "Quý vị muốn rút lại ý kiến này?"
    assert page.texts("form button") == ["Rút lại ý kiến này"]
    done = await client.post(f"{path}/rut-lai", data={"reason": "Đã tự làm xong."})
    assert (done.status_code, done.headers["location"]) == (303, f"{path}?xong=rut-lai")
    shown = await see(client, f"{path}?xong=rut-lai")
    assert shown.texts("main .badge")[0] == "Người hỏi đã rút lại"
    assert shown.texts(".timeline b")[-1] == "Quý vị đã rút lại ý kiến"
    assert "rut-lai" not in {
        link.rpartition("/")[2] for link in shown.attributes("a[href]", "href")
    }
    assert (await inbox(place.officer))[0].step == Step.RETRACT


async def test_the_same_in_english(client: Client, place: Scene) -> None:
    new = await builders.received(place)
    path = f"/en{await opened(client, new.code)}/rut-lai"
    assert (await see(client, path)).texts("h1")[0] == "Do you want to withdraw this?"
    done = await client.post(path, data={"reason": ""})
    shown = await see(client, done.headers["location"])
    assert shown.texts("main .badge")[0] == "Withdrawn by the asker"


async def test_after_the_answer_the_page_says_what_is_possible(
    client: Client, place: Scene
) -> None:
    new = await builders.published(place)
    path = f"{await opened(client, new.code)}/rut-lai"
    page = await see(client, path)
    assert page.texts("h1")[0] == "Không rút lại được nữa"
    assert page.texts("main ul li a") == [
        "Cho biết câu trả lời đã rõ hay chưa, hoặc xin trả lời lại",
        "Gửi câu hỏi mới",
    ]
    late = await client.post(path, data={"reason": "Muộn mất rồi."})
    assert (late.status_code, Page(late.text).texts("h1")[0]) == (409, "Không rút lại được nữa")


async def test_a_reason_without_end_is_refused_and_kept(client: Client, place: Scene) -> None:
    new = await builders.received(place)
    path = f"{await opened(client, new.code)}/rut-lai"
    sent = await client.post(path, data={"reason": "a" * 2_001})
    assert sent.status_code == 422
    assert Page(sent.text).texts("textarea")[0] == "a" * 2_001


async def test_others_who_asked_the_same_are_named_and_the_desk_goes_on(
    client: Client, place: Scene
) -> None:
    lead, other = await builders.drafting_(place), await builders.received(place)
    await triage.merge(place.keeper, other.id, lead.id)
    path = f"{await opened(client, lead.code)}/rut-lai"
    assert "Có người khác hỏi cùng việc. Phường vẫn trả lời những người ấy." in (
        await see(client, path)
    ).texts("main li")
    await client.post(path, data={"reason": ""})
    await enter(client, place, "chuyen-vien")
    desk = await see(client, f"/quan-tri/van-de/{lead.id}")
    assert "Người hỏi đầu đã rút lại" in desk.texts("main .badge")
    assert "main-step" in desk.attributes("h2[id]", "id")


async def test_what_is_dealt_with_apart_has_no_such_page(client: Client, place: Scene) -> None:
    new = await builders.sealed(place)
    path = await opened(client, new.code)
    for reply in (
        await client.get(f"{path}/rut-lai"),
        await client.post(f"{path}/rut-lai", data={"reason": ""}),
    ):
        assert (reply.status_code, reply.headers["location"]) == (303, path)
