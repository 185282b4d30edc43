"""Feeds of promises and meetings, as a feed reader reads them."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from dialogue.core.clock import local_day, now
from dialogue.matters.queries import promises as reads
from tests.matters.build import house
from tests.meetings.yard import announced, yard_of
from tests.pages import Page
from tests.web.test_feeds import read, titles
from tests.web.test_promises import promised, some
from web.atom import tag

pytestmark = pytest.mark.integration
PATH = "/thach-ban/cam-ket"


async def test_what_happened_to_promises_last(client: httpx.AsyncClient) -> None:
    home = await house()
    head = await some(home)
    await promised(home, head, "Sơn vạch", local_day(now()))  # written in last, of long ago
    found = await read(client, f"{PATH}.atom")
    last = await reads.changed_last(home.ward)
    assert titles(found) == [each.card.text for each in last]
    assert titles(found)[0] == "Mở quầy"
    assert {"Lắp đèn", "Sơn vạch"} <= set(titles(found))
    assert found.entries[0].id == tag(f"thach-ban/cam-ket/{last[0].card.number}")
    assert "Phường hứa" in found.entries[0].content[0].value
    times = [entry.updated for entry in found.entries]
    assert times == sorted(times, reverse=True)


async def test_the_list_names_the_feed_of_what_it_shows(client: httpx.AsyncClient) -> None:
    await some(await house())
    page = Page((await client.get(f"{PATH}?trang-thai=late&don-vi=vp")).text)
    address = page.attribute("link[rel=alternate][type='application/atom+xml']", "href")
    assert address == f"{PATH}.atom?trang-thai=late&don-vi=vp"
    assert titles(await read(client, address)) == ["Lắp đèn"]


@pytest.mark.parametrize(
    "query", ["don-vi=khong-co", "linh-vuc=khong-co", "to=9999", "to=a", "trang-thai=roi"]
)
async def test_an_unknown_filter_is_told_in_words(client: httpx.AsyncClient, query: str) -> None:
    await house()
    reply = await client.get(f"{PATH}.atom?{query}")
    assert reply.status_code == 404
    assert f"“{query.partition('=')[2]}”" in reply.text


async def test_meetings_that_are_announced(client: httpx.AsyncClient) -> None:
    yard = await yard_of()
    slug = await announced(yard, day=local_day(now()) + timedelta(days=5))
    for start in ("", "/en"):
        (entry,) = (await read(client, f"{start}/thach-ban/lich.atom")).entries
        assert entry.link.endswith(f"{start}/thach-ban/ca-phe-sang/{slug}")
        assert entry.id == tag(f"thach-ban/lich/ca-phe-{slug}")
        assert "Nhà văn hóa tổ 7" in entry.content[0].value


async def test_a_ward_without_anything_has_feeds(client: httpx.AsyncClient) -> None:
    await house()
    for path in (f"{PATH}.atom", "/thach-ban/lich.atom", "/thach-ban/hai-long/so-cai.atom"):
        assert (await read(client, path)).entries == []
        assert (await read(client, f"/en{path}")).feed.language == "en"


async def test_a_name_that_means_nothing_is_refused(client: httpx.AsyncClient) -> None:
    await house()
    for query in ("state=late", "trang-thai=qua-han&trang-thai=qua-han"):
        assert (await client.get(f"/thach-ban/cam-ket.atom?{query}")).status_code == 400
