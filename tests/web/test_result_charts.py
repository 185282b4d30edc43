"""Charts of results: the numbers of the table and the file beside them, drawn when asked for."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import httpx
import pytest

from dialogue.core import clock
from dialogue.core.i18n import decimal
from surveys.actions.counters import add_counter
from surveys.line_charts import LineWords, intervals, levels
from surveys.queries.counters import CounterCard
from surveys.results import Counts, figure
from surveys.rules import Level, Series
from tests.matters import builders
from tests.surveys.builders import FIELDS, counter_in_ward, give_before
from tests.web.desk import enter, see
from tests.web.test_public_results import SUMMER, file_of, given, page_of

pytestmark = pytest.mark.integration
PATH = "/thach-ban/hai-long"
WORDS = LineWords("share", "interval", ("very", "ok", "not"))
CUTS = ("field", "unit", "counter", "weekday", "half", "month")


@pytest.fixture
async def told(client: httpx.AsyncClient) -> CounterCard:
    """36 of 40 in March, 20 of 40 in February, by slips; 3 of April that wait."""
    card = await counter_in_ward()
    for day in range(2, 6):
        await given(card, date(2026, 2, day), 5, 5, Series.SLIP)
        await given(card, date(2026, 3, day), 4, 1, Series.SLIP)
        await given(card, date(2026, 3, day), 5, 0, Series.SLIP, hour=15)
    await given(card, date(2026, 4, 1), 2, 1, Series.SLIP)
    return card


async def test_an_english_chart_writes_english_numbers(
    client: httpx.AsyncClient, told: CounterCard
) -> None:
    with clock.at(SUMMER):
        english = await client.get(f"/en{PATH}/bieu-do.json?ky=2026&chuoi=slip&theo=field")
    assert english.json()["figure"]["layout"]["separators"] == ".,"
    ours = await drawn(client, "ky=2026&chuoi=slip&theo=field")
    assert ours["figure"]["layout"]["separators"] == ",."


async def drawn(client: httpx.AsyncClient, query: str) -> dict[str, Any]:
    with clock.at(SUMMER):
        reply = await client.get(f"{PATH}/bieu-do.json?{query}")
    assert reply.status_code == 200
    made: dict[str, Any] = reply.json()
    return made


@pytest.mark.parametrize("cut", CUTS)
async def test_a_chart_has_the_figures_of_the_file_and_no_other(
    client: httpx.AsyncClient, told: CounterCard, cut: str
) -> None:
    rows = [
        row
        for row in await file_of(client, "2026")
        if (row["series"], row["by"]) == ("slip", cut) and row["n"] != "0"
    ]
    made = await drawn(client, f"ky=2026&chuoi=slip&theo={cut}")
    points = made["figure"]["data"][-1]
    assert points["x"] == [float(row["satisfied"]) for row in rows]
    assert ends(points) == [(float(row["low"]), float(row["high"])) for row in rows]
    assert [int(name.rsplit("n=", 1)[1]) for name in points["y"]] == [int(r["n"]) for r in rows]
    assert rows


def ends(points: dict[str, Any]) -> list[tuple[float, float]]:
    bars = points["error_x"]
    each = zip(points["x"], bars["arrayminus"], bars["array"], strict=True)
    return [(round(share - less, 1), round(share + more, 1)) for share, less, more in each]


async def test_months_are_told_by_their_levels(
    client: httpx.AsyncClient, told: CounterCard
) -> None:
    made = (await drawn(client, "ky=2026&chuoi=slip"))["figure"]
    very, ok, bad, _points = made["data"]
    assert (very["x"], ok["x"], bad["x"]) == ([50.0, 90.0], [0.0, 0.0], [50.0, 10.0])
    page = await page_of(client, f"{PATH}?ky=2026&chuoi=slip")
    assert page.texts('#month ~ .table-frame [data-label="Từng mức"]') == [
        "Rất hài lòng 20, hài lòng 0, không hài lòng 20",
        "Rất hài lòng 36, hài lòng 0, không hài lòng 4",
    ]


async def test_no_two_charts_less_one_another_leave_a_few(
    client: httpx.AsyncClient, told: CounterCard
) -> None:
    """What is drawn of one cut, less what is drawn of another, of any period."""
    sums = set()
    for period in ("2026", "2026-h1", "2026-q1", "2026-02", "2026-03", "2026-04"):
        for cut in CUTS:
            made = await drawn(client, f"ky={period}&chuoi=slip&theo={cut}")
            names = made["figure"]["data"][-1]["y"]
            sums |= {int(name.rsplit("n=", 1)[1]) for name in names}
    assert all(not 0 < one - other < 10 for one in sums for other in {0, *sums})
    assert sums


async def test_plotly_is_not_loaded_before_it_is_asked_for(
    client: httpx.AsyncClient, told: CounterCard
) -> None:
    with clock.at(SUMMER):
        reply = await client.get(f"{PATH}?ky=2026&chuoi=slip")
    assert "plotly" not in reply.text
    boxes = re.findall(
        r'<div class="stack-s no-print" data-plot="[^"]*&amp;theo=(\w+)"[^>]*>', reply.text
    )
    assert boxes == list(CUTS)
    assert reply.text.count("data-plot=") == reply.text.count(' hidden>\n<button type="button"')
    made = await drawn(client, "ky=2026&chuoi=slip")
    script = await client.get(made["script"], headers={"accept-encoding": "gzip"})
    assert script.headers["content-encoding"] == "gzip"
    assert "immutable" in script.headers["cache-control"]


@pytest.mark.parametrize("query", ["theo=ward", "theo=person", "theo=field&ky=2099"])
async def test_what_there_is_not_is_not_drawn(
    client: httpx.AsyncClient, told: CounterCard, query: str
) -> None:
    assert (await client.get(f"{PATH}/bieu-do.json?{query}")).status_code == 404


async def test_english_speaks_english(client: httpx.AsyncClient, told: CounterCard) -> None:
    with clock.at(SUMMER):
        reply = await client.get(f"/en{PATH}/bieu-do.json?ky=2026&chuoi=slip&theo=month")
    assert reply.json()["figure"]["data"][0]["y"] == ["February 2026, n=40", "March 2026, n=40"]


async def test_staff_see_the_chart_of_each_table(client: httpx.AsyncClient) -> None:
    place = await builders.scene()
    for label, bad in (("Quầy 2", 2), ("Quầy 3", 8)):
        card = await add_counter(place.ward, label, "", fields=FIELDS)
        await give_before(9, card, [Level.VERY] * 12 + [Level.NOT] * bad)
    await enter(client, place, "chu-tich")
    page = await see(client, "/quan-tri/hai-long")
    reply = await client.get("/quan-tri/hai-long/bieu-do.json?theo=counter")
    shares = [f"{decimal(x)}%" for x in reply.json()["figure"]["data"][-1]["x"]]
    assert shares == page.texts('#counters ~ .table-frame [data-label="Hài lòng"]')
    assert len(shares) == 2
    wrong = await client.get("/quan-tri/hai-long/bieu-do.json?theo=person")
    assert wrong.status_code == 404


@pytest.mark.unit
def test_nothing_that_is_too_few_is_drawn() -> None:
    rows = [("A", figure(Counts(very=9, not_=1), {})), ("B", figure(Counts(), {}))]
    assert intervals(rows, WORDS)["data"][0]["y"] == ["A, n=10"]
    assert [each["x"] for each in levels(rows, WORDS)["data"]] == [[90.0], [0.0], [10.0], [90.0]]
    assert levels([], WORDS)["data"][0]["x"] == []


@pytest.mark.unit
def test_names_are_cut_for_a_telephone() -> None:
    (trace,) = intervals([("Đ" * 60, figure(Counts(very=10), {}))], WORDS)["data"]
    assert len(trace["y"][0]) < 40
    assert "<" not in str(trace)
