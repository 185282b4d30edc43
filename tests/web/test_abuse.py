"""Bad input and abuse at the public form, by the numbers of the cases."""

from __future__ import annotations

import pytest
from httpx import AsyncClient as Client

from tests.matters import builders
from tests.matters.builders import Scene
from tests.matters.test_abuse import RUDE
from tests.pages import Page
from tests.web.desk import DESK, enter, see
from tests.web.test_ask import ASK, bodies, fresh_ticket, photo, ticket_of

pytestmark = pytest.mark.integration
MB = 1_048_576
RUDE_TO_AN_OFFICER = "Cán bộ quầy 2 ngu như bò, vỉa hè lát xong một tháng đã vỡ!"
SPAM = "Xem www.shop.vn, a.com, b.net, c.xyz để mua hàng giá rẻ toàn phường."


@pytest.fixture
async def place(client: Client) -> Scene:
    return await builders.scene()


async def sent(client: Client, body: str, **more: str) -> Page:
    """What the form answers the first time."""
    form = {"body": body, "asker_kind": "person", "ticket": await fresh_ticket(client)}
    reply = await client.post(ASK, data=form | more)
    assert reply.status_code == 200
    return Page(reply.text)


@pytest.mark.parametrize(
    ("body", "title", "words"),
    [
        (RUDE, "Xem lại lời lẽ", "ngu xuẩn"),
        (RUDE_TO_AN_OFFICER, "Xem lại lời lẽ", "ngu như bò"),
        ("Nhà bà Lan ở ngõ 3, gọi 0912 345 678 nhé.", "Có thông tin riêng", "0912 345 678"),
    ],
    ids=["case_12", "case_12 of an officer", "case_34"],
)
async def test_case_12_and_34_are_told_once_and_may_be_sent_all_the_same(
    client: Client, place: Scene, body: str, title: str, words: str
) -> None:
    page = await sent(client, body)
    (told,) = [text for text in page.texts("form .notice") if text.startswith(title)]
    assert told.endswith(words)
    assert page.texts("#body") == [body]
    assert await bodies(place) == []
    form = {"body": body, "ticket": page.attribute("[name=ticket]", "value"), "seen": "1"}
    assert (await client.post(ASK, data=form)).status_code == 303
    assert len(await bodies(place)) == 1


async def test_case_14_an_emergency_is_not_held_up_by_advice(client: Client, place: Scene) -> None:
    body = "Cháy nhà ở hẻm 12, gọi 0912 345 678, cứu với!"
    form = {"body": body, "ticket": await fresh_ticket(client)}
    reply = await client.post(ASK, data=form)
    assert reply.status_code == 303
    assert "113, 114 hoặc 115" in (await client.get(reply.headers["location"])).text


async def test_case_15_links_are_told_to_the_keeper_and_pressed_by_nobody(
    client: Client, place: Scene
) -> None:
    new = await builders.received(place, SPAM)
    await enter(client, place, "tong-hop")
    page = await see(client, f"{DESK}/{new.id}")
    (told,) = [text for text in page.texts(".notice") if "đường dẫn" in text]
    assert told.startswith("Lời người hỏi có 4 đường dẫn")
    assert not [link for link in page.attributes("a[href]", "href") if "shop" in link]


@pytest.mark.parametrize(("size", "status"), [(10 * MB, 415), (10 * MB + 1, 413)])
async def test_case_16_ten_megabytes_pass_the_limit_and_one_byte_more_does_not(
    client: Client, place: Scene, size: int, status: int
) -> None:
    """The first is refused for what it is, a broken picture, and not for its size."""
    data = photo()[:200].ljust(size, b"\0")
    form = {"body": builders.QUESTION, "ticket": await fresh_ticket(client)}
    reply = await client.post(ASK, data=form, files={"files": ("anh.jpg", data, "image/jpeg")})
    assert reply.status_code == status
    assert Page(reply.text).texts("#body") == [builders.QUESTION]


@pytest.mark.parametrize("name", ["../../etc/passwd.jpg", "C:\\Windows\\a.jpg", "/etc/x.jpg"])
async def test_case_17_a_name_that_is_a_path_is_only_a_name(
    client: Client, place: Scene, name: str
) -> None:
    form = {"body": builders.QUESTION, "seen": "1", "ticket": await fresh_ticket(client)}
    reply = await client.post(ASK, data=form, files={"files": (name, photo(), "image/jpeg")})
    assert reply.status_code == 303
    await enter(client, place, "tong-hop")
    page = await see(client, f"{DESK}/1")
    shown = [text for text in page.texts("a") if text.startswith("Tải ")]
    assert [("/" in text or "\\" in text) for text in shown] == [False]


async def test_case_17_another_file_behind_a_good_name(client: Client, place: Scene) -> None:
    form = {"body": builders.QUESTION, "ticket": await fresh_ticket(client)}
    files = {"files": ("don.pdf.exe", b"MZ\x90\x00" + b"\0" * 200, "application/pdf")}
    reply = await client.post(ASK, data=form, files=files)
    assert reply.status_code == 415
    assert Page(reply.text).texts("#body") == [builders.QUESTION]


async def test_case_19_script_is_shown_as_it_was_typed(client: Client, place: Scene) -> None:
    body = '<script>alert(1)</script> "><img onerror=alert(1)> đường ngập'
    new = await builders.received(place, body)
    await enter(client, place, "tong-hop")
    text = (await client.get(f"{DESK}/{new.id}")).text
    assert "<script>alert" not in text
    assert Page(text).texts(".verbatim") == [body]


async def test_case_31_the_back_button_gives_the_same_receipt(client: Client, place: Scene) -> None:
    form = {"body": builders.QUESTION, "ticket": await fresh_ticket(client)}
    receipts = {(await client.post(ASK, data=form)).headers["location"] for _ in range(3)}
    assert len(receipts) == 1
    assert await bodies(place) == [builders.QUESTION]
    assert ticket_of((await client.get(ASK)).text) != form["ticket"]
