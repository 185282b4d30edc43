"""A group's head notes what was seen at the counters (/to-truong/{token}/giam-sat)."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field

from dialogue.core.clock import local_day, now
from dialogue.core.codes import derived_tracking_code
from dialogue.core.keys import keys
from dialogue.core.tickets import body_hash, issue, nonce_hash, receipt_of
from dialogue.matters.actions.intake import Ticket
from dialogue.matters.actions.supervising import NewNote, supervise
from dialogue.matters.supervision import seen_kinds
from dialogue.ward import queries as wards
from dialogue.ward.actions.groups import enter_group
from dialogue.ward.rules import GroupVisitor
from web.access import GROUP
from web.asking import EVENING, REFUSED, Refusals, subjects
from web.days import Day
from web.english import plain, said
from web.forms import Form, form_of, read_form
from web.groups.promises import door, home
from web.groups.questions import HIDDEN, group_names, has_entered, sent
from web.i18n import gettext_lazy as _
from web.i18n import language, url
from web.numbers import Id
from web.render import page

WORDS = {
    "short": _("Ông bà kể rõ hơn giúp: ít nhất 10 chữ cái."),
    "long": _("Lời kể dài quá. Ông bà tách làm hai lần giúp."),
    "required": _("Ông bà chọn một việc trong danh sách."),
    "future": _("Ngày này chưa tới. Ông bà xem lại giúp."),
    "old": _("Ngày này đã quá một năm. Ông bà xem lại giúp."),
}
REFUSALS = Refusals(
    body="words",
    about="field",
    wrong=WORDS,
    again=_("Ông bà đã gửi đúng lời này lúc %(when)s, phường đã nhận."),
    used=_("Lần gửi trước đã được nhận. Bấm Gửi lần nữa nếu đây là việc mới."),
    stale=_("Trang này mở đã lâu. Ông bà bấm Gửi lần nữa."),
    gone=_("Mục đã chọn không còn trong danh sách. Ông bà chọn lại."),
)


class NoteForm(BaseModel):
    """seen: code of a kind; the action knows which there are."""

    seen: str = ""
    seen_on: Day
    field: Id | None = None
    words: Annotated[str, Field(max_length=4000)] = ""
    ticket: str = ""


def path(token: str) -> str:
    return url(f"/to-truong/{token}/giam-sat")


@get("/to-truong/{token:str}/giam-sat", opt=GROUP)
async def show_supervision(request: Request[Any, Any, Any], token: FromPath[str]) -> Template:
    if not has_entered(request, token):
        return door(token)
    form = form_of({"seen_on": typed(local_day(now()))})
    done = request.query_params.get("xong") == "1"
    return await _page(await enter_group(token), token, form, done=done)


@post("/to-truong/{token:str}/giam-sat", opt=GROUP)
async def send_note(request: Request[Any, Any, Any], token: FromPath[str]) -> Template | Redirect:
    if not has_entered(request, token):
        return Redirect(home(token), status_code=303)
    visitor = await enter_group(token)
    form = await read_form(request, NoteForm)
    if form.data is None:
        return await _page(visitor, token, form, 422)
    try:
        await _send(visitor, form.data)
    except REFUSED as error:
        status, wrong = REFUSALS.shown(form, error)
        return await _page(visitor, token, wrong, status)
    return Redirect(f"{path(token)}?xong=1", status_code=303)


def typed(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _place(visitor: GroupVisitor) -> str:
    """What a ticket of this page is bound to."""
    return f"/to-truong/{visitor.link}/giam-sat"


async def _send(visitor: GroupVisitor, data: NoteForm) -> None:
    nonce = nonce_hash(keys(), _place(visitor), data.ticket, now(), EVENING)
    note = NewNote(
        data.seen,
        data.seen_on,
        data.words,
        data.field,
        language(),
        derived_tracking_code(keys(), receipt_of(keys(), data.ticket)),
    )
    told = [note.seen, note.seen_on.isoformat(), note.words, note.field]
    await supervise(visitor, note, Ticket(nonce, body_hash(keys(), json.dumps(told)), EVENING))


async def _page(
    visitor: GroupVisitor, token: str, form: Form[Any], status: int = 200, *, done: bool = False
) -> Template:
    ward = await wards.ward_by_id(visitor.ward)
    fields, _topics = await subjects(ward.id)
    kinds = {kind.code: plain(said(kind.vi, kind.en)) for kind in seen_kinds()}
    return page(
        "groups/supervision.html",
        status=status,
        headers=HIDDEN,
        ward=ward,
        visitor=visitor,
        home=home(token),
        action=path(token),
        form=form,
        ticket=issue(keys(), _place(visitor), now()),
        kinds=kinds,
        fields=[(value.partition("-")[2], text) for value, text in fields],
        notes=[each for each in await sent(visitor) if each[0].seen is not None],
        groups=await group_names(visitor),
        sent=done,
    )


handlers = [show_supervision, send_note]
