"""Results as files: the rows that the screen shows, and that the public file has of its periods."""

from __future__ import annotations

from asyncio import to_thread
from typing import Any

from litestar import Request, Response, get

from dialogue.core.errors import Invalid
from dialogue.matters.exports import csv_text
from dialogue.ward.rules import Actor
from surveys.rules import READERS, Series
from surveys.statement import statement
from web.access import staff
from web.papers import MEDIA
from web.render import NO_STORE
from web.result_rows import as_cells, explained, heads, line_names, rows, titles
from web.staff.satisfaction import Period, read_period


@get("/hai-long.csv", opt=staff(*READERS))
async def as_csv(request: Request[Actor, Any, Any]) -> Response[bytes]:
    """All series of the period asked for. Raises Invalid for one that cannot be read."""
    period, cells = await _cells(request)
    return _file(csv_text(heads(), cells).encode(), "text/csv", period, "csv")


@get("/hai-long.xlsx", opt=staff(*READERS))
async def as_sheet(request: Request[Actor, Any, Any]) -> Response[bytes]:
    from web.printing.sheet import as_xlsx  # noqa: PLC0415  openpyxl, which few ever need

    period, cells = await _cells(request)
    made = await to_thread(as_xlsx, "Hài lòng", titles(), cells, explained())
    return _file(made, MEDIA["xlsx"], period, "xlsx")


async def _cells(request: Request[Actor, Any, Any]) -> tuple[Period, list[tuple[object, ...]]]:
    form, period = await read_period(request)
    if form.wrong:
        raise Invalid("no such period", **dict.fromkeys(dict(form.wrong), "wrong"))
    actor, names = request.user, await line_names(request.user.ward)
    found = [
        await statement(actor, period.since, period.until, period.before, series)
        for series in Series
    ]
    return period, [cells for each in found for cells in as_cells(rows(each, names))]


def _file(made: bytes, media: str, period: Period, form: str) -> Response[bytes]:
    name = f"hai-long-{period.since}-{period.until}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', **NO_STORE}
    return Response(made, media_type=media, headers=headers)


handlers = [as_csv, as_sheet]
