"""How satisfied people were, for everybody: the same figures as inside, final ones alone.

A snapshot a day: its figures end with the last day that no reply can change any more, and its
period has a fixed first day, so each published number moves by whole blocks.
"""

from __future__ import annotations

import json
from asyncio import to_thread
from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from dialogue.core import clock
from dialogue.core.errors import NotFound
from dialogue.matters.exports import csv_text
from dialogue.ward import queries
from dialogue.ward.cards import WardCard
from surveys.periods import Period, holding, period_of
from surveys.response import reported_periods
from surveys.rules import Series, final_day
from surveys.statement import Cut, Statement, public_statement
from web import kept
from web.access import PUBLIC
from web.caching import Ready
from web.drawings import cut_of, lines_drawn
from web.i18n import gettext_lazy as _
from web.i18n import url
from web.pages.rating import REASONS
from web.render import render
from web.result_rows import (
    COLUMNS,
    SERIES,
    as_cells,
    heads,
    line_name,
    line_names,
    period_name,
    rows,
)

CSV, JSON = "text/csv", "application/json"
USUAL = 12  # months: the year as far as it is over
CUTS = {
    Cut.FIELD: (_("Theo lĩnh vực"), _("Lĩnh vực")),
    Cut.UNIT: (_("Theo đơn vị"), _("Đơn vị")),
    Cut.COUNTER: (_("Theo quầy"), _("Quầy")),
    Cut.WEEKDAY: (_("Theo thứ trong tuần"), _("Thứ")),
    Cut.HALF: (_("Theo buổi"), _("Buổi")),
    Cut.MONTH: (_("Theo tháng"), _("Tháng")),
}


@dataclass(frozen=True, slots=True)
class View:
    """What the address asks for. series: told in full; None: slips, or what there is."""

    period: Period
    series: Series | None

    def query(self, series: Series) -> str:
        return f"?ky={self.period.key}&chuoi={series}"


def results_path(slug: str) -> str:
    return url(f"/{slug}/hai-long")


@get("/{slug:str}/hai-long", opt=PUBLIC)
async def show_results(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    ward = await queries.ward(slug)
    view = read_view(request)

    async def make() -> Ready:
        return Ready.of(await made(ward, view))

    path = "" if request.query_params else results_path(ward.slug)
    return await kept.reply(request, ward, "results", ("page", view), make, path)


@get("/{slug:str}/hai-long.csv", opt=PUBLIC)
async def results_csv(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    """All series of the period; the columns are described on the page."""
    ward = await queries.ward(slug)
    view = read_view(request)

    async def make() -> Ready:
        found = await statements(ward.id, view.period)
        names = await line_names(ward.id)
        lines = [cells for each in found for cells in as_cells(rows(each, names))]
        return Ready.of(csv_text(heads(), lines), media_type=CSV)

    reply = await kept.reply(request, ward, "results", ("csv", view.period), make)
    name = f"hai-long-{ward.slug}-{view.period.key}.csv"
    reply.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return reply


@get("/{slug:str}/hai-long/bieu-do.json", opt=PUBLIC)
async def results_chart(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    """The table of one cut as a chart, of months without `theo`. Raises NotFound for no cut."""
    ward = await queries.ward(slug)
    view, cut = read_view(request), cut_of(request.query_params.get("theo", Cut.MONTH))

    async def make() -> Ready:
        found = _told(await statements(ward.id, view.period), view.series)
        names = await line_names(ward.id)
        told = [(line_name(line, names), line.figure) for line in found.by(cut)]
        # the first chart of all compresses plotly's script: not while others wait
        drawn = await to_thread(lines_drawn, cut, told)
        return Ready.of(json.dumps(drawn, ensure_ascii=False), media_type=JSON)

    return await kept.reply(request, ward, "results", ("chart", view, cut), make)


handlers = [show_results, results_csv, results_chart]


def read_view(request: Request[Any, Any, Any]) -> View:
    """ky: a period's key. chuoi: a series. Raises NotFound for one that there is not."""
    given, last = request.query_params, final_day(clock.local_day(clock.now()))
    typed = given.get("ky", "")
    period = period_of(typed) if typed else holding(last, USUAL)
    if period is None or period.since > last:
        raise NotFound(f"no period {typed!r}")
    chosen = given.get("chuoi", "")
    if chosen not in {"", *Series}:
        raise NotFound(f"no series {chosen!r}")
    return View(period, Series(chosen) if chosen else None)


async def public_statement_of(ward: int, period: Period, series: Series) -> Statement:
    last = min(period.until, final_day(clock.local_day(clock.now())))
    before = period.previous
    return await public_statement(ward, period.since, last, (before.since, before.until), series)


async def statements(ward: int, period: Period) -> list[Statement]:
    return [await public_statement_of(ward, period, series) for series in SERIES]


async def made(ward: WardCard, view: View) -> str:
    found = await statements(ward.id, view.period)
    told = _told(found, view.series)
    names = await line_names(ward.id)
    last = final_day(clock.local_day(clock.now()))
    return render(
        "pages/results.html",
        ward=ward,
        view=view,
        path=results_path(ward.slug),
        csv_path=f"{results_path(ward.slug)}.csv?ky={view.period.key}",
        chart=f"{results_path(ward.slug)}/bieu-do.json{view.query(told.series)}&theo=",
        found=told,
        all_series=[each for each in found if not each.empty],
        series_names=SERIES,
        period_name=period_name,
        called=lambda line: line_name(line, names),
        cuts=CUTS,
        reasons=REASONS,
        columns=COLUMNS,
        tabs=[
            (period_name(each), results_path(ward.slug) + f"?ky={each.key}", each == view.period)
            for each in choices(last, view.period)
        ],
        reported=[
            (*span, _page_of(ward, span))
            for span in await reported_periods(ward.id, last)
            if span[0] >= view.period.since
        ],
    )


def _page_of(ward: WardCard, span: tuple[date, date]) -> str:
    """Where slips stand beside these dossiers; empty for days that are no period of ours."""
    held = (holding(span[0], months) for months in (12, 6, 3, 1))
    period = next((each for each in held if (each.since, each.until) == span), None)
    slips = Series.SLIP
    return f"{results_path(ward.slug)}{View(period, None).query(slips)}" if period else ""


def _told(found: list[Statement], asked: Series | None) -> Statement:
    """Slips as soon as they have a figure: they are the counted series."""
    of = {each.series: each for each in found}
    slips = of[Series.SLIP].whole.figure.n
    return of[asked or (Series.SLIP if slips else Series.GENERAL)]


def choices(last: date, chosen: Period) -> list[Period]:
    """The year, quarter and month that are running, those before, and what is chosen."""
    now = [holding(last, months) for months in (12, 3, 1)]
    offered = [now[0], now[0].previous, now[1], now[2], now[2].previous]
    return offered if chosen in offered else [*offered, chosen]
