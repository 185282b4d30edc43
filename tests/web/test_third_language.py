"""A third language is a catalogue in a folder that the settings name: no line of code."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import html5lib
import httpx
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from dialogue.core.clock import HANOI, at
from dialogue.core.settings import SETTINGS
from tests.conftest import SITE
from tests.matters.build import house, published
from tests.pages import Page
from tests.surveys.builders import counter_in_ward
from web import i18n
from web.app import make_app
from web.caching import PAGES

pytestmark = pytest.mark.integration
WORDS = {  # of a real catalogue a few, the rest stays Vietnamese
    "Bảng trả lời công khai": "ក្តារចម្លើយសាធារណៈ",
    "Gửi câu hỏi": "ផ្ញើសំណួរ",
    "Tra cứu": "ស្វែងរក",
    "Thủ tục của phường": "នីតិវិធី",
}
PATHS = (
    *("", "/hoi-dap", "/hoi-dap/1", "/gop-y", "/cam-ket", "/hai-long", "/doi-thoai", "/thu-tuc"),
    *("/ca-phe-sang", "/khao-sat", "/du-lieu", "/tim?q=nha", "/theo-doi", "/linh-vuc/tp-ht"),
    *("/thu-tuc/dang-ky-khai-sinh", "/hoi-dap?q=nha", "/so-ket", "/hai-long/so-cai"),
)


@pytest.fixture
def khmer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    place = tmp_path / "km" / i18n.CATALOGUE
    place.parent.mkdir(parents=True)
    catalogue = Catalog(locale="km")
    for source, words in WORDS.items():
        catalogue.add(source, words)
    with place.open("wb") as file:
        write_po(file, catalogue)
    settings = SETTINGS.model_copy(update={"catalogues": tmp_path})
    monkeypatch.setattr(i18n, "SETTINGS", settings)
    _read_anew()
    yield
    monkeypatch.undo()
    _read_anew()


def _read_anew() -> None:
    i18n.languages.cache_clear()
    i18n._catalogue.cache_clear()
    PAGES.clear()


@pytest.fixture
async def client(fresh_database: None, khmer: None) -> AsyncIterator[httpx.AsyncClient]:
    application: Any = make_app()
    transport = httpx.ASGITransport(application)
    async with (
        application.lifespan(),
        httpx.AsyncClient(transport=transport, base_url=SITE) as opened,
    ):
        yield opened


async def test_its_pages_stand_at_its_own_addresses(client: httpx.AsyncClient) -> None:
    home = await house()
    with at(datetime(2026, 3, 2, 9, tzinfo=HANOI)):
        await published(home, "Sửa nhà", field="XD")
    wrong = []
    for path in PATHS:
        reply = await client.get(f"/km/thach-ban{path}")
        page = Page(reply.text)
        links = [each for each in page.attributes("main a", "href") if each.startswith("/thach")]
        links = [each for each in links if not each.endswith((".json", ".ics", ".csv"))]
        if reply.status_code != 200 or page.attribute("html", "lang") != "km" or links:
            wrong.append((path, reply.status_code, links))
        html5lib.HTMLParser(strict=True).parse(reply.text)
    assert wrong == []


async def test_its_words_and_where_there_are_none_vietnamese(client: httpx.AsyncClient) -> None:
    await house()
    page = Page((await client.get("/km/thach-ban/thu-tuc")).text)
    assert page.texts("h1") == [WORDS["Thủ tục của phường"]]
    assert WORDS["Tra cứu"] in page.texts("nav a")
    assert "Lời hứa" in page.texts("nav a")
    assert page.attributes(".languages a", "lang") == ["vi", "en", "km"]
    assert page.attribute(".languages a[lang=en]", "href") == "/en/thach-ban/thu-tuc"
    assert page.attribute("link[hreflang=km]", "href").endswith("/km/thach-ban/thu-tuc")
    vietnamese = Page((await client.get("/thach-ban/thu-tuc")).text)
    assert vietnamese.attribute(".languages a[lang=km]", "href") == "/km/thach-ban/thu-tuc"
    assert vietnamese.texts("h1") == ["Thủ tục của phường"]


async def test_the_counters_code_opens_in_it(client: httpx.AsyncClient) -> None:
    card = await counter_in_ward()
    page = Page((await client.get(f"/km{card.path}")).text)
    assert page.attribute("html", "lang") == "km"
    assert page.attribute("form", "action") == f"/km{card.path}"
    assert page.attributes(".languages a", "href")[-1] == f"/km{card.path}"


async def test_engines_are_told_and_other_two_letters_are_no_page(
    client: httpx.AsyncClient,
) -> None:
    await house()
    index = (await client.get("/sitemap.xml")).text
    assert "/km/thach-ban/sitemap.xml" in index
    assert "Disallow: /km/to-truong/" in (await client.get("/robots.txt")).text
    assert (await client.get("/th/thach-ban")).status_code == 404
    missing = await client.get("/km/thach-ban/khong-co")
    assert missing.status_code == 404
    assert Page(missing.text).attribute("html", "lang") == "km"


def test_days_and_numbers_by_locale(khmer: None) -> None:
    from dialogue.core import i18n as core

    day = date(2026, 11, 27)
    assert core.day(day, "km") == "27 វិច្ឆិកា 2026"
    assert core.weekday(day, "km") == "សុក្រ"
    assert core.short_day(day, "km")
    assert core.month_name(11, "km") == "វិច្ឆិកា"
    assert core.decimal(1234.5, 1, "de") == "1.234,5"
    assert [core.number(2_685), core.number(2_685, "en")] == ["2.685", "2,685"]
