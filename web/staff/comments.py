"""What people wrote at the counters: searched, put together by wording, first read by others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from litestar import Request, get, post
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core import clock
from dialogue.core.errors import Invalid, NotFound
from dialogue.core.text import clean
from dialogue.ward import queries as wards
from dialogue.ward.rules import Actor
from surveys.comments.actions import read_first
from surveys.comments.queries import MOST, Comments, Wanted, comments
from surveys.comments.rules import READERS, may_read_about
from surveys.periods import Period, holding, period_of
from surveys.queries.counters import counters
from web.access import staff
from web.forms import Form, form_of, read_form, read_query
from web.i18n import gettext_lazy as _
from web.render import staff_page
from web.result_rows import period_name
from web.shapes import RailItem
from web.staff.parts import finished

PATH = "/quan-tri/loi-ghi-them"
WHO = staff(*READERS)
USUAL = 3  # months
SHOWN = 60  # groups on the page, the largest
NO_PERIOD = _("Không có kỳ này. Ông bà chọn một kỳ trong danh sách.")
NOT_THERE = _(
    "Có lời không còn ở đây, hoặc cần người không làm ở quầy ấy đọc trước. Chưa ghi gì; ông bà "
    "xem lại danh sách."
)
DONE = {"da-doc": _("Đã ghi: ông bà là người đọc đầu tiên.")}


class SearchForm(BaseModel):
    """ky: a period of whole months. linh_vuc, quay: ids. tim: words. chua_doc: read by nobody."""

    ky: Annotated[str, BeforeValidator(clean), Field(max_length=10)] = ""
    linh_vuc: int | None = None
    quay: int | None = None
    tim: Annotated[str, BeforeValidator(clean), Field(max_length=200)] = ""
    chua_doc: str = ""


class ReadForm(BaseModel):
    """ids: public ids of matters, with blanks between."""

    ids: Annotated[str, Field(max_length=40 * MOST)] = ""


@dataclass(frozen=True, slots=True)
class View:
    form: Form[SearchForm]
    period: Period
    wanted: Wanted

    @property
    def query(self) -> str:
        """This page again."""
        typed = {
            "ky": self.period.key,
            "linh_vuc": self.wanted.field or "",
            "quay": self.wanted.counter or "",
            "tim": self.wanted.words,
            "chua_doc": "1" if self.wanted.unread else "",
        }
        return urlencode({name: value for name, value in typed.items() if value})


@get("/loi-ghi-them", opt=WHO)
async def show(request: Request[Actor, Any, Any]) -> Template:
    return await _page(request, await _view(request))


@post("/loi-ghi-them", opt=WHO)
async def read(request: Request[Actor, Any, Any]) -> Template | Redirect:
    """Of one group, or of all that are shown: the actor has read them."""
    view, form = await _view(request), await read_form(request, ReadForm)
    if view.form.wrong:
        return await _page(request, view)
    try:
        await read_first(request.user, form.data.ids.split() if form.data else ())
    except (Invalid, NotFound):
        return await _page(request, view, problem=NOT_THERE, status=409)
    return Redirect(f"{PATH}?{view.query}&xong=da-doc", status_code=303)


async def _view(request: Request[Actor, Any, Any]) -> View:
    """The usual period when what was asked cannot be read; the form says so."""
    form, today = read_query(request, SearchForm), clock.local_day(clock.now())
    usual = holding(today, USUAL)
    typed = form.data or SearchForm()
    period = period_of(typed.ky) if typed.ky else usual
    if period is None or period.since > today:
        form, period = form.refuse(ky=NO_PERIOD), usual
    ward = request.user.ward
    fields = {card.id for card in await wards.fields(ward, True)}
    places = {card.id for card in await counters(ward, retired=True)}
    wanted = Wanted(
        period.since,
        period.until,
        typed.linh_vuc if typed.linh_vuc in fields else None,
        typed.quay if typed.quay in places else None,
        typed.tim,
        bool(typed.chua_doc),
    )
    return View(form, period, wanted)


async def _page(
    request: Request[Actor, Any, Any], view: View, *, problem: object = "", status: int = 200
) -> Template:
    actor = request.user
    found: Comments = await comments(actor, view.wanted)
    fields = await wards.fields(actor.ward, True)
    cards = await counters(actor.ward, retired=True)
    return await staff_page(
        request,
        "staff/comments.html",
        status=422 if view.form.wrong else status,
        page="comments",
        path=PATH,
        query=view.query,
        form=view.form if view.form.wrong else _typed(view),
        wanted=view.wanted,
        period=period_name(view.period),
        found=found,
        shown=found.groups[:SHOWN],
        most=MOST,
        problem=problem,
        done=finished(request, DONE),
        periods=[(each.key, period_name(each)) for each in _choices(view.period)],
        fields={card.id: card.name for card in fields},
        field_choices=[(card.id, card.name) for card in fields],
        titles={card.label: card.title for card in cards},
        counter_choices=[(c.id, c.title) for c in cards if may_read_about(actor, c.unit)],
    )


def _typed(view: View) -> Form[Any]:
    return form_of(
        {
            "ky": view.period.key,
            "linh_vuc": view.wanted.field or "",
            "quay": view.wanted.counter or "",
            "tim": view.wanted.words,
            "chua_doc": "1" if view.wanted.unread else "",
        }
    )


def _choices(chosen: Period) -> list[Period]:
    """This quarter and the one before, this month and the one before, the years."""
    today = clock.local_day(clock.now())
    now = [holding(today, months) for months in (USUAL, 1, 12)]
    offered = [each for one in now for each in (one, one.previous)]
    return offered if chosen in offered else [*offered, chosen]


handlers = [show, read]
rail = [RailItem("comments", PATH, "bubble", _("Lời ghi thêm"), str(WHO["who"]), position=42)]
