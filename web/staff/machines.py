"""Other systems' machines: their tokens, shown once, and what became of them."""

from __future__ import annotations

from typing import Any

from babel.support import LazyProxy
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Conflict, Invalid
from dialogue.core.settings import SETTINGS
from dialogue.ward.machines.actions import NewMachine, add_machine, revoke_machine
from dialogue.ward.machines.queries import machines
from dialogue.ward.machines.rules import (
    KEEPERS,
    NAME_MOST,
    WATCHERS,
    Scope,
    Standing,
    may_keep_machines,
)
from dialogue.ward.queries import ward_by_id
from dialogue.ward.rules import Actor
from web.access import staff
from web.days import Day
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.render import staff_page
from web.shapes import RailItem
from web.staff.parts import Text, finished, onward

PATH = "/quan-tri/may-ket-noi"
WHO = staff(*WATCHERS)
MAKERS = staff(*KEEPERS)
DONE = {"da-thu-hoi": _("Đã thu hồi. Máy gửi nữa sẽ bị từ chối; những gì đã gửi vẫn còn.")}
SCOPES: dict[Scope, LazyProxy] = {
    Scope.SLIPS: _("Xin phiếu đánh giá cho hồ sơ đã trả kết quả"),
    Scope.RATINGS: _("Gửi lượt đánh giá từ máy đánh giá sẵn có"),
    Scope.CASES: _("Gửi số liệu hồ sơ"),
    Scope.QUESTIONS: _("Gửi câu hỏi nhận ở kênh khác"),
}
LOOK: dict[Standing, tuple[str, LazyProxy]] = {
    Standing.NEVER: ("turmeric", _("Chưa gửi lần nào")),
    Standing.USED: ("jade", _("Đang dùng")),
    Standing.ENDED: ("", _("Đã hết hạn")),
    Standing.REVOKED: ("", _("Đã thu hồi")),
}
WRONG = {
    "missing": _("Ông bà điền hoặc chọn mục này."),
    "too-long": _("Tên dài quá: nhiều nhất 60 chữ cái."),
    "over": _("Ngày này đã qua."),
}


class MachineForm(BaseModel):
    name: Text = ""
    scopes: list[Scope] = []
    ends: Day | None = None


@get("/may-ket-noi", opt=WHO)
async def show(request: Request[Actor, Any, Any]) -> Template:
    return await _list(request, form_of({}))


@post("/may-ket-noi", opt=MAKERS)
async def add(request: Request[Actor, Any, Any]) -> Template:
    """Answers with the token itself: it is shown this once, and kept nowhere."""
    form = await read_form(request, MachineForm)
    if form.data is None:
        return await _list(request, form, 422)
    new = NewMachine(form.data.name, form.data.scopes, form.data.ends)
    try:
        token = await add_machine(request.user, new)
    except Invalid as error:
        return await _list(request, form.refuse_all(error, WRONG), 422)
    ward = await ward_by_id(request.user.ward)
    return await staff_page(
        request,
        "staff/machine_token.html",
        called=new.name,
        token=token,
        address=f"{SETTINGS.site}/api/v1/wards/{ward.slug}/",
        description=f"{SETTINGS.site}/api/openapi.json",
    )


@post("/may-ket-noi/{machine:int}/thu-hoi", opt=WHO)
async def end(request: Request[Actor, Any, Any], machine: FromPath[int]) -> Template | Redirect:
    try:
        await revoke_machine(request.user, machine)
    except Conflict:
        problem = _("Mã này đã được người khác thu hồi trước đó.")
        return await _list(request, form_of({}), 409, problem)
    return onward(PATH, "da-thu-hoi")


async def _list(
    request: Request[Actor, Any, Any], form: Form[Any], status: int = 200, problem: object = ""
) -> Template:
    cards = await machines(request.user)
    return await staff_page(
        request,
        "staff/machines.html",
        status=status,
        live=[card for card in cards if card.open],
        over=[card for card in cards if not card.open],
        form=form,
        name_most=NAME_MOST,
        scopes=list(SCOPES.items()),
        called=SCOPES,
        look=LOOK,
        today=local_day(now()),
        may_make=may_keep_machines(request.user),
        problem=problem,
        done=finished(request, DONE),
    )


handlers = [show, add, end]
rail = [RailItem("machines", PATH, "send", _("Máy kết nối"), WHO["who"], 83)]
