"""One's own: the browsers that are signed in, and the password."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, SecretStr

from dialogue.core.errors import Invalid
from dialogue.ward import queries
from dialogue.ward.actions import accounts, signing_in
from dialogue.ward.rules import SYSTEM, Actor
from web.access import OWN_PASSWORD, staff
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.render import NO_STORE, staff_page
from web.sessions import cookie_of, session_cookie
from web.shapes import RailItem
from web.sign_in import OWN_ACCOUNT, SIGN_IN
from web.staff.parts import FIELD, finished, onward

PATH = OWN_ACCOUNT
OWN = staff() | OWN_PASSWORD
SERVER = _("người quản trị máy chủ")
DIFFERENT = _("Hai lần gõ chưa giống nhau. Ông bà gõ lại mật khẩu mới.")
DONE = {"da-thoat": _("Máy đó đã được đăng xuất."), "da-thoat-het": _("Các máy khác đã thoát.")}


class PasswordForm(BaseModel):
    old: SecretStr
    password: SecretStr
    again: SecretStr


@get("/phien", opt=OWN)
async def show(request: Request[Actor, Any, Any]) -> Template:
    return await _page(request, form_of({}))


async def _page(
    request: Request[Actor, Any, Any], form: Form[Any], *, status: int = 200
) -> Template:
    card = await queries.staff_member(request.user.ward, request.user.staff)
    return await staff_page(
        request,
        "staff/sessions.html",
        status=status,
        form=form,
        set_at=card.password_at,
        set_by=await _setter(request.user.ward, card.password_from),
        sessions=await queries.sessions(request.user),
        here_now=await signing_in.session_id(cookie_of(request)),
        done=finished(request, DONE),
    )


async def _setter(ward: int, staff: int | None) -> object:
    """Whose password one signed in with; empty for one's own."""
    if staff is None:
        return ""
    return SERVER if staff == SYSTEM else (await queries.staff_member(ward, staff)).name


@post("/phien/{session:int}/thoat", opt=OWN)
async def end_one(request: Request[Actor, Any, Any], session: FromPath[int]) -> Redirect:
    await signing_in.end_session(request.user, session)
    return onward(PATH, "da-thoat")


@post("/phien/thoat-may-khac", opt=OWN)
async def end_others(request: Request[Actor, Any, Any]) -> Redirect:
    await signing_in.end_other_sessions(request.user, cookie_of(request))
    return onward(PATH, "da-thoat-het")


@post("/phien/mat-khau", opt=OWN)
async def change_password(request: Request[Actor, Any, Any]) -> Template | Redirect:
    form = await read_form(request, PasswordForm)
    if form.data is not None and form.data.password != form.data.again:
        form = form.refuse(again=DIFFERENT)
    if form.data is None:
        return await _page(request, form, status=422)
    try:
        await accounts.change_password(
            request.user, form.data.old.get_secret_value(), form.data.password.get_secret_value()
        )
    except Invalid as error:
        return await _page(request, form.refuse_all(error, FIELD), status=422)
    return Redirect(
        f"{SIGN_IN}?xong=mat-khau",
        status_code=303,
        headers=NO_STORE,
        cookies=[session_cookie("", 0)],
    )


handlers = [show, end_one, end_others, change_password]
rail = [RailItem("sessions", PATH, "lock", _("Tài khoản của tôi"), "staff:any", 95)]
