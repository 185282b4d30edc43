"""The hall's phone page, its projector and what they follow: public, moderated, without cookies."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import httpx
import pytest

from dialogue.core.clock import at
from meetings.conferences.actions import (
    capturing,
    moderating,
    opening,
    picking,
    settling,
    speaking,
)
from meetings.conferences.actions.capturing import NewOpinion
from meetings.conferences.actions.settling import Settlement
from meetings.conferences.queries import floor
from meetings.conferences.states import Hiding, Outcome
from tests.meetings.hall_build import (
    ACCUSES,
    OTHER,
    QUESTION,
    START,
    Hall,
    hall,
    minutes,
    phone_id,
    running,
)
from tests.pages import Page
from tests.web.office import errors, read
from web.hall_slides import phone_slides
from web.live.halls import HALLS, follow

pytestmark = pytest.mark.integration


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with at(START):
        yield


def form_of(page: Page) -> dict[str, str]:
    """The ids that the page carries."""
    names = ("phone", "operation")
    return {name: page.attributes(f"[data-ask] [name={name}]", "value")[0] for name in names}


async def send(client: httpx.AsyncClient, place: Hall, **fields: str) -> httpx.Response:
    return await client.post(f"/h/{place.code}/hoi", data=fields)


async def shown(place: Hall) -> None:
    for card in await floor.opinions(place.ward, place.number):
        if card.state.value == "waiting":
            await moderating.show(place.clerk, place.number, card.id, card.version)


async def changed() -> None:
    """The watcher has told of what was done."""
    await asyncio.sleep(0.1)


# Ask


async def test_from_the_question_to_the_answer_on_one_phone(client: httpx.AsyncClient) -> None:
    place = await running()
    page = await read(client, f"/h/{place.code}")
    assert page.texts("[data-part=list] h2") == ["Chưa có câu hỏi nào được nêu"]
    ids = form_of(page)
    sent = await send(client, place, **ids, words=QUESTION)
    receipt = sent.headers["location"]
    assert receipt == f"/h/{place.code}/phieu/{ids['operation']}"
    page = await read(client, receipt)
    assert page.texts("h1") == ["Đã nhận câu số 1"]
    (code,) = page.texts("#tracking-code")
    assert page.texts(".notice p") == ["Câu hỏi đang được đọc trước khi nêu."]
    await shown(place)
    (card,) = await floor.opinions(place.ward, place.number)
    done = Settlement(Outcome.ANSWERED, answer="Phường nạo vét xong ngày 20/12.")
    await settling.settle(place.clerk, place.number, card.id, card.version, done)
    found = await client.post("/tra-cuu", data={"code": code})
    page = await read(client, found.headers["location"])
    assert page.texts(".notice p") == ["Đã trả lời tại hội trường"]
    assert page.texts(".answer p") == ["Phường nạo vét xong ngày 20/12."]


async def test_vietnamese_words_on_the_english_page_say_so(client: httpx.AsyncClient) -> None:
    place = await running()
    page = await read(client, f"/en/h/{place.code}")
    ids = form_of(page)
    sent = await client.post(f"/en/h/{place.code}/hoi", data={**ids, "words": QUESTION})
    await shown(place)
    title = (await place.card()).title
    page = await read(client, f"/en/h/{place.code}")
    assert page.texts('h1[lang="vi"]') == [title]
    assert page.texts('[data-part=list] li [lang="vi"]') == [QUESTION]
    page = await read(client, sent.headers["location"])
    assert page.texts('main [lang="vi"] blockquote') == [QUESTION]


async def test_an_emergency_is_told_whom_to_call_and_an_accuser_the_lawful_way(
    client: httpx.AsyncClient,
) -> None:
    place = await running()
    for words, told in (("Cháy nhà ở hẻm 12, cứu với!", "113"), (ACCUSES, "giải quyết riêng")):
        ids = form_of(await read(client, f"/h/{place.code}"))
        sent = await send(client, place, **ids, words=words)
        page = await read(client, sent.headers["location"])
        assert told in page.texts(".notice p")[0]
        code = page.attribute("main [name=code]", "value")
    found = await client.post("/tra-cuu", data={"code": code})
    page = await read(client, found.headers["location"])
    assert "Nội dung này cần gửi theo trình tự tố cáo." in " ".join(page.texts("main"))


async def test_pressed_twice_it_is_one_question_and_the_same_receipt(
    client: httpx.AsyncClient,
) -> None:
    place = await running()
    ids = form_of(await read(client, f"/h/{place.code}"))
    first = await send(client, place, **ids, words=QUESTION)
    second = await send(client, place, **ids, words=QUESTION)
    assert first.headers["location"] == second.headers["location"]
    again = await send(client, place, **ids | {"operation": "another-one"}, words=QUESTION)
    assert (again.status_code, errors(again)) == (409, ["Quý vị đã gửi câu này: câu số 1."])
    assert len(await floor.opinions(place.ward, place.number)) == 1


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        ("Ngắn", 422, "Nội dung ngắn quá: cần ít nhất 10 chữ cái."),
        ("dài " * 1001, 422, "Nội dung dài quá: nhiều nhất 4000 chữ cái."),
    ],
)
async def test_bad_input_is_told_and_kept(
    client: httpx.AsyncClient, words: str, status: int, told: str
) -> None:
    place = await running()
    ids = form_of(await read(client, f"/h/{place.code}"))
    reply = await send(client, place, **ids, words=words)
    assert (reply.status_code, errors(reply)) == (status, [told])
    page = Page(reply.text)
    assert page.texts("[data-ask] textarea") == [words.strip()]
    assert form_of(page) == ids


async def test_a_hall_that_is_closed_loses_nothing(client: httpx.AsyncClient) -> None:
    place = await running()
    ids = form_of(await read(client, f"/h/{place.code}"))
    await opening.close_hall(place.clerk, place.number)
    reply = await send(client, place, **ids, words=QUESTION)
    assert reply.status_code == 409
    assert Page(reply.text).texts("[data-ask] textarea") == [QUESTION]


async def test_five_hundred_phones_behind_one_address(client: httpx.AsyncClient) -> None:
    place = await running()
    await place.ask(1000)
    await shown(place)
    (first,) = await floor.opinions(place.ward, place.number)

    async def use(phone: int) -> list[int]:
        ids = {"phone": phone_id(phone), "operation": f"operation-{phone}"}
        asked = await send(client, place, **ids, words=f"{OTHER} (máy {phone})")
        voted = await client.post(
            f"/h/{place.code}/cung-hoi", data={"item": first.public_id, **ids}
        )
        return [asked.status_code, voted.status_code]

    replies = await asyncio.gather(*(use(phone) for phone in range(500)))
    assert replies == [[303, 303]] * 500
    cards = await floor.opinions(place.ward, place.number)
    assert [card.number for card in cards] == list(range(1, 502))
    assert cards[0].askers == 501


# What is seen


async def test_nothing_unapproved_reaches_phone_or_projector(client: httpx.AsyncClient) -> None:
    place = await running()
    await place.ask(1)
    await place.ask(2, ACCUSES)
    addresses = (
        f"/h/{place.code}",
        f"/h/{place.code}?tat-ca=1",
        f"/en/h/{place.code}",
        f"/quan-tri/man-chieu/{place.screen}",
        f"/live/hoi-truong/{place.code}/nay",
        f"/live/man-chieu/{place.screen}/nay",
    )
    for address in addresses:
        text = (await client.get(address)).text
        assert ("nạo vét" in text, "tố cáo" in text) == (False, False), address
    await shown(place)
    await changed()
    for address in addresses[:3]:
        text = (await client.get(address)).text
        assert ("nạo vét" in text, "tố cáo" in text) == (True, False), address


async def test_public_pages_set_no_cookie_and_name_nobody(client: httpx.AsyncClient) -> None:
    place = await running()
    who = {"group": place.groups[0], "name": "Lý Thị Sáu"}
    speaker = await speaking.queue_up(place.clerk, place.number, "hand-0001", **who)  # type: ignore[arg-type]
    await speaking.give_turn(place.clerk, place.number, speaker, 1)
    new = NewOpinion(QUESTION, group=place.groups[0], asker="Lý Thị Sáu")
    await capturing.capture(place.clerk, place.number, "note-0001", new)
    for address in (f"/h/{place.code}", f"/quan-tri/man-chieu/{place.screen}"):
        reply = await client.get(address)
        assert "set-cookie" not in reply.headers
        assert "Tổ 5" in reply.text
        assert "Sáu" not in reply.text


async def test_the_clock_of_a_turn_counts_from_its_beginning(client: httpx.AsyncClient) -> None:
    place = await running()
    speaker = await speaking.queue_up(place.clerk, place.number, "hand-0001", group=place.groups[0])
    with at(minutes(3)):
        await speaking.give_turn(place.clerk, place.number, speaker, 1)
    page = await read(client, f"/quan-tri/man-chieu/{place.screen}")
    assert page.attribute("[data-timer]", "data-started") == str(int(minutes(3).timestamp()))
    assert page.attribute("[data-timer]", "data-seconds") == "180"


async def test_picked_ones_come_first_then_what_most_ask(client: httpx.AsyncClient) -> None:
    place = await running()
    for phone in (1, 2, 3):
        await place.ask(phone)
    await shown(place)
    cards = await floor.opinions(place.ward, place.number)
    await picking.pick(place.chairman, place.number, cards[2].id, cards[2].version)
    for phone in (7, 8):
        await client.post(
            f"/h/{place.code}/cung-hoi",
            data={"item": cards[1].public_id, "phone": phone_id(phone)},
        )
    await changed()
    page = await read(client, f"/h/{place.code}")
    assert page.attributes("[data-part=list] li", "value") == ["3", "2", "1"]


async def test_afterwards_the_page_accounts_for_each_question(client: httpx.AsyncClient) -> None:
    place = await running()
    for phone in range(4):
        await place.ask(phone)
    cards = await floor.opinions(place.ward, place.number)
    for card in cards[:2]:
        await moderating.show(place.clerk, place.number, card.id, card.version)
    await moderating.hide(place.clerk, place.number, cards[2].id, 1, Hiding.OFF_TOPIC)
    await moderating.merge(place.clerk, place.number, cards[3].id, 1, cards[0].id)
    done = Settlement(Outcome.ANSWERED, answer="Đã xong.")
    await settling.settle(place.clerk, place.number, cards[0].id, 2, done)
    await opening.close_hall(place.clerk, place.number)
    await changed()
    page = await read(client, f"/h/{place.code}")
    told = dict(zip(page.texts(".pairs dt"), page.texts(".pairs dd"), strict=True))
    assert told == {
        "Nhận được": "4",
        "Trả lời tại hội trường": "1",
        "Đã nêu: trả lời bằng văn bản": "1",
        "Gộp vào câu giống": "1",
        "Không nêu: ngoài nội dung đối thoại, đã chuyển vào sổ ý kiến": "1",
    }
    assert page.texts("[data-ask]") == []


async def test_a_hall_is_nobodys_before_its_notice_and_a_wrong_code_is_none(
    client: httpx.AsyncClient,
) -> None:
    await hall()
    assert (await client.get("/h/khongco1")).status_code == 404
    assert (await client.get("/quan-tri/man-chieu/x")).status_code == 404
    assert (await client.get("/h/khongco1/phieu/operation-1")).status_code == 404


# Live


async def test_a_follower_hears_what_changes_and_nothing_twice(
    client: httpx.AsyncClient,
) -> None:
    place = await running()
    heard: asyncio.Queue[str] = asyncio.Queue()

    async def listen() -> None:
        made = follow(
            place.ward,
            place.number,
            lambda: phone_slides(place.ward, place.number, place.code, "vi"),
        )
        async for message in made:
            for line in message.decode().split("\n"):
                if line.startswith("data: {"):
                    heard.put_nowait(json.loads(line[6:])["part"])

    async def hears(*parts: str) -> None:
        for part in parts:
            assert await asyncio.wait_for(heard.get(), 10) == part
        await changed()
        assert heard.empty()

    listener = asyncio.create_task(listen())
    await hears("now", "list")
    await place.ask(1)
    await hears("now")  # one more was received
    await shown(place)
    await hears("list")
    listener.cancel()


async def test_polling_brings_only_what_is_new(client: httpx.AsyncClient) -> None:
    place = await running()
    address = f"/live/man-chieu/{place.screen}/nay"
    (part,) = (await client.get(address)).json()["parts"]
    assert part["part"] == "screen"
    assert (await client.get(f"{address}?co={part['tag']}")).json()["parts"] == []


async def test_streams_end_with_the_server(client: httpx.AsyncClient) -> None:
    place = await running()
    HALLS.stop()
    reply = await client.get(f"/live/hoi-truong/{place.code}")
    assert reply.headers["content-type"].startswith("text/event-stream")
    assert reply.text.startswith("retry:")
