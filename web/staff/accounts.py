"""Accounts: who may sign in, with which roles."""

from __future__ import annotations

import secrets
from typing import Annotated, Any, Literal

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, SecretStr

from dialogue.core.errors import Conflict, Invalid
from dialogue.core.text import clean, person_sort_key
from dialogue.ward import queries
from dialogue.ward.actions import accounts as actions
from dialogue.ward.cards import StaffCard
from dialogue.ward.rules import Actor, may_change_account
from dialogue.ward.states import Role
from web.access import staff
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.render import staff_page
from web.shapes import RailItem
from web.staff.parts import FIELD, Name, Text, finished, onward
from web.words import ROLE

PATH = "/quan-tri/tai-khoan"
WHO = staff(Role.KEEPER, Role.CHAIRMAN)
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
TAKEN = _("Tên đăng nhập này đã có người dùng.")
DONE = {
    "da-ghi": _("Đã ghi."),
    "da-tat": _("Đã tắt tài khoản. Mọi máy của người này đã thoát."),
    "da-bat": _("Đã bật lại tài khoản."),
    "da-thoat": _("Mọi máy của người này đã thoát."),
}


class PersonForm(BaseModel):
    name: Name
    title: Text = ""
    gender: Literal["", "ông", "bà"] = ""
    unit: Id | None = None


class NewForm(PersonForm):
    login: Annotated[str, BeforeValidator(lambda text: clean(str(text)).lower())]
    roles: list[Role] = []
    fields: list[Id] = []
    password: SecretStr = SecretStr("")


class RolesForm(BaseModel):
    roles: list[Role] = []
    fields: list[Id] = []


class PasswordForm(BaseModel):
    password: SecretStr = SecretStr("")


def new_password() -> str:
    """Three groups of five letters, to be read out: 74 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _each in range(5)) for _group in range(3))


@get("/tai-khoan", opt=WHO)
async def show(request: Request[Actor, Any, Any]) -> Template:
    ward = request.user.ward
    people = sorted(await queries.staff_list(ward), key=lambda each: person_sort_key(each.name))
    return await staff_page(
        request,
        "staff/accounts.html",
        people=sorted(people, key=lambda each: not each.active),
        units={each.id: each.short for each in await queries.units(ward, True)},
        roles=ROLE,
        done=finished(request, DONE),
    )


async def _choices(actor: Actor) -> dict[str, Any]:
    """What the forms offer. The guarded roles only to whoever may give them; else named."""
    locked = [role for role in Role if not may_change_account(actor, {role})]
    return {
        "units": [(each.id, each.name) for each in await queries.units(actor.ward)],
        "fields": [(each.id, each.name) for each in await queries.fields(actor.ward)],
        "roles": [(role.value, ROLE[role]) for role in Role if role not in locked],
        "locked": [ROLE[role] for role in locked],
    }


@get("/tai-khoan/them", opt=WHO)
async def show_new(request: Request[Actor, Any, Any]) -> Template:
    return await _new(request, form_of({}))


async def _new(request: Request[Actor, Any, Any], form: Form[Any], status: int = 200) -> Template:
    choices = await _choices(request.user)
    return await staff_page(request, "staff/account_new.html", status=status, form=form, **choices)


@post("/tai-khoan/them", opt=WHO)
async def add(request: Request[Actor, Any, Any]) -> Template:
    form = await read_form(request, NewForm)
    if form.data is None:
        return await _new(request, form, 422)
    new, password = form.data, form.data.password.get_secret_value() or new_password()
    try:
        made = await actions.add_staff(
            request.user,
            new.login,
            new.name,
            new.title,
            new.roles,
            password=password,
            unit=new.unit,
            gender=new.gender,
            fields=new.fields,
        )
    except Conflict:
        return await _new(request, form.refuse(login=TAKEN), 409)
    except Invalid as error:
        return await _new(request, form.refuse_all(error, FIELD), 422)
    return await _handed_over(request, made, password)


async def _handed_over(request: Request[Actor, Any, Any], account: int, password: str) -> Template:
    """Answers with the password itself: no address leads to it again."""
    card = await queries.staff_member(request.user.ward, account)
    return await staff_page(request, "staff/account_password.html", card=card, password=password)


@get("/tai-khoan/{account:int}", opt=WHO)
async def show_one(request: Request[Actor, Any, Any], account: FromPath[int]) -> Template:
    card = await queries.staff_member(request.user.ward, account)
    return await _one(request, card, {})


async def _one(
    request: Request[Actor, Any, Any],
    card: StaffCard,
    forms: dict[str, Form[Any]],
    status: int = 200,
) -> Template:
    fresh: dict[str, Form[Any]] = {
        "person": form_of(
            {"name": card.name, "title": card.title, "gender": card.gender, "unit": card.unit}
        ),
        "roles": form_of({"roles": [role.value for role in card.roles], "fields": card.fields}),
        "password": form_of({}),
    }
    return await staff_page(
        request,
        "staff/account.html",
        status=status,
        card=card,
        forms=fresh | forms,
        held=[ROLE[role] for role in card.roles],
        may_change=may_change_account(request.user, card.roles),
        own=card.id == request.user.staff,
        done=finished(request, DONE),
        **await _choices(request.user),
    )


@post("/tai-khoan/{account:int}", opt=WHO)
async def change(request: Request[Actor, Any, Any], account: FromPath[int]) -> Template | Redirect:
    card = await queries.staff_member(request.user.ward, account)
    form = await read_form(request, PersonForm)
    if form.data is None:
        return await _one(request, card, {"person": form}, 422)
    new = form.data
    await actions.change_staff(
        request.user, account, new.name, new.title, unit=new.unit, gender=new.gender
    )
    return onward(f"{PATH}/{account}", "da-ghi")


@post("/tai-khoan/{account:int}/vai-tro", opt=WHO)
async def set_roles(
    request: Request[Actor, Any, Any], account: FromPath[int]
) -> Template | Redirect:
    card = await queries.staff_member(request.user.ward, account)
    form = await read_form(request, RolesForm)
    if form.data is None:
        return await _one(request, card, {"roles": form}, 422)
    await actions.set_roles(request.user, account, form.data.roles, form.data.fields)
    return onward(f"{PATH}/{account}", "da-ghi")


@post("/tai-khoan/{account:int}/mat-khau", opt=WHO)
async def set_password(request: Request[Actor, Any, Any], account: FromPath[int]) -> Template:
    card = await queries.staff_member(request.user.ward, account)
    form = await read_form(request, PasswordForm)
    typed = form.data.password.get_secret_value() if form.data else ""
    password = typed or new_password()
    try:
        await actions.set_password(request.user, account, password)
    except Invalid as error:
        return await _one(request, card, {"password": form.refuse_all(error, FIELD)}, 422)
    return await _handed_over(request, account, password)


@post("/tai-khoan/{account:int}/tat", opt=WHO)
async def switch_off(request: Request[Actor, Any, Any], account: FromPath[int]) -> Redirect:
    await actions.switch_staff(request.user, account, False)
    return onward(f"{PATH}/{account}", "da-tat")


@post("/tai-khoan/{account:int}/bat", opt=WHO)
async def switch_on(request: Request[Actor, Any, Any], account: FromPath[int]) -> Redirect:
    await actions.switch_staff(request.user, account, True)
    return onward(f"{PATH}/{account}", "da-bat")


@post("/tai-khoan/{account:int}/thoat", opt=WHO)
async def end_sessions(request: Request[Actor, Any, Any], account: FromPath[int]) -> Redirect:
    await actions.end_staff_sessions(request.user, account)
    return onward(f"{PATH}/{account}", "da-thoat")


handlers = [
    show,
    show_new,
    add,
    show_one,
    change,
    set_roles,
    set_password,
    switch_off,
    switch_on,
    end_sessions,
]
rail = [RailItem("accounts", PATH, "users", _("Tài khoản"), WHO["who"], 80)]
