"""Dialogue conferences of a residential group, on the own page of its head."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.ward import queries as wards
from dialogue.ward.actions.groups import enter_group
from dialogue.ward.lineage import lineage
from dialogue.ward.rules import GroupVisitor
from meetings.conferences.actions.ahead import is_late, of_group
from meetings.conferences.actions.guests import acknowledge_for_group, reply_for_group
from meetings.conferences.queries.agenda import parts
from meetings.conferences.queries.conferences import ConferenceCard, conferences
from meetings.conferences.queries.guests import Guest, guest_of_group
from meetings.conferences.states import NOTICED, TAKES_QUESTIONS
from web import conference_words as words
from web.access import GROUP
from web.conference_asks import AheadForm, Answer, form_parts, send
from web.conference_away import why_not
from web.forms import Form, form_of, read_form
from web.groups.promises import door, home
from web.groups.questions import HIDDEN, has_entered
from web.i18n import gettext_lazy as _
from web.i18n import url
from web.pages.conferences import conference_path
from web.pages.invitation import CHOICES, ReplyForm
from web.render import page

DONE = {
    "da-xem": _("Phường đã ghi là ông bà đã xem thông báo."),
    "tra-loi": _("Phường đã ghi câu trả lời. Ông bà đổi lại được cho tới ngày họp."),
}
WHO = _("Ông bà ghi họ tên người đi thay.")
LATE = _("Chưa ghi được: hội nghị đã bắt đầu, đã hủy hoặc đã qua.")


@dataclass(frozen=True, slots=True)
class Theirs:
    """A conference of the group. part: of the conference, where it is held in parts.

    to_read: its notice waits for the head's word; to_reply: they may say whether they come.
    """

    card: ConferenceCard
    part: str
    guest: Guest | None
    takes: bool

    @property
    def to_read(self) -> bool:
        known = self.guest is not None and self.guest.acknowledged_at is None
        return known and self.card.state in NOTICED

    @property
    def late(self) -> bool:
        """Questions are taken still, and marked."""
        return is_late(self.card)

    @property
    def to_reply(self) -> bool:
        return self.guest is not None and self.card.state in NOTICED


def list_path(token: str) -> str:
    return url(f"/to-truong/{token}/doi-thoai")


async def theirs(visitor: GroupVisitor) -> list[Theirs]:
    """Those of the whole ward and those whose part the group belongs to, the newest first."""
    found, kin = [], (await lineage(visitor.ward)).kin(visitor.group)
    for card in await conferences(visitor.ward):
        if not card.is_public:
            continue
        held_in = await parts(card)
        mine = [part.name for part in held_in if kin & set(part.groups)]
        guest = await guest_of_group(visitor.ward, card.id, visitor.group)
        if mine or guest or not held_in:
            takes = card.state in TAKES_QUESTIONS
            found.append(Theirs(card, mine[0] if mine else "", guest, takes))
    return found


@get("/to-truong/{token:str}/doi-thoai", opt=GROUP)
async def show_group_conferences(request: Request[Any, Any, Any], token: FromPath[str]) -> Template:
    if not has_entered(request, token):
        return door(token)
    visitor = await enter_group(token)
    return await _list(request, token, visitor)


async def _list(  # noqa: PLR0917  what one page may have to say
    request: Request[Any, Any, Any],
    token: str,
    visitor: GroupVisitor,
    status: int = 200,
    problem: object = "",
    refused: tuple[int, Form[ReplyForm]] | None = None,
) -> Template:
    """refused: a reply that was not taken, and to which conference."""
    ward = await wards.ward_by_id(visitor.ward)
    found, today = await theirs(visitor), local_day(now())
    return page(
        "groups/conferences.html",
        status=status,
        headers=HIDDEN,
        ward=ward,
        visitor=visitor,
        home=home(token),
        listed=list_path(token),
        ahead=[each for each in reversed(found) if each.card.day >= today],
        past=[each for each in found if each.card.day < today],
        paths={each.card.id: url(conference_path(ward, each.card)) for each in found},
        words=words,
        problem=problem,
        replies={each.card.id: _reply_form(each, refused) for each in found if each.to_reply},
        choices=CHOICES,
        done=DONE.get(request.query_params.get("xong", ""), ""),
    )


def _reply_form(each: Theirs, refused: tuple[int, Form[ReplyForm]] | None) -> Form[Any]:
    if refused is not None and refused[0] == each.card.id:
        return refused[1]
    guest = each.guest
    return form_of(
        {} if guest is None else {"reply": guest.reply.value, "substitute": guest.substitute}
    )


async def _one(visitor: GroupVisitor, number: int) -> Theirs:
    """Raises NotFound for a conference that is not the group's."""
    for each in await theirs(visitor):
        if each.card.id == number:
            return each
    raise NotFound("no such conference")


@post("/to-truong/{token:str}/doi-thoai/{number:int}/da-xem", opt=GROUP)
async def acknowledge(
    request: Request[Any, Any, Any], token: FromPath[str], number: FromPath[int]
) -> Template | Redirect:
    if not has_entered(request, token):
        return Redirect(home(token), status_code=303)
    visitor = await enter_group(token)
    await _one(visitor, number)
    try:
        await acknowledge_for_group(visitor, number)
    except Conflict:
        why = await why_not(visitor.ward, number, LATE)
        return await _list(request, token, visitor, 409, why)
    return Redirect(f"{list_path(token)}?xong=da-xem", status_code=303)


@post("/to-truong/{token:str}/doi-thoai/{number:int}/tra-loi", opt=GROUP)
async def save_reply(
    request: Request[Any, Any, Any], token: FromPath[str], number: FromPath[int]
) -> Template | Redirect:
    if not has_entered(request, token):
        return Redirect(home(token), status_code=303)
    visitor = await enter_group(token)
    await _one(visitor, number)
    form = await read_form(request, ReplyForm)
    if form.data is None:
        return await _list(request, token, visitor, 422, refused=(number, form))
    try:
        await reply_for_group(visitor, number, form.data.reply, form.data.substitute)
    except Invalid:
        wrong = (number, form.refuse(substitute=WHO))
        return await _list(request, token, visitor, 422, refused=wrong)
    except Conflict:
        why = await why_not(visitor.ward, number, LATE)
        return await _list(request, token, visitor, 409, why, (number, form))
    return Redirect(f"{list_path(token)}?xong=tra-loi", status_code=303)


@get("/to-truong/{token:str}/doi-thoai/{number:int}/cau-hoi", opt=GROUP)
async def show_question(
    request: Request[Any, Any, Any], token: FromPath[str], number: FromPath[int]
) -> Template:
    if not has_entered(request, token):
        return door(token)
    visitor = await enter_group(token)
    return await _question(visitor, token, await _one(visitor, number), Answer(form_of({})))


@post("/to-truong/{token:str}/doi-thoai/{number:int}/cau-hoi", opt=GROUP)
async def send_question(
    request: Request[Any, Any, Any], token: FromPath[str], number: FromPath[int]
) -> Template | Redirect:
    if not has_entered(request, token):
        return Redirect(home(token), status_code=303)
    visitor = await enter_group(token)
    one = await _one(visitor, number)
    form = await read_form(request, AheadForm)
    ward = await wards.ward_by_id(visitor.ward)
    done = await send(ward, one.card, of_group(visitor), _place(visitor, one.card), form)
    return done if isinstance(done, Redirect) else await _question(visitor, token, one, done)


def _place(visitor: GroupVisitor, card: ConferenceCard) -> str:
    return f"/to-truong/{visitor.link}/doi-thoai/{card.id}"


async def _question(visitor: GroupVisitor, token: str, one: Theirs, answer: Answer) -> Template:
    ward = await wards.ward_by_id(visitor.ward)
    return page(
        "groups/conference_question.html",
        status=answer.status,
        headers=HIDDEN,
        ward=ward,
        visitor=visitor,
        card=one.card,
        listed=list_path(token),
        action=f"{list_path(token)}/{one.card.id}/cau-hoi",
        **await form_parts(ward, one.card, _place(visitor, one.card), answer),
    )


handlers = [show_group_conferences, acknowledge, save_reply, show_question, send_question]
