"""A province's wards on one page: what each publishes, sorted by a link, never ranked by chance."""

from __future__ import annotations

import asyncio
import csv
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

import html5lib
import httpx
import pytest
from openpyxl import load_workbook

from dialogue.core.clock import HANOI, at
from dialogue.core.database import DB
from dialogue.core.memo import forget
from dialogue.ward.actions.setting_up import set_up_from_defaults, set_up_ward
from dialogue.ward.actions.successions import take_over_area
from dialogue.ward.lineage import AreaCard
from dialogue.ward.provinces import province
from dialogue.ward.rules import system_actor
from surveys.actions.counters import add_counter
from surveys.actions.ratings import rate
from surveys.beside import satisfaction_beside
from surveys.periods import Period
from surveys.queries.counters import CounterCard
from surveys.queries.ratings import leaf_days_beside
from surveys.rules import Level, Series
from surveys.satisfaction import counted
from tests.matters.build import house, published
from tests.pages import Page
from tests.surveys.builders import rating
from web.province_rows import overview

pytestmark = pytest.mark.integration
PATH = "/tinh/quang-ninh"
YEAR = Period(2026, 12, 1)
SUMMER = datetime(2026, 6, 10, 9, 0, tzinfo=HANOI)


async def ward_in(slug: str, name: str) -> int:
    ward = await set_up_ward(slug, name, province="Quảng Ninh", province_title="Tỉnh")
    await set_up_from_defaults(ward)
    return ward


async def given(card: CounterCard, day: date, good: int, bad: int) -> None:
    levels = [Level.VERY] * good + [Level.NOT] * bad
    with at(datetime(day.year, day.month, day.day, 9, tzinfo=HANOI)):
        await rate([rating(card, level, field=card.fields[0].id) for level in levels])


@pytest.fixture
async def told(client: httpx.AsyncClient) -> dict[str, int]:
    """Mông Dương: 19 of 20 satisfied. Quang Hanh: 13 of 20. Cô Tô: 4, too few for a figure."""
    wards = {}
    for slug, name, days in (
        ("mong-duong", "Mông Dương", ((10, 0), (9, 1))),
        ("quang-hanh", "Quang Hanh", ((7, 3), (6, 4))),
        ("co-to", "Cô Tô", ((4, 0),)),
    ):
        wards[slug] = await ward_in(slug, name)
        card = await add_counter(wards[slug], "Quầy 1", "Hộ tịch", fields=("TP-HT",))
        for number, (good, bad) in enumerate(days):
            await given(card, date(2026, 3, 2 + number), good, bad)
    forget()
    return wards


async def page_of(client: httpx.AsyncClient, path: str) -> Page:
    with at(SUMMER):
        reply = await client.get(path)
    assert reply.status_code == 200, reply.text[:300]
    html5lib.HTMLParser(strict=True).parse(reply.text)
    return Page(reply.text)


def names(page: Page) -> list[str]:
    return page.texts("tbody th")


async def test_each_ward_stands_with_what_it_publishes(
    client: httpx.AsyncClient, told: dict[str, int]
) -> None:
    page = await page_of(client, PATH)
    assert page.texts("h1") == ["Các phường, xã của tỉnh Quảng Ninh"]
    assert names(page) == ["Phường Cô Tô", "Phường Mông Dương", "Phường Quang Hanh"]
    shown = page.texts("tbody td")
    assert shown[0] == "chưa đủ số liệu"
    assert shown[8].startswith("95,0%(76,4–99,1)")
    assert shown[9] == "20"
    assert page.attribute("tbody tr:nth-child(2) th a", "href") == "/mong-duong"


async def test_it_is_the_same_figure_as_on_the_wards_own_page(
    client: httpx.AsyncClient, told: dict[str, int]
) -> None:
    with at(SUMMER):
        span = (YEAR.since, date(2026, 6, 8))
        beside = await satisfaction_beside(dict.fromkeys(told.values(), span))
        for ward in told.values():
            own = (await counted(ward, *span)).whole
            assert (beside[ward].counts, beside[ward].low) == (own.counts, own.low)


async def test_the_table_is_sorted_by_a_link_and_turned_round_by_the_same_one(
    client: httpx.AsyncClient, told: dict[str, int]
) -> None:
    page = await page_of(client, PATH)
    link = page.attribute("thead th:nth-child(2) a", "href").partition("#")[0]
    best = await page_of(client, link)
    assert names(best) == ["Phường Mông Dương", "Phường Quang Hanh", "Phường Cô Tô"]
    assert best.attribute("thead th:nth-child(2)", "aria-sort") == "descending"
    link = best.attribute("thead th:nth-child(2) a", "href").partition("#")[0]
    assert names(await page_of(client, link)) == [
        "Phường Quang Hanh",
        "Phường Mông Dương",
        "Phường Cô Tô",  # no figure is no bad figure: it stays at the end
    ]


@pytest.mark.parametrize("query", ["xep=may-man", "chieu=ngang", "ky=2026-13", "chuoi=x"])
async def test_what_there_is_not_is_not_found(
    client: httpx.AsyncClient, told: dict[str, int], query: str
) -> None:
    with at(SUMMER):
        assert (await client.get(f"{PATH}?{query}")).status_code == 404
        assert (await client.get("/tinh/khong-co")).status_code == 404


async def test_the_picture_names_every_point_and_states_its_limits(
    client: httpx.AsyncClient, told: dict[str, int]
) -> None:
    page = await page_of(client, PATH)
    titles = page.texts(".funnel a title")
    assert titles == [
        "Phường Mông Dương, 95,0%, n=20, trong giới hạn",
        "Phường Quang Hanh, 65,0%, n=20, trong giới hạn",
    ]
    assert page.attribute(".funnel a[aria-label^='Phường Mông']", "href") == "/mong-duong"
    assert {"Giới hạn 95%", "Giới hạn 99,8%"} <= set(page.texts(".legend li"))


async def test_a_province_with_one_figure_draws_nothing(client: httpx.AsyncClient) -> None:
    await set_up_ward("thach-ban", "Thạch Bàn", province="Hà Nội")
    page = await page_of(client, "/tinh/ha-noi")
    assert page.texts(".funnel") == []
    assert "chưa đủ số liệu" in page.texts("tbody td")


async def test_answers_promises_and_what_waits_are_those_of_the_board(
    client: httpx.AsyncClient,
) -> None:
    place = await house()
    await published(place, "Cống thoát nước bị tắc")
    page = Page((await client.get("/tinh/ha-noi")).text)
    assert page.texts("tbody td")[2:5] == ["100,0%(1/1)", "0", "0"]


async def test_a_reform_parts_the_period(client: httpx.AsyncClient, told: dict[str, int]) -> None:
    area = AreaCard(0, "Cọc Sáu", "phường", "", date(2026, 3, 2), True, "", "Nghị quyết mẫu")
    await take_over_area(system_actor(told["mong-duong"]), area)
    forget()
    page = await page_of(client, PATH)
    assert page.texts("tbody td")[8].endswith("từ 3/3/2026, ngày sắp xếp lại")
    assert page.texts("tbody td")[9] == "10"


async def test_both_files_hold_the_tables_figures(
    client: httpx.AsyncClient, told: dict[str, int]
) -> None:
    with at(SUMMER):
        text = (await client.get(f"{PATH}/so-lieu.csv")).content.decode("utf-8-sig")
        sheet = (await client.get(f"{PATH}/so-lieu.xlsx")).content
    rows = list(csv.DictReader(StringIO(text), delimiter=";"))
    assert [(row["address"], row["n"], row["satisfied"]) for row in rows] == [
        ("/co-to", "0", ""),
        ("/mong-duong", "20", "95.0"),
        ("/quang-hanh", "20", "65.0"),
    ]
    book = load_workbook(BytesIO(sheet))
    lines = list(book.active.iter_rows(values_only=True))
    assert [(line[1], line[4], line[5]) for line in lines[1:]] == [
        ("/co-to", 0, None),
        ("/mong-duong", 20, 95),
        ("/quang-hanh", 20, 65),
    ]  # numbers, which a spreadsheet can sort and add up
    assert [len(line) for line in lines] == [len(row) for row in [*rows, rows[0]]]


async def test_it_stands_in_english_and_on_the_front_page(
    client: httpx.AsyncClient, told: dict[str, int]
) -> None:
    front = Page((await client.get("/")).text)
    assert front.attribute("section[aria-labelledby=provinces-title] a", "href") == PATH
    english = await page_of(client, f"/en{PATH}")
    assert english.attribute("tbody tr:first-child th a", "href") == "/en/co-to"


async def test_more_wards_ask_the_database_no_more(
    client: httpx.AsyncClient, told: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, tables = asyncio.current_task(), list[str]()
    real = type(DB).run_querystring

    async def noted(engine: Any, querystring: Any, *args: Any, **named: Any) -> Any:
        if asyncio.current_task() is here:  # not the work behind the pages
            tables.append(str(querystring).partition(" FROM ")[2].split(" ", 1)[0])
        return await real(engine, querystring, *args, **named)

    async def asked() -> list[str]:
        forget()
        tables.clear()
        with at(SUMMER):
            await overview(await province("quang-ninh"), YEAR, Series.GENERAL)
        return [each for each in tables if "rule" not in each]  # remembered, or not any more

    monkeypatch.setattr(type(DB), "run_querystring", noted)
    few = await asked()
    for number in range(5):
        await set_up_ward(f"xa-{number}", f"Xã {number}", province="Quảng Ninh")
    assert '"rating_day"' in few or "rating_day" in few
    assert await asked() == few


async def test_days_that_were_final_are_read_once(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a server: its watcher forgets what it read whenever a ward or counter changes."""
    ward = await ward_in("co-to", "Cô Tô")
    card = await add_counter(ward, "Quầy 1", "Hộ tịch", fields=("TP-HT",))
    await given(card, date(2026, 3, 2), 8, 3)
    forget()
    spans = {ward: (YEAR.since, YEAR.until)}
    asked: list[tuple[date, date]] = []

    async def noted(wards: Any, since: date, until: date, series: Series) -> Any:
        asked.append((since, until))
        return await leaf_days_beside(wards, since, until, series)

    monkeypatch.setattr("surveys.beside.leaf_days_beside", noted)
    with at(SUMMER):
        first = await satisfaction_beside(spans)
        assert await satisfaction_beside(spans) == first
    await given(card, date(2026, 6, 11), 9, 0)  # one less than a block
    with at(datetime(2026, 6, 14, 9, tzinfo=HANOI)):
        assert await satisfaction_beside(spans) == first
    await given(card, date(2026, 6, 15), 1, 0)
    with at(datetime(2026, 6, 18, 9, tzinfo=HANOI)):
        beside = await satisfaction_beside(spans)
        own = (await counted(ward, YEAR.since, date(2026, 6, 16))).whole
    assert beside[ward].counts == own.counts
    assert own.counts.n == 21
    assert asked == [
        (date.min, date(2026, 6, 8)),
        (date(2026, 6, 8), date(2026, 6, 12)),
        (date(2026, 6, 12), date(2026, 6, 16)),
    ]
