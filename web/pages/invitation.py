"""A guest's own page, by the personal link of the invitation (/moi/{token}).

Opening it does nothing, so that previews of links reply for nobody; each word is a form.
"""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.core.text import clean
from dialogue.ward import queries as wards
from meetings.conferences.actions import guests
from meetings.conferences.actions.ahead import of_guest
from meetings.conferences.queries.agenda import part_of, programme
from meetings.conferences.queries.ahead import asked_by
from meetings.conferences.queries.conferences import conference
from meetings.conferences.queries.guests import GuestVisitor, enter, own
from meetings.conferences.queries.history import history
from meetings.conferences.states import NOTICED, TAKES_QUESTIONS, Reply, Step
from web import conference_words as words
from web.access import PUBLIC
from web.conference_asks import AheadForm, Answer, form_parts, send
from web.conference_away import why_not
from web.forms import MISSING, Form, form_of, read_form
from web.groups.questions import HIDDEN
from web.i18n import gettext_lazy as _
from web.i18n import url
from web.pages.conferences import conference_path
from web.render import page

DONE = {
    "tra-loi": _("Phường đã ghi câu trả lời. Quý vị đổi lại được cho tới ngày họp."),
    "da-xem": _("Phường đã ghi là quý vị đã xem thông báo."),
}
LATE = _("Chưa ghi được: hội nghị đã bắt đầu, đã hủy hoặc đã qua.")
CHOICES = [(reply, words.REPLY[reply]) for reply in Reply if reply is not Reply.NONE]


class ReplyForm(BaseModel):
    reply: Reply
    substitute: Annotated[str, BeforeValidator(clean), Field(max_length=120)] = ""


@get("/moi/{token:str}", opt=PUBLIC)
async def show(request: Request[Any, Any, Any], token: FromPath[str]) -> Template:
    return await _page(request, token, await enter(token))


async def _page(  # noqa: PLR0917  what one page may have to say
    request: Request[Any, Any, Any],
    token: str,
    visitor: GuestVisitor,
    status: int = 200,
    reply: Form[Any] | None = None,
    answer: Answer | None = None,
    problem: object = "",
) -> Template:
    card = await conference(visitor.ward, visitor.conference)
    ward, guest = await wards.ward_by_id(visitor.ward), await own(visitor)
    known = {"reply": guest.reply.value, "substitute": guest.substitute}
    moves = await history(card.ward, card.id, Step.MOVE)
    return page(
        "pages/invitation.html",
        status=status,
        headers=HIDDEN,
        ward=ward,
        card=card,
        guest=guest,
        part=await part_of(card, guest.part),
        words=words,
        action=url(f"/moi/{token}"),
        public=url(conference_path(ward, card)) if card.is_public else "",
        for_calendars=card.is_for_calendars(local_day(now())),
        open=card.state in NOTICED,
        programme=await programme(card),
        asked=await asked_by(visitor),
        moved=moves[-1] if moves else None,
        reply=reply or form_of(known),
        choices=CHOICES,
        problem=problem,
        done=DONE.get(request.query_params.get("xong", ""), ""),
        **await form_parts(ward, card, _place(visitor), answer or Answer(form_of({}))),
    )


def _place(visitor: GuestVisitor) -> str:
    """What a ticket of this page is bound to; not the token, which is nobody else's business."""
    return f"/moi/{visitor.id}"


async def _why(visitor: GuestVisitor) -> object:
    return await why_not(visitor.ward, visitor.conference, LATE)


@post("/moi/{token:str}/tra-loi", opt=PUBLIC)
async def save_reply(request: Request[Any, Any, Any], token: FromPath[str]) -> Template | Redirect:
    visitor = await enter(token)
    form = await read_form(request, ReplyForm)
    if form.data is None:
        return await _page(request, token, visitor, 422, form)
    try:
        await guests.reply(visitor, form.data.reply, form.data.substitute)
    except Invalid:
        return await _page(request, token, visitor, 422, form.refuse(substitute=MISSING))
    except Conflict:
        return await _page(request, token, visitor, 409, form, problem=await _why(visitor))
    return Redirect(url(f"/moi/{token}") + "?xong=tra-loi", status_code=303)


@post("/moi/{token:str}/da-xem", opt=PUBLIC)
async def acknowledge(request: Request[Any, Any, Any], token: FromPath[str]) -> Template | Redirect:
    visitor = await enter(token)
    try:
        await guests.acknowledge(visitor)
    except Conflict:
        return await _page(request, token, visitor, 409, problem=await _why(visitor))
    return Redirect(url(f"/moi/{token}") + "?xong=da-xem", status_code=303)


@post("/moi/{token:str}/cau-hoi", opt=PUBLIC)
async def ask(request: Request[Any, Any, Any], token: FromPath[str]) -> Template | Redirect:
    visitor = await enter(token)
    card = await conference(visitor.ward, visitor.conference)
    if card.state not in TAKES_QUESTIONS and not card.is_public:
        raise NotFound("nothing is asked yet")
    form = await read_form(request, AheadForm)
    ward = await wards.ward_by_id(visitor.ward)
    done = await send(ward, card, of_guest(visitor), _place(visitor), form)
    if isinstance(done, Redirect):
        return done
    return await _page(request, token, visitor, done.status, answer=done)


handlers = [show, save_reply, acknowledge, ask]
