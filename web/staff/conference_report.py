"""The report of a conference: the ward's case figures of its period, read and never retyped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Template

from dialogue.ward import queries as wards
from dialogue.ward.figures import Figures
from dialogue.ward.rules import Actor, may_enter_figures
from meetings.conferences.queries import period
from meetings.conferences.queries.conferences import ConferenceCard
from web.i18n import gettext_lazy as _
from web.staff.conference_parts import READ, card_of, conference_page
from web.staff.figure_words import COUNT, said, told_findings, told_shares
from web.staff.supervision import SeenTable, seen_table

ALL = _("Tất cả lĩnh vực")


@dataclass(frozen=True, slots=True)
class Line:
    """cells: in the order of COUNT. findings: a sentence, and is it a mistake?"""

    field: object
    cells: list[str]
    findings: list[tuple[str, bool]]
    shares: list[str]


@get("/doi-thoai/{conference:int}/bao-cao", opt=READ)
async def show(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template:
    card = await card_of(request, conference)
    found = await period.cases(card)
    names = {each.id: each.name for each in await wards.fields(card.ward, past=True)}
    whole, own = period.whole(card, found), period.own_series(card, found)
    reported = any(each.field is None for each in own)
    lines = [
        _line(names.get(each.field or 0, ALL) if each in own else each.label, each.figures)
        for each in found
    ]
    if whole is not None and not reported:
        lines.insert(0, _line(_("Cộng các lĩnh vực đã nhập"), whole))
    return await conference_page(
        request,
        "staff/conference_report.html",
        card,
        "bao-cao",
        lines=lines,
        columns=list(COUNT.values()),
        half=await period.half_year(card),
        seen=await _seen(card),
        may_enter=may_enter_figures(request.user),
    )


async def _seen(card: ConferenceCard) -> SeenTable | None:
    """What residential groups saw at the counters in the period; None without one."""
    if card.period_since is None or card.period_until is None:
        return None
    return await seen_table(card.ward, card.period_since, card.period_until)


def _line(name: object, figures: Figures) -> Line:
    cells = [said(figures, each) for each in COUNT]
    return Line(name, cells, told_findings(figures), told_shares(figures))


handlers = [show]
