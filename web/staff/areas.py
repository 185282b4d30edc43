"""Former wards and communes that this ward took over: dated facts, each with its document."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from litestar import Request, get, post
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core.errors import Conflict, Invalid
from dialogue.core.text import clean
from dialogue.ward.actions.successions import take_over_area
from dialogue.ward.lineage import AreaCard, areas
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from web.access import staff
from web.days import Day
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.render import staff_page
from web.staff.lineage import Source
from web.staff.parts import FIELD, Name, Text, finished, onward

PATH = "/quan-tri/to-dan-pho/phuong-xa-cu"
WHO = staff(Role.KEEPER, Role.REGISTER_KEEPER)
KEEPER = staff(Role.KEEPER)
KINDS = ("phường", "xã", "thị trấn")
WHOLE = (("1", _("Nhập cả")), ("0", _("Chỉ một phần")))
DONE = {"da-ghi": _("Đã ghi. Ai tìm tên cũ sẽ thấy phường, xã này.")}
TAKEN = _("Phường, xã cũ mang tên này đã được ghi.")
ELSEWHERE = _("Ghi nơi nhận các phần khác.")


class AreaForm(BaseModel):
    """until: its last day. elsewhere: who got the other parts, where it was split."""

    name: Name
    kind: Literal["phường", "xã", "thị trấn"]
    parent: Text = ""
    until: Day
    whole: Literal["1", "0"]
    elsewhere: Annotated[str, BeforeValidator(clean), Field(max_length=200)] = ""
    source: Source


@get("/to-dan-pho/phuong-xa-cu", opt=WHO)
async def show(request: Request[Actor, Any, Any]) -> Template:
    return await _page(request, form_of({"kind": "phường", "whole": "1"}))


@post("/to-dan-pho/phuong-xa-cu", opt=KEEPER)
async def take_over(request: Request[Actor, Any, Any]) -> Template | Redirect:
    form = await read_form(request, AreaForm)
    new = form.data
    if new is None:
        return await _page(request, form, 422)
    if new.whole == "0" and not new.elsewhere:
        return await _page(request, form.refuse(elsewhere=ELSEWHERE), 422)
    whole = new.whole == "1"
    elsewhere = "" if whole else new.elsewhere
    area = AreaCard(0, new.name, new.kind, new.parent, new.until, whole, elsewhere, new.source)
    try:
        await take_over_area(request.user, area)
    except Conflict:
        return await _page(request, form.refuse(name=TAKEN), 409)
    except Invalid as error:
        told = {"until" if key == "since" else key: FIELD[w] for key, w in error.errors.items()}
        return await _page(request, form.refuse(**told), 422)
    return onward(PATH, "da-ghi")


async def _page(request: Request[Actor, Any, Any], form: Form[Any], status: int = 200) -> Template:
    return await staff_page(
        request,
        "staff/areas.html",
        status=status,
        form=form,
        areas=await areas(request.user.ward),
        kinds=[(kind, kind) for kind in KINDS],
        whole=WHOLE,
        may_keep=request.user.has(Role.KEEPER),
        done=finished(request, DONE),
    )


handlers = [show, take_over]
