"""One's own browsers and password."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest

from dialogue.core import clock
from dialogue.core.errors import Invalid
from dialogue.ward.actions.accounts import add_staff, set_password
from dialogue.ward.actions.signing_in import session, sign_in
from dialogue.ward.rules import system_actor
from dialogue.ward.states import Role
from tests.pages import Page
from tests.ward.builders import PASSWORD, bare_ward, person
from tests.web.office import enter, errors, read, send
from web.sessions import COOKIE

pytestmark = pytest.mark.integration
PATH = "/quan-tri/phien"
NEW = "một câu khác để nhớ"


async def signs_in(client: httpx.AsyncClient, account: str, password: str) -> None:
    client.cookies.clear()
    client.cookies.set(COOKIE, await sign_in(account, password, "192.0.2.1"), path="/quan-tri")


async def test_another_browser_is_listed_and_ended(client: httpx.AsyncClient) -> None:
    await enter(client, await bare_ward(), "van-thu", Role.CLERK)
    other = await sign_in("van-thu@sai-gon", PASSWORD, "192.0.2.7", "Chrome, Android")
    page = await read(client, PATH)
    assert page.texts(".ruled-list b") == ["Chrome, Android", "Máy không rõ tên"]
    assert page.texts(".badge") == ["Máy này"]
    response = await client.post(page.attribute(".ruled-list form", "action"))
    assert response.headers["location"] == f"{PATH}?xong=da-thoat"
    assert await session(other) is None
    assert (await read(client, PATH)).texts(".ruled-list b") == ["Máy không rõ tên"]


async def test_all_others_end_and_this_one_stays(client: httpx.AsyncClient) -> None:
    await enter(client, await bare_ward(), "van-thu", Role.CLERK)
    others = [await sign_in("van-thu@sai-gon", PASSWORD, "192.0.2.7") for _ in range(2)]
    assert (await client.post(f"{PATH}/thoat-may-khac")).status_code == 303
    assert [await session(token) for token in others] == [None, None]
    assert len((await read(client, f"{PATH}?xong=da-thoat-het")).texts(".ruled-list li")) == 1


async def test_nobody_ends_the_session_of_another(client: httpx.AsyncClient) -> None:
    ward = await bare_ward()
    await enter(client, ward, "van-thu", Role.CLERK)
    theirs = client.cookies["langnghe-can-bo"]
    await enter(client, ward, "mot-cua", Role.COUNTER_OFFICER)
    assert (await client.post(f"{PATH}/1/thoat")).status_code == 404
    assert await session(theirs) is not None


async def test_a_new_password_ends_every_session(client: httpx.AsyncClient) -> None:
    await enter(client, await bare_ward(), "van-thu", Role.CLERK)
    token = client.cookies["langnghe-can-bo"]
    response = await send(client, f"{PATH}/mat-khau", old=PASSWORD, password=NEW, again=NEW)
    assert response.headers["location"] == "/quan-tri/dang-nhap?xong=mat-khau"
    assert "Max-Age=0" in response.headers["set-cookie"]
    assert await session(token) is None
    assert await sign_in("van-thu@sai-gon", NEW, "192.0.2.1")
    with pytest.raises(Invalid):
        await sign_in("van-thu@sai-gon", PASSWORD, "192.0.2.1")


async def test_a_lent_password_is_changed_before_anything_else(client: httpx.AsyncClient) -> None:
    ward = await bare_ward()
    clerk = await person(ward, "van-thu", Role.CLERK)
    keeper = await person(ward, "quan-tri", Role.KEEPER)
    moment = datetime(2026, 11, 20, 3, 15, tzinfo=UTC)
    with clock.at(moment):
        await set_password(keeper, clerk.staff, "cho vay tạm")
    await signs_in(client, "van-thu@sai-gon", "cho vay tạm")
    for path in ("/quan-tri", "/quan-tri/van-de", "/quan-tri/van-de/moi"):
        assert (await client.get(path)).headers["location"] == PATH
    refused = await client.post("/quan-tri/van-de/moi", data={"body": "x"})
    assert (refused.status_code, refused.headers["location"]) == (303, PATH)
    _, said = (await read(client, PATH)).texts(".notice--turmeric p")
    assert said.startswith("Mật khẩu của ông bà được đặt lại bởi Nguyễn Văn An lúc ")
    assert "20/11/2026" in said
    await send(client, f"{PATH}/mat-khau", old="cho vay tạm", password=NEW, again=NEW)
    await signs_in(client, "van-thu@sai-gon", NEW)
    assert (await client.get("/quan-tri/van-de/moi")).status_code == 200
    assert (await read(client, PATH)).texts(".notice--turmeric p") == []


async def test_who_was_given_an_account_at_the_server_reads_so(client: httpx.AsyncClient) -> None:
    ward = await bare_ward()
    await add_staff(system_actor(ward), "moi", "Mới", "", [Role.CLERK], password=PASSWORD)
    await signs_in(client, "moi@sai-gon", PASSWORD)
    _, said = (await read(client, PATH)).texts(".notice--turmeric p")
    assert said.startswith("Mật khẩu của ông bà được đặt lại bởi người quản trị máy chủ lúc ")


@pytest.mark.parametrize(
    ("old", "new", "again", "told"),
    [
        ("sai", NEW, NEW, "Mật khẩu hiện nay chưa đúng."),
        (PASSWORD, PASSWORD, PASSWORD, "Mật khẩu mới phải khác mật khẩu hiện nay."),
        (PASSWORD, NEW, NEW + "!", "Hai lần gõ chưa giống nhau. Ông bà gõ lại mật khẩu mới."),
        (
            PASSWORD,
            "ngan",
            "ngan",
            "Mật khẩu cần từ 8 đến 200 ký tự và không chỉ lặp một ký tự.",
        ),
    ],
)
async def test_a_wrong_change_is_explained_and_nothing_is_shown_again(
    client: httpx.AsyncClient, old: str, new: str, again: str, told: str
) -> None:
    await enter(client, await bare_ward(), "van-thu", Role.CLERK)
    response = await send(client, f"{PATH}/mat-khau", old=old, password=new, again=again)
    assert (response.status_code, errors(response)) == (422, [told])
    assert Page(response.text).attributes("input[type=password][value]", "value") == []
    assert NEW not in response.text
