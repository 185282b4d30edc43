"""What residential groups saw at the counters: counts of a period, and the notes one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Request, get
from litestar.response import Template
from pydantic import BaseModel

from dialogue.core.clock import local_day, now
from dialogue.core.i18n import number
from dialogue.matters.queries.supervision import SeenCounts, counts, notes, seen_of
from dialogue.matters.supervision import READERS, seen_kinds
from dialogue.ward import queries as wards
from dialogue.ward.rules import Actor
from web.access import staff
from web.days import Day
from web.forms import form_of, read_query
from web.i18n import gettext_lazy as _
from web.render import staff_page
from web.shapes import RailItem
from web.staff.places import names

PATH = "/quan-tri/giam-sat"
WHO = staff(*READERS)
MOST = 100  # notes on one page; a shorter period shows the others
NO_FIELD = _("Chưa rõ lĩnh vực")
BACKWARDS = _("Ngày cuối phải sau ngày đầu.")


class PeriodForm(BaseModel):
    """The names stand in the address, so they are words of the language of the page."""

    tu: Day | None = None
    den: Day | None = None


@dataclass(frozen=True, slots=True)
class SeenTable:
    """rows: (field, kind, times), fields by name, kinds in the order of the list."""

    rows: list[tuple[str, str, str]]
    total: int
    answered: int


@get("/giam-sat", opt=WHO)
async def show(request: Request[Actor, Any, Any]) -> Template:
    form = read_query(request, PeriodForm)
    first, last = half_year(local_day(now()))
    wanted = form.data or PeriodForm()
    since, until = wanted.tu or first, wanted.den or last
    if since > until:
        form = form.refuse(den=BACKWARDS)
    elif not form.wrong:
        form = form_of({"tu": _typed(since), "den": _typed(until)})
    found = await notes(request.user, since, until, MOST + 1)
    return await staff_page(
        request,
        "staff/supervision.html",
        status=422 if form.wrong else 200,
        form=form,
        since=since,
        until=until,
        table=await seen_table(request.user.ward, since, until),
        notes=found[:MOST],
        more=len(found) > MOST,
        most=MOST,
        kinds={kind.code: kind.vi for kind in seen_kinds()},
        names=await names(request.user.ward),
    )


def half_year(day: date) -> tuple[date, date]:
    """The half of the calendar year that holds the day: what a conference reports on."""
    if day.month <= 6:
        return date(day.year, 1, 1), date(day.year, 6, 30)
    return date(day.year, 7, 1), date(day.year, 12, 31)


async def seen_table(ward: int, since: date, until: date) -> SeenTable:
    """For this page, and for the report of a conference."""
    found = await counts(ward, since, until)
    fields = {card.id: card.name for card in await wards.fields(ward, past=True)}
    return SeenTable(_rows(found, fields), found.total, found.answered)


async def seen_words(ward: int, matter: int) -> tuple[str, date] | None:
    """What was seen, and on which day; None for a matter that is no note of supervision."""
    found = (await seen_of(ward, [matter])).get(matter)
    words = {kind.code: kind.vi for kind in seen_kinds()}
    return None if found is None else (words.get(found.seen, ""), found.seen_on)


def _rows(found: SeenCounts, fields: dict[int, str]) -> list[tuple[str, str, str]]:
    named = [(fields.get(field or 0, ""), kinds) for field, kinds in found.by_field.items()]
    named.sort(key=lambda each: (not each[0], each[0]))
    return [
        (name or str(NO_FIELD), kind.vi, number(kinds[kind.code]))
        for name, kinds in named
        for kind in seen_kinds()
        if kinds[kind.code]
    ]


def _typed(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


handlers = [show]
rail = [RailItem("supervision", PATH, "search", _("Giám sát"), WHO["who"], 59)]
