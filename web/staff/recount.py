"""The inspection board counts the published figure anew, from the log, and signs what it found."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, get, post
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core import clock
from dialogue.core.errors import Conflict
from dialogue.core.text import clean
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from surveys.periods import holding
from surveys.proofs import recounts
from surveys.proofs.recounts import LONGEST
from surveys.rules import Series, final_day
from web.access import staff
from web.forms import Form, read_form, read_query
from web.i18n import gettext_lazy as _
from web.render import staff_page
from web.result_rows import SERIES
from web.shapes import RailItem
from web.staff.parts import finished, onward

PATH = "/quan-tri/dem-lai"
WHO = staff(Role.INSPECTOR)
YEAR = 12  # months
DONE = {"da-ky": _("Đã ký. Kết quả đứng trong sổ và trên trang công khai.")}
CHANGED = _("Số liệu vừa đổi trong lúc ông bà xem. Xin xem số mới rồi ký lại.")


class RecountForm(BaseModel):
    """seen: what the page had counted, so that nobody signs what they have not read."""

    ky: Annotated[str, Field(pattern=r"^(20\d\d(-(h[12]|q[1-4]|0[1-9]|1[0-2]))?)?$")] = ""
    chuoi: Series = Series.GENERAL
    words: Annotated[str, BeforeValidator(clean), Field(max_length=LONGEST)] = ""
    seen: str = ""


@get("/dem-lai", opt=WHO)
async def show(request: Request[Actor, Any, Any]) -> Template:
    form = read_query(request, RecountForm)
    return await _page(request, form, 200 if form.data else 422)


@post("/dem-lai", opt=WHO)
async def sign(request: Request[Actor, Any, Any]) -> Template | Redirect:
    form = await read_form(request, RecountForm)
    if form.data is None:
        return await _page(request, form, 422)
    found = await _counted(request.user, form.data)
    if form.data.seen != _seen(found):
        return await _page(request, form, 409, CHANGED)
    try:
        await recounts.state(request.user, found, form.data.words)
    except Conflict:
        return await _page(request, form, 409, CHANGED)
    return onward(PATH, "da-ky")


async def _page(
    request: Request[Actor, Any, Any],
    form: Form[RecountForm],
    status: int = 200,
    problem: object = "",
) -> Template:
    found = await _counted(request.user, form.data) if form.data else None
    return await staff_page(
        request,
        "staff/recount.html",
        status=status,
        form=form,
        found=found,
        seen=_seen(found) if found else "",
        problem=problem,
        series=[(each.value, SERIES[each]) for each in Series],
        statements=await recounts.statements(request.user.ward),
        done=finished(request, DONE),
    )


async def _counted(actor: Actor, asked: RecountForm) -> recounts.Recount:
    usual = holding(final_day(clock.local_day(clock.now())), YEAR).key
    return await recounts.recount(actor, asked.ky or usual, asked.chuoi)


def _seen(found: recounts.Recount) -> str:
    return f"{found.period.key} {found.series} {found.published} {found.opened}"


handlers = [show, sign]
rail = [RailItem("recount", PATH, "check", _("Đếm lại sổ"), WHO["who"], 47)]
