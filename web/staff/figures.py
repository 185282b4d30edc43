"""Case figures: by period and field, entered by hand or from a file, with what does not add up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core.errors import Invalid
from dialogue.core.text import clean
from dialogue.ward import queries
from dialogue.ward.actions.case_figures import CaseEntry, enter_case_figures, import_cases
from dialogue.ward.cards import CaseCard
from dialogue.ward.figures import COUNTS, Figures, findings, read_figure
from dialogue.ward.lineage import reforms
from dialogue.ward.rules import Actor, may_enter_figures
from dialogue.ward.states import Qualifier, Role
from web.access import staff
from web.days import Day
from web.forms import MISSING, UPLOAD_BODY, Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.render import staff_page
from web.shapes import RailItem
from web.staff.figure_words import COUNT, said, told_findings, told_shares, typed
from web.staff.parts import (
    FIELD,
    NO_FILE,
    file_wrong,
    finished,
    onward,
    upload_of,
)

PATH = "/quan-tri/so-lieu"
WHO = staff(
    Role.KEEPER,
    Role.REGISTER_KEEPER,
    Role.CLERK,
    Role.DIRECTOR,
    Role.UNIT_HEAD,
    Role.CHAIRMAN,
)
ALL = _("Tất cả lĩnh vực")
ASK = _("“%(typed)s” là số nào? Số hồ sơ là số nguyên: ghi 1.500 hoặc 1500, hay hơn 1.500.")
DONE = {
    "da-ghi": _("Đã ghi số liệu."),
    "da-nhap": _("Đã nhập mọi dòng của tệp."),
}


class FigureForm(BaseModel):
    since: Day
    until: Day
    field: Id | None = None
    label: Annotated[str, BeforeValidator(clean), Field(max_length=120)] = ""
    source: Annotated[str, BeforeValidator(clean), Field(max_length=500)] = ""
    opening: str = ""  # the figures as typed: read_figures reads them
    received: str = ""
    received_direct: str = ""
    received_online: str = ""
    received_post: str = ""
    returned: str = ""
    early: str = ""
    on_time: str = ""
    late: str = ""
    in_progress: str = ""
    agreed: str = ""  # "1": entered as reported, though it does not add up


class FileForm(BaseModel):
    pass


@dataclass(frozen=True, slots=True)
class Line:
    card: CaseCard
    field: object
    cells: list[str]
    findings: list[tuple[str, bool]]
    shares: list[str]


@dataclass(frozen=True, slots=True)
class Period:
    since: date
    until: date
    label: str
    lines: list[Line]
    reformed: tuple[date, ...]  # days within, on which the ward took a new shape


SHOWN = ("opening", "received", "returned", "early", "on_time", "late", "in_progress")


@get("/so-lieu", opt=staff())
async def show(request: Request[Actor, Any, Any]) -> Template:
    return await _list(request, form_of({}))


async def _list(request: Request[Actor, Any, Any], form: Form[Any], status: int = 200) -> Template:
    ward = request.user.ward
    names = {each.id: each.name for each in await queries.fields(ward, True)}
    return await staff_page(
        request,
        "staff/figures.html",
        status=status,
        form=form,
        periods=periods_of(await queries.case_figures(ward), names, await reforms(ward)),
        columns=[COUNT[name] for name in SHOWN],
        may_enter=may_enter_figures(request.user),
        done=finished(request, DONE),
    )


def periods_of(
    cards: tuple[CaseCard, ...], names: dict[int, str], days: Collection[date] = ()
) -> list[Period]:
    """The latest first; series of one period that have different names stand apart."""

    def key(card: CaseCard) -> tuple[date, date, str]:
        return card.until, card.since, card.label

    return [
        Period(
            since,
            until,
            label,
            [_line(card, names) for card in found],
            tuple(sorted(day for day in days if since < day <= until)),
        )
        for (until, since, label), found in groupby(sorted(cards, key=key, reverse=True), key)
    ]


def _line(card: CaseCard, names: dict[int, str]) -> Line:
    return Line(
        card,
        ALL if card.field is None else names[card.field],
        [said(card.figures, name) for name in SHOWN],
        told_findings(card.figures),
        told_shares(card.figures),
    )


@get("/so-lieu/ghi", opt=WHO)
async def show_entry(request: Request[Actor, Any, Any]) -> Template:
    """?sua=<id>: starts from what was entered before."""
    wanted = request.query_params.get("sua", "")
    for card in await queries.case_figures(request.user.ward):
        if str(card.id) == wanted:
            return await _entry(request, form_of(_typed(card)))
    return await _entry(request, form_of({}))


def _typed(card: CaseCard) -> dict[str, object]:
    return {
        "since": f"{card.since:%d/%m/%Y}",
        "until": f"{card.until:%d/%m/%Y}",
        "field": card.field,
        "label": card.label,
        "source": card.source,
        **typed(card.figures),
    }


async def _entry(
    request: Request[Actor, Any, Any],
    form: Form[Any],
    status: int = 200,
    wrong: list[str] | None = None,
) -> Template:
    """wrong: what does not add up, to be agreed to."""
    return await staff_page(
        request,
        "staff/figures_entry.html",
        status=status,
        form=form,
        wrong=wrong or [],
        words=COUNT,
        fields=[(each.id, each.name) for each in await queries.fields(request.user.ward)],
    )


@post("/so-lieu/ghi", opt=WHO)
async def enter(request: Request[Actor, Any, Any]) -> Template | Redirect:
    form = await read_form(request, FigureForm)
    figures, unread = read_figures(form.values)
    if form.data is None or unread:
        return await _entry(request, form.refuse(**unread), 422)
    if form.data.agreed != "1" and any(found.is_mistake for found in findings(figures)):
        wrong = [text for text, is_mistake in told_findings(figures) if is_mistake]
        return await _entry(request, form, 422, wrong)
    new = form.data
    entry = CaseEntry(new.since, new.until, figures, new.field, new.label, new.source)
    try:
        await enter_case_figures(request.user, entry)
    except Invalid as error:
        return await _entry(request, form.refuse_all(error, FIELD), 422)
    return onward(PATH, "da-ghi")


def read_figures(values: dict[str, str]) -> tuple[Figures, dict[str, str]]:
    """The figures, and a question for each that cannot be read."""
    counts: dict[str, int | None] = {}
    qualifiers: dict[str, Qualifier] = {}
    unread: dict[str, str] = {}
    for name in COUNTS:
        try:
            counts[name], qualifier = read_figure(values[name])
        except ValueError:
            unread[name] = str(ASK) % {"typed": values[name][:40]}
            continue
        if qualifier:
            qualifiers[name] = qualifier
            if counts[name] is None:
                unread[name] = str(MISSING)
    return Figures(**counts, qualifiers=qualifiers), unread


@post("/so-lieu/tep", opt=WHO, request_max_body_size=UPLOAD_BODY)
async def bring_in(request: Request[Actor, Any, Any]) -> Template | Redirect:
    form = await read_form(request, FileForm)
    if not (data := await upload_of(form)):
        return await _list(request, form.refuse(file=NO_FILE), 422)
    try:
        await import_cases(request.user, data)
    except Invalid as error:
        return await _list(request, form.refuse(file=file_wrong(error)), 422)
    return onward(PATH, "da-nhap")


handlers = [show, show_entry, enter, bring_in]
rail = [RailItem("figures", PATH, "tag", _("Số liệu hồ sơ"), "staff:any", 64)]
