"""Tablets at the counters: paired by a link shown once, looked after, revoked."""

from __future__ import annotations

from typing import Any

from babel.support import LazyProxy
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from markupsafe import Markup
from pydantic import BaseModel

from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.core.settings import SETTINGS
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from surveys.kiosks.actions import pair, revoke
from surveys.kiosks.queries import KioskCard, kiosks
from surveys.kiosks.rules import NAME_MOST, Standing
from surveys.posters import qr_svg
from surveys.queries.counters import counter_of_ward, counters
from surveys.rules import may_manage_counters
from web.access import staff
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.render import staff_page
from web.staff.counters import PATH as COUNTERS
from web.staff.parts import Text, finished, onward

PATH = f"{COUNTERS}/may"
WHO = staff(Role.DIRECTOR, Role.KEEPER, Role.CHAIRMAN)
KEEPERS = staff(Role.DIRECTOR, Role.KEEPER)
DONE = {"da-thu-hoi": _("Đã thu hồi. Máy sẽ báo ngừng nhận; những lượt còn giữ không mất.")}
LOOK: dict[Standing, tuple[str, LazyProxy]] = {
    Standing.NEVER: ("turmeric", _("Chưa mở lần nào")),
    Standing.HEARD: ("jade", _("Đang hoạt động")),
    Standing.QUIET: ("turmeric", _("Hôm nay chưa thấy")),
    Standing.SILENT: ("lacquer", _("Mất liên lạc")),
    Standing.REVOKED: ("", _("Đã thu hồi")),
}
WRONG = {
    "missing": _("Ông bà ghi một tên ngắn để nhận ra máy, ví dụ “Máy bên cửa sổ”."),
    "too-long": _("Tên dài quá: nhiều nhất 60 chữ cái."),
    "no-counter": _("Ông bà chọn quầy đặt máy."),
    "closed": _("Quầy này đã đóng. Ông bà chọn quầy khác."),
}


class KioskForm(BaseModel):
    counter: str = ""  # code
    name: Text = ""


@get("/quay/may", opt=WHO)
async def show(request: Request[Actor, Any, Any]) -> Template:
    return await _list(request, form_of({}))


@post("/quay/may", opt=KEEPERS)
async def add(request: Request[Actor, Any, Any]) -> Template:
    """Answers with the link itself: it is shown this once, and no address leads to it again."""
    form = await read_form(request, KioskForm)
    if form.data is None:
        return await _list(request, form, 422)
    new = form.data
    try:
        card = await counter_of_ward(request.user.ward, new.counter)
        token = await pair(request.user, new.counter, new.name)
    except NotFound:
        return await _list(request, form.refuse(counter=WRONG["no-counter"]), 422)
    except Conflict:
        return await _list(request, form.refuse(counter=WRONG["closed"]), 409)
    except Invalid as error:
        return await _list(request, form.refuse_all(error, WRONG), 422)
    link = f"{SETTINGS.site}/quay/{token}"
    return await staff_page(
        request,
        "staff/kiosk_link.html",
        card=card,
        called=new.name,
        link=link,
        qr=Markup(qr_svg.__wrapped__(link)),  # noqa: S704  our own SVG; a secret is not cached
    )


@post("/quay/may/{kiosk:int}/thu-hoi", opt=KEEPERS)
async def end(request: Request[Actor, Any, Any], kiosk: FromPath[int]) -> Template | Redirect:
    try:
        await revoke(request.user, kiosk)
    except Conflict:
        problem = _("Máy này đã được người khác thu hồi trước đó.")
        return await _list(request, form_of({}), 409, problem)
    return onward(PATH, "da-thu-hoi")


async def _list(
    request: Request[Actor, Any, Any], form: Form[Any], status: int = 200, problem: object = ""
) -> Template:
    ward = request.user.ward
    cards = await kiosks(ward)
    return await staff_page(
        request,
        "staff/kiosks.html",
        status=status,
        live=[card for card in cards if card.revoked_on is None],
        revoked=[card for card in cards if card.revoked_on is not None],
        counters=[(each.code, each.title) for each in await counters(ward)],
        form=form,
        name_most=NAME_MOST,
        look=LOOK,
        clock_words=clock_words,
        may_manage=may_manage_counters(request.user),
        problem=problem,
        done=finished(request, DONE),
    )


def clock_words(card: KioskCard) -> str:
    """Empty while the tablet's clock is right."""
    if not card.skew:
        return ""
    hours, minutes = divmod(abs(card.skew), 60)
    days, hours = divmod(hours, 24)
    parts = ((days, _("ngày")), (hours, _("giờ")), (minutes, _("phút")))
    length = " ".join(f"{number} {word}" for number, word in parts if number)
    return f"{_('nhanh') if card.skew > 0 else _('chậm')} {length}"


handlers = [show, add, end]
