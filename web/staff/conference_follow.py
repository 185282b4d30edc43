"""After the result: where it was told, how its promises stand, and the end after three months."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Conflict, Invalid
from dialogue.core.text import clean
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from meetings.conferences.actions import following
from meetings.conferences.queries import law, results
from meetings.conferences.rules import may_chair, may_review
from meetings.conferences.states import ConferenceState, Posting
from web.access import staff
from web.conference_words import POSTING
from web.days import Day
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.staff.conference_papers import record_for
from web.staff.conference_parts import CHAIR, PATH, PREPARE, READ, conference_page, told
from web.staff.parts import finished, onward
from web.words import task_look

SPEAKERS = staff(Role.INSPECTOR, Role.CHAIRMAN, Role.DEPUTY)
DONE = {
    "niem-yet": _("Đã ghi nơi báo kết quả."),
    "loi": _("Đã ghi lời về việc này."),
    "ket-thuc": _("Đã kết thúc theo dõi hội nghị."),
}
UNSAID = _("Còn việc chưa xong mà chưa ai nói gì. Xem danh sách dưới đây.")
EARLY = _("Ngày này trước ngày hội nghị.")
MARKS = (  # days after the conference, and what happens then
    (30, _("Tổ trưởng xác nhận việc đã xong")),
    (60, _("Ban Thanh tra nhân dân xem việc muộn, việc có ý kiến")),
    (90, _("Chủ trì kết thúc theo dõi")),
)
OUT = (ConferenceState.RESULT_OUT, ConferenceState.FOLLOWING)


class ToldForm(BaseModel):
    kind: Posting
    place: Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=200)]
    posted_on: Day
    evidence: Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=1_000)]


class WordForm(BaseModel):
    """task: empty: of the conference as a whole. hidden: "1" keeps it inside."""

    task: Id | None = None
    text: Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=4_000)]
    hidden: str = ""


class EndForm(BaseModel):
    words: Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=4_000)]
    version: Id


@get("/doi-thoai/{conference:int}/theo-doi", opt=READ)
async def show(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template:
    return await _page(request, conference)


async def _page(
    request: Request[Actor, Any, Any], number: int, status: int = 200, **forms: Form[Any]
) -> Template:
    """forms: told, word, end."""
    actor = request.user
    known = await record_for(actor, number)
    card, today = known.card, local_day(now())
    said = await results.words(card.ward, card.id)
    check = await law.check(card.ward, card.day)
    return await conference_page(
        request,
        "staff/conference_follow.html",
        card,
        "theo-doi",
        status=status,
        known=known,
        said=said,
        unsaid={each.task.id for each in results.unsaid(known, said, today)},
        to_review={each.task.id for each in results.to_review(known)},
        untold=[POSTING[each] for each in results.untold(known)],
        result_due=None if check.result is None else check.result.nominal,
        marks=[(days, text, card.day + timedelta(days=days)) for days, text in MARKS],
        postings=POSTING,
        open=card.state in OUT,
        may_speak=(may_review(actor) or may_chair(actor)) and card.state in OUT,
        told=forms.get("told") or form_of({}),
        word=forms.get("word") or form_of({}),
        end=forms.get("end") or form_of({}),
        task_look=task_look,
        blank_form=form_of({}),
        done=finished(request, DONE),
    )


@post("/doi-thoai/{conference:int}/theo-doi/noi-bao", opt=PREPARE)
async def tell(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template | Redirect:
    form = await read_form(request, ToldForm)
    if form.data is None:
        return await _page(request, conference, 422, told=form)
    data = form.data
    try:
        await following.tell_result(
            request.user, conference, data.kind, data.place, data.posted_on, data.evidence
        )
    except (Invalid, Conflict) as error:
        status, shown = told(form, error)
        early = isinstance(error, Invalid) and error.errors.get("posted_on") == "before-start"
        shown = form.refuse(posted_on=EARLY) if early else shown
        return await _page(request, conference, status, told=shown)
    return onward(f"{PATH}/{conference}/theo-doi", "niem-yet")


@post("/doi-thoai/{conference:int}/theo-doi/loi", opt=SPEAKERS)
async def say(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template | Redirect:
    form = await read_form(request, WordForm)
    if form.data is None:
        return await _page(request, conference, 422, word=form)
    data = form.data
    try:
        await following.say(
            request.user, conference, data.task, data.text, public=data.hidden != "1"
        )
    except (Invalid, Conflict) as error:
        status, shown = told(form, error)
        return await _page(request, conference, status, word=shown)
    return onward(f"{PATH}/{conference}/theo-doi", "loi")


@post("/doi-thoai/{conference:int}/theo-doi/ket-thuc", opt=CHAIR)
async def close(
    request: Request[Actor, Any, Any], conference: FromPath[int]
) -> Template | Redirect:
    form = await read_form(request, EndForm)
    if form.data is None:
        return await _page(request, conference, 422, end=form)
    try:
        await following.close(request.user, conference, form.data.words, form.data.version)
    except (Invalid, Conflict) as error:
        status, shown = told(form, error)
        left = isinstance(error, Invalid) and "promises" in error.errors
        shown = form.refuse(words=UNSAID) if left else shown
        return await _page(request, conference, status, end=shown)
    return onward(f"{PATH}/{conference}/theo-doi", "ket-thuc")


handlers = [show, tell, say, close]
