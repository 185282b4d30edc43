"""A residential group head's page: the link alone does nothing and tells nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from httpx import AsyncClient as Client

from dialogue.core import clock
from dialogue.matters.actions import triage
from dialogue.matters.actions.triage import Assignment
from dialogue.matters.queries.matters import matter_for
from dialogue.matters.queries.queue import Filters, queue
from dialogue.matters.states import Kind, Redirection, Rejection, Source
from dialogue.ward import actions as ward_actions
from dialogue.ward import queries as wards
from dialogue.ward.rules import system_actor
from tests.matters.builders import Scene, scene
from tests.pages import Page

pytestmark = pytest.mark.integration
FIRST = "Đèn đường ngõ 12 tắt ba tuần nay, bao giờ sửa?"
SECOND = "Bao giờ nhà văn hóa khu phố mở cửa buổi tối?"


@pytest.fixture
async def place(client: Client) -> Scene:
    return await scene()


@pytest.fixture
async def link(place: Scene) -> str:
    await ward_actions.add_group(system_actor(place.ward), "Tổ dân phố số 9")
    (group,) = await wards.groups(place.ward)
    token = await ward_actions.make_group_link(system_actor(place.ward), group.id, "ông Bảy")
    return f"/to-truong/{token}"


async def enter(client: Client, link: str) -> Page:
    assert (await client.post(link)).status_code == 303
    return Page((await client.get(link)).text)


async def test_opening_the_link_shows_one_button_and_nothing_of_the_group(
    client: Client, link: str
) -> None:
    page = await client.get(link)
    assert Page(page.text).texts("main button") == ["Mở trang của tôi"]
    assert "Tổ dân phố" not in page.text
    assert "Bảy" not in page.text
    assert "set-cookie" not in page.headers
    assert page.headers["x-robots-tag"] == "noindex"


async def test_the_button_leaves_a_cookie_for_this_path_alone(client: Client, link: str) -> None:
    reply = await client.post(link)
    cookies = reply.headers.get_list("set-cookie")
    assert [part.split("Path=")[1].split(";")[0] for part in cookies] == [link, f"/en{link}"]
    assert all("HttpOnly" in part and "SameSite=lax" in part for part in cookies)
    page = Page((await client.get(link)).text)
    assert page.texts("h1") == ["Chào ông Bảy"]
    assert page.texts(".eyebrow") == ["Trang riêng của Tổ dân phố số 9"]


async def test_a_cookie_of_one_link_opens_no_other(client: Client, link: str, place: Scene) -> None:
    reply = await client.post(link)
    value = reply.headers["set-cookie"].split(";")[0].split("=", 1)[1]
    (group,) = await wards.groups(place.ward)
    other = await ward_actions.make_group_link(system_actor(place.ward), group.id, "bà Sáu")
    client.cookies.clear()
    page = await client.get(f"/to-truong/{other}", headers={"cookie": f"langnghe-to={value}"})
    assert Page(page.text).texts("main button") == ["Mở trang của tôi"]


async def test_several_questions_at_once_and_where_they_are(
    client: Client, link: str, place: Scene
) -> None:
    page = await enter(client, link)
    form = {
        "text_1": FIRST,
        "text_3": SECOND,
        "ticket": page.attribute("[name=ticket]", "value"),
    }
    for _ in range(2):
        sent = await client.post(f"{link}/cau-hoi", data=form)
        assert sent.status_code == 303
    shown = Page((await client.get(sent.headers["location"])).text)
    assert shown.texts(".toast span") == ["Phường đã nhận 2 câu."]
    assert sorted(shown.texts("h3")) == sorted([FIRST, SECOND])
    items = await queue(place.keeper, Filters())
    views = [await matter_for(place.keeper, item.id) for item in items]
    assert {(view.source, view.body) for view in views} == {
        (Source.GROUP, FIRST),
        (Source.GROUP, SECOND),
    }


async def test_each_sentence_about_a_question_stands_apart(
    client: Client, link: str, place: Scene
) -> None:
    page = await enter(client, link)
    ticket = page.attribute("[name=ticket]", "value")
    await client.post(f"{link}/cau-hoi", data={"text_1": FIRST, "text_2": SECOND, "ticket": ticket})
    first, _ = await queue(place.keeper, Filters())
    given = Assignment(Kind.QUESTION, "Đèn đường", field=place.field)
    await triage.assign(place.keeper, first.id, given)
    told = Page((await client.get(link)).text).texts("main li .muted")
    sentences = [text.replace("\n", " ").split(" Hạn: thứ ")[0] for text in told]
    assert {text.split(". ", 1)[1] for text in sentences} == {
        "Người trả lời: Phòng Kinh tế, Hạ tầng và Đô thị.",
        "Phường đang xếp việc cho đơn vị trả lời.",
    }


async def test_the_head_follows_a_question_without_its_code(client: Client, link: str) -> None:
    page = await enter(client, link)
    ticket = page.attribute("[name=ticket]", "value")
    await client.post(f"{link}/cau-hoi", data={"text_1": FIRST, "ticket": ticket})
    shown = Page((await client.get(link)).text)
    follow = next(
        href for href in shown.attributes("main a", "href") if href.startswith("/tra-cuu/")
    )
    assert Page((await client.get(follow)).text).texts(".quote p") == [FIRST]


@pytest.mark.parametrize("wrong", [{}, {"text_1": "ngắn"}, {"text_1": FIRST, "about_1": "x"}])
async def test_a_wrong_form_comes_back_as_it_was(
    client: Client, link: str, wrong: dict[str, str]
) -> None:
    page = await enter(client, link)
    form = wrong | {"text_2": "", "ticket": page.attribute("[name=ticket]", "value")}
    reply = await client.post(f"{link}/cau-hoi", data=form)
    assert reply.status_code == 422
    assert Page(reply.text).texts("#text_1") == [wrong.get("text_1", "")]


async def test_revoked_expired_and_unknown_links_look_alike(
    client: Client, link: str, place: Scene
) -> None:
    await enter(client, link)
    (card,) = await wards.group_links(place.ward)
    with clock.at(clock.now() + timedelta(days=400)):
        expired = (await client.get(link)).status_code
    await ward_actions.revoke_group_link(system_actor(place.ward), card.id)
    revoked = (await client.get(link)).status_code
    assert {expired, revoked, (await client.post("/to-truong/khong-co")).status_code} == {404}


async def test_without_the_cookie_nothing_is_sent(client: Client, link: str, place: Scene) -> None:
    reply = await client.post(f"{link}/cau-hoi", data={"text_1": FIRST})
    assert (reply.status_code, reply.headers["location"]) == (303, link)
    assert list(await queue(place.keeper, Filters())) == []


async def test_each_mistake_is_named_and_leads_to_its_question(client: Client, link: str) -> None:
    page = await enter(client, link)
    ticket = page.attribute("[name=ticket]", "value")
    typed = {"text_1": FIRST, "text_3": "Ngắn", "ticket": ticket}
    refused = await client.post(f"{link}/cau-hoi", data=typed)
    assert refused.status_code == 422
    shown = Page(refused.text)
    assert shown.attributes(".error-summary a", "href") == ["#text_3"]
    assert shown.texts(".error-summary a")[0].startswith("Câu 3: ")
    assert shown.texts("#text_1") == [FIRST]
    assert shown.texts("#text_3") == ["Ngắn"]


@pytest.mark.parametrize("count", ["9" * 5_000, "6", "²", "x"])
async def test_only_a_number_that_was_sent_is_told(client: Client, link: str, count: str) -> None:
    await enter(client, link)
    page = await client.get(link, params={"da-gui": count})
    assert page.status_code == 200
    assert "Phường đã nhận" not in page.text


@pytest.mark.parametrize("end", ["reject", "redirect"])
async def test_what_will_not_be_answered_has_no_due_date_and_says_what_to_do(
    client: Client, link: str, place: Scene, end: str
) -> None:
    page = await enter(client, link)
    ticket = page.attribute("[name=ticket]", "value")
    await client.post(f"{link}/cau-hoi", data={"text_1": FIRST, "ticket": ticket})
    (sent,) = await queue(place.keeper, Filters())
    if end == "reject":
        await triage.reject(place.keeper, sent.id, Rejection.ADVERT)
        said = "Phường chưa xử lý vì nội dung là quảng cáo. Ông bà có thể ghi lại câu hỏi ở trên."
    else:
        await triage.redirect(place.keeper, sent.id, "Công ty Cấp nước", Redirection.SERVICE)
        said = (
            "Việc này thuộc Công ty Cấp nước: việc của đơn vị cung cấp dịch vụ."
            " Phường đã chuyển; cần hỏi thêm, ông bà gọi phường."
        )
    (told,) = Page((await client.get(link)).text).texts("main li .muted")
    assert told.endswith(said)
    assert "Hạn" not in told
    assert "xếp việc" not in told


async def test_a_page_opened_days_ago_still_sends_once(
    client: Client, link: str, place: Scene
) -> None:
    page = await enter(client, link)
    form = {"text_1": FIRST, "ticket": page.attribute("[name=ticket]", "value")}
    for days in (3, 6):
        with clock.at(clock.now() + timedelta(days=days)):
            assert (await client.post(f"{link}/cau-hoi", data=form)).status_code == 303
    with clock.at(clock.now() + timedelta(days=8)):
        assert (await client.post(f"{link}/cau-hoi", data=form)).status_code == 422
    assert len(await queue(place.keeper, Filters())) == 1
