"""The pages of a field and of the procedures: nothing there that is not public already."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import httpx
import pytest

from dialogue.core.changes import since
from dialogue.core.clock import HANOI, at
from dialogue.matters.actions.helped import count_help
from dialogue.matters.actions.tasks import NewTask, open_task
from dialogue.ward import queries
from dialogue.ward.states import Role
from meetings.coffee.actions import planning
from meetings.coffee.rules import Meeting
from surveys.actions.ratings import rate
from surveys.rules import Level, Series
from tests.matters.build import approve, house, matter, published
from tests.pages import Page
from tests.surveys.builders import counter_in_ward, rating
from web.caching import PAGES
from web.lifespan import seen as dropped

pytestmark = pytest.mark.integration
PATH = "/thach-ban/linh-vuc/tp-ht"
SUMMER = datetime(2026, 6, 10, 9, 0, tzinfo=HANOI)


async def seen(client: httpx.AsyncClient, path: str = PATH, status: int = 200) -> Page:
    with at(SUMMER):
        reply = await client.get(path)
    assert reply.status_code == status
    assert "set-cookie" not in reply.headers
    return Page(reply.text)


def heads(page: Page, section: str) -> list[str]:
    return page.read(f"[aria-labelledby={section}] h3")


async def test_what_people_ask_and_what_helped(client: httpx.AsyncClient) -> None:
    home = await house()
    for number in range(7):
        with at(SUMMER - timedelta(days=20 - number)):
            await published(home, f"Khai sinh lần {number}", field="TP-HT")
    with at(SUMMER - timedelta(days=1)):
        await published(home, "Sửa nhà", field="XD")
        await count_help(home.ward, 1, "nonce-1")
    page = await seen(client)
    assert page.texts("h1") == ["Hộ tịch"]
    assert heads(page, "newest") == [f"Khai sinh lần {n}" for n in (6, 5, 4, 3, 2)]
    assert heads(page, "helped") == ["Khai sinh lần 0"]
    links = page.attributes("main a", "href")
    assert "/thach-ban/hoi-dap?linh-vuc=tp-ht" in links
    assert "/thach-ban/gop-y?linh-vuc=tp-ht" in links
    assert "/thach-ban/thu-tuc/dang-ky-khai-sinh" in links
    feed = page.attribute("link[type='application/atom+xml']", "href")
    assert feed == "/thach-ban/hoi-dap.atom?linh-vuc=tp-ht"
    assert (await client.get(feed)).status_code == 200


async def test_a_parent_holds_what_is_below_it(client: httpx.AsyncClient) -> None:
    home = await house()
    with at(SUMMER - timedelta(days=1)):
        await published(home, "Sửa nhà", field="XD")
    page = await seen(client, "/thach-ban/linh-vuc/DC-XD")
    assert heads(page, "newest") == ["Sửa nhà"]
    assert "/thach-ban/linh-vuc/xd" in page.attributes("main a", "href")
    below = await seen(client, "/thach-ban/linh-vuc/xd")
    assert "/thach-ban/linh-vuc/dc-xd" in below.attributes(".breadcrumb a", "href")


async def test_a_field_of_no_one_and_an_empty_one(client: httpx.AsyncClient) -> None:
    await house()
    await seen(client, "/thach-ban/linh-vuc/khong-co", 404)
    await seen(client, "/khong-co/linh-vuc/tp-ht", 404)
    page = await seen(client)
    assert page.texts("[aria-labelledby=newest] p") == [
        "Câu hỏi đầu tiên được trả lời sẽ hiện ở đây."
    ]
    assert "Chưa báo buổi gặp nào" in " ".join(page.texts("main"))


async def test_satisfaction_is_what_the_results_say(client: httpx.AsyncClient) -> None:
    """Its lines are lines of /hai-long, and change with them alone."""
    card = await counter_in_ward()
    for series, bad in ((Series.SLIP, 5), (Series.GENERAL, 2)):
        levels = [Level.VERY] * 35 + [Level.NOT] * bad
        with at(datetime(2026, 3, 2, 9, tzinfo=HANOI)):
            await rate(
                [
                    rating(card, level, field=card.fields[0].id, series=series, reasons=_why(level))
                    for level in levels
                ]
            )
    code = card.fields[0].code.lower()
    rows = {
        tuple(cells[:4])
        for path in ("slip", "general")
        for cells in _cells(await seen(client, f"/thach-ban/hai-long?ky=2026&chuoi={path}"))
    }
    page = await seen(client, f"/thach-ban/linh-vuc/{code}")
    lines = page.read("[aria-labelledby=satisfaction] tbody td")
    assert len(lines) == 6
    for first in (0, 3):
        assert tuple(lines[first : first + 3]) in {row[1:] for row in rows}
    procedures = await queries.procedures(card.ward, card.fields[0].id)
    one = await seen(client, f"/thach-ban/thu-tuc/{procedures[0].slug}")
    assert one.read("[aria-labelledby=satisfaction] tbody td") == lines


def _why(level: Level) -> tuple[str, ...]:
    return ("wait",) if level is Level.NOT else ()


def _cells(page: Page) -> list[list[str]]:
    cells = page.read("tbody tr th, tbody tr td")
    heads = set(page.read("tbody tr th"))
    rows: list[list[str]] = []
    for cell in cells:
        rows += [[cell]] if cell in heads else []
        if cell not in heads and rows:
            rows[-1].append(cell)
    return rows


async def test_promises_and_the_next_meetings(client: httpx.AsyncClient) -> None:
    home = await house()
    with at(SUMMER - timedelta(days=3)):
        chairman = await home.person(Role.CHAIRMAN)
        await home.person(Role.UNIT_HEAD, unit="VP")
        keeper = await home.person(Role.REGISTER_KEEPER)
        asked = await matter(home, "Khai sinh", field="TP-HT")
        due = date(2026, 6, 30)
        await open_task(chairman, NewTask("Mở thêm quầy", home.units["VP"], due, matter=asked))
        await approve(home, asked)
        new = Meeting(date(2026, 6, 20), time(7), "Nhà văn hóa", (home.groups[0],))
        coffee = await planning.announce(keeper, new)
    page = await seen(client)
    assert "Mở thêm quầy" in page.read("[aria-labelledby=promises] li a")
    assert f"/thach-ban/ca-phe-sang/{coffee.slugs[0]}" in page.attributes("main a", "href")
    other = await seen(client, "/thach-ban/linh-vuc/xd")
    assert "Mở thêm quầy" not in " ".join(other.texts("main"))


async def test_the_form_opens_with_the_field(client: httpx.AsyncClient) -> None:
    home = await house()
    page = await seen(client, "/thach-ban/gop-y?linh-vuc=tp-ht")
    chosen = f"field-{home.fields['TP-HT']}"
    assert page.attribute("#about option[selected]", "value") == chosen
    for other in ("dc-xd", "khong-co", ""):
        page = await seen(client, f"/thach-ban/gop-y?linh-vuc={other}")
        assert chosen not in page.attributes("#about option[selected]", "value")


async def test_all_procedures_by_field(client: httpx.AsyncClient) -> None:
    await house()
    page = await seen(client, "/thach-ban/thu-tuc")
    known = await queries.procedures((await queries.ward("thach-ban")).id)
    assert len(page.read("main li a")) == len(known) > 10
    assert "/thach-ban/linh-vuc/tp-ht" in page.attributes("main h2 a", "href")
    narrowed = await seen(client, "/thach-ban/thu-tuc?q=KHAI+sinh")
    assert "Đăng ký khai sinh" in narrowed.read("main li a")
    assert all("khai sinh" in name.lower() for name in narrowed.read("main li a"))
    assert narrowed.attribute("#q", "value") == "KHAI sinh"
    nothing = await seen(client, "/thach-ban/thu-tuc?q=xe+bay")
    assert nothing.texts(".empty h2") == ["Chưa tìm thấy thủ tục nào"]
    english = await seen(client, "/en/thach-ban/thu-tuc?q=birth")
    assert "Birth registration" in english.read("main li a")
    assert english.attribute("link[hreflang=vi]", "href").endswith("/thach-ban/thu-tuc?q=birth")


async def test_the_list_is_narrowed_no_more_often_than_one_searches(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house()
    monkeypatch.setattr("web.finding.pace.SEARCHES", 2)
    for _ in range(2):
        await seen(client, "/thach-ban/thu-tuc?q=khai+sinh")
    with at(SUMMER):
        reply = await client.get("/thach-ban/thu-tuc?q=ho+khau")
    assert (reply.status_code, reply.headers["retry-after"]) == (429, "61")
    assert reply.headers["cache-control"] == "no-store"
    page = Page(reply.text)
    assert page.attribute("#q", "value") == "ho khau"
    assert page.attribute("#q", "aria-describedby") == "q-error"
    assert "sau 61 giây" in page.texts("#q-error")[0]
    assert page.read("main li a") == []
    await seen(client, "/thach-ban/thu-tuc")  # the whole list costs nothing


async def test_what_strangers_type_takes_no_place_of_kept_pages(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house()
    kept: list[str] = []
    get = PAGES.get

    async def noted(ward: int, name: str, key: object, make: Callable[[], Any]) -> Any:
        kept.append(name)
        return await get(ward, name, key, make)

    monkeypatch.setattr(PAGES, "get", noted)
    await seen(client, "/thach-ban/thu-tuc?q=khai")
    assert kept == []
    await seen(client, "/thach-ban/thu-tuc")
    assert kept == ["field"]


async def test_pages_are_made_anew_with_each_answer(client: httpx.AsyncClient) -> None:
    home = await house()
    with at(SUMMER):
        first = await client.get(PATH)
        again = await client.get(PATH, headers={"If-None-Match": first.headers["etag"]})
        assert again.status_code == 304
        await published(home, "Khai sinh", field="TP-HT")
        for entry in await since(0):
            dropped(entry)
    assert heads(await seen(client), "newest") == ["Khai sinh"]
