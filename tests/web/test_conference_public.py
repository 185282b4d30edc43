"""What the public reads of a conference, its calendar file, and questions ahead of it."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from icalendar import Calendar

from dialogue.core.clock import at
from dialogue.core.i18n import day
from dialogue.matters.tables import Matter
from dialogue.ward.queries import ward_by_id
from meetings.conferences.actions import planning
from meetings.conferences.queries.ahead import questions
from tests.meetings.conference_build import (
    DAY,
    Office,
    announced,
    collecting,
    office,
    on,
    planned,
    version,
)
from tests.pages import Page, fill
from tests.web.office import errors, read

pytestmark = pytest.mark.integration
LIST = "/thach-ban/doi-thoai"
ONE = f"{LIST}/hoi-nghi-doi-thoai-cuoi-nam-2030-12-18"
FLOOD = "Cống đầu ngõ đầy bùn, nước tràn vào nhà khi mưa."


@pytest.fixture
async def place(client: httpx.AsyncClient) -> Office:
    return await office()


async def test_a_plan_is_nobodys_business_yet(client: httpx.AsyncClient, place: Office) -> None:
    await planned(place)
    page = await read(client, LIST)
    assert page.texts(".empty h2") == ["Chưa có hội nghị nào được thông báo"]
    assert (await client.get(ONE)).status_code == 404


async def test_while_questions_are_collected_no_place_is_told(
    client: httpx.AsyncClient, place: Office
) -> None:
    await collecting(place)
    page = await read(client, ONE)
    assert "Gửi câu hỏi đến hết ngày 13/12" in page.texts("main")[0]
    with at(on(DAY - timedelta(days=1))):  # taken still, and marked as late
        page = await read(client, ONE)
    assert "đến hết ngày" not in page.texts("main")[0]
    assert "Gửi câu hỏi trước" in page.texts("main")[0]
    assert (await client.get(f"{ONE}/lich.ics")).status_code == 404


async def test_an_announced_one_tells_machines_too(
    client: httpx.AsyncClient, place: Office
) -> None:
    await announced(place)
    page = await read(client, ONE)
    assert page.texts("h1") == ["Hội nghị đối thoại cuối năm"]
    assert page.attribute("[itemtype='https://schema.org/Event']", "itemscope") is not None
    assert page.attribute("[itemprop=startDate]", "content") == "2030-12-18T08:00+07:00"
    assert page.attribute("[itemprop=eventStatus]", "href") == "https://schema.org/EventScheduled"
    listed = await read(client, LIST)
    assert listed.texts("h3") == ["Hội nghị đối thoại cuối năm"]
    english = await client.get(f"/en{ONE}")
    assert english.status_code == 200


async def event_of(client: httpx.AsyncClient) -> dict[str, str]:
    reply = await client.get(f"{ONE}/lich.ics")
    assert reply.headers["content-type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(reply.text).walk("VEVENT")
    return {name: str(event[name]) for name in ("UID", "SEQUENCE", "STATUS")}


async def test_a_moved_one_keeps_its_uid_and_grows_its_sequence(
    client: httpx.AsyncClient, place: Office
) -> None:
    number = await announced(place)
    first = await event_of(client)
    assert (first["SEQUENCE"], first["STATUS"]) == ("0", "CONFIRMED")
    new = DAY + timedelta(days=7)
    with at(on(DAY - timedelta(days=8))):
        seen = await version(place, number)
        await planning.move(
            place.clerk, number, seen, on(new), on(new, 11), "Nhà văn hóa", "Mất điện"
        )
        moved = await event_of(client)
        assert moved == first | {"SEQUENCE": "1"}
        page = await read(client, ONE)
        assert "Mất điện" in page.texts("main")[0]
        assert "25/12/2030" in page.texts("main")[0]
        assert "Thêm vào lịch" in page.texts("main a")
        await planning.cancel(
            place.chairman, number, seen + 1, "Bão số 9", on(new + timedelta(days=9))
        )
        assert await event_of(client) == first | {"SEQUENCE": "2", "STATUS": "CANCELLED"}
        page = await read(client, ONE)
    assert "Bão số 9" in page.texts("main")[0]
    again = new + timedelta(days=9)
    assert f"Phường dự kiến họp lại ngày {day(again)}" in page.texts("main")[0]
    assert "Thêm vào lịch" not in page.texts("main a")


async def test_a_question_ahead_gets_its_code(client: httpx.AsyncClient, place: Office) -> None:
    number = await announced(place)
    sent = await fill(client, f"{ONE}/cau-hoi", body=FLOOD)
    assert sent.status_code == 303
    thanks = await read(client, sent.headers["location"])
    assert "Câu hỏi đã vào danh sách của hội nghị này." in thanks.texts("main")[0]
    assert f"{ONE}/cau-hoi" in thanks.attributes("main a", "href")  # of another one
    (card,) = (await questions(place.clerk, await place.card(number))).cards
    assert card.words == FLOOD
    code = thanks.attribute("[name=code]", "value")
    followed = await client.post("/tra-cuu", data={"code": code})
    standing = await read(client, followed.headers["location"])
    assert "None" not in standing.texts("main")[0]  # it has no number before it is let in
    assert "Đã có 1 câu hỏi gửi trước." in (await read(client, ONE)).texts("main")[0]


async def test_too_short_a_question_is_kept_and_said(
    client: httpx.AsyncClient, place: Office
) -> None:
    await announced(place)
    short = await fill(client, f"{ONE}/cau-hoi", body="Ngập")
    assert short.status_code == 422
    assert errors(short) == ["Nội dung ngắn quá: cần ít nhất 10 chữ cái."]
    assert "Ngập" in Page(short.text).texts("#body")
    assert await Matter.count() == 0


async def test_after_the_day_the_form_leads_elsewhere(
    client: httpx.AsyncClient, place: Office
) -> None:
    number = await announced(place)
    form = await client.get(f"{ONE}/cau-hoi")
    ticket = Page(form.text).attribute("[name=ticket]", "value")
    with at(on(DAY - timedelta(days=3))):
        new = on(DAY + timedelta(days=9))
        await planning.cancel(place.chairman, number, await version(place, number), "Bão", new)
    late = await client.post(f"{ONE}/cau-hoi", data={"body": FLOOD, "ticket": ticket})
    assert late.status_code == 409
    assert FLOOD in late.text
    assert "/gop-y" in (await client.get(f"{ONE}/cau-hoi")).text


async def test_the_wards_front_door_leads_there(client: httpx.AsyncClient, place: Office) -> None:
    slug = (await ward_by_id(place.ward)).slug
    assert LIST in (await read(client, f"/{slug}")).attributes("main a", "href")


async def test_an_insult_is_asked_to_be_put_otherwise_once(
    client: httpx.AsyncClient, place: Office
) -> None:
    await announced(place)
    rude = "Cán bộ quầy 2 ngu như bò, vỉa hè lát xong một tháng đã vỡ!"
    ticket = (await read(client, f"{ONE}/cau-hoi")).attribute("#ticket", "value")
    asked = await client.post(f"{ONE}/cau-hoi", data={"ticket": ticket, "body": rude})
    page = Page(asked.text)
    assert (asked.status_code, "Xem lại lời lẽ" in page.texts(".notice .strong")) == (200, True)
    assert "ngu như bò" in page.texts(".notice--turmeric")[0]
    assert await Matter.count() == 0
    again = {name: page.attribute(f"[name={name}]", "value") for name in ("ticket", "seen")}
    sent = await client.post(f"{ONE}/cau-hoi", data=again | {"body": rude})
    assert sent.status_code == 303
    assert await Matter.count() == 1
