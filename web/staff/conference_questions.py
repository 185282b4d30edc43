"""Questions sent ahead of a conference: who asks, which unit answers, which are the same."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel

from dialogue.core.errors import Conflict, Invalid
from dialogue.matters.rules import may_triage
from dialogue.ward.rules import Actor
from meetings.conferences.actions.ahead import merge_ahead
from meetings.conferences.queries.ahead import questions
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.states import TAKES_QUESTIONS
from web.access import staff
from web.forms import read_form
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.staff.conference_parts import PATH, PREPARERS, READ, WRONG, card_of, conference_page, told
from web.staff.parts import finished, onward
from web.staff.places import names
from web.words import STATE

DONE = {"ghep": _("Đã ghép. Mỗi người hỏi vẫn giữ mã riêng và cùng nhận một câu trả lời.")}


class MergeForm(BaseModel):
    """lead: the opinion into which it goes."""

    lead: Id


@get("/doi-thoai/{conference:int}/cau-hoi", opt=READ)
async def show(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template:
    return await _page(request, await card_of(request, conference))


async def _page(
    request: Request[Actor, Any, Any],
    card: ConferenceCard,
    status: int = 200,
    problem: object = "",
) -> Template:
    found = await questions(request.user, card)
    known = await names(card.ward)
    by_field: dict[str, list[Any]] = {}
    for each in found.cards:
        about = known.about(each) or str(_("Chưa xếp lĩnh vực"))
        by_field.setdefault(about, []).append(each)
    groups = {group for each in found.cards for asker in each.askers if (group := asker.group)}
    return await conference_page(
        request,
        "staff/conference_questions.html",
        card,
        "cau-hoi",
        status=status,
        problem=problem,
        found=found,
        by_field=sorted(by_field.items(), key=lambda pair: -len(pair[1])),
        group_count=len(groups),
        names=known,
        states=STATE,
        may_merge=may_triage(request.user) and card.state in TAKES_QUESTIONS,
        leads=[(each.opinion, (each.title or each.words)[:90]) for each in found.cards],
        done=finished(request, DONE),
    )


@post("/doi-thoai/{conference:int}/cau-hoi/{opinion:int}/ghep", opt=staff(*PREPARERS))
async def merge(
    request: Request[Actor, Any, Any], conference: FromPath[int], opinion: FromPath[int]
) -> Template | Redirect:
    form = await read_form(request, MergeForm)
    card = await card_of(request, conference)
    if form.data is None:
        return await _page(request, card, 422, WRONG["unfit"])
    try:
        await merge_ahead(request.user, conference, opinion, form.data.lead)
    except (Invalid, Conflict) as error:
        status, wrong = told(form, error)
        return await _page(request, card, status, wrong.errors["form"] or WRONG["unfit"])
    return onward(f"{PATH}/{conference}/cau-hoi", "ghep")


handlers = [show, merge]
