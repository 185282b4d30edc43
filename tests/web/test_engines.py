"""What search engines and those who look for holes are told."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from defusedxml import ElementTree

from dialogue.core import clock
from dialogue.core.errors import NotFound
from dialogue.matters.actions import publishing
from tests.matters import builders
from tests.matters.build import house, published
from tests.pages import Page
from tests.web.test_board import three
from web.pages import sitemap
from web.pages.sitemap import security_text

pytestmark = pytest.mark.integration
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


async def addresses(client: httpx.AsyncClient, path: str) -> list[str]:
    reply = await client.get(path)
    assert reply.status_code == 200, reply.text
    return [str(each.text) for each in ElementTree.fromstring(reply.text).iter(f"{SPACE}loc")]


def below(address: str) -> str:
    return address.removeprefix("http://127.0.0.1:8000")


async def test_robots_lead_to_the_maps_and_the_maps_to_pages(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "SIZE", 2)
    await three(await house())
    robots = (await client.get("/robots.txt")).text
    assert "Disallow: /tra-cuu" in robots
    assert "Disallow: /theo-doi/" in robots
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in robots
    maps = [below(each) for each in await addresses(client, "/sitemap.xml")]
    assert maps == [
        f"{start}/thach-ban/sitemap.xml{part}" for start in ("", "/en") for part in ("", "?phan=1")
    ]
    pages = [below(each) for path in maps for each in await addresses(client, path)]
    assert {f"{start}/thach-ban/hoi-dap/{n}" for start in ("", "/en") for n in (1, 2, 3)} <= set(
        pages
    )
    assert {"/tinh/ha-noi", "/thach-ban/so-ket", "/thach-ban/linh-vuc/tp-ht"} <= set(pages)
    for page in [each for each in pages if "/thu-tuc/" not in each]:
        assert (await client.get(page)).status_code == 200, page
    for part in ("2", "x", "-1"):
        assert (await client.get(f"/thach-ban/sitemap.xml?phan={part}")).status_code == 404


async def test_what_is_taken_down_leaves_the_map(client: httpx.AsyncClient) -> None:
    place = await builders.scene()
    told = await builders.published(place)
    await publishing.take_down(place.deputy, told.id, "Trùng với câu khác")
    found = await addresses(client, f"/{place.slug}/sitemap.xml")
    assert not [each for each in found if each.endswith("/hoi-dap/1")]


def data(html: str) -> dict[str, object]:
    (text,) = Page(html).texts("script[type='application/ld+json']")
    found = json.loads(text)
    assert isinstance(found, dict)
    return found


async def test_an_answer_tells_engines_question_and_answer(client: httpx.AsyncClient) -> None:
    home = await house()
    await published(home, "Ngõ ngập", body='</script><b>Ngập & "sâu"</b> <!-- ở ngõ tôi')
    reply = await client.get("/thach-ban/hoi-dap/1")
    found = data(reply.text)
    assert found["@type"] == "QAPage"
    question = found["mainEntity"]
    assert isinstance(question, dict)
    assert question["name"] == "Ngõ ngập"
    assert question["text"] == '</script><b>Ngập & "sâu"</b> <!-- ở ngõ tôi'
    assert question["acceptedAnswer"]["text"] == "Phường đã làm xong."
    assert question["acceptedAnswer"]["author"]["name"] == "UBND phường Thạch Bàn"
    assert "unsafe-inline" not in reply.headers["content-security-policy"]


async def test_a_procedure_tells_engines_whose_service_it_is(client: httpx.AsyncClient) -> None:
    await house()
    pages = await addresses(client, "/thach-ban/sitemap.xml")
    one = next(below(each) for each in pages if "/thu-tuc/" in each)
    found = data((await client.get(one)).text)
    assert found["@type"] == "GovernmentService"
    assert found["url"] == f"http://127.0.0.1:8000{one}"


async def test_without_a_contact_there_is_no_security_txt(client: httpx.AsyncClient) -> None:
    assert (await client.get("/.well-known/security.txt")).status_code == 404
    with pytest.raises(NotFound):
        security_text("")


@pytest.mark.unit
def test_security_txt_is_valid_for_half_a_year() -> None:
    moment = datetime(2026, 3, 2, 2, tzinfo=UTC)
    with clock.at(moment):
        lines = dict(line.split(": ", 1) for line in security_text("mailto:a@b.vn").splitlines())
    assert lines["Contact"] == "mailto:a@b.vn"
    expires = datetime.fromisoformat(lines["Expires"])
    assert timedelta(days=170) < expires - moment < timedelta(days=365)
