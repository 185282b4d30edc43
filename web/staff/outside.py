"""Who outside the ward is given what accuses one of the few, and the cover of such a hand-over."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core import clock
from dialogue.core.errors import Invalid, NotFound
from dialogue.core.i18n import day
from dialogue.core.text import clean
from dialogue.matters.accused import goes_outside
from dialogue.matters.actions.looking import look
from dialogue.matters.actions.outside import ADDRESS_MOST, BODY_MOST, NAME_MOST, set_recipient
from dialogue.matters.queries.outside import recipient, recipients
from dialogue.matters.rules import SEALED
from dialogue.ward import queries as wards
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from web.access import staff
from web.days import Day
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.render import staff_page
from web.staff.parts import FIELD, finished, onward
from web.staff.places import READERS, names

PATH = "/quan-tri/noi-nhan-rieng"
WHO = staff(Role.CHAIRMAN, Role.KEEPER)
DONE = {"da-ghi": _("Đã ghi nơi nhận.")}
WORDS = {**FIELD, "past": _("Chọn từ hôm nay trở đi: việc đã bàn giao giữ nơi nhận cũ.")}


class RecipientForm(BaseModel):
    name: Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=NAME_MOST)]
    body: Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=BODY_MOST)]
    address: Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=ADDRESS_MOST)]
    since: Day


@get("/noi-nhan-rieng", opt=WHO)
async def show_outside(request: Request[Actor, Any, Any]) -> Template:
    return await _page(request, form_of({"since": day(clock.local_day(clock.now()))}))


@post("/noi-nhan-rieng", opt=WHO)
async def set_outside(request: Request[Actor, Any, Any]) -> Template | Redirect:
    form = await read_form(request, RecipientForm)
    if form.data is None:
        return await _page(request, form, 422)
    given = form.data
    try:
        await set_recipient(request.user, given.name, given.body, given.address, given.since)
    except Invalid as error:
        return await _page(request, form.refuse_all(error, WORDS), 422)
    return onward(PATH, "da-ghi")


async def _page(request: Request[Actor, Any, Any], form: Form[Any], status: int = 200) -> Template:
    ward = request.user.ward
    return await staff_page(
        request,
        "staff/outside.html",
        status=status,
        form=form,
        now=await recipient(ward),
        every=await recipients(ward),
        people=(await names(ward)).people,
        done=finished(request, DONE),
    )


@get("/van-de/{matter:int}/bia-ban-giao", opt=staff(*READERS))
async def show_cover(request: Request[Actor, Any, Any], matter: FromPath[int]) -> Template:
    """The sheet on top of what is handed over: from whom, to whom, what lies under it."""
    view = await look(request.user, matter)
    if view.state not in SEALED:
        raise NotFound(f"matter {matter} is not sealed")
    outside = goes_outside(view.facts.barred)
    return await staff_page(
        request,
        "staff/cover.html",
        page="matters",
        matter=view,
        recipient=await recipient(request.user.ward) if outside else None,
        outside=outside,
        office=await wards.ward_by_id(request.user.ward),
        today=clock.local_day(clock.now()),
    )


handlers = [show_outside, set_outside, show_cover]
