"""A group's head notes what was seen at the counters; director and inspectors read the counts."""

from __future__ import annotations

import pytest
from httpx import AsyncClient as Client

from dialogue.core.clock import local_day, now
from dialogue.matters.queries.queue import Filters, queue
from dialogue.matters.queries.supervision import centre
from dialogue.ward import actions as ward_actions
from dialogue.ward import queries as wards
from dialogue.ward.rules import system_actor
from dialogue.ward.states import Role
from tests.matters.builders import Scene, scene
from tests.meetings import conference_rows
from tests.pages import Page
from tests.web import desk
from tests.web.test_group_page import enter

STAFF = "/quan-tri/giam-sat"

pytestmark = pytest.mark.integration
WORDS = "Sáng thứ hai quầy hộ tịch tám giờ rưỡi mới có người, bà con đứng chờ ngoài sân."
ACCUSES = "Tôi tố cáo cán bộ quầy 2 Nguyễn Văn Dũng nhận tiền 500 nghìn của bà con để làm nhanh."


@pytest.fixture
async def place(client: Client) -> Scene:
    return await scene()


@pytest.fixture
async def link(place: Scene, client: Client) -> str:
    await ward_actions.add_group(system_actor(place.ward), "Tổ dân phố số 9")
    (group,) = await wards.groups(place.ward)
    token = await ward_actions.make_group_link(system_actor(place.ward), group.id, "bà Sáu")
    await enter(client, f"/to-truong/{token}")
    return f"/to-truong/{token}/giam-sat"


async def form_of(client: Client, link: str, **typed: str) -> dict[str, str]:
    page = Page((await client.get(link)).text)
    ticket = page.attribute("[name=ticket]", "value")
    day = page.attribute("[name=seen_on]", "value")
    return {"seen": "hours", "seen_on": day, "words": WORDS, "ticket": ticket} | typed


async def test_a_note_is_sent_once_and_stands_with_who_answers_it(
    client: Client, place: Scene, link: str
) -> None:
    form = await form_of(client, link)
    for _ in range(2):
        sent = await client.post(link, data=form)
        assert (sent.status_code, sent.headers["location"]) == (303, f"{link}?xong=1")
    shown = Page((await client.get(sent.headers["location"])).text)
    assert shown.texts(".toast span") == ["Phường đã nhận. Câu trả lời sẽ hiện ở dưới."]
    assert shown.texts("main li h3") == [WORDS]
    assert "Quầy mở muộn, nghỉ sớm, không có người" in shown.texts("main li .badge span")
    assert "Người trả lời: Trung tâm" in shown.texts("main li .muted")[0]
    assert len(await queue(place.keeper, Filters())) == 1


async def test_it_stands_on_its_own_page_and_not_among_the_questions(
    client: Client, link: str
) -> None:
    await client.post(link, data=await form_of(client, link))
    home = Page((await client.get(link.removesuffix("/giam-sat"))).text)
    assert home.texts("main li h3") == []
    assert "/giam-sat" in " ".join(home.attributes("main a", "href"))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"seen": ""}, "Ông bà chọn một việc trong danh sách."),
        ({"seen_on": "20/11/2099"}, "Ngày này chưa tới. Ông bà xem lại giúp."),
        ({"seen_on": "31/2"}, "Không có ngày này trong lịch. Quý vị xem lại ngày và tháng."),
        ({"words": "muộn"}, "Ông bà kể rõ hơn giúp: ít nhất 10 chữ cái."),
    ],
)
async def test_what_is_wrong_is_named_and_the_rest_kept(
    client: Client, link: str, wrong: dict[str, str], told: str
) -> None:
    reply = await client.post(link, data=await form_of(client, link, **wrong))
    page = Page(reply.text)
    assert reply.status_code == 422
    assert told in " ".join(page.texts(".error-summary a"))
    assert page.texts("#words") == [wrong.get("words", WORDS)]


async def test_another_note_by_a_used_ticket_is_told(client: Client, link: str) -> None:
    form = await form_of(client, link)
    await client.post(link, data=form)
    reply = await client.post(link, data=form | {"words": f"{WORDS} Thứ ba cũng vậy."})
    assert reply.status_code == 409
    assert "Lần gửi trước đã được nhận." in reply.text


async def test_a_denunciation_is_told_the_lawful_way_by_its_own_page(
    client: Client, link: str
) -> None:
    await client.post(link, data=await form_of(client, link, words=ACCUSES))
    page = Page((await client.get(link)).text)
    follow = [href for href in page.attributes("main a", "href") if href.startswith("/tra-cuu/")]
    assert "tố cáo" in Page((await client.get(follow[0])).text).texts("main")[0]


async def test_without_the_cookie_only_the_button_is_shown(client: Client, link: str) -> None:
    client.cookies.clear()
    assert Page((await client.get(link)).text).texts("main button") == ["Mở trang của tôi"]
    assert (await client.post(link, data={"words": WORDS})).status_code == 303


async def test_the_director_reads_counts_and_notes_and_the_matter_says_what_it_is(
    client: Client, place: Scene, link: str
) -> None:
    await place.person("giam-doc", Role.DIRECTOR, unit=await centre(place.ward))
    await client.post(link, data=await form_of(client, link, field=str(place.field)))
    await desk.enter(client, place, "giam-doc")
    inbox = Page((await client.get("/quan-tri/thong-bao")).text)
    assert "Tổ trưởng ghi nhận việc tại quầy" in " ".join(inbox.texts("main"))
    page = Page((await client.get(STAFF)).text)
    assert page.texts("table tbody td:last-child") == ["1"]
    (note,) = page.attributes("main .ruled-list a", "href")
    matter = Page((await client.get(note)).text)
    assert "Chỉ trả lời riêng người ghi, không lên bảng công khai." in matter.texts("dd .muted")


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ("?tu=1/1/2020&den=30/6/2020", 200, "Không có lượt ghi nào trong kỳ này."),
        ("?tu=30/6/2020&den=1/1/2020", 422, "Ngày cuối phải sau ngày đầu."),
        ("?tu=x", 422, "Ngày ghi theo mẫu"),
    ],
)
async def test_a_period_is_chosen(
    client: Client, place: Scene, asked: str, status: int, told: str
) -> None:
    await desk.enter(client, place, "chu-tich")
    reply = await client.get(STAFF + asked)
    assert reply.status_code == status
    assert told in reply.text


async def test_the_report_of_a_conference_counts_what_was_seen_in_its_period(
    client: Client, place: Scene, link: str
) -> None:
    today = local_day(now())
    await client.post(link, data=await form_of(client, link, field=str(place.field)))
    number = await conference_rows.held(place.ward, period_since=today, period_until=today)
    await desk.enter(client, place, "chu-tich")
    page = Page((await client.get(f"/quan-tri/doi-thoai/{number}/bao-cao")).text)
    assert "Quầy mở muộn, nghỉ sớm, không có người" in page.texts("table td")
