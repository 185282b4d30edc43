"""The ward's own card, and the lists of its units, fields and topics."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.core.text import clean
from dialogue.ward import queries
from dialogue.ward.actions import fields as field_actions
from dialogue.ward.actions import units as unit_actions
from dialogue.ward.actions.setting_up import change_ward
from dialogue.ward.cards import FieldCard, TopicCard, UnitCard
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role, UnitKind
from web.access import staff
from web.days import Day
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.render import staff_page
from web.shapes import RailItem
from web.staff.parts import FIELD, Name, Text, finished, onward
from web.staff.review_words import KINDS

PATH = "/quan-tri/cai-dat"
WHO = staff(Role.KEEPER)
CARD = ("name", "address", "phone", "hours", "group_word", "head_word")
DONE = {
    "da-ghi": _("Đã ghi."),
    "da-them": _("Đã thêm."),
    "da-tat": _("Đã tắt. Việc cũ vẫn giữ tên này."),
    "da-bat": _("Đã bật lại."),
}
WORDS = {
    **FIELD,
    "not-usable": _("Mã gồm chữ in hoa, chữ số, gạch nối, nhiều nhất 12 ký tự."),
    "third-level": _("Lĩnh vực chỉ có hai cấp."),
}
TAKEN = _("Mã này đã có.")
TITLES = {"don-vi": _("Đơn vị"), "linh-vuc": _("Lĩnh vực"), "chu-de": _("Chủ đề")}
Thing = UnitCard | FieldCard | TopicCard


class WardForm(BaseModel):
    name: Name
    address: Annotated[str, BeforeValidator(clean), Field(max_length=200)] = ""
    phone: Annotated[str, BeforeValidator(clean), Field(max_length=30)] = ""
    hours: Annotated[str, BeforeValidator(clean), Field(max_length=200)] = ""
    group_word: Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=30)]
    head_word: Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=60)]


class ThingForm(BaseModel):
    """A unit, a field or a topic. unit: whose it is; a unit itself has none. sort: of a unit."""

    name: Name
    name_en: Text = ""
    short: Annotated[str, BeforeValidator(clean), Field(max_length=60)] = ""
    phone: Annotated[str, BeforeValidator(clean), Field(max_length=30)] = ""
    unit: Id | None = None
    sort: UnitKind | None = None


class NewForm(ThingForm):
    code: Annotated[str, BeforeValidator(lambda text: clean(str(text)).upper())]
    parent: Id | None = None


class EndForm(BaseModel):
    until: Day


@get("/cai-dat", opt=WHO)
async def show(request: Request[Actor, Any, Any]) -> Template:
    card = await queries.ward_by_id(request.user.ward)
    return await _card(request, form_of({name: getattr(card, name) for name in CARD}))


async def _card(request: Request[Actor, Any, Any], form: Form[Any], status: int = 200) -> Template:
    return await staff_page(
        request,
        "staff/settings.html",
        status=status,
        form=form,
        titles=TITLES,
        done=finished(request, DONE),
    )


@post("/cai-dat", opt=WHO)
async def change_card(request: Request[Actor, Any, Any]) -> Template | Redirect:
    form = await read_form(request, WardForm)
    if form.data is None:
        return await _card(request, form, 422)
    try:
        await change_ward(request.user, **form.data.model_dump())
    except Invalid as error:
        return await _card(request, form.refuse_all(error, FIELD), 422)
    return onward(PATH, "da-ghi")


# Units, fields and topics


@get("/cai-dat/{kind:str}", opt=WHO)
async def show_list(request: Request[Actor, Any, Any], kind: FromPath[str]) -> Template:
    return await _list(request, kind, form_of({}))


async def _things(ward: int, kind: str) -> tuple[Thing, ...]:
    """Also what is over or switched off. kind: the list's word in its address."""
    if kind == "don-vi":
        return await queries.units(ward, True)
    if kind == "linh-vuc":
        return await queries.fields(ward, True)
    if kind == "chu-de":
        return await queries.topics(ward, True)
    raise NotFound(f"no list {kind!r}")


def is_on(thing: Thing) -> bool:
    return thing.until is None if isinstance(thing, UnitCard) else thing.active


async def _list(
    request: Request[Actor, Any, Any], kind: str, form: Form[Any], status: int = 200
) -> Template:
    ward = request.user.ward
    things = await _things(ward, kind)
    units = await queries.units(ward, True)
    return await staff_page(
        request,
        "staff/things.html",
        status=status,
        form=form,
        kind=kind,
        titles=TITLES,
        things=[(thing, is_on(thing)) for thing in things],
        unit_names={each.id: each.short for each in units},
        units=[(each.id, each.name) for each in units if each.until is None],
        sorts=KINDS.items(),
        parents=_parents(things) if kind == "linh-vuc" else [],
        done=finished(request, DONE),
    )


def _parents(things: tuple[Thing, ...]) -> list[tuple[int, str]]:
    """Fields of the first level, which others may stand under."""
    return [
        (each.id, each.name)
        for each in things
        if isinstance(each, FieldCard) and each.parent is None and each.active
    ]


@post("/cai-dat/{kind:str}", opt=WHO)
async def add(request: Request[Actor, Any, Any], kind: FromPath[str]) -> Template | Redirect:
    form = await read_form(request, NewForm)
    await _things(request.user.ward, kind)
    if form.data is None:
        return await _list(request, kind, form, 422)
    if kind != "don-vi" and form.data.unit is None:
        return await _list(request, kind, form.refuse(unit=FIELD["missing"]), 422)
    try:
        await _add(request.user, kind, form.data)
    except Conflict:
        return await _list(request, kind, form.refuse(code=TAKEN), 409)
    except Invalid as error:
        return await _list(request, kind, form.refuse_all(error, WORDS), 422)
    return onward(f"{PATH}/{kind}", "da-them")


async def _add(actor: Actor, kind: str, new: NewForm) -> None:
    if kind == "don-vi":
        await unit_actions.add_unit(
            actor,
            new.code,
            new.name,
            short=new.short,
            phone=new.phone,
            kind=new.sort or UnitKind.OFFICE,
        )
    elif kind == "linh-vuc":
        await field_actions.add_field(
            actor,
            new.code,
            new.name,
            new.unit or 0,
            name_en=new.name_en,
            short=new.short,
            parent=new.parent,
        )
    else:
        await field_actions.add_topic(
            actor, new.code, new.name, new.unit or 0, name_en=new.name_en, short=new.short
        )


async def _thing(ward: int, kind: str, wanted: int) -> Thing:
    """Raises NotFound."""
    for each in await _things(ward, kind):
        if each.id == wanted:
            return each
    raise NotFound(f"no {kind} {wanted}")


@get("/cai-dat/{kind:str}/{thing:int}", opt=WHO)
async def show_one(
    request: Request[Actor, Any, Any], kind: FromPath[str], thing: FromPath[int]
) -> Template:
    card = await _thing(request.user.ward, kind, thing)
    names = ("name", "name_en", "short", "phone", "unit")
    shown = {name: getattr(card, name, "") for name in names} | {"sort": getattr(card, "kind", "")}
    return await _one(request, kind, card, form_of(shown))


async def _one(
    request: Request[Actor, Any, Any], kind: str, card: Thing, form: Form[Any], status: int = 200
) -> Template:
    units = await queries.units(request.user.ward)
    return await staff_page(
        request,
        "staff/thing.html",
        status=status,
        form=form,
        kind=kind,
        titles=TITLES,
        thing=card,
        on=is_on(card),
        units=[(each.id, each.name) for each in units],
        sorts=KINDS.items(),
        done=finished(request, DONE),
    )


@post("/cai-dat/{kind:str}/{thing:int}", opt=WHO)
async def change(
    request: Request[Actor, Any, Any], kind: FromPath[str], thing: FromPath[int]
) -> Template | Redirect:
    card = await _thing(request.user.ward, kind, thing)
    form = await read_form(request, ThingForm)
    if form.data is None:
        return await _one(request, kind, card, form, 422)
    new = form.data
    if isinstance(card, UnitCard):
        await unit_actions.change_unit(
            request.user, thing, new.name, new.short, new.phone, kind=new.sort
        )
    elif new.unit is None:
        return await _one(request, kind, card, form.refuse(unit=FIELD["missing"]), 422)
    else:
        rename = (
            field_actions.change_field
            if isinstance(card, FieldCard)
            else field_actions.change_topic
        )
        await rename(
            request.user,
            thing,
            new.name,
            name_en=new.name_en,
            short=new.short,
            unit=new.unit,
        )
    return onward(f"{PATH}/{kind}", "da-ghi")


@post("/cai-dat/{kind:str}/{thing:int}/bat", opt=WHO)
async def switch_on(
    request: Request[Actor, Any, Any], kind: FromPath[str], thing: FromPath[int]
) -> Redirect:
    return await _switch(request, kind, thing, True)


@post("/cai-dat/{kind:str}/{thing:int}/tat", opt=WHO)
async def switch_off(
    request: Request[Actor, Any, Any], kind: FromPath[str], thing: FromPath[int]
) -> Redirect:
    return await _switch(request, kind, thing, False)


async def _switch(
    request: Request[Actor, Any, Any], kind: str, thing: int, active: bool
) -> Redirect:
    """A unit is not switched: it has a last day."""
    card = await _thing(request.user.ward, kind, thing)
    if isinstance(card, FieldCard):
        await field_actions.switch_field(request.user, thing, active)
    elif isinstance(card, TopicCard):
        await field_actions.switch_topic(request.user, thing, active)
    else:
        raise NotFound("units end on a day")
    return onward(f"{PATH}/{kind}", "da-bat" if active else "da-tat")


@post("/cai-dat/{kind:str}/{thing:int}/ket-thuc", opt=WHO)
async def end_unit(
    request: Request[Actor, Any, Any], kind: FromPath[str], thing: FromPath[int]
) -> Template | Redirect:
    card = await _thing(request.user.ward, kind, thing)
    if not isinstance(card, UnitCard):
        raise NotFound("fields and topics are switched off")
    form = await read_form(request, EndForm)
    if form.data is None:
        return await _one(request, kind, card, form, 422)
    await unit_actions.end_unit(request.user, thing, form.data.until)
    return onward(f"{PATH}/{kind}", "da-ghi")


handlers = [
    show,
    change_card,
    show_list,
    add,
    show_one,
    change,
    switch_on,
    switch_off,
    end_unit,
]
rail = [RailItem("settings", PATH, "home", _("Cài đặt phường"), WHO["who"], 82)]
