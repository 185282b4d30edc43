"""Feeds as a feed reader reads them."""

from __future__ import annotations

from datetime import timedelta

import feedparser
import httpx
import pytest

from dialogue.core import clock
from dialogue.matters.actions import publishing
from tests.matters import builders
from tests.matters.build import house, published
from tests.pages import Page
from tests.told import caught_up
from tests.web.test_board import START, three
from web.atom import as_html, tag
from web.pages import feeds

pytestmark = pytest.mark.integration
PATH = "/thach-ban/hoi-dap"


async def read(client: httpx.AsyncClient, path: str) -> feedparser.FeedParserDict:
    await caught_up(client)
    reply = await client.get(path)
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-type"].startswith("application/atom+xml")
    assert "set-cookie" not in reply.headers
    found = feedparser.parse(reply.content)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def titles(found: feedparser.FeedParserDict) -> list[str]:
    return [entry.title for entry in found.entries]


async def test_answers_newest_first_with_words_day_and_field(client: httpx.AsyncClient) -> None:
    await three(await house())
    found = await read(client, f"{PATH}.atom")
    assert titles(found) == ["Khai sinh cho cháu", "Sửa mái nhà", "Sổ đỏ bao giờ có"]
    middle = found.entries[1]
    assert middle.id == tag("thach-ban/hoi-dap/2")
    assert middle.link.endswith(f"{PATH}/2")
    assert middle.summary == "Phường đã làm xong."
    assert "<p>Phường đã làm xong.</p>" in middle.content[0].value
    assert [(each.term, each.label) for each in middle.tags] == [("xd", "Xây dựng")]
    assert middle.published.startswith("2026-03-02T02:00")
    assert found.feed.updated == found.entries[0].updated
    assert found.feed.author == "UBND phường Thạch Bàn"


async def test_the_boards_head_names_the_feed_of_the_filter_it_shows(
    client: httpx.AsyncClient,
) -> None:
    await three(await house())
    for start in ("", "/en"):
        page = Page((await client.get(f"{start}{PATH}?q=nha&linh-vuc=dc-xd")).text)
        address = page.attribute("link[rel=alternate][type='application/atom+xml']", "href")
        assert address == f"{start}{PATH}.atom?q=nha&linh-vuc=dc-xd"
        found = await read(client, address)
        assert titles(found) == ["Sửa mái nhà"]
        assert "nha" in found.feed.title


@pytest.mark.parametrize(
    "query",
    [
        *("linh-vuc=khong-co", "chu-de=khong-co", "to=999999", "to=to-1", "nguon=bo-cau"),
        *("trang-thai=secret", "nam=1999", "nam=nay", "sau=../1", "sau=-1"),
    ],
)
@pytest.mark.parametrize("kind", ["atom", "csv", "jsonl", "xlsx"])
async def test_an_unknown_filter_is_told_in_words(
    client: httpx.AsyncClient, query: str, kind: str
) -> None:
    await three(await house())
    reply = await client.get(f"{PATH}.{kind}?{query}")
    assert reply.status_code == 404
    assert reply.headers["content-type"].startswith("text/plain")
    assert f"“{query.partition('=')[2]}”" in reply.text
    assert PATH in reply.text


@pytest.mark.parametrize("query", ["linhvuc=xd", "q=nha&field=XD", "q=nha&q=cua"])
@pytest.mark.parametrize("kind", ["atom", "csv", "jsonl", "xlsx"])
async def test_a_name_that_means_nothing_is_refused_as_by_the_api(
    client: httpx.AsyncClient, query: str, kind: str
) -> None:
    await three(await house())
    reply = await client.get(f"{PATH}.{kind}?{query}")
    assert reply.status_code == 400
    name = query.rpartition("&")[2].partition("=")[0]
    assert f"“{name}”" in reply.text


@pytest.mark.parametrize("query", ["q=%22%27)(*", "q=" + "x" * 5000, "nam=2027"])
async def test_what_finds_nothing_is_an_empty_feed(client: httpx.AsyncClient, query: str) -> None:
    await three(await house())
    found = await read(client, f"{PATH}.atom?{query}")
    assert found.entries == []
    assert found.feed.updated


async def test_a_reader_that_has_it_is_told_so(client: httpx.AsyncClient) -> None:
    home = await house()
    await three(home)
    first = await client.get(f"{PATH}.atom")
    again = {"If-None-Match": first.headers["etag"]}
    reply = await client.get(f"{PATH}.atom", headers=again)
    assert (reply.status_code, reply.content) == (304, b"")
    other = await client.get(f"{PATH}.atom?nam=2026", headers=again)
    assert other.status_code == 200


async def test_older_ones_stand_on_further_pages(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "SIZE", 2)
    home = await house()
    await three(home)
    first = await read(client, f"{PATH}.atom?nam=2026")
    (address,) = [link.href for link in first.feed.links if link.rel == "next"]
    with clock.at(START + timedelta(days=2)):
        await published(home, "Câu mới")
    second = await read(client, address.removeprefix("http://127.0.0.1:8000"))
    assert titles(first) + titles(second) == [
        *("Khai sinh cho cháu", "Sửa mái nhà", "Sổ đỏ bao giờ có"),
    ]
    assert [link.rel for link in second.feed.links if link.rel == "next"] == []
    assert first.feed.id == second.feed.id


async def test_a_withdrawn_answer_becomes_an_entry_that_says_so(client: httpx.AsyncClient) -> None:
    place = await builders.scene()
    told = await builders.published(place)
    before = (await read(client, f"{PATH}.atom")).entries[0]
    words = before.summary[:60]
    assert words in before.content[0].value
    await publishing.take_down(place.deputy, told.id, "Trùng với câu khác")
    after = (await read(client, f"{PATH}.atom")).entries[0]
    assert after.title == "Câu hỏi số 1: nội dung đã gỡ"
    assert after.id == before.id
    assert after.updated > before.updated
    assert "Trùng với câu khác" in after.content[0].value
    assert words not in str(after)
    narrowed = await read(client, f"{PATH}.atom?nguon=coffee")
    assert narrowed.entries == []


def test_words_stay_words() -> None:
    told = as_html('<script>alert(1)</script>\n"x"\n\n& sau')
    assert told == "<p>&lt;script&gt;alert(1)&lt;/script&gt;<br>&#34;x&#34;</p><p>&amp; sau</p>"
