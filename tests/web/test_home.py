"""The front doors, in both languages."""

from __future__ import annotations

import asyncio
import re

import html5lib
import httpx
import pytest

from dialogue.ward.actions.setting_up import set_up_ward
from tests.matters.build import house, published
from tests.pages import Page

pytestmark = pytest.mark.integration


async def set_up() -> None:
    await set_up_ward("thach-ban", "Thạch Bàn", province="Hà Nội", phone="024 3875 0000")
    await set_up_ward("kim-son", "Kim Sơn", kind="xã", province="Ninh Bình", is_demo=True)


async def test_all_wards_by_province(client: httpx.AsyncClient) -> None:
    await set_up()
    page = Page((await client.get("/")).text)
    assert page.texts("#wards h3") == ["Phường Thạch Bàn", "Xã Kim Sơn"]
    assert page.texts("#wards .badge") == ["Dữ liệu mẫu"]
    english = Page((await client.get("/en")).text)
    assert english.texts("#wards h3") == ["Thạch Bàn Ward", "Kim Sơn Commune"]
    assert english.attribute("html", "lang") == "en"


async def test_an_installation_without_wards_says_so(client: httpx.AsyncClient) -> None:
    page = Page((await client.get("/")).text)
    assert page.texts(".empty h3") == ["Chưa có phường, xã nào"]


async def test_a_ward_leads_to_its_pages_in_the_language_of_the_address(
    client: httpx.AsyncClient,
) -> None:
    await set_up()
    for start in ("", "/en"):
        page = Page((await client.get(f"{start}/thach-ban")).text)
        assert page.attribute(".nav li:nth-child(1) a", "href") == f"{start}/thach-ban/hoi-dap"
        assert page.attribute(".nav li:nth-child(2) a", "href") == f"{start}/thach-ban/gop-y"
        assert page.attribute(".nav li:nth-child(3) a", "href") == f"{start}/thach-ban/cam-ket"
        assert page.attribute(".nav li:nth-child(4) a", "href") == f"{start}/tra-cuu"
        assert page.attribute("form[role=search]", "action") == f"{start}/thach-ban/tim"
        assert page.texts(".pairs dd") == ["024 3875 0000"]


@pytest.mark.parametrize("path", ["", "/hoi-dap", "/gop-y", "/cam-ket", "/hoi-dap/9", "/khong-co"])
async def test_a_commune_is_never_called_a_ward(client: httpx.AsyncClient, path: str) -> None:
    await set_up()
    page = Page((await client.get(f"/kim-son{path}")).text)
    assert "phường" not in " ".join(page.texts("body")).lower()
    english = Page((await client.get(f"/en/kim-son{path}")).text)
    assert re.findall(r"\bwards?\b", " ".join(english.texts("body")).lower()) == []


async def test_each_page_names_itself_in_the_other_language(client: httpx.AsyncClient) -> None:
    await set_up()
    page = Page((await client.get("/en/thach-ban?x=1")).text)
    assert page.attribute(".languages [lang=vi]", "href") == "/thach-ban"
    assert page.attribute(".languages [lang=en]", "aria-current") == "true"
    assert page.attribute("link[hreflang=vi]", "href").endswith("/thach-ban")
    assert page.attribute("link[hreflang=en]", "href").endswith("/en/thach-ban")


async def test_an_unknown_ward_is_not_found(client: httpx.AsyncClient) -> None:
    response = await client.get("/en/no-such-ward")
    assert response.status_code == 404
    assert Page(response.text).attribute("html", "lang") == "en"


@pytest.mark.parametrize("path", ["/", "/en", "/thach-ban", "/en/kim-son", "/none"])
async def test_valid_html_without_cookies(client: httpx.AsyncClient, path: str) -> None:
    await set_up()
    response = await client.get(path)
    html5lib.HTMLParser(strict=True).parse(response.text)
    assert "set-cookie" not in response.headers


async def test_a_page_that_has_not_changed_is_not_sent_again(client: httpx.AsyncClient) -> None:
    await set_up()
    first = await client.get("/thach-ban")
    again = await client.get("/thach-ban", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    plain = await client.get("/thach-ban", headers={"accept-encoding": "identity"})
    assert plain.text == first.text
    assert first.headers["content-encoding"] == "gzip"
    assert first.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    english = await client.get("/en/thach-ban")
    assert english.headers["etag"] != first.headers["etag"]


async def test_the_api_tells_wards_and_fields(client: httpx.AsyncClient) -> None:
    await set_up()
    assert [ward["slug"] for ward in (await client.get("/api/v1/wards")).json()] == [
        "kim-son",
        "thach-ban",
    ]
    assert (await client.get("/api/v1/wards/kim-son")).json()["kind"] == "xã"
    assert (await client.get("/api/v1/wards/kim-son/fields")).json() == []
    missing = await client.get("/api/v1/wards/none")
    assert (missing.status_code, missing.json()["type"]) == (404, "/api/problems/not-found")
    described = (await client.get("/api/openapi.json")).json()["paths"]
    assert {path.split("/")[1] for path in described} == {"api"}
    assert "/api/v1/wards/{ward}/fields" in described


async def test_the_front_door_shows_the_newest_answers_and_figures(
    client: httpx.AsyncClient,
) -> None:
    home = await house()
    assert Page((await client.get("/thach-ban")).text).texts("#newest") == []
    for number in range(6):
        await published(home, f"Câu {number}")
    for _ in range(100):
        page = Page((await client.get("/thach-ban")).text)
        if page.texts("#newest ~ .matter h3")[:1] == ["Câu 5"]:
            break
        await asyncio.sleep(0.02)
    assert page.texts("#newest ~ .matter h3") == ["Câu 5", "Câu 4", "Câu 3", "Câu 2"]
    assert (
        page.texts(".stat dd:last-child")[0]
        == "6 trên 6 câu đã đến hạn hoặc đã trả lời, 12 tháng qua"
    )
    english = Page((await client.get("/en/thach-ban")).text)
    assert english.attributes("#newest ~ .matter a", "href")[0] == "/en/thach-ban/hoi-dap/6"
    html5lib.HTMLParser(strict=True).parse((await client.get("/en/thach-ban")).text)
