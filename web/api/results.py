"""Results of the surveys as data: the rows of the public page and its file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from dialogue.core import clock
from dialogue.core.errors import NotFound
from dialogue.ward import queries
from surveys.periods import holding, period_of
from surveys.rules import final_day
from web.access import PUBLIC
from web.api.tags import Anything, tagged
from web.pages.results import USUAL, statements
from web.result_rows import ResultRow, line_names, rows


@dataclass(frozen=True, slots=True)
class ResultsOut:
    """final: the last day that is counted; what was counted until then stays. least: ratings that
    a figure is made of at least.
    """

    ward: str
    period: str
    final: date
    least: int | None
    rows: list[ResultRow]


@get("/v1/wards/{ward:str}/results", opt=PUBLIC)
async def show_results(
    request: Anything, ward: FromPath[str], period: FromQuery[str] = ""
) -> Response[ResultsOut]:
    """How satisfied people were, series by series, with n, interval and response rate.

    Columns as in the ward's CSV, which describes them.
    """
    card, last = await queries.ward(ward), final_day(clock.local_day(clock.now()))
    asked = period_of(period) if period else holding(last, USUAL)
    if asked is None or asked.since > last:
        raise NotFound(f"no period {period!r}")
    names, found = await line_names(card.id), await statements(card.id, asked)
    made = [row for each in found for row in rows(each, names)]
    return tagged(request, ResultsOut(card.slug, asked.key, last, found[0].least, made))


handlers = [show_results]
