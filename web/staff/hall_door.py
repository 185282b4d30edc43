"""The door of a hall: two letters of a name, an invitation's code, walk-ins, sheets of paper."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field

from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.ward.figures import common, read_figure
from dialogue.ward.rules import Actor
from meetings.conferences.actions import door
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.queries.door import (
    attendances,
    by_group,
    expected,
    find_invited,
    words_by_group,
)
from meetings.conferences.states import Entrance
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.qualified import told
from web.staff.conference_parts import PREPARE, card_of
from web.staff.hall_parts import Sent, back, choices, hall_page
from web.staff.parts import Words

HOW: Words = {
    Entrance.CODE: _("mã giấy mời"),
    Entrance.NAME: _("tìm tên"),
    Entrance.WALK_IN: _("không có giấy mời"),
    Entrance.PAPER: _("danh sách giấy"),
    Entrance.ONLINE: _("trực tuyến"),
}
FULL = _("Giấy mời này đã đủ số người. Ai đến thêm thì ghi ở “Không có giấy mời”.")
NO_CODE = _("Không có giấy mời nào của hội nghị này mang mã đó.")
NO_FIGURE = _("Không phải số người. Ví dụ: 30 hoặc hơn 30.")
SHOWN = 30  # of the newest attendances


class GuestForm(BaseModel):
    invitee: Id
    operation: Sent


class CodeForm(BaseModel):
    code: Annotated[str, Field(min_length=8, max_length=300)]
    operation: Sent


class WalkInForm(BaseModel):
    operation: Sent
    group: Id | None = None
    name: Annotated[str, Field(max_length=door.NAME_MOST)] = ""


class PaperForm(BaseModel):
    operation: Sent
    people: Annotated[str, Field(max_length=40)]
    entrance: Literal["paper", "online"] = "paper"
    group: Id | None = None


@get("/doi-thoai/{conference:int}/dieu-khien/diem-danh", opt=PREPARE)
async def show(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template:
    return await _page(request, await card_of(request, conference))


async def _page(
    request: Request[Actor, Any, Any],
    card: ConferenceCard,
    status: int = 200,
    *,
    problem: object = "",
    **forms: Form[Any],
) -> Template:
    """forms: code, walk_in, paper. ?ten=…: letters of a name."""
    actor = request.user
    typed = request.query_params.get("ten", "")[:80]
    listed = await attendances(actor, card.id)
    named = await choices(card.ward)
    return await hall_page(
        request,
        "staff/hall_door.html",
        card,
        tab="diem-danh",
        status=status,
        typed=typed,
        found=await find_invited(actor, card.id, typed),
        invited=len(await expected(actor, card.id)),
        listed=listed[::-1][:SHOWN],
        totals=by_group(listed),
        group_words=words_by_group(listed),
        people=sum(each.people for each in listed),
        people_word=common(each.word for each in listed),
        told=told,
        choices=named,
        how=HOW,
        problem=problem,
        code=forms.get("code") or form_of({}),
        walk_in=forms.get("walk_in") or form_of({}),
        paper=forms.get("paper") or form_of({"entrance": "paper"}),
    )


@post("/doi-thoai/{conference:int}/dieu-khien/diem-danh/khach", opt=PREPARE)
async def check_in(
    request: Request[Actor, Any, Any], conference: FromPath[int]
) -> Template | Redirect:
    card = await card_of(request, conference)
    form = await read_form(request, GuestForm)
    if form.data is None:
        return await _page(request, card, 422)
    try:
        await door.check_in(request.user, conference, form.data.operation, form.data.invitee)
    except Conflict:
        return await _page(request, card, 409, problem=FULL)
    return back(conference, "diem-danh", "vao")


@post("/doi-thoai/{conference:int}/dieu-khien/diem-danh/ma", opt=PREPARE)
async def check_in_by_code(
    request: Request[Actor, Any, Any], conference: FromPath[int]
) -> Template | Redirect:
    card = await card_of(request, conference)
    form = await read_form(request, CodeForm)
    if form.data is None:
        return await _page(request, card, 422, code=form)
    try:
        operation, code = form.data.operation, form.data.code
        await door.check_in_by_code(request.user, conference, operation, code)
    except Conflict:
        return await _page(request, card, 409, problem=FULL)
    except NotFound:
        return await _page(request, card, 422, code=form.refuse(code=NO_CODE))
    return back(conference, "diem-danh", "vao")


@post("/doi-thoai/{conference:int}/dieu-khien/diem-danh/khach-le", opt=PREPARE)
async def walk_in(
    request: Request[Actor, Any, Any], conference: FromPath[int]
) -> Template | Redirect:
    card = await card_of(request, conference)
    form = await read_form(request, WalkInForm)
    if form.data is None:
        return await _page(request, card, 422, walk_in=form)
    data = form.data
    await door.walk_in(request.user, conference, data.operation, data.group, data.name)
    return back(conference, "diem-danh", "vao")


@post("/doi-thoai/{conference:int}/dieu-khien/diem-danh/giay", opt=PREPARE)
async def count_paper(
    request: Request[Actor, Any, Any], conference: FromPath[int]
) -> Template | Redirect:
    card = await card_of(request, conference)
    form = await read_form(request, PaperForm)
    if form.data is None:
        return await _page(request, card, 422, paper=form)
    data = form.data
    try:
        people, word = read_figure(data.people)
        await door.count_paper(
            request.user,
            conference,
            data.operation,
            data.group,
            people=people or 0,
            word=word,
            entrance=Entrance(data.entrance),
        )
    except (ValueError, Invalid):
        return await _page(request, card, 422, paper=form.refuse(people=NO_FIGURE))
    return back(conference, "diem-danh", "vao")


@post("/doi-thoai/{conference:int}/dieu-khien/diem-danh/{attendance:int}/bo", opt=PREPARE)
async def undo(
    request: Request[Actor, Any, Any], conference: FromPath[int], attendance: FromPath[int]
) -> Redirect:
    await card_of(request, conference)
    await door.undo_check_in(request.user, conference, attendance)
    return back(conference, "diem-danh", "huy")


handlers = [show, check_in, check_in_by_code, walk_in, count_paper, undo]
