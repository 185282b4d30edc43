"""Promises by pages: worked on, moved, claimed, judged, stopped."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient, Response

from dialogue.core import clock
from dialogue.matters.actions import judging, tasks
from dialogue.matters.actions.proving import Proof, claim_done
from dialogue.matters.actions.tasks import NewTask
from dialogue.ward import queries
from dialogue.ward.states import Role
from tests.matters import builders
from tests.matters.builders import Scene
from tests.matters.test_attachments import photo
from tests.pages import Page
from tests.web.desk import buttons, enter, see

TASKS = "/quan-tri/viec"


async def promise(place: Scene, text: str = "Nạo vét cống", days: int = 5) -> int:
    due = clock.local_day(clock.now()) + timedelta(days=days)
    return await tasks.open_task(place.head, NewTask(text, place.unit, due, place.officer.staff))


async def send(client: AsyncClient, task: int, path: str, **values: str) -> Response:
    return await client.post(f"{TASKS}/{task}/{path}", data=values, follow_redirects=False)


async def done(client: AsyncClient, task: int, path: str, **values: str) -> str:
    response = await send(client, task, path, **values)
    assert response.status_code == 303, Page(response.text).texts(".error, .notice")
    return (await see(client, response.headers["location"])).texts(".toast")[0]


async def test_a_promise_from_progress_to_confirmed(client: AsyncClient) -> None:
    place = await builders.scene()
    await place.person("thanh-tra", Role.INSPECTOR)
    task = await promise(place)
    await enter(client, place, "chuyen-vien")
    assert await done(client, task, "tien-do", progress_text="Xong 50 m.") == "Đã ghi tiến độ."
    empty = await send(client, task, "bao-xong", claim_document="")
    assert (empty.status_code, Page(empty.text).attribute("details[open]", "id")) == (
        422,
        "step-claim",
    )
    await done(client, task, "bao-xong", claim_document="Biên bản số 12")
    assert buttons(await see(client, f"{TASKS}/{task}")) == []
    late = await send(client, task, "tien-do", progress_text="Thêm.")
    page = Page(late.text)
    assert (late.status_code, page.texts("[role=alert] .quote")) == (409, ["Thêm."])
    assert "đã có dòng mới: Đơn vị báo đã xong, " in page.texts("[role=alert] p")[0]
    await enter(client, place, "thanh-tra")
    assert (await see(client, f"{TASKS}?xem=done_claimed")).texts("h2 a") == ["Nạo vét cống"]
    disputed = await send(client, task, "xac-nhan", judge_kept="0")
    assert Page(disputed.text).texts("#judge_reason-error span") == [
        "Ông bà chưa ghi hoặc chưa chọn mục này."
    ]
    assert await done(client, task, "xac-nhan", judge_kept="1") == "Đã xác nhận việc xong."
    page = await see(client, f"{TASKS}/{task}")
    assert page.texts(".badge") == ["Đã xác nhận xong", "Đúng hẹn đầu tiên"]
    assert page.texts(".timeline b") == [
        "Mở việc",
        "Báo tiến độ",
        "Đơn vị báo đã xong",
        "Xác nhận đã xong: Ban Thanh tra nhân dân",
    ]


async def test_dates_move_and_leaders_stop(client: AsyncClient) -> None:
    place = await builders.scene()
    task = await promise(place)
    await enter(client, place, "truong-phong")
    early = await send(client, task, "ngay-moi", date_due="1/1/2020", date_reason="Mưa.")
    assert Page(early.text).texts("#date_due-error span") == ["Ngày mới phải sau hạn hiện nay."]
    await done(client, task, "ngay-moi", date_due="1/1/2099", date_reason="Mưa.")
    await enter(client, place, "chu-tich")
    assert buttons(await see(client, f"{TASKS}/{task}")) == ["Giao người này", "Dừng việc này"]
    await done(client, task, "dung", stop_reason="Thuộc thành phố.", stop_went_to="Sở Xây dựng")
    page = await see(client, f"{TASKS}/{task}")
    assert page.texts(".timeline p") == ["Mưa.", "Thuộc thành phố. · Sở Xây dựng"]
    assert (await see(client, f"{TASKS}?xem=stopped")).texts("h2 a") == ["Nạo vét cống"]


async def test_the_list_begins_with_what_is_overdue(
    client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.staff.tasks.SIZE", 2)
    place = await builders.scene()
    await promise(place, "Sau", 9)
    await promise(place, "Trước", 3)
    with clock.at(clock.now() - timedelta(days=30)):
        await promise(place, "Chậm", 3)
    await enter(client, place, "truong-phong")
    first = await see(client, TASKS)
    assert first.texts("h2 a") == ["Chậm", "Trước"]
    today = clock.local_day(clock.now())
    days = -(await queries.calendar(place.ward)).left(today - timedelta(days=27), today)
    assert first.texts(".badge") == ["Quá hạn", f"Chậm {days} ngày làm việc", "Đang làm"]
    second = await see(client, first.attribute("[rel=next]", "href"))
    assert second.texts("h2 a") == ["Sau"]
    assert (await see(client, f"{TASKS}?xem=late")).texts("h2 a") == ["Chậm"]
    await enter(client, place, "tong-hop")
    assert (await see(client, f"{TASKS}?cua=mine")).texts(".empty h2") == [
        "Không có việc nào ở đây"
    ]
    assert (await see(client, f"{TASKS}?sau=nonsense")).texts("h2 a") == ["Chậm", "Trước"]


async def test_proof_by_photo_with_words_for_those_who_do_not_see_it(client: AsyncClient) -> None:
    place = await builders.scene()
    task = await promise(place)
    await enter(client, place, "chuyen-vien")
    picture = {"claim_photo": ("cống.png", photo().data, "image/png")}

    async def claims(files: dict[str, Any], **values: str) -> Response:
        return await client.post(
            f"{TASKS}/{task}/bao-xong", data=values, files=files, follow_redirects=False
        )

    for values, wrong in (
        ({"claim_harmless": "1"}, "claim_alt"),
        ({"claim_alt": "Cống đã nạo vét"}, "claim_harmless"),
        ({"claim_word": "Đã thông"}, "claim_group"),
    ):
        reply = await claims({} if "claim_word" in values else picture, **values)
        assert (reply.status_code, len(Page(reply.text).texts(f"#{wrong}-error"))) == (422, 1)
    broken = {"claim_photo": ("cống.png", b"no picture", "image/png")}
    reply = await claims(broken, claim_alt="Cống", claim_harmless="1")
    assert (reply.status_code, len(Page(reply.text).texts("#claim_photo-error"))) == (422, 1)
    reply = await claims(picture, claim_alt="Cống đã nạo vét", claim_harmless="1")
    assert reply.status_code == 303
    page = await see(client, f"{TASKS}/{task}")
    assert page.attribute(".photo img", "alt") == "Cống đã nạo vét"
    seen = await client.get(page.attribute(".photo img", "src"))
    assert (seen.status_code, seen.headers["content-type"]) == (200, "image/png")


async def test_given_on_and_proposed_to_stop(client: AsyncClient) -> None:
    place = await builders.scene()
    task = await promise(place)
    await enter(client, place, "truong-phong")
    same = await send(client, task, "giao", give_officer=str(place.officer.staff))
    assert Page(same.text).texts("#give_officer-error span") == ["Việc đang ở chính người này."]
    other = str(place.head.staff)
    assert await done(client, task, "giao", give_officer=other) == (
        "Đã giao người khác. Hạn vẫn giữ."
    )
    await done(client, task, "de-nghi-dung", propose_reason="Không có mặt bằng.")
    await enter(client, place, "chu-tich")
    asked = (await see(client, "/quan-tri/")).texts("#cannot ~ ul a")
    assert asked == ["Nạo vét cống"]
    page = await see(client, f"{TASKS}/{task}")
    assert page.texts(".notice--turmeric p")[1] == "Không có mặt bằng."
    assert page.texts(".timeline b")[1:] == [
        f"Giao cho {place.head.name}, {await unit_of(place)}",
        "Đơn vị đề nghị dừng việc",
    ]


async def unit_of(place: Scene) -> str:
    return next(card.name for card in await queries.units(place.ward) if card.id == place.unit)


async def test_whose_and_which(client: AsyncClient) -> None:
    """Mine, my unit's, the ward's; and those that somebody says are not done."""
    place = await builders.scene()
    task = await promise(place)
    head = NewTask("Của trưởng phòng", place.unit, clock.local_day(clock.now()))
    await tasks.open_task(place.head, head)
    far = NewTask("Nơi khác", place.other_unit, head.due, place.keeper.staff)
    await tasks.open_task(place.keeper, far)
    await claim_done(place.officer, task, Proof("Số 12"))
    inspector = await place.person("thanh-tra", Role.INSPECTOR)
    await judging.judge_as_inspector(inspector, task, kept=False, reason="Chưa thông.")
    await enter(client, place, "chuyen-vien")
    for whose, texts in (
        ("mine", ["Nạo vét cống"]),
        ("unit", ["Của trưởng phòng", "Nạo vét cống"]),
        ("", ["Của trưởng phòng", "Nơi khác", "Nạo vét cống"]),
    ):
        assert (await see(client, f"{TASKS}?cua={whose}")).texts("h2 a") == texts
    assert (await see(client, f"{TASKS}?xem=disputed")).texts("h2 a") == ["Nạo vét cống"]


async def test_another_wards_promise_is_not_found(client: AsyncClient) -> None:
    place, other = await builders.scene(), await builders.scene("sai-gon")
    task = await promise(place)
    await enter(client, other, "chu-tich")
    assert (await client.get(f"{TASKS}/{task}")).status_code == 404
    assert (await send(client, task, "dung", stop_reason="Không.")).status_code == 404
