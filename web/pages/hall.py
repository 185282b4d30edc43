"""The hall's phone page: follow, ask, "I have this question too". No cookie, no log-in, plain HTTP.

A phone is known by a random id that its page keeps, in its forms and, with JavaScript, in the
browser. The page is made once for all; that id and the id of the next question are set in as it
goes out.
"""

from __future__ import annotations

import re
from secrets import token_hex
from typing import Annotated, Any

from litestar import MediaType, Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core.codes import grouped
from dialogue.core.errors import Conflict, Invalid, NotFound, TooManyTries
from dialogue.core.text import clean
from dialogue.matters.rules import LONGEST, SHORTEST
from dialogue.matters.signs import signs
from dialogue.ward import queries as wards
from meetings.conferences.actions import phones
from meetings.conferences.actions.holding import code_of, hash_of
from meetings.conferences.queries.conferences import conference
from meetings.conferences.queries.floor import asked, hall_of
from meetings.conferences.states import ConferenceState
from web.access import PUBLIC
from web.caching import PAGES
from web.forms import Form, form_of, read_form
from web.hall_slides import (
    HIDING,
    LISTED,
    LONGEST_LINE,
    OPEN,
    OUTCOME,
    SHELF,
    hall_path,
    must_be_public,
    phone_slides,
    view_of,
)
from web.i18n import enter, gettext_lazy, language
from web.i18n import gettext as _
from web.numbers import Id
from web.render import NO_STORE, page, render

PHONE, OPERATION = "@phone@", "@operation@"  # where the page's own ids go
_PHONE = re.compile(r"[0-9a-f]{32}")
WORDS = {
    "short": gettext_lazy("Câu hỏi ngắn quá: cần ít nhất 10 chữ cái."),
    "long": gettext_lazy("Câu hỏi dài quá. Quý vị rút gọn hoặc gửi làm hai câu."),
}


class AskForm(BaseModel):
    words: Annotated[str, Field(min_length=SHORTEST, max_length=LONGEST), BeforeValidator(clean)]
    phone: Annotated[str, Field(pattern=_PHONE.pattern)]
    operation: Annotated[str, Field(pattern="^[A-Za-z0-9-]{8,64}$")]
    group: Id | None = None


class MeTooForm(BaseModel):
    item: Annotated[str, Field(max_length=40)]
    phone: Annotated[str, Field(pattern=_PHONE.pattern)]


@get("/h/{code:str}", opt=PUBLIC)
async def show(request: Request[Any, Any, Any], code: FromPath[str]) -> Response[str]:
    """?ma=…: the phone's id after a form without JavaScript. ?tat-ca=1: every question."""
    ward, number = await hall_of(code)
    whole = request.query_params.get("tat-ca", "") == "1"

    async def make() -> str:
        return await _html(ward, number, code, form_of({}), whole=whole)

    kept: str = await PAGES.get(ward, SHELF, (number, "page", language(), whole), make)
    known = request.query_params.get("ma", "")
    phone = known if _PHONE.fullmatch(known) else token_hex(16)
    return _reply(kept, phone, token_hex(16))


def _reply(html: str, phone: str, operation: str, status: int = 200) -> Response[str]:
    filled = html.replace(PHONE, phone).replace(OPERATION, operation)
    return Response(filled, status_code=status, media_type=MediaType.HTML, headers=NO_STORE)


async def _html(ward: int, number: int, code: str, form: Form[Any], *, whole: bool = False) -> str:
    view = await view_of(ward, number)
    must_be_public(view)
    slides = await phone_slides(ward, number, code, language())
    return render(
        "pages/hall.html",
        ward=view.ward,
        view=view,
        code=code,
        parts={part.name: part for part in slides},
        takes_questions=view.phase == OPEN,
        whole=whole,
        listed_most=LISTED,
        longest_line=LONGEST_LINE,
        form=form,
        groups=await _groups(ward, view.groups),
        outcomes=OUTCOME,
        hidings=HIDING,
        most=LONGEST,
        phone=PHONE,
        operation=OPERATION,
    )


async def _groups(ward: int, names: dict[int, str]) -> list[tuple[int, str]]:
    """Those of today; a question of years ago may come from one that is gone."""
    return [(each.id, names[each.id]) for each in await wards.groups(ward)]


@post("/h/{code:str}/hoi", opt=PUBLIC)
async def ask(request: Request[Any, Any, Any], code: FromPath[str]) -> Redirect | Response[str]:
    ward, number = await hall_of(code)
    form = await read_form(request, AskForm)
    if form.data is None:
        return await _again(ward, number, code, form, 422)
    data = form.data
    try:
        sent = await phones.ask(
            ward, number, data.operation, data.phone, words=data.words, group=data.group
        )
    except (Invalid, NotFound) as error:
        told = form.refuse_all(error, WORDS) if isinstance(error, Invalid) else form
        return await _again(ward, number, code, told.refuse(), 422)
    except Conflict:
        text = _("Hội trường chưa mở hoặc đã đóng. Chữ quý vị ghi vẫn còn ở dưới.")
        return await _again(ward, number, code, form.refuse(words=text), 409)
    except TooManyTries:
        text = _("Máy này vừa gửi nhiều câu. Quý vị chờ ít phút rồi gửi tiếp; chữ vẫn còn.")
        return await _again(ward, number, code, form.refuse(words=text), 429)
    if not sent.code:
        text = _("Quý vị đã gửi câu này: câu số %(number)s.") % {"number": sent.number}
        return await _again(ward, number, code, form.refuse(words=text), 409)
    return Redirect(
        f"{hall_path(code)}/phieu/{data.operation}", status_code=303, headers=dict(NO_STORE)
    )


async def _again(ward: int, number: int, code: str, form: Form[Any], status: int) -> Response[str]:
    """The page with what was typed, under the ids that it was sent with."""
    enter(hall_path(code))  # the other language is that of the page, not of the form's address
    html = await _html(ward, number, code, form)
    phone, operation = form.values["phone"], form.values["operation"]
    known = phone if _PHONE.fullmatch(phone) else token_hex(16)
    sent = operation if re.fullmatch("[A-Za-z0-9-]{8,64}", operation) else token_hex(16)
    return _reply(html, known, sent, status)


@post("/h/{code:str}/cung-hoi", opt=PUBLIC)
async def me_too(request: Request[Any, Any, Any], code: FromPath[str]) -> Redirect:
    """Sent by a button beside the question. Raises NotFound, Invalid, Conflict."""
    ward, number = await hall_of(code)
    form = await read_form(request, MeTooForm)
    if form.data is None:
        raise Invalid("no question chosen", item="required")
    await phones.me_too(ward, number, form.data.item, form.data.phone)
    return Redirect(
        f"{hall_path(code)}?ma={form.data.phone}#cau-hoi", status_code=303, headers=dict(NO_STORE)
    )


@get("/h/{code:str}/phieu/{receipt:str}", opt=PUBLIC)
async def show_receipt(code: FromPath[str], receipt: FromPath[str]) -> Template:
    """receipt: the sender's own id of the question; its code is made from it. Raises NotFound."""
    ward, number = await hall_of(code)
    card = await conference(ward, number)
    tracking = code_of(card, receipt)
    found = await asked(hash_of(tracking))
    if found is None:
        raise NotFound("nothing was sent by this")
    return page(
        "pages/hall_receipt.html",
        ward=await wards.ward_by_id(ward),
        card=card,
        code=code,
        found=found,
        is_open=card.state is ConferenceState.RUNNING,
        outcomes=OUTCOME,
        hidings=HIDING,
        tracking=grouped(tracking),
        urgent=signs(found.own.words).urgent,
    )


handlers = [show, ask, me_too, show_receipt]
