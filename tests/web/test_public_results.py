"""Public results: screen, file and API say one thing, and nobody is found by it."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import httpx
import pytest

from dialogue.core.changes import newest, since
from dialogue.core.clock import HANOI, at
from dialogue.core.memo import forget
from dialogue.ward.actions.case_figures import CaseEntry, enter_case_figures
from dialogue.ward.figures import Figures
from dialogue.ward.queries import ward
from dialogue.ward.rules import system_actor
from surveys.actions.ratings import rate
from surveys.actions.sums import rebuild_sums
from surveys.queries.counters import CounterCard
from surveys.rules import Level, Series
from surveys.tables import RatingDay
from tests.pages import Page
from tests.surveys.builders import counter_in_ward, rating
from web.caching import PAGES
from web.lifespan import seen
from web.ready import front

pytestmark = pytest.mark.integration
PATH = "/thach-ban/hai-long"
MARCH = (date(2026, 3, 1), date(2026, 3, 31))
SUMMER = datetime(2026, 6, 10, 9, 0, tzinfo=HANOI)
Rows = list[dict[str, str]]


async def given(  # noqa: PLR0917  a table of ratings
    card: CounterCard, day: date, good: int, bad: int, series: Series, hour: int = 9
) -> None:
    levels = [Level.VERY] * good + [Level.NOT] * bad
    with at(datetime(day.year, day.month, day.day, hour, tzinfo=HANOI)):
        await rate(
            [
                rating(card, level, field=card.fields[0].id, series=series, reasons=_why(level))
                for level in levels
            ]
        )


def _why(level: Level) -> tuple[str, ...]:
    return ("wait",) if level is Level.NOT else ()


@pytest.fixture
async def told(client: httpx.AsyncClient) -> CounterCard:
    """Slips: 36 of 40 in March, 20 of 40 in February. 311 dossiers in March. Others beside."""
    card = await counter_in_ward()
    for day in range(2, 6):
        await given(card, date(2026, 2, day), 5, 5, Series.SLIP)
        await given(card, date(2026, 3, day), 4, 1, Series.SLIP)
        await given(card, date(2026, 3, day), 5, 0, Series.SLIP, hour=15)
        await given(card, date(2026, 3, day), 4, 3, Series.GENERAL)
    entry = CaseEntry(*MARCH, Figures(returned=311))
    await enter_case_figures(system_actor(card.ward), entry)
    return card


async def page_of(client: httpx.AsyncClient, path: str) -> Page:
    with at(SUMMER):
        reply = await client.get(path)
    assert reply.status_code == 200
    return Page(reply.text)


async def file_of(client: httpx.AsyncClient, period: str, when: datetime = SUMMER) -> Rows:
    with at(when):
        reply = await client.get(f"{PATH}.csv?ky={period}")
    assert reply.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(reply.content.decode("utf-8-sig")), delimiter=";"))


def line(rows: Rows, series: str, by: str, key: str = "") -> dict[str, str]:
    (found,) = (
        each for each in rows if (each["series"], each["by"], each["key"]) == (series, by, key)
    )
    return found


async def test_the_rate_has_its_real_denominator(
    client: httpx.AsyncClient, told: CounterCard
) -> None:
    page = await page_of(client, f"{PATH}?ky=2026-03")
    text = " ".join(page.texts("main"))
    assert "12,9% (40 trên 311 hồ sơ đã trả)" in text
    assert "tăng 40,0 điểm, hơn mức ngẫu nhiên" in text
    february = " ".join((await page_of(client, f"{PATH}?ky=2026-02")).texts("main"))
    assert "chưa có số hồ sơ" in february
    assert "100%" not in february


async def test_sums_made_again_beside_the_server_reach_its_page(
    client: httpx.AsyncClient, told: CounterCard
) -> None:
    """The command runs in a process of its own: the server hears of it by the change log."""
    march = f"{PATH}?ky=2026-03"
    good = (await page_of(client, march)).texts("main")
    await RatingDay.raw("UPDATE rating_day SET very = 0")
    forget()
    PAGES.clear()
    assert (await page_of(client, march)).texts("main") != good
    with at(SUMMER):
        assert await rebuild_sums(await ward("thach-ban"))
        for entry in await since(0, kinds=["sums"]):
            seen(entry)
    assert (await page_of(client, march)).texts("main") == good


async def test_dossiers_reported_later_reach_the_page(
    client: httpx.AsyncClient, told: CounterCard
) -> None:
    february = f"{PATH}?ky=2026-02"
    assert "chưa có số hồ sơ" in " ".join((await page_of(client, february)).texts("main"))
    entry = CaseEntry(date(2026, 2, 1), date(2026, 2, 28), Figures(returned=400))
    before = await newest()
    await enter_case_figures(system_actor(told.ward), entry)
    for change in await since(before):
        seen(change)
    page = " ".join((await page_of(client, february)).texts("main"))
    assert "10,0% (40 trên 400 hồ sơ đã trả)" in page
    before = await newest()
    await enter_case_figures(system_actor(told.ward), entry)
    assert await newest() == before


async def test_screen_file_and_api_say_the_same(
    client: httpx.AsyncClient, told: CounterCard
) -> None:
    rows = await file_of(client, "2026-03")
    with at(SUMMER):
        reply = await client.get("/api/v1/wards/thach-ban/results?period=2026-03")
    data: dict[str, Any] = reply.json()
    assert [{k: "" if v is None else str(v) for k, v in row.items()} for row in data["rows"]] == [
        row | {name: _iso(row[name]) for name in ("since", "until", "returned_until")}
        for row in rows
    ]
    whole = line(rows, "slip", "ward")
    assert (whole["n"], whole["satisfied"], whole["response"]) == ("40", "90.0", "12.9")
    page = " ".join((await page_of(client, f"{PATH}?ky=2026-03")).texts("main"))
    for name in ("satisfied", "low", "high", "response"):
        assert whole[name].replace(".", ",") in page


def _iso(day: str) -> str:
    return "-".join(reversed(day.split("/"))) if day else ""


async def test_a_field_holds_its_children_and_halves_are_told(
    client: httpx.AsyncClient, told: CounterCard
) -> None:
    rows = await file_of(client, "2026-03")
    fields = [row for row in rows if (row["series"], row["by"]) == ("slip", "field")]
    assert {row["n"] for row in fields} == {"40"}
    assert line(rows, "slip", "half", "0")["n"] == "20"
    assert line(rows, "slip", "half", "1")["n"] == "20"
    assert line(rows, "slip", "month", "2026-03-01")["n"] == "40"


async def test_a_second_file_an_hour_or_a_day_later_moves_by_nothing_or_enough(
    client: httpx.AsyncClient, told: CounterCard
) -> None:
    """Somebody takes the file each day while ratings come one by one, and subtracts."""
    before: dict[tuple[str, str, str], int] = {}
    moved = set()
    for number in range(24):
        day = date(2026, 4, 1) + timedelta(days=number)
        await given(told, day, 1, number % 2, Series.SLIP)
        for hour in (10, 11):
            when = datetime(day.year, day.month, day.day, hour, tzinfo=HANOI)
            rows = await file_of(client, "2026-04" if number > 2 else "2026", when)
            if number == 3 and hour == 10:
                before.clear()
            for row in rows:
                key = (row["series"], row["by"], row["key"])
                n = int(row["n"])
                moved.add(n - before.get(key, n if number < 3 else 0))
                before[key] = n
    assert all(each == 0 or each >= 10 for each in moved)
    assert max(moved) >= 10


async def test_no_line_of_a_file_less_others_leaves_a_few(
    client: httpx.AsyncClient, told: CounterCard
) -> None:
    await given(told, date(2026, 3, 10), 3, 1, Series.SLIP)
    rows = await file_of(client, "2026-03")
    n = {(row["by"], row["key"]): int(row["n"]) for row in rows if row["series"] == "slip"}
    for one in n.values():
        for other in n.values():
            assert not 0 < one - other < 10
    assert all(row["n"] == "0" or int(row["n"]) >= 10 for row in rows)


@pytest.mark.parametrize(
    ("series", "words"),
    [(Series.MACHINE, "máy đánh giá có sẵn của phường gửi sang"), (Series.STAFF, "Phiếu giấy do")],
)
async def test_each_series_says_where_it_comes_from(
    client: httpx.AsyncClient, told: CounterCard, series: Series, words: str
) -> None:
    for day in range(2, 6):
        await given(told, date(2026, 3, day), 5, 0, series)
    page = await page_of(client, f"{PATH}?ky=2026-03&chuoi={series.value}")
    assert words in " ".join(page.texts("main p"))


async def test_lines_that_do_not_add_up_are_explained(
    client: httpx.AsyncClient, told: CounterCard
) -> None:
    page = await page_of(client, f"{PATH}?ky=2026-03&chuoi=slip")
    assert "các dòng ấy cộng lại có thể ít hơn" in " ".join(page.texts("#method ~ ul"))


async def test_files_name_their_letters_once(client: httpx.AsyncClient, told: CounterCard) -> None:
    reply = await client.get(f"{PATH}.csv")
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"


async def test_it_is_told_in_english(client: httpx.AsyncClient, told: CounterCard) -> None:
    with at(SUMMER):
        page = Page((await client.get(f"/en{PATH}?ky=2026-03")).text)
    assert "March 2026" in page.texts("h2")
    assert any("Counter 2" in text for text in page.texts("th"))


async def test_the_ward_leads_to_it(client: httpx.AsyncClient, told: CounterCard) -> None:
    page = Page((await client.get("/thach-ban")).text)
    assert page.attribute("#satisfaction ~ a", "href") == PATH


async def test_each_column_is_described(client: httpx.AsyncClient, told: CounterCard) -> None:
    page = await page_of(client, PATH)
    (first, *_others) = await file_of(client, "2026")
    assert page.texts("#file ~ details dt") == list(first)


@pytest.mark.parametrize("query", ["ky=2026-13", "ky=2099", "ky=x", "chuoi=all"])
async def test_what_there_is_not_is_not_found(
    client: httpx.AsyncClient, told: CounterCard, query: str
) -> None:
    assert (await client.get(f"{PATH}?{query}")).status_code == 404


async def test_without_ratings_it_says_so(client: httpx.AsyncClient) -> None:
    await counter_in_ward()
    page = Page((await client.get(PATH)).text)
    assert page.texts(".empty h2, .empty h3") == ["Chưa có lượt đánh giá nào trong kỳ này"]


async def test_the_usual_page_is_ready_before_the_framework(
    client: httpx.AsyncClient, told: CounterCard
) -> None:
    """In both languages, packed; what is asked with a question mark goes on as before."""
    usual = (PATH, f"/en{PATH}")
    first = [await client.get(path) for path in usual]
    asked: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        asked.append(scope["path"])
        await client._transport.app(scope, receive, send)  # type: ignore[attr-defined]

    transport = httpx.ASGITransport(front(app))  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url=str(client.base_url)) as fast:
        quick = [await fast.get(path) for path in usual]
        assert asked == []
        assert [each.text for each in quick] == [each.text for each in first]
        assert {each.headers["content-encoding"] for each in quick} == {"gzip"}
        month = await fast.get(f"{PATH}?ky=2026-03")
        assert asked == [PATH]
    assert month.text not in {each.text for each in first}
