"""Charts as data: the figure of the same numbers that the page has in its table."""

from __future__ import annotations

from typing import Any

from anyio.to_thread import run_sync
from litestar import Request, Response, get

from dialogue.core.i18n import short_day, signs
from dialogue.ward.rules import Actor
from surveys.charts import ChartWords, trend
from surveys.line_charts import Row
from surveys.rules import READERS
from surveys.satisfaction import Week, weekdays, weeks
from surveys.statement import Cut, statement
from web.access import staff
from web.drawings import INTERVAL, SHARE, cut_of, drawing, lines_drawn
from web.i18n import gettext_lazy as _
from web.i18n import language
from web.render import NO_STORE
from web.result_rows import HALVES, line_name, line_names
from web.staff.satisfaction import Period, read_period, weekday_rows


@get("/hai-long/bieu-do.json", opt=staff(*READERS))
async def course(request: Request[Actor, Any, Any]) -> Response[dict[str, Any]]:
    """The course by week, or with `theo` the table of one cut; scripts load when it is drawn.

    422 for a period that cannot be read; the page says it in words. Raises NotFound for a cut
    that there is not.
    """
    form, period = await read_period(request)
    if form.wrong:
        return Response({"errors": dict(form.wrong)}, status_code=422, headers=NO_STORE)
    asked = request.query_params.get("theo", "")
    if asked:
        cut = cut_of(asked)
        made = await run_sync(lines_drawn, cut, await _rows(request.user, period, cut))
        return Response(made, headers=NO_STORE)
    found = await weeks(request.user, period.since, period.until, period.field, period.series)
    # in a thread: plotly is slow to wake, and its script is large to compress
    made = await run_sync(_drawing, found)
    return Response(made, headers=NO_STORE)


async def _rows(actor: Actor, period: Period, cut: Cut) -> list[Row]:
    """The page's table of this cut; weekdays and halves of the counter that is chosen there."""
    since, until = period.since, period.until
    if cut in {Cut.WEEKDAY, Cut.HALF}:
        found = await weekdays(actor, since, until, period.counter, period.series)
        if cut is Cut.WEEKDAY:
            return [(name, figure) for name, figure, _below in weekday_rows(found)]
        return [(str(HALVES[half]), figure) for half, figure in found.halves.items()]
    told = await statement(actor, since, until, period.before, period.series)
    names = await line_names(actor.ward)
    return [(line_name(line, names), line.figure) for line in told.by(cut)]


def _drawing(found: list[Week]) -> dict[str, Any]:
    words = ChartWords(
        str(SHARE),
        str(INTERVAL),
        str(_("Số lượt (n)")),
        [short_day(week.start) for week in found],
        "".join(signs(language())),
    )
    return drawing(trend(found, words))


handlers = [course]
