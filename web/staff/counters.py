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
from dialogue.ward.cards import WardCard
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from surveys import actions, queries
from surveys.posters import Poster, counter_url, posters_pdf, qr_svg
from surveys.queries import CounterCard
from surveys.rules import may_manage_counters
from web.access import staff
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.render import staff_page
from web.shapes import RailItem
from web.staff.parts import FIELD, Name, Text, finished, onward

PATH = "/quan-tri/quay"
WHO = staff(Role.DIRECTOR, Role.KEEPER, Role.CHAIRMAN)
KEEPERS = staff(Role.DIRECTOR, Role.KEEPER)
DONE = {
    "da-them": _("Đã thêm quầy. Ông bà in mã QR rồi dán tại quầy."),
    "da-dong": _("Quầy đã đóng. Các lượt đánh giá cũ vẫn còn."),
    "da-ghi": _("Đã ghi người làm việc tại quầy."),
}
CLOSED_ALREADY = _("Quầy này đã được người khác đóng trước đó.")


class CounterForm(BaseModel):
    label: Name
    name: Text = ""
    fields: list[str] = []  # codes
    unit: str = ""  # code


class StaffForm(BaseModel):
    staff: list[Id] = []


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
        counters=await queries.counters(request.user.ward, retired=True),
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
        await actions.add_counter(
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
async def show_one(request: Request[Actor, Any, Any], code: FromPath[str]) -> Template:
    ward = request.user.ward
    card = await queries.counter_of_ward(ward, code)
    working = await queries.counter_staff(ward, card.id)
    people = [each for each in await ward_queries.staff_list(ward) if each.active]
    people.sort(key=lambda each: person_sort_key(each.name))
    return await staff_page(
        request,
        "staff/counter.html",
        card=card,
        address=counter_url(SETTINGS.site, card.code),
        people=[(each.id, f"{each.name} · {each.title}") for each in people],
        form=form_of({"staff": sorted(working)}),
        done=finished(request, DONE),
    )


@post("/quay/{code:str}/nguoi", opt=KEEPERS)
async def set_staff(request: Request[Actor, Any, Any], code: FromPath[str]) -> Redirect:
    form = await read_form(request, StaffForm)
    if form.data is None:
        raise Invalid("not a list of accounts", staff="unknown")
    await actions.set_counter_staff(request.user.ward, code, form.data.staff, by=request.user)
    return onward(f"{PATH}/{code}", "da-ghi")


@post("/quay/{code:str}/dong", opt=KEEPERS)
async def retire(request: Request[Actor, Any, Any], code: FromPath[str]) -> Template | Redirect:
    try:
        await actions.retire_counter(request.user.ward, code, by=request.user)
    except Conflict:
        return await _list(request, problem=CLOSED_ALREADY, status=409)
    return onward(PATH, "da-dong")


# What is printed


@get("/quay/{code:str}/ma.svg", opt=WHO)
async def qr(request: Request[Actor, Any, Any], code: FromPath[str]) -> Response[str]:
    """The code of a counter never changes, so a browser may keep its picture."""
    card = await queries.counter_of_ward(request.user.ward, code)
    return Response(
        qr_svg(counter_url(SETTINGS.site, card.code)),
        media_type="image/svg+xml",
        headers={"Cache-Control": "private, max-age=86400"},
    )


@get("/quay/in", opt=WHO)
async def show_sheets(request: Request[Actor, Any, Any], quay: FromQuery[str] = "") -> Template:
    """A4 by CSS. quay: one counter's code; empty: all."""
    return await staff_page(
        request,
        "staff/counter_sheets.html",
        cards=await _open_counters(request.user.ward, quay),
        addresses=SETTINGS.site.split("://", 1)[-1],
    )


@get("/quay/ap-phich.pdf", opt=WHO)
async def pdf(request: Request[Actor, Any, Any], quay: FromQuery[str] = "") -> Response[bytes]:
    ward = await ward_queries.ward_by_id(request.user.ward)
    sheets = [_poster(ward, card) for card in await _open_counters(ward.id, quay)]
    made = await asyncio.to_thread(posters_pdf, sheets, f"Áp phích {ward.full_name}")
    name = f"ap-phich-{ward.slug}{f'-{quay}' if quay else ''}.pdf"
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
    cards = [each for each in await queries.counters(ward) if code in {"", each.code}]
    if not cards:
        raise NotFound(f"no open counter {code!r}")
    return cards


def _poster(ward: WardCard, card: CounterCard) -> Poster:
    return Poster(
        office=f"UBND {ward.kind} {ward.name}",
        kind=ward.kind,
        counter=card.title,
        url=counter_url(SETTINGS.site, card.code),
        phone=ward.phone,
    )


handlers = [show, show_new, add, show_one, set_staff, retire, qr, show_sheets, pdf]
rail = [RailItem("counters", PATH, "screen", _("Quầy và mã QR"), WHO["who"], 60)]
