"""Signing in: one answer for every mistake, patience with typing, and a cookie that stays put."""

from __future__ import annotations

import html5lib
import httpx
import pytest

from dialogue.ward.actions import attempts, signing_in
from dialogue.ward.actions.accounts import switch_staff
from dialogue.ward.rules import system_actor
from dialogue.ward.states import Role
from tests.pages import Page
from tests.ward.builders import PASSWORD, bare_ward, person
from web.staff.devices import device_of

pytestmark = pytest.mark.integration
PATH = "/quan-tri/dang-nhap"
STRICT = "SameSite=strict"
WRONG = "Tài khoản hoặc mật khẩu chưa đúng. Ông bà gõ lại giúp."


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pause after many failures is slow on purpose."""

    async def no_pause(seconds: float) -> None:
        pass

    monkeypatch.setattr(attempts, "pause", no_pause)


async def send(client: httpx.AsyncClient, **fields: str) -> httpx.Response:
    typed = {"account": "van-thu@sai-gon", "password": PASSWORD} | fields
    return await client.post(PATH, data=typed, headers={"user-agent": "Firefox/140 (X11; Linux)"})


async def test_the_right_password_opens_a_session_and_leads_on(client: httpx.AsyncClient) -> None:
    ward = await bare_ward()
    clerk = await person(ward, "van-thu", Role.CLERK)
    asked = await client.get(f"{PATH}?tiep=/quan-tri/phien")
    html5lib.HTMLParser(strict=True).parse(asked.text)
    assert Page(asked.text).attribute("[name=tiep]", "value") == "/quan-tri/phien"
    response = await send(client, tiep="/quan-tri/phien")
    assert (response.status_code, response.headers["location"]) == (303, "/quan-tri/phien")
    cookie, known = response.headers.get_list("set-cookie")
    value, *attributes = cookie.split("; ")
    assert value.startswith("langnghe-can-bo=")
    assert sorted(attributes) == ["HttpOnly", "Max-Age=43200", "Path=/quan-tri", "SameSite=lax"]
    assert await signing_in.session(value.split("=", 1)[1]) == clerk
    mark, *attributes = known.split("; ")
    assert mark.startswith("langnghe-may=")
    assert "van-thu" not in mark
    assert sorted(attributes) == ["HttpOnly", "Max-Age=15552000", "Path=/quan-tri", STRICT]


async def test_a_browser_that_signed_in_before_waits_for_nobody_else(
    client: httpx.AsyncClient,
) -> None:
    await person(await bare_ward(), "van-thu", Role.CLERK)
    await send(client)
    await client.post("/quan-tri/dang-xuat")
    own = client.cookies["langnghe-may"]
    client.cookies.clear()
    for _ in range(8):
        await send(client, password="sai")
    assert (await send(client)).status_code == 429
    client.cookies.set("langnghe-may", own, path="/quan-tri")
    assert (await send(client)).status_code == 303


@pytest.mark.parametrize("following", ["//evil.example", "https://evil.example/", ""])
async def test_it_leads_to_no_other_site(client: httpx.AsyncClient, following: str) -> None:
    await person(await bare_ward(), "van-thu", Role.CLERK)
    assert (await send(client, tiep=following)).headers["location"] == "/quan-tri"


async def test_every_mistake_gets_the_same_answer(client: httpx.AsyncClient) -> None:
    ward = await bare_ward()
    await person(ward, "van-thu", Role.CLERK)
    gone = await person(ward, "cu", Role.CLERK)
    await switch_staff(system_actor(ward), gone.staff, False)
    tried = [
        await send(client, password="một mật khẩu sai"),
        await send(client, account="khong-ai@sai-gon"),
        await send(client, account="van-thu@khong-co"),
        await send(client, account="cu@sai-gon"),
        await send(client, account="khong ai"),
    ]
    assert {response.status_code for response in tried} == {422}
    assert {tuple(Page(each.text).texts(".field .error")) for each in tried} == {(WRONG,)}
    assert Page(tried[0].text).attribute("#account", "value") == ("van-thu@sai-gon")
    assert not any("mật khẩu sai" in each.text or PASSWORD in each.text for each in tried)
    assert {"set-cookie" in each.headers for each in tried} == {False}


async def test_after_some_mistakes_one_waits_and_the_account_is_kept(
    client: httpx.AsyncClient,
) -> None:
    await person(await bare_ward(), "van-thu", Role.CLERK)
    for _ in range(5):
        assert (await send(client, password="sai")).status_code == 422
    waiting = await send(client)
    assert (waiting.status_code, waiting.headers["retry-after"]) == (429, "2")
    page = Page(waiting.text)
    assert page.attribute("#account", "value") == "van-thu@sai-gon"
    assert page.texts("#password-error") == [
        "Đã có nhiều lần thử chưa đúng. Ông bà chờ 2 giây rồi đăng nhập lại."
    ]
    assert PASSWORD not in waiting.text


async def test_another_account_from_the_same_address_does_not_wait(
    client: httpx.AsyncClient,
) -> None:
    ward = await bare_ward()
    await person(ward, "van-thu", Role.CLERK)
    await person(ward, "mot-cua", Role.COUNTER_OFFICER)
    for _ in range(6):
        await send(client, password="sai")
    assert (await send(client, account="mot-cua@sai-gon")).status_code == 303


async def test_an_empty_form_says_what_is_missing(client: httpx.AsyncClient) -> None:
    response = await client.post(PATH, data={"account": "van-thu@sai-gon"})
    page = Page(response.text)
    assert response.status_code == 422
    assert page.texts("#password-error") == ["Ông bà chưa ghi hoặc chưa chọn mục này."]
    assert page.attribute("#account", "value") == "van-thu@sai-gon"


async def test_signing_out_ends_the_session_and_takes_the_cookie_away(
    client: httpx.AsyncClient,
) -> None:
    await person(await bare_ward(), "van-thu", Role.CLERK)
    await send(client)
    token = client.cookies["langnghe-can-bo"]
    assert (await client.get(PATH)).headers["location"] == "/quan-tri"
    response = await client.post("/quan-tri/dang-xuat")
    assert (response.status_code, response.headers["location"]) == (303, f"{PATH}?xong=dang-xuat")
    assert "Max-Age=0" in response.headers["set-cookie"]
    assert await signing_in.session(token) is None
    assert Page((await client.get(f"{PATH}?xong=dang-xuat")).text).texts(".toast") == [
        "Ông bà đã đăng xuất."
    ]


async def test_signing_in_again_ends_what_the_browser_had(client: httpx.AsyncClient) -> None:
    ward = await bare_ward()
    await person(ward, "van-thu", Role.CLERK)
    await send(client)
    old = client.cookies["langnghe-can-bo"]
    await send(client)
    assert client.cookies["langnghe-can-bo"] != old
    assert await signing_in.session(old) is None


async def test_another_site_cannot_sign_somebody_in(client: httpx.AsyncClient) -> None:
    response = await client.post(PATH, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403


@pytest.mark.unit
@pytest.mark.parametrize(
    ("said", "name"),
    [
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML) Chrome/130 Safari/537.36",
            "Chrome, Android",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130 Edg/130", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU like Mac OS X) Version/18 Safari/604.1", "Safari, iPhone"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_browser_has_a_short_name(said: str, name: str) -> None:
    assert device_of(said) == name
