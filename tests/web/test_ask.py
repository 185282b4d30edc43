"""The public form: what was typed is never lost, and what was sent is taken once."""

from __future__ import annotations

import asyncio
import re
from io import BytesIO

import pytest
from httpx import AsyncClient as Client
from PIL import Image

from dialogue.matters.queries.matters import matter_for
from dialogue.matters.queries.queue import Filters, queue
from tests.matters.builders import Scene, scene
from tests.pages import Page

pytestmark = pytest.mark.integration
ASK = "/thach-ban/gop-y"
WORDS = "Đèn đường ngõ 12 tắt ba tuần nay, bao giờ phường sửa?"


@pytest.fixture
async def place(client: Client) -> Scene:
    return await scene()


def ticket_of(html: str) -> str:
    return Page(html).attribute("[name=ticket]", "value")


async def fresh_ticket(client: Client, path: str = ASK) -> str:
    return ticket_of((await client.get(path)).text)


async def bodies(place: Scene) -> list[str]:
    items = await queue(place.keeper, Filters())
    return [(await matter_for(place.keeper, item.id)).body for item in items]


def photo() -> bytes:
    written = BytesIO()
    Image.new("RGB", (40, 30), "green").save(written, "JPEG")
    return written.getvalue()


async def test_a_question_gets_its_code_and_its_due_date(client: Client, place: Scene) -> None:
    form = {"body": WORDS, "asker_kind": "person", "ticket": await fresh_ticket(client)}
    sent = await client.post(ASK, data=form)
    assert sent.status_code == 303
    page = await client.get(sent.headers["location"])
    assert Page(page.text).texts("h1") == ["Cảm ơn quý vị. Phường đã nhận ý kiến."]
    (code,) = Page(page.text).texts("#tracking-code")
    assert re.fullmatch(r"\d{4} \d{4} \d{4} \d{4}", code)
    assert "set-cookie" not in page.headers
    assert await bodies(place) == [WORDS]


async def test_who_denounces_is_told_the_lawful_way_and_no_day_of_an_answer(
    client: Client, place: Scene
) -> None:
    body = "Tôi xin tố cáo cán bộ địa chính nhận 5 triệu của gia đình tôi để làm sổ."
    form = {"body": body, "asker_kind": "person", "ticket": await fresh_ticket(client)}
    sent = await client.post(ASK, data=form)
    shown = (await client.get(sent.headers["location"])).text
    assert "Luật Tố cáo" in shown
    assert "Hạn trả lời" not in shown


async def test_five_sendings_of_one_form_are_one_question(client: Client, place: Scene) -> None:
    form = {"body": WORDS, "asker_kind": "person", "ticket": await fresh_ticket(client)}
    replies = await asyncio.gather(*(client.post(ASK, data=form) for _ in range(5)))
    assert {reply.status_code for reply in replies} == {303}
    assert len({reply.headers["location"] for reply in replies}) == 1
    assert await bodies(place) == [WORDS]


async def test_the_back_button_does_not_swallow_another_question(
    client: Client, place: Scene
) -> None:
    form = {"body": WORDS, "asker_kind": "person", "ticket": await fresh_ticket(client)}
    await client.post(ASK, data=form)
    other = form | {"body": "Câu khác hẳn: xin lịch tiêm chủng tháng này."}
    again = await client.post(ASK, data=other)
    assert again.status_code == 409
    assert Page(again.text).texts("#body") == [other["body"]]
    third = await client.post(ASK, data=other | {"ticket": ticket_of(again.text)})
    assert third.status_code == 303
    assert sorted(await bodies(place)) == sorted([WORDS, other["body"]])


@pytest.mark.parametrize("ticket", ["", "x", "k1.0.0.0"])
async def test_a_forged_ticket_brings_the_form_back(
    client: Client, place: Scene, ticket: str
) -> None:
    reply = await client.post(ASK, data={"body": WORDS, "ticket": ticket})
    assert (reply.status_code, Page(reply.text).texts("#body")) == (422, [WORDS])
    assert await bodies(place) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"body": "ngắn"}, "body"),
        ({"body": "x" * 4001}, "body"),
        ({"about": "field-999999"}, "about"),
        ({"about": "'; drop table"}, "about"),
        ({"contact": "0900 000 000"}, "consent"),
        ({"contact": "12", "consent": "1"}, "contact"),
        ({"asker_kind": "robot"}, "asker_kind"),
        ({"group": "999999"}, "about"),
    ],
)
async def test_a_wrong_form_comes_back_with_all_that_was_typed(
    client: Client, place: Scene, wrong: dict[str, str], field: str
) -> None:
    form = {"body": WORDS, "name": "Bà Tư", "ticket": await fresh_ticket(client)} | wrong
    reply = await client.post(ASK, data=form)
    page = Page(reply.text)
    assert reply.status_code == 422
    assert page.texts("#body") == [form["body"]]
    assert page.attribute("#name", "value") == "Bà Tư"
    assert page.attributes(".error-summary a", "href") == [f"#{field}"]
    assert await bodies(place) == []


async def test_the_same_words_again_are_told_and_not_taken(client: Client, place: Scene) -> None:
    form = {"body": WORDS}
    await client.post(ASK, data=form | {"ticket": await fresh_ticket(client)})
    again = await client.post(ASK, data=form | {"ticket": await fresh_ticket(client)})
    assert again.status_code == 409
    (told,) = Page(again.text).texts("#body-error")
    assert told.startswith("Phường vừa nhận một nội dung giống hệt.")
    assert not any(letter.isdigit() for letter in told)  # no minute: it may be another's
    assert await bodies(place) == [WORDS]


async def test_photos_come_along_and_a_bad_file_leaves_the_words(
    client: Client, place: Scene
) -> None:
    form = {"body": WORDS, "ticket": await fresh_ticket(client)}
    zipped = {"files": ("anh.jpg", b"PK\x03\x04" + bytes(200), "image/jpeg")}
    refused = await client.post(ASK, data=form, files=zipped)
    assert (refused.status_code, Page(refused.text).texts("#body")) == (415, [WORDS])
    large = {"files": ("to.jpg", bytes(10 * 1_048_576 + 1), "image/jpeg")}
    too_large = await client.post(ASK, data=form | {"ticket": ticket_of(refused.text)}, files=large)
    assert (too_large.status_code, Page(too_large.text).texts("#body")) == (413, [WORDS])
    assert "lớn hơn mức 10 MB." in Page(too_large.text).texts("#files-error")[0]
    good = {"files": ("den.jpg", photo(), "image/jpeg")}
    sent = await client.post(ASK, data=form | {"ticket": ticket_of(too_large.text)}, files=good)
    assert sent.status_code == 303
    (item,) = await queue(place.keeper, Filters())
    seen = await matter_for(place.keeper, item.id)
    assert [file.name.split(".")[0] for file in seen.files] == ["den"]


async def test_words_that_found_no_answer_are_brought_along(client: Client, place: Scene) -> None:
    page = await client.get(ASK, params={"hoi": "đèn đường"})
    assert Page(page.text).texts("#body") == ["đèn đường"]


async def test_english_is_complete_and_leads_on_in_english(client: Client, place: Scene) -> None:
    page = await client.get("/en" + ASK)
    assert Page(page.text).attribute("html", "lang") == "en"
    form = {"body": WORDS, "ticket": ticket_of(page.text)}
    sent = await client.post("/en" + ASK, data=form)
    assert sent.headers["location"].startswith("/en/thach-ban/gop-y/cam-on/")


async def test_a_receipt_of_nothing_or_of_another_ward_is_not_found(
    client: Client, place: Scene
) -> None:
    await scene("sai-gon")
    sent = await client.post(ASK, data={"body": WORDS, "ticket": await fresh_ticket(client)})
    receipt = sent.headers["location"].rsplit("/", 1)[1]
    for path in (f"{ASK}/cam-on/{'0' * 32}", f"/sai-gon/gop-y/cam-on/{receipt}"):
        assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize(
    "body", ["&".join(f"a{n}=1" for n in range(5_000)), "body=" + "%41" * 200_000]
)
async def test_a_huge_form_is_refused_before_it_is_parsed(
    client: Client, place: Scene, body: str
) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert (await client.post(ASK, content=body, headers=kind)).status_code == 413


async def test_a_part_of_an_unknown_encoding_is_a_bad_request(client: Client, place: Scene) -> None:
    lines = [
        "--x",
        'Content-Disposition: form-data; name="body"',
        "Content-Type: text/plain; charset=nope",
        "",
        "abc",
        "--x--",
        "",
    ]
    kind = {"content-type": "multipart/form-data; boundary=x"}
    reply = await client.post(ASK, content="\r\n".join(lines), headers=kind)
    assert reply.status_code == 400


async def test_letters_beyond_ascii_in_a_ticket_are_only_a_forged_ticket(
    client: Client, place: Scene
) -> None:
    ticket = "k1.0000000000.aa." + "é" * 32
    assert (await client.post(ASK, data={"body": WORDS, "ticket": ticket})).status_code == 422
    assert (await client.get("/tra-cuu/k1.zz.x." + "%C3%A9" * 32)).status_code == 303


async def test_the_public_stream_does_not_tell_when_somebody_writes(
    client: Client, place: Scene
) -> None:
    before = (await client.get("/live/thach-ban/items?after=0")).json()
    await client.post(ASK, data={"body": WORDS, "ticket": await fresh_ticket(client)})
    assert (await client.get("/live/thach-ban/items?after=0")).json() == before


async def test_the_summary_names_each_field_and_leads_there(client: Client, place: Scene) -> None:
    form = {"body": "Ngắn", "contact": "0900000000", "ticket": await fresh_ticket(client)}
    short = Page((await client.post(ASK, data=form)).text)
    assert short.attributes(".error-summary a", "href") == ["#body"]
    assert short.texts(".error-summary a")[0].startswith("Nội dung: ")
    consent = Page((await client.post(ASK, data=form | {"body": WORDS})).text)
    assert consent.attributes(".error-summary a", "href") == ["#consent"]
    assert consent.attribute("details.disclosure", "open") is not None
    assert consent.attribute("#contact", "value") == "0900000000"


async def test_a_refused_file_leaves_every_word(client: Client, place: Scene) -> None:
    form = {"body": WORDS, "name": "Lê Thị Mận", "ticket": await fresh_ticket(client)}
    attached = {"files": ("ma.exe", b"MZ" * 40, "application/octet-stream")}
    refused = await client.post(ASK, data=form, files=attached)
    assert refused.status_code == 415
    page = Page(refused.text)
    assert page.attributes(".error-summary a", "href") == ["#files"]
    assert page.texts("#body") == [WORDS]
    assert page.attribute("#name", "value") == "Lê Thị Mận"
