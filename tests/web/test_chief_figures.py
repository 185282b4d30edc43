"""Satisfaction for those who may read it: figures with n, what waits as a number, a real chart."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import html5lib
import httpx
import pytest
from openpyxl import load_workbook
from playwright.async_api import Page as Tab
from playwright.async_api import Route, async_playwright

from dialogue.core import clock
from dialogue.core.i18n import day, decimal, short_day
from dialogue.ward.actions.successions import take_over_area
from dialogue.ward.lineage import AreaCard
from dialogue.ward.states import Role
from surveys.actions.counters import add_counter
from surveys.charts import ChartWords, trend
from surveys.queries.counters import CounterCard
from surveys.results import Counts, figure
from surveys.rules import READERS, Level
from surveys.satisfaction import Week, satisfaction, weekdays, weeks
from tests.matters import builders
from tests.matters.builders import Scene
from tests.pages import Page
from tests.surveys.builders import FIELDS, give, give_before
from tests.web.desk import enter, see
from web.assets import find, plotly_marks

pytestmark = pytest.mark.integration
PATH = "/quan-tri/hai-long"
CHROMIUM = Path("/usr/bin/chromium")
HOST = "http://localhost"  # which browsers trust without TLS
TOO_FEW = "chưa đủ để tính"


@pytest.fixture
async def place() -> Scene:
    return await builders.scene()


async def counter(place: Scene) -> CounterCard:
    return await add_counter(place.ward, "Quầy 2", "Hộ tịch", fields=FIELDS)


async def rated(place: Scene) -> CounterCard:
    """18 of 20 satisfied; two weeks before 8 and 3 ratings that are a block together; 4 of now."""
    card = await counter(place)
    await give_before(23, card, [Level.NOT] * 8)
    await give_before(16, card, [Level.NOT] * 3)
    await give_before(2, card, [Level.VERY] * 11 + [Level.OK] * 7 + [Level.NOT] * 2)
    await give(card, [Level.OK] * 4)
    return card


async def test_who_may_enter(client: httpx.AsyncClient, place: Scene) -> None:
    seen = {}
    for role in Role:
        await place.person(f"vai-{role}", role)
        await enter(client, place, f"vai-{role}")
        answers = [await client.get(path) for path in (PATH, f"{PATH}/bieu-do.json")]
        seen[role] = {answer.status_code for answer in answers}
    assert seen == {role: {200} if role in READERS else {403} for role in Role}
    client.cookies.clear()
    assert (await client.get(f"{PATH}/bieu-do.json")).status_code == 303


async def test_the_figures_are_those_of_the_domain(client: httpx.AsyncClient, place: Scene) -> None:
    await rated(place)
    await enter(client, place, "chu-tich")
    today = clock.local_day(clock.now())
    found = await satisfaction(place.chairman, today - timedelta(days=29), today)
    whole = found.whole
    assert whole.percent is not None
    assert whole.low is not None
    assert whole.high is not None
    share = f"{decimal(whole.percent)}%"
    note = f"từ {decimal(whole.low)} đến {decimal(whole.high)}%, n={whole.n}"
    page = await see(client, PATH)
    assert page.texts(".stat dd")[:2] == [share, note]
    interval = f"{decimal(whole.low)}–{decimal(whole.high)}%"
    assert page.texts(".stat dd")[-1] == "còn 4 lượt chưa tính"
    beside = ["–", "chưa đủ để so", "–"]
    assert page.texts("#counters ~ .table-frame td") == [share, interval, "31", *beside, "4"]
    assert page.texts("#reasons ~ p") == ["Chưa có lý do nào được chọn, hoặc chưa đủ lượt để tính."]
    slips = await see(client, f"{PATH}?chuoi=slip")
    assert page.texts('#series ~ .table-frame [data-label="Tỷ lệ phản hồi"]') == ["không tính"]
    assert "chưa có số hồ sơ" in " ".join(slips.texts("#series ~ dl dd"))
    home = await see(client, "/quan-tri/")
    assert home.texts(".stat .value")[2] == share
    assert home.texts(".stat dd:last-child")[2] == note


async def test_little_shows_its_n_and_nothing_else(client: httpx.AsyncClient, place: Scene) -> None:
    card = await counter(place)
    await give_before(2, card, [Level.NOT] * 9)
    await enter(client, place, "chu-tich")
    page = await see(client, PATH)
    note = f"{TOO_FEW}, còn 9 lượt chưa tính"
    assert page.texts(".stat dd")[:2] == ["–", note]
    assert page.texts("#counters ~ .table-frame td") == [
        *(TOO_FEW, "–", "0", "–", "chưa đủ để so", "–", "9")
    ]
    assert page.texts(".chart__row .figures") == []
    assert page.texts(".chart__row .muted") == ["9 lượt, chưa đủ để tính"]
    data = (await client.get(f"{PATH}/bieu-do.json")).json()["figure"]["data"]
    assert [trace.get("y") for trace in data] == [[], [], []]
    home = await see(client, "/quan-tri/")
    assert home.texts(".stat dd:last-child")[2] == note


async def test_the_n_of_the_fields_add_up_to_the_n_of_all(
    client: httpx.AsyncClient, place: Scene
) -> None:
    """What waits in a field without a rate is told in words, so that nobody adds it."""
    card = await counter(place)
    first, second = card.fields[:2]
    await give_before(2, card, [Level.VERY] * 20, field=first.id)
    await give_before(2, card, [Level.OK] * 6, field=second.id)
    await give_before(2, card, [Level.OK] * 12)
    await enter(client, place, "chu-tich")
    for path in ("/quan-tri/", PATH):
        page = await see(client, path)
        rows = page.texts(".chart__row > :nth-child(2)")
        assert [row.rpartition("n=")[2] for row in rows if "n=" in row] == ["20", "12"]
        assert page.texts(".chart__row > .muted") == ["6 lượt, chưa đủ để tính"]
        assert any(tile.endswith("n=32") for tile in page.texts(".stat dd"))
        said = "Cộng n của các lĩnh vực được 32, bằng n của cả phường; 6 lượt chưa tính vào số nào."
        assert page.texts("[aria-labelledby] > p.muted")[0].endswith(said)


async def test_a_period_over_the_reform_stands_in_two_blocks(
    client: httpx.AsyncClient, place: Scene
) -> None:
    """Both ways of summing agree: block by block, and the whole at once."""
    card, today = await counter(place), clock.local_day(clock.now())
    start, last, end = (today - timedelta(days=days) for days in (90, 60, 30))
    await became(place, last)
    await give_before(70, card, [Level.NOT] * 10)
    await give_before(40, card, [Level.VERY] * 15)
    await enter(client, place, "chu-tich")
    page = await see(client, f"{PATH}?tu={day(start)}&den={day(end)}")
    assert page.texts("#spans ~ .table-frame tbody th") == [
        f"Từ {day(start)} đến {day(last)}",
        f"Từ {day(last + timedelta(days=1))} đến {day(end)}",
        "Cả thời gian",
    ]
    counts = page.texts('#spans ~ .table-frame [data-label="Số lượt (n)"]')
    assert counts == ["10", "15", "25"]
    after = await see(client, f"{PATH}?tu={day(last + timedelta(days=1))}&den={day(end)}")
    assert after.texts("#spans") == []
    assert any(tile.endswith("n=15") for tile in after.texts(".stat dd"))


async def became(place: Scene, last: date) -> None:
    """The ward took over a former one, whose last day this was."""
    keeper = await place.person("quan-tri", Role.KEEPER)
    old = AreaCard(0, "Cự Khối", "phường", "quận Long Biên", last, True, "", "Sắp xếp")
    await take_over_area(keeper, old)


async def test_the_page_says_how_ratings_are_counted(
    client: httpx.AsyncClient, place: Scene
) -> None:
    await rated(place)
    await enter(client, place, "chu-tich")
    final = short_day(clock.local_day(clock.now()) - timedelta(days=2))
    said = (
        "Lượt của từng quầy và lĩnh vực được gom lại cho đến khi đủ 10 lượt mới tính, và tính vào "
        "ngày đủ; người dân đổi được ý trong 24 giờ, nên mới gom đến hết ngày "
        f"{final}."
    )
    assert said in (await see(client, PATH)).texts("main p.muted")
    assert said in (await see(client, "/quan-tri/")).texts("main p.muted")


async def test_a_day_of_the_week_that_is_worse_is_named(
    client: httpx.AsyncClient, place: Scene
) -> None:
    card = await counter(place)
    today = clock.local_day(clock.now())
    monday = today.weekday() + 14  # days ago
    await give_before(monday, card, [Level.NOT] * 16 + [Level.VERY] * 4)
    await give_before(monday - 1, card, [Level.VERY] * 20)
    await enter(client, place, "chu-tich")
    page = await see(client, f"{PATH}?quay={card.id}")
    rows = page.texts("#weekdays ~ .table-frame th[scope=row]")
    assert rows == ["Thứ Hai", "Thứ Ba"]
    found = await weekdays(place.chairman, today - timedelta(days=29), today, card.id)
    assert [each.percent for each in found.days.values()] == [20.0, 100.0]
    assert page.texts("#weekdays ~ p.strong") == ["Thứ Hai thấp hơn hẳn các ngày khác."]
    assert page.texts('#weekdays ~ .table-frame [data-label="Số lượt (n)"]') == ["20", "20"]
    assert "của các đợt khép lại từ " in page.texts("#weekdays ~ p.small")[0]  # its own period


async def test_nothing_yet_says_what_to_do(client: httpx.AsyncClient, place: Scene) -> None:
    await enter(client, place, "chu-tich")
    page = await see(client, PATH)
    assert page.texts(".empty h2") == ["Chưa có lượt đánh giá nào trong những ngày này"]


async def test_days_are_typed_day_month_year(client: httpx.AsyncClient, place: Scene) -> None:
    await rated(place)
    await enter(client, place, "chu-tich")
    today = clock.local_day(clock.now())
    page = await see(client, f"{PATH}?tu={day(today - timedelta(days=3))}&den={day(today)}")
    assert page.attribute("#tu", "value") == day(today - timedelta(days=3))
    cells = page.texts("#counters ~ .table-frame td")
    assert (cells[2], cells[-1]) == ("20", "4")
    assert page.texts(".tabs [aria-current]") == []
    assert (await see(client, f"{PATH}?ky=7")).texts(".tabs [aria-current]") == ["7 ngày"]


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("tu=khong", "Ngày ghi theo mẫu ngày/tháng/năm, ví dụ 20/11/2026."),
        ("tu=2/1/2026&den=1/1/2026", "Ngày đầu phải trước ngày cuối."),
        ("tu=1/1/2020&den=1/6/2026", "Mỗi lần xem nhiều nhất 366 ngày."),
        ("den=1/1/2999", "Ngày này chưa tới."),
        ("den=9999-12-31", "Ngày này chưa tới."),
        ("tu=9999-12-31", "Ngày đầu phải trước ngày cuối."),
        ("den=0001-01-01", "Ngày này sớm quá: xem được từ ngày 1/1/2000."),
        ("tu=0001-01-01", "Ngày này sớm quá: xem được từ ngày 1/1/2000."),
    ],
)
async def test_a_wrong_period_is_said(
    client: httpx.AsyncClient, place: Scene, query: str, error: str
) -> None:
    await enter(client, place, "chu-tich")
    response = await client.get(f"{PATH}?{query}")
    page = Page(response.text)
    assert response.status_code == 422
    assert page.texts(".field .error") == [error]
    assert (await client.get(f"{PATH}/bieu-do.json?{query}")).status_code == 422


async def test_the_chart_has_the_numbers_of_the_table(
    client: httpx.AsyncClient, place: Scene
) -> None:
    await rated(place)
    await enter(client, place, "chu-tich")
    today = clock.local_day(clock.now())
    found = await weeks(place.chairman, today - timedelta(days=29), today)
    drawn = (await client.get(f"{PATH}/bieu-do.json")).json()["figure"]
    _band, line, bars = drawn["data"]
    assert line["y"] == [week.figure.percent for week in found] == [0.0, None, 90.0]
    assert bars["y"] == [week.figure.n for week in found] == [11, 0, 20]
    assert drawn["config"]["displayModeBar"] is False
    page = await see(client, PATH)
    assert page.texts("#course ~ .table-frame th[scope=row]") == [day(w.start) for w in found]


async def test_valid_html(client: httpx.AsyncClient, place: Scene) -> None:
    await rated(place)
    await enter(client, place, "chu-tich")
    for path in (PATH, "/quan-tri/"):
        html5lib.HTMLParser(strict=True).parse((await client.get(path)).text)


@pytest.mark.unit
def test_a_band_stops_at_a_gap() -> None:
    first = clock.local_day(clock.now())
    sizes = (20, 0, 30, 40)
    given = [
        Week(first + timedelta(weeks=number), figure(Counts(very=n), {}))
        for number, n in enumerate(sizes)
    ]
    made = trend(given, ChartWords("p", "i", "n", [day(week.start) for week in given]))
    band, line, bars = made["data"]
    assert [i for i, y in enumerate(band["y"]) if y is None] == [2, 7]
    assert line["y"] == [100.0, None, 100.0, 100.0]
    assert bars["y"] == [20, 0, 30, 40]
    assert "<" not in str(made)
    assert made["layout"]["separators"] == ",."
    english = trend(given, ChartWords("p", "i", "n", [], ".,"))
    assert english["layout"]["separators"] == ".,"


@pytest.mark.unit
def test_plotly_tells_its_rules_of_style() -> None:
    style = find("plotly.css")
    assert style is not None
    assert b".js-plotly-plot .plotly .main-svg{position:absolute;top:0;left:0;" in style.plain
    assert len(style.plain.splitlines()) > 40
    assert len(plotly_marks()) == 1


@pytest.fixture
async def tab(client: httpx.AsyncClient) -> AsyncIterator[Tab]:
    """A real browser whose every request is answered by the application in this process."""

    async def answer(route: Route) -> None:
        asked = route.request
        path = asked.url.removeprefix(HOST)
        given = await client.request(asked.method, path, headers={"accept-encoding": "identity"})
        headers = dict(given.headers)
        await route.fulfill(status=given.status_code, headers=headers, body=given.content)

    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=CHROMIUM)
        page = await browser.new_page()
        page.set_default_timeout(120_000)  # a busy machine is no fault
        await page.route("**/*", answer)
        yield page
        await browser.close()


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}")
async def test_a_real_browser_draws_it_under_our_policy(
    client: httpx.AsyncClient, place: Scene, tab: Tab
) -> None:
    await rated(place)
    await enter(client, place, "chu-tich")
    said: list[str] = []
    tab.on("console", lambda line: said.append(line.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    reply = await tab.goto(f"{HOST}{PATH}")
    assert reply is not None
    assert reply.headers["content-security-policy"].startswith("default-src 'self'")
    button = tab.get_by_role("button", name="Vẽ biểu đồ (Theo tuần)")
    await button.focus()
    await tab.keyboard.press("Enter")
    drawn = tab.locator(".plot__figure .main-svg").first
    await drawn.wait_for(state="visible")
    assert await tab.locator(".plot__figure .scatterlayer .point").count() == 2
    assert await tab.locator(".plot__figure .barlayer .point").count() == 3
    box: Any = await drawn.bounding_box()
    frame: Any = await tab.locator("#course ~ [data-plot] .plot__figure").bounding_box()
    assert box["height"] == 380
    assert abs(box["x"] - frame["x"]) <= 1
    assert await drawn.evaluate("node => getComputedStyle(node).position") == "absolute"
    status = tab.locator("#course ~ [data-plot] [role=status]")
    assert await status.inner_text() == "Đã vẽ. Số liệu ở bảng ngay dưới."
    assert said == []


def as_in_a_book(text: str) -> object:
    """Numbers, which a spreadsheet can sort and add up; nothing for an empty cell."""
    try:
        return float(text)
    except ValueError:
        return text or None


async def test_files_hold_the_rows_of_the_screen(client: httpx.AsyncClient, place: Scene) -> None:
    await rated(place)
    await enter(client, place, "chu-tich")
    told = list(
        csv.reader(
            StringIO((await client.get(f"{PATH}.csv")).text.removeprefix("\ufeff")), delimiter=";"
        )
    )
    book = load_workbook(BytesIO((await client.get(f"{PATH}.xlsx")).content))
    figures, notes = book.worksheets
    titles, *cells = [list(row) for row in figures.iter_rows(values_only=True)]
    explained = [list(row) for row in notes.iter_rows(values_only=True)]
    assert [row[:2] for row in explained[1:]] == [
        list(pair) for pair in zip(titles, told[0], strict=True)
    ]
    assert titles[:2] == ["Chuỗi", "Chia theo"]
    n = told[0].index("n")  # before it stand names and codes
    lines = told[1:]
    assert [row[:n] for row in cells] == [[text or None for text in row[:n]] for row in lines]
    assert [row[n:] for row in cells] == [[as_in_a_book(text) for text in row[n:]] for row in lines]
    counters = [row for row in told if row[:2] == ["general", "counter"]]
    page = await see(client, PATH)
    shown = page.texts('#counters ~ .table-frame [data-label="Số lượt (n)"]')
    assert [row[told[0].index("n")] for row in counters] == shown == ["31"]
    assert (await client.get(f"{PATH}.csv?tu=9/9/1999")).status_code == 422
