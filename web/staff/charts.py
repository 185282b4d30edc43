"""Charts as data: the figure of the same numbers that the page has in its table."""

from __future__ import annotations

from typing import Any

from anyio.to_thread import run_sync
from litestar import Request, Response, get

from dialogue.core.i18n import short_day
from dialogue.ward.rules import Actor
from surveys.charts import ChartWords, trend
from surveys.rules import READERS
from surveys.satisfaction import Week, weeks
from web.access import staff
from web.assets import asset_url, plotly_marks
from web.i18n import gettext_lazy as _
from web.render import NO_STORE
from web.staff.satisfaction import read_period


@get("/hai-long/bieu-do.json", opt=staff(*READERS))
async def course(request: Request[Actor, Any, Any]) -> Response[dict[str, Any]]:
    """The figure, and where plotly's script and rules of style lie: they load when it is drawn.

    marks: ids of elements by which the script sees that it need not write further rules itself.

    422 for a period that cannot be read; the page says it in words.
    """
    form, period = await read_period(request)
    if form.wrong:
        return Response({"errors": dict(form.wrong)}, status_code=422, headers=NO_STORE)
    found = await weeks(request.user, period.since, period.until, period.field)
    # in a thread: plotly is slow to wake, and its script is large to compress
    made = await run_sync(_drawing, found)
    return Response(made, headers=NO_STORE)


def _drawing(found: list[Week]) -> dict[str, Any]:
    words = ChartWords(
        str(_("Tỷ lệ hài lòng")),
        str(_("Khoảng tin cậy 95%")),
        str(_("Số lượt (n)")),
        [short_day(week.start) for week in found],
    )
    return {
        "figure": trend(found, words),
        "script": asset_url("plotly.js"),
        "style": asset_url("plotly.css"),
        "marks": plotly_marks(),
    }


handlers = [course]
