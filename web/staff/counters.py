"""Counters: their QR codes to print, who works there, new ones, closed ones."""

from __future__ import annotations

import asyncio
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from pydantic import BaseModel

from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.core.settings import SETTINGS
from dialogue.core.text import person_sort_key
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from surveys.actions.counters import (
    add_counter,
    move_counter,
    replace_code,
    retire_counter,
    set_counter_staff,
)
from surveys.posters import Paper, counter_url, poster_of, posters_pdf, qr_svg
from surveys.queries.counters import (
    CounterCard,
    counter_of_ward,
    counter_staff,
    counters,
    former_units,
    old_codes,
)
from surveys.rules import CodeReason, may_manage_counters
from web.access import staff
from web.days import Day
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.render import staff_page
from web.shapes import RailItem
from web.staff.parts import FIELD, Name, Text, finished, onward
from web.words import CODE_REASON

PATH = "/quan-tri/quay"
WHO = staff(Role.DIRECTOR, Role.KEEPER, Role.CHAIRMAN)
KEEPERS = staff(Role.DIRECTOR, Role.KEEPER)
DONE = {
    "da-them": _("Đã thêm quầy. Ông bà in mã QR rồi dán tại quầy."),
    "da-dong": _("Quầy đã đóng. Các lượt đánh giá cũ vẫn còn."),
    "da-ghi": _("Đã ghi người làm việc tại quầy."),
    "da-thay": _(
        "Quầy đã có mã mới. Ông bà in áp phích mới rồi thay tờ đang treo. Lượt đánh giá cũ vẫn còn."
    ),
    "da-chuyen": _("Đã ghi đơn vị mới của quầy. Số liệu trước ngày ấy vẫn thuộc đơn vị cũ."),
}
PAPER = {
    Paper.A4: _("Áp phích A4"),
    Paper.A5: _("Áp phích A5"),
    Paper.TENT: _("Biển để bàn"),
    Paper.STICKERS: _("Nhãn dán 50 × 50 mm"),
}
PAPER_HINT = {
    Paper.A4: _("treo ở quầy, đọc được từ xa hai mét"),
    Paper.A5: _("khổ nhỏ, dán lên vách kính"),
    Paper.TENT: _("một tờ A4 gấp đôi, hai mặt đều đọc được"),
    Paper.STICKERS: _("mười lăm nhãn một tờ A4, có vạch để cắt"),
}
WORDS = dict(FIELD) | {
    "same": _("Quầy đang thuộc đơn vị này."),
    "future": _("Ngày này chưa đến. Ông bà ghi vào đúng ngày chuyển hoặc sau đó."),
    "before-last": _("Ngày này không sau lần chuyển trước."),
}
REPLACED_ALREADY = _("Mã này đã được người khác thay, hoặc quầy đã đóng. Đây là mã đang dùng.")
MOVED_ALREADY = _("Quầy vừa được người khác chuyển hoặc đóng. Ông bà xem lại bên dưới.")
CLOSED_ALREADY = _("Quầy này đã được người khác đóng trước đó.")


class CounterForm(BaseModel):
    label: Name
    name: Text = ""
    fields: list[str] = []  # codes
    unit: str = ""  # code


class StaffForm(BaseModel):
    staff: list[Id] = []


class CodeForm(BaseModel):
    reason: CodeReason


class MoveForm(BaseModel):
    unit: str  # code
    since: Day


@get("/quay", opt=WHO)
async def show(request: Request[Actor, Any, Any]) -> Template:
    return await _list(request)


async def _list(
    request: Request[Actor, Any, Any], *, problem: object = "", status: int = 200
) -> Template:
    return await staff_page(
        request,
        "staff/counters.html",
        status=status,
        counters=await counters(request.user.ward, retired=True),
        may_manage=may_manage_counters(request.user),
        site=SETTINGS.site,
        problem=problem,
        done=finished(request, DONE),
    )


@get("/quay/them", opt=KEEPERS)
async def show_new(request: Request[Actor, Any, Any]) -> Template:
    return await _new(request, form_of({}))


async def _new(request: Request[Actor, Any, Any], form: Form[Any], status: int = 200) -> Template:
    ward = request.user.ward
    return await staff_page(
        request,
        "staff/counter_new.html",
        status=status,
        form=form,
        fields=[(each.code, each.name) for each in await ward_queries.fields(ward)],
        units=[(each.code, each.name) for each in await ward_queries.units(ward)],
    )


@post("/quay/them", opt=KEEPERS)
async def add(request: Request[Actor, Any, Any]) -> Template | Redirect:
    form = await read_form(request, CounterForm)
    if form.data is None:
        return await _new(request, form, 422)
    new = form.data
    try:
        await add_counter(
            request.user.ward,
            new.label,
            new.name,
            fields=new.fields,
            unit=new.unit or None,
            by=request.user,
        )
    except Invalid as error:
        return await _new(request, form.refuse_all(error, FIELD), 422)
    return onward(PATH, "da-them")


@get("/quay/{code:str}", opt=KEEPERS)
async def show_one(request: Request[Actor, Any, Any], code: FromPath[str]) -> Template | Redirect:
    card = await counter_of_ward(request.user.ward, code)
    if card.replaced:  # an old bookmark: the counter goes on under its new code
        return onward(f"{PATH}/{await _code_now(request.user.ward, card.id)}")
    return await _one(request, card, form_of({}))


async def _one(
    request: Request[Actor, Any, Any],
    card: CounterCard,
    form: Form[Any],
    *,
    problem: object = "",
    status: int = 200,
) -> Template:
    ward = card.ward
    people = [each for each in await ward_queries.staff_list(ward) if each.active]
    people.sort(key=lambda each: person_sort_key(each.name))
    names = {each.id: each.name for each in await ward_queries.units(ward)}
    return await staff_page(
        request,
        "staff/counter.html",
        status=status,
        card=card,
        address=counter_url(SETTINGS.site, card.code),
        people=[(each.id, f"{each.name} · {each.title}") for each in people],
        working=form_of({"staff": sorted(await counter_staff(ward, card.id))}),
        form=form,
        papers=list(PAPER.items()),
        reasons=list(CODE_REASON.items()),
        old=[(each, CODE_REASON[each.reason]) for each in await old_codes(ward, card.id)],
        unit=names.get(card.unit or 0, ""),
        former=[
            (until, names.get(unit or 0, "–"))
            for until, unit in (await former_units(ward)).get(card.id, [])
        ],
        units=[(each.code, each.name) for each in await ward_queries.units(ward)],
        problem=problem,
        done=finished(request, DONE),
    )


async def _code_now(ward: int, counter: int) -> str:
    return next(each.code for each in await counters(ward, retired=True) if each.id == counter)


@post("/quay/{code:str}/ma", opt=KEEPERS)
async def give_code(request: Request[Actor, Any, Any], code: FromPath[str]) -> Template | Redirect:
    """Another code, for a counter that stays what it is."""
    ward = request.user.ward
    form = await read_form(request, CodeForm)
    if form.data is None:
        return await _one(request, await counter_of_ward(ward, code), form, status=422)
    try:
        card = await replace_code(ward, code, form.data.reason, by=request.user)
    except Conflict:
        old = await counter_of_ward(ward, code)
        card = await counter_of_ward(ward, await _code_now(ward, old.id))
        return await _one(request, card, form_of({}), problem=REPLACED_ALREADY, status=409)
    return onward(f"{PATH}/{card.code}", "da-thay")


@post("/quay/{code:str}/don-vi", opt=KEEPERS)
async def move(request: Request[Actor, Any, Any], code: FromPath[str]) -> Template | Redirect:
    card = await counter_of_ward(request.user.ward, code)
    form = await read_form(request, MoveForm)
    if form.data is None:
        return await _one(request, card, form, status=422)
    to, since = form.data.unit, form.data.since
    try:
        await move_counter(card.ward, code, to, since, by=request.user)
    except Invalid as error:
        return await _one(request, card, form.refuse_all(error, WORDS), status=422)
    except Conflict:
        card = await counter_of_ward(card.ward, code)
        return await _one(request, card, form, problem=MOVED_ALREADY, status=409)
    return onward(f"{PATH}/{code}", "da-chuyen")


@post("/quay/{code:str}/nguoi", opt=KEEPERS)
async def set_staff(request: Request[Actor, Any, Any], code: FromPath[str]) -> Redirect:
    form = await read_form(request, StaffForm)
    if form.data is None:
        raise Invalid("not a list of accounts", staff="unknown")
    await set_counter_staff(request.user.ward, code, form.data.staff, by=request.user)
    return onward(f"{PATH}/{code}", "da-ghi")


@post("/quay/{code:str}/dong", opt=KEEPERS)
async def retire(request: Request[Actor, Any, Any], code: FromPath[str]) -> Template | Redirect:
    try:
        await retire_counter(request.user.ward, code, by=request.user)
    except Conflict:
        return await _list(request, problem=CLOSED_ALREADY, status=409)
    return onward(PATH, "da-dong")


# What is printed


@get("/quay/{code:str}/ma.svg", opt=WHO)
async def qr(request: Request[Actor, Any, Any], code: FromPath[str]) -> Response[str]:
    """A code is always drawn the same, so a browser may keep its picture."""
    card = await counter_of_ward(request.user.ward, code)
    return Response(
        qr_svg(counter_url(SETTINGS.site, card.code)),
        media_type="image/svg+xml",
        headers={"Cache-Control": "private, max-age=86400"},
    )


@get("/quay/in", opt=WHO)
async def show_posters(request: Request[Actor, Any, Any], quay: FromQuery[str] = "") -> Template:
    """quay: one counter's code; empty: all."""
    return await staff_page(
        request,
        "staff/counter_posters.html",
        cards=await _open_counters(request.user.ward, quay),
        papers=[(paper, name, PAPER_HINT[paper]) for paper, name in PAPER.items()],
        chosen=quay,
    )


@get("/quay/ap-phich.pdf", opt=WHO)
async def pdf(
    request: Request[Actor, Any, Any], quay: FromQuery[str] = "", kho: FromQuery[str] = Paper.A4
) -> Response[bytes]:
    """kho: surveys.posters.Paper."""
    ward = await ward_queries.ward_by_id(request.user.ward)
    if kho not in set(Paper):
        raise NotFound(f"no paper {kho!r}")
    cards = await _open_counters(ward.id, quay)
    sheets = [poster_of(ward, card, SETTINGS.site) for card in cards]
    made = await asyncio.to_thread(posters_pdf, sheets, f"Áp phích {ward.full_name}", Paper(kho))
    name = f"ap-phich-{ward.slug}{f'-{quay}' if quay else ''}-{kho}.pdf"
    return Response(
        made,
        media_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


async def _open_counters(ward: int, code: str) -> list[CounterCard]:
    """Raises NotFound for an unknown or closed one, and when there is none."""
    cards = [each for each in await counters(ward) if code in {"", each.code}]
    if not cards:
        raise NotFound(f"no open counter {code!r}")
    return cards


handlers = [
    show,
    show_new,
    add,
    show_one,
    set_staff,
    give_code,
    move,
    retire,
    qr,
    show_posters,
    pdf,
]
rail = [RailItem("counters", PATH, "screen", _("Quầy và mã QR"), WHO["who"], 60)]
