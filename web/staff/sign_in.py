"""Signing in to the staff area, and out of it again."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, get, post
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field, SecretStr

from dialogue.core.errors import Invalid, TooManyTries
from dialogue.ward.actions import signing_in
from dialogue.ward.known_devices import account_name, with_mark
from dialogue.ward.rules import SESSION_LIFE
from web.access import PUBLIC
from web.client import address_of
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.i18n import ngettext
from web.render import NO_STORE, page
from web.sessions import cookie_of, device_cookie, marks_of, session_cookie
from web.sign_in import SIGN_IN, safe_next
from web.staff.devices import device_of

WORDS = {
    "wrong-sign-in": _("Tài khoản hoặc mật khẩu chưa đúng. Ông bà gõ lại giúp."),
}
DONE = {
    "dang-xuat": _("Ông bà đã đăng xuất."),
    "mat-khau": _("Đã đổi mật khẩu. Ông bà đăng nhập bằng mật khẩu mới."),
}


class SignInForm(BaseModel):
    account: Annotated[str, Field(max_length=130)]
    password: SecretStr
    tiep: str = ""  # where to go on from, as in the address


@get("/dang-nhap", opt=PUBLIC)
async def show_sign_in(request: Request[Any, Any, Any]) -> Template | Redirect:
    following = request.query_params.get("tiep", "")
    if request.user is not None:
        return Redirect(safe_next(following), status_code=303, headers=NO_STORE)
    done = DONE.get(request.query_params.get("xong", ""), "")
    return _page(form_of({"tiep": following}), done=done)


@post("/dang-nhap", opt=PUBLIC)
async def sign_in(request: Request[Any, Any, Any]) -> Template | Redirect:
    form = await read_form(request, SignInForm)
    if form.data is None:
        return _page(form, status=422)
    try:
        token = await signing_in.sign_in(
            form.data.account,
            form.data.password.get_secret_value(),
            address_of(request),
            device_of(request.headers.get("user-agent", "")),
            marks_of(request),
        )
    except Invalid as error:
        return _page(form.refuse_all(error, WORDS), status=422)
    except TooManyTries as error:
        return _wait(form, error.seconds)
    if old := cookie_of(request):
        await signing_in.sign_out(old)
    return Redirect(
        safe_next(form.data.tiep),
        status_code=303,
        headers=NO_STORE,
        cookies=[
            session_cookie(token, int(SESSION_LIFE.total_seconds())),
            device_cookie(with_mark(account_name(form.data.account), marks_of(request))),
        ],
    )


def _wait(form: Form[SignInForm], seconds: int) -> Template:
    """429, with the account's name kept."""
    text = ngettext(
        "Đã có nhiều lần thử chưa đúng. Ông bà chờ %(num)s giây rồi đăng nhập lại.",
        "Đã có nhiều lần thử chưa đúng. Ông bà chờ %(num)s giây rồi đăng nhập lại.",
        seconds,
    ) % {"num": seconds}
    return page(
        "staff/sign_in.html",
        status=429,
        headers={**NO_STORE, "Retry-After": str(seconds)},
        form=form.refuse(password=text),
    )


def _page(form: Form[Any], *, status: int = 200, done: object = "") -> Template:
    return page("staff/sign_in.html", status=status, form=form, done=done)


@post("/dang-xuat", opt=PUBLIC)
async def sign_out(request: Request[Any, Any, Any]) -> Redirect:
    await signing_in.sign_out(cookie_of(request))
    return Redirect(
        f"{SIGN_IN}?xong=dang-xuat",
        status_code=303,
        headers=NO_STORE,
        cookies=[session_cookie("", 0)],
    )


handlers = [show_sign_in, sign_in, sign_out]
