"""The rating page as a phone sees it: two taps, no script, nothing lost."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from httpx import AsyncClient as Client

from dialogue.core.clock import at, now
from dialogue.matters.tables import Matter
from surveys.actions.counters import retire_counter
from surveys.forms.counter import COUNTER_FORM
from surveys.queries.counters import CounterCard
from surveys.results import Counts
from tests.pages import Page
from tests.surveys.builders import opened, sums, ticket_of, words_enter
from web.pages.rating import REASONS

MOST_BYTES = 15 * 1024


@pytest.mark.integration
async def test_the_page_needs_nothing_but_itself(client: Client, card: CounterCard) -> None:
    reply = await client.get(card.path)
    page = Page(reply.text)
    assert (reply.status_code, reply.headers["cache-control"]) == (200, "no-store")
    assert "set-cookie" not in reply.headers
    assert page.texts("h1") == ["Quý vị thấy việc phục vụ hôm nay thế nào?"]
    assert page.texts(".faces > label") == ["Rất hài lòng", "Hài lòng", "Không hài lòng"]
    assert page.attribute("[name=field][checked]", "value") == "TP-HT"
    assert page.texts("fieldset#field label") == ["Hộ tịch", "Chứng thực", "Việc khác"]
    assert set(page.texts("script")) == {""}  # files of their own; every path below goes without it
    assert page.texts("style") == page.texts("[style]") == []
    assert page.attributes("form, textarea, #phone", "autocomplete") == ["off"] * 3
    assert page.texts("details[open]") == []


@pytest.mark.integration
async def test_page_and_style_are_small(client: Client, card: CounterCard) -> None:
    packed = {"accept-encoding": "gzip"}
    page = await client.get(card.path, headers=packed)
    size = 0
    seen = Page(page.text)
    for link in seen.attributes("link[href]", "href") + seen.attributes("script[src]", "src"):
        reply = await client.get(link, headers=packed)
        assert reply.status_code == 200
        size += int(reply.headers["content-length"])
    assert size + int(page.headers["content-length"]) <= MOST_BYTES


@pytest.mark.integration
async def test_english_is_complete(client: Client, card: CounterCard) -> None:
    page = Page((await client.get(f"/en{card.path}")).text)
    assert page.attribute("html", "lang") == "en"
    assert page.attribute("form", "action") == f"/en{card.path}"
    assert page.texts("fieldset#field label")[:1] == [card.fields[0].name_en]
    named = f"Counter 2 · {card.fields[0].name_en}"
    assert page.texts("title") == [f"Rate your visit at {named} – Lắng Nghe, Thạch Bàn Ward"]


def test_every_reason_of_the_form_has_its_words() -> None:
    assert tuple(REASONS) == COUNTER_FORM.reasons


@pytest.mark.integration
async def test_two_taps_and_a_thank_you_that_opens_again(client: Client, card: CounterCard) -> None:
    data = {"ticket": await opened(client, card), "level": "very", "field": "TP-HT"}
    reply = await client.post(card.path, data=data)
    assert reply.status_code == 303
    address = reply.headers["location"]
    assert address.startswith(f"{card.path}/cam-on/")
    for _ in range(2):
        thanks = await client.get(address)
        assert (thanks.status_code, thanks.headers["cache-control"]) == (200, "no-store")
        assert Page(thanks.text).texts("h1") == ["Cảm ơn quý vị"]
        assert Page(thanks.text).texts(".code") == []
    assert await sums(card) == Counts(1, 0, 0)
    assert (await client.get(address[:-1] + "x")).status_code == 404
    await words_enter()
    assert await Matter.count() == 0


@pytest.mark.integration
@pytest.mark.parametrize(
    ("level", "words"),
    [
        ("very", "Phường đã nhận đánh giá, và mừng vì quý vị hài lòng."),
        ("ok", "Phường đã nhận đánh giá, và mừng vì quý vị hài lòng."),
        ("not", "Phường đã nhận đánh giá, và xin lỗi vì quý vị chưa hài lòng."),
    ],
)
async def test_thanks_fit_the_level_for_its_sender_alone(
    client: Client, card: CounterCard, level: str, words: str
) -> None:
    data = {"ticket": await opened(client, card), "level": level}
    address = (await client.post(card.path, data=data)).headers["location"]
    page = Page((await client.get(address)).text)
    assert page.texts("[role=status] p") == [words]
    assert page.attributes("use", "href") == ["#logo"]  # no face: who stands by sees the screen
    with at(now() + timedelta(minutes=3)):
        page = Page((await client.get(address)).text)
    assert page.texts("[role=status] p") == ["Phường đã nhận đánh giá."]


@pytest.mark.integration
@pytest.mark.parametrize("contact", ["0912 345 678", "Zalo 0912345678", "ba.tu@thu.example.vn"])
async def test_whoever_can_be_reached_is_taken(
    client: Client, card: CounterCard, contact: str
) -> None:
    data = {"ticket": await opened(client, card), "level": "ok", "comment": "Tốt", "phone": contact}
    assert (await client.post(card.path, data=data)).status_code == 303


@pytest.mark.integration
async def test_words_get_a_tracking_code(client: Client, card: CounterCard) -> None:
    data = {
        "ticket": await opened(client, card),
        "level": "not",
        "reasons": ["wait", "other"],
        "comment": "Chờ lâu quá",
        "answer": "1",
        "phone": "0912 345 678",
    }
    reply = await client.post(card.path, data=data)
    thanks = Page((await client.get(reply.headers["location"])).text)
    (code,) = thanks.texts(".code")
    assert [len(part) for part in code.split()] == [4, 4, 4, 4]
    assert thanks.attribute("[data-copy]", "data-copy") == thanks.attribute(".code", "id")
    assert thanks.texts("form button") == ["Theo dõi câu trả lời"]
    where = thanks.attribute("form", "action"), thanks.attribute("form", "method")
    assert where == ("/tra-cuu", "post")
    followed = await client.post(
        "/tra-cuu", data={"code": thanks.attribute("[name=code]", "value")}
    )
    assert followed.status_code == 303
    assert code.replace(" ", "") not in followed.headers["location"]
    await words_enter()
    (row,) = await Matter.select()
    assert (row["body"], row["kind"]) == ("Chờ lâu quá", "question")


@pytest.mark.integration
async def test_five_at_once_are_one_rating_with_one_answer(
    client: Client, card: CounterCard
) -> None:
    data = {"ticket": await opened(client, card), "level": "not", "comment": "Chờ"}
    replies = await asyncio.gather(*(client.post(card.path, data=data) for _ in range(5)))
    assert {reply.status_code for reply in replies} == {303}
    assert len({reply.headers["location"] for reply in replies}) == 1
    assert await sums(card) == Counts(0, 0, 1)
    await words_enter()
    assert await Matter.count() == 1


@pytest.mark.integration
async def test_the_second_person_on_a_phone_is_not_swallowed(
    client: Client, card: CounterCard
) -> None:
    ticket = await opened(client, card)
    await client.post(card.path, data={"level": "very", "ticket": ticket})
    theirs = {"level": "not", "reasons": "wait", "field": "CT", "comment": "Chờ lâu", "answer": "1"}
    refused = await client.post(card.path, data=theirs | {"ticket": ticket})
    page = Page(refused.text)
    assert (refused.status_code, refused.headers["cache-control"]) == (409, "no-store")
    assert page.texts("#comment") == ["Chờ lâu"]
    assert page.attribute("[name=level][checked]", "value") == "not"
    assert page.attribute("[name=reasons][checked]", "value") == "wait"
    assert page.attribute("[name=field][checked]", "value") == "CT"
    assert page.attribute("[name=answer][checked]", "value") == "1"
    fresh = ticket_of(refused.text)
    assert fresh != ticket
    await client.post(card.path, data=theirs | {"ticket": fresh})
    assert await sums(card) == Counts(1, 0, 1)


@pytest.mark.integration
@pytest.mark.parametrize("ticket", ["", "x", "k1.0.0.0", "k9.0000000000.00.00", "k1.zz.a.b"])
async def test_a_forged_ticket_brings_the_form_back(
    client: Client, card: CounterCard, ticket: str
) -> None:
    reply = await client.post(card.path, data={"level": "ok", "comment": "Tốt", "ticket": ticket})
    assert (reply.status_code, Page(reply.text).texts("#comment")) == (422, ["Tốt"])
    again = {"level": "ok", "comment": "Tốt", "ticket": ticket_of(reply.text)}
    assert (await client.post(card.path, data=again)).status_code == 303
    assert await sums(card) == Counts(0, 1, 0)


@pytest.mark.integration
async def test_a_stale_ticket_brings_the_form_back(client: Client, card: CounterCard) -> None:
    with at(now() - timedelta(hours=3)):
        ticket = await opened(client, card)
    reply = await client.post(card.path, data={"level": "ok", "comment": "Tốt", "ticket": ticket})
    assert (reply.status_code, Page(reply.text).texts("#comment")) == (422, ["Tốt"])


@pytest.mark.integration
@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"level": ""}, "#level-error"),
        ({"level": "best"}, "#level-error"),
        ({"field": "XX"}, "#field .error"),
        ({"level": "not", "reasons": "bad"}, "#reasons"),
        ({"level": "not", "reasons": ["wait", "fee", "wrong", "manner"]}, "#reasons"),
        ({"comment": "ô" * 1001}, "#comment-error"),
        ({"comment": "", "answer": "1"}, "#comment-error"),
        ({"phone": "12"}, "#phone-error"),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    client: Client, card: CounterCard, wrong: dict[str, str], place: str
) -> None:
    typed = {"level": "ok", "comment": "Nên có ghế", "ticket": await opened(client, card)}
    reply = await client.post(card.path, data=typed | wrong)
    page = Page(reply.text)
    assert (reply.status_code, len(page.texts(place))) == (422, 1)
    assert page.texts("#comment") == [wrong.get("comment", "Nên có ghế")]
    assert len(page.texts(".notice li")) >= 1
    assert await sums(card) == Counts()


@pytest.mark.integration
async def test_who_is_satisfied_leaves_no_reason_even_forged(
    client: Client, card: CounterCard
) -> None:
    data = {"level": "very", "reasons": "wait", "ticket": await opened(client, card)}
    assert (await client.post(card.path, data=data)).status_code == 303
    assert await sums(card) == Counts(1, 0, 0)


@pytest.mark.integration
async def test_the_reply_may_be_changed_for_a_day(client: Client, card: CounterCard) -> None:
    data = {"level": "not", "reasons": "wait", "ticket": await opened(client, card)}
    thanks = (await client.post(card.path, data=data)).headers["location"]
    link = Page((await client.get(thanks)).text).attribute("a[href$='/sua']", "href")
    page = Page((await client.get(link)).text)
    assert page.texts("[name=level][checked]") == []  # the next one on this phone learns nothing
    assert (await client.post(link, data={"level": ""})).status_code == 422
    reply = await client.post(link, data={"level": "ok"})
    assert (reply.status_code, reply.headers["location"]) == (303, thanks)
    assert await sums(card) == Counts(0, 1, 0)
    with at(now() + timedelta(hours=25)):
        assert (await client.get(link)).status_code == 404
        assert Page((await client.get(thanks)).text).texts("a[href$='/sua']") == []


@pytest.mark.integration
async def test_unknown_and_retired_codes(client: Client, card: CounterCard) -> None:
    unknown = await client.get("/q/22222222")
    assert (unknown.status_code, len(Page(unknown.text).texts("h1"))) == (404, 1)
    assert (await client.get(card.path.upper().replace("/Q/", "/q/"))).status_code == 200
    await retire_counter(card.ward, card.code)
    for reply in (await client.get(card.path), await client.post(card.path, data={"level": "ok"})):
        assert reply.status_code == 410
        links = Page(reply.text).attributes("main a", "href")
        assert f"/{card.ward_slug}/gop-y" in links


@pytest.mark.integration
async def test_another_sites_form_is_refused(client: Client, card: CounterCard) -> None:
    data = {"level": "ok", "ticket": await opened(client, card)}
    reply = await client.post(card.path, data=data, headers={"sec-fetch-site": "cross-site"})
    assert reply.status_code == 403
    assert await sums(card) == Counts()
