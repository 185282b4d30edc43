"""Programs of the ward that are called: their secret, shown once, and what became of each call."""

from __future__ import annotations

from typing import Annotated, Any

from babel.support import LazyProxy
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field

from dialogue.core.errors import Conflict, Invalid
from dialogue.outbox.queries import MessageCard
from dialogue.outbox.states import MessageState
from dialogue.ward.machines.rules import KEEPERS, WATCHERS, may_keep_machines
from dialogue.ward.rules import Actor
from dialogue.webhooks.actions import NewHook, add_webhook, send_again, switch_off
from dialogue.webhooks.queries import deliveries, webhook, webhooks
from dialogue.webhooks.rules import NAME_MOST, URL_MOST
from dialogue.webhooks.states import HookEvent, HookStanding
from web.access import staff
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import LARGEST_LONG
from web.paging import after, slice_of
from web.render import staff_page
from web.staff.parts import Text, finished, onward

PATH = "/quan-tri/may-nhan-tin"
WHO = staff(*WATCHERS)
MAKERS = staff(*KEEPERS)
SIZE = 30
DONE = {
    "da-tat": _("Đã tắt. Không báo tin cho máy này nữa."),
    "gui-lai": _("Đã xếp hàng gửi lại."),
}
EVENTS: dict[HookEvent, LazyProxy] = {
    HookEvent.PUBLISHED: _("Đăng câu trả lời"),
    HookEvent.CORRECTED: _("Đính chính câu trả lời"),
    HookEvent.WITHDRAWN: _("Gỡ câu trả lời"),
    HookEvent.DUE: _("Lời hứa đến hạn"),
    HookEvent.KEPT: _("Lời hứa đã xong"),
    HookEvent.CHANGED: _("Lời hứa mới hoặc có thay đổi khác"),
}
LOOK: dict[HookStanding, tuple[str, LazyProxy]] = {
    HookStanding.ON: ("jade", _("Đang báo tin")),
    HookStanding.FAILING: ("lacquer", _("Không liên lạc được")),
    HookStanding.OFF: ("", _("Đã tắt")),
}
STATES: dict[MessageState, tuple[str, LazyProxy]] = {
    MessageState.WAITING: ("turmeric", _("Đang chờ")),
    MessageState.SENT: ("jade", _("Đã nhận")),
    MessageState.REFUSED: ("lacquer", _("Bị từ chối")),
    MessageState.GIVEN_UP: ("lacquer", _("Thôi thử")),
    MessageState.DROPPED: ("", _("Không còn gì để báo")),
}
SAID = {
    "private": _("Địa chỉ nội bộ"),
    "unknown": _("Không tìm thấy tên miền"),
    "wrong": _("Địa chỉ chưa đúng"),
    "timeout": _("Quá thời gian chờ"),
    "ConnectError": _("Không kết nối được"),
}
WRONG = {
    "missing": _("Ông bà điền hoặc chọn mục này."),
    "too-long": _("Nội dung dài quá."),
    "https": _("Địa chỉ phải bắt đầu bằng https://"),
    "wrong": _("Địa chỉ này chưa đúng. Ví dụ: https://tin.phuong.example/nhan"),
    "unknown": _("Không tìm thấy máy ở địa chỉ này. Ông bà xem lại tên miền."),
    "private": _("Địa chỉ này dẫn vào mạng nội bộ. Chỉ nhận máy có địa chỉ công khai."),
    "twice": _("Máy ở địa chỉ này đang nhận tin rồi, xem trong danh sách."),
}


class HookForm(BaseModel):
    name: Text = ""
    url: Annotated[str, Field(max_length=URL_MOST)] = ""
    events: list[HookEvent] = []


@get("/may-nhan-tin", opt=WHO)
async def show(request: Request[Actor, Any, Any]) -> Template:
    return await _list(request, form_of({}))


@post("/may-nhan-tin", opt=MAKERS)
async def add(request: Request[Actor, Any, Any]) -> Template:
    """Answers with the secret itself: it is shown this once."""
    form = await read_form(request, HookForm)
    if form.data is None:
        return await _list(request, form, 422)
    new = NewHook(form.data.name, form.data.url, form.data.events)
    try:
        secret = await add_webhook(request.user, new)
    except Invalid as error:
        return await _list(request, form.refuse_all(error, WRONG), 422)
    except Conflict:
        problem = _("Đã đủ số máy nhận tin. Tắt một máy rồi thêm máy khác.")
        return await _list(request, form, 409, problem)
    return await staff_page(request, "staff/webhook_secret.html", called=new.name, secret=secret)


@get("/may-nhan-tin/{hook:int}", opt=WHO)
async def show_log(request: Request[Actor, Any, Any], hook: FromPath[int]) -> Template:
    return await _log(request, hook)


@post("/may-nhan-tin/{hook:int}/tat", opt=WHO)
async def end(request: Request[Actor, Any, Any], hook: FromPath[int]) -> Template | Redirect:
    try:
        await switch_off(request.user, hook)
    except Conflict:
        problem = _("Máy này đã được người khác tắt trước đó.")
        return await _list(request, form_of({}), 409, problem)
    return onward(PATH, "da-tat")


@post("/may-nhan-tin/{hook:int}/gui-lai/{message:int}", opt=MAKERS)
async def repeat(
    request: Request[Actor, Any, Any], hook: FromPath[int], message: FromPath[int]
) -> Template | Redirect:
    try:
        await send_again(request.user, hook, message)
    except Conflict:
        problem = _("Máy này đã tắt, hoặc tin đã tới hay đang chờ gửi.")
        return await _log(request, hook, 409, problem)
    return onward(f"{PATH}/{hook}", "gui-lai")


async def _list(
    request: Request[Actor, Any, Any], form: Form[Any], status: int = 200, problem: object = ""
) -> Template:
    cards = await webhooks(request.user)
    return await staff_page(
        request,
        "staff/webhooks.html",
        status=status,
        live=[card for card in cards if card.off_on is None],
        over=[card for card in cards if card.off_on is not None],
        form=form,
        name_most=NAME_MOST,
        url_most=URL_MOST,
        events=list(EVENTS.items()),
        called=EVENTS,
        look=LOOK,
        may_make=may_keep_machines(request.user),
        problem=problem,
        done=finished(request, DONE),
    )


async def _log(
    request: Request[Actor, Any, Any], hook: int, status: int = 200, problem: object = ""
) -> Template:
    found = await deliveries(request.user, hook, _before(after(request)), SIZE + 1)
    rows = slice_of(request, found, SIZE, lambda card: str(card.id))
    return await staff_page(
        request,
        "staff/webhook_log.html",
        status=status,
        card=await webhook(request.user, hook),
        rows=rows,
        called=EVENTS,
        states=STATES,
        said=SAID,
        may_repeat=may_keep_machines(request.user),
        ended=_ended,
        look=LOOK,
        problem=problem,
        done=finished(request, DONE),
    )


def _before(key: str) -> int:
    return min(int(key), LARGEST_LONG) if key.isascii() and key.isdecimal() else LARGEST_LONG


def _ended(card: MessageCard) -> bool:
    """May it be sent again?"""
    return card.state in {MessageState.GIVEN_UP, MessageState.REFUSED}


handlers = [show, add, show_log, end, repeat]
