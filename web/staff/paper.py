"""Stacks of paper slips: the list, the form to print, and what becomes of each stack."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field, create_model

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from surveys.paper import actions
from surveys.paper.actions import LONGEST
from surveys.paper.form import paper_forms_pdf
from surveys.paper.queries import Stack, stack, stacks, twice
from surveys.paper.rules import (
    ENTERERS,
    may_confirm,
    may_discard,
    may_enter,
    may_enter_again,
)
from surveys.paper.slips import Slip
from surveys.paper.states import WAITING, StackState
from surveys.queries.counters import CounterCard, counters
from surveys.rules import READERS, Series, may_read_figures
from surveys.satisfaction import satisfaction
from web.access import staff
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.render import staff_page
from web.shapes import RailItem
from web.staff.paper_words import REASON, SOURCE, STATE, WENT_ON, in_words
from web.staff.parts import finished, onward

PATH = "/quan-tri/phieu-giay"
WHO = staff(*dict.fromkeys((*ENTERERS, *READERS)))
TYPISTS = staff(*ENTERERS)
SHOWN = 60  # stacks of the list
YEAR = timedelta(days=365)
DONE = {
    "da-tinh": _("Đã ghi cả xấp. Nội dung từng phiếu không được giữ lại."),
    "cho-lan-hai": _("Xấp này được rút để kiểm tra: một người khác nhập lại rồi mới tính."),
    "da-khop": _("Hai lần nhập giống hệt nhau. Đã tính cả xấp."),
    "khac-nhau": _("Hai lần nhập có chỗ khác nhau. Xin quyết từng chỗ dưới đây."),
    "da-quyet": _("Đã quyết các chỗ khác nhau và tính cả xấp."),
    "da-co": _("Tệp này đã được tải lên trước đó: đây là xấp của nó. Không tính hai lần."),
    "da-bo": _("Đã bỏ xấp này. Không phiếu nào được tính."),
}


class SettleForm(BaseModel):
    """Beside it: side_12 for each slip that differs."""

    reason: Annotated[str, Field(max_length=4 * LONGEST)] = ""


class ReasonForm(BaseModel):
    reason: Annotated[str, Field(max_length=4 * LONGEST)] = ""


@get("/phieu-giay", opt=WHO)
async def show(request: Request[Actor, Any, Any]) -> Template:
    actor, today = request.user, local_day(now())
    figures = None
    if may_read_figures(actor):
        figures = await satisfaction(actor, today - YEAR, today, Series.STAFF)
    people = {each.id: each.name for each in await ward_queries.staff_list(actor.ward)}
    return await staff_page(
        request,
        "staff/paper.html",
        stacks=[(each, *STATE[each.state]) for each in await stacks(actor, SHOWN)],
        people=people,
        sources=SOURCE,
        twice=await twice(actor),
        figures=figures,
        may=may_enter(actor),
        counters=await counters(actor.ward),
        done=finished(request, DONE),
    )


@get("/phieu-giay/to-phieu.pdf", opt=WHO)
async def paper_form(
    request: Request[Actor, Any, Any], quay: FromQuery[str] = ""
) -> Response[bytes]:
    """quay: one counter's code; empty: all, a page each."""
    ward = await ward_queries.ward_by_id(request.user.ward)
    cards = [await open_counter(ward.id, quay)] if quay else await counters(ward.id)
    if not cards:
        raise NotFound("no open counter")
    made = await asyncio.to_thread(paper_forms_pdf, ward, cards)
    return Response(
        made,
        media_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="phieu-giay-{quay or ward.slug}.pdf"',
            "Cache-Control": "no-store",
        },
    )


@get("/phieu-giay/{stack_id:str}", opt=WHO)
async def show_one(request: Request[Actor, Any, Any], stack_id: FromPath[str]) -> Template:
    return await _one(request, await stack(request.user, stack_id))


@post("/phieu-giay/{stack_id:str}/quyet", opt=TYPISTS)
async def settle(request: Request[Actor, Any, Any], stack_id: FromPath[str]) -> Template | Redirect:
    known = await stack(request.user, stack_id)
    sides = {each.number: f"side_{each.number}" for each in known.differences}
    model = create_model("Settle", __base__=SettleForm, **dict.fromkeys(sides.values(), (str, "")))  # type: ignore[call-overload]
    form = await read_form(request, model)
    chosen = {number: form.values[side] for number, side in sides.items() if form.values[side]}
    try:
        await actions.settle(request.user, stack_id, chosen, form.values["reason"])
    except Invalid as error:
        refused = form.refuse_all(error, REASON)
        return await _one(request, known, refused, chosen=chosen, status=422)
    except Conflict:
        return await went_on(request, stack_id)
    return onward(f"{PATH}/{stack_id}", "da-quyet")


@post("/phieu-giay/{stack_id:str}/ghi", opt=TYPISTS)
async def confirm(
    request: Request[Actor, Any, Any], stack_id: FromPath[str]
) -> Template | Redirect:
    try:
        await actions.confirm(request.user, stack_id)
    except Conflict:
        return await went_on(request, stack_id)
    return onward(f"{PATH}/{stack_id}", "da-tinh")


@post("/phieu-giay/{stack_id:str}/bo", opt=TYPISTS)
async def discard(
    request: Request[Actor, Any, Any], stack_id: FromPath[str]
) -> Template | Redirect:
    form = await read_form(request, ReasonForm)
    try:
        await actions.discard(request.user, stack_id, form.values["reason"])
    except Invalid as error:
        known = await stack(request.user, stack_id)
        return await _one(request, known, form.refuse_all(error, REASON), status=422)
    except Conflict:
        return await went_on(request, stack_id)
    return onward(f"{PATH}/{stack_id}", "da-bo")


# One stack


async def _one(
    request: Request[Actor, Any, Any],
    known: Stack,
    form: Form[Any] | None = None,
    *,
    chosen: Mapping[int, str] | None = None,
    problem: object = "",
    status: int = 200,
) -> Template:
    actor = request.user
    people = {each.id: each.name for each in await ward_queries.staff_list(actor.ward)}
    may_settle = known.state is StackState.DIFFERS and may_enter_again(actor, known.staff)
    may_look = known.state is StackState.READY and may_confirm(actor, known.staff)
    return await staff_page(
        request,
        "staff/paper_stack.html",
        page="paper",
        status=status,
        stack=known,
        state=STATE[known.state],
        source=SOURCE[known.source],
        people=people,
        form=form or form_of({}),
        slips=[in_words(each, known.counter) for each in known.first] if may_look else [],
        differences=[
            (each.number, _side(each.first, known), _side(each.second, known))
            for each in (known.differences if may_settle else ())
        ],
        chosen=chosen or {},
        may_settle=may_settle,
        may_look=may_look,
        may_again=known.state is StackState.SECOND and may_enter_again(actor, known.staff),
        may_discard=known.state in WAITING and may_discard(actor, known.staff),
        problem=problem,
        done=finished(request, DONE),
    )


def _side(slip: Slip | None, known: Stack) -> str:
    return str(_("không có phiếu này")) if slip is None else in_words(slip, known.counter)


async def went_on(request: Request[Actor, Any, Any], stack_id: str) -> Template:
    known = await stack(request.user, stack_id)
    return await _one(request, known, problem=WENT_ON, status=409)


async def open_counter(ward: int, code: str) -> CounterCard:
    """Raises NotFound for one that is closed, another ward's or nobody's."""
    for card in await counters(ward):
        if card.code == code:
            return card
    raise NotFound(f"no open counter {code!r}")


handlers = [show, paper_form, show_one, settle, confirm, discard]
rail = [RailItem("paper", PATH, "inbox", _("Phiếu giấy"), WHO["who"], 61)]
