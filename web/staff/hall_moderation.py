"""Questions from phones, read before the hall sees them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel

from dialogue.core.errors import Conflict, Invalid
from dialogue.ward.rules import Actor
from meetings.conferences.actions import moderating
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.queries.floor import covered_words, opinions
from meetings.conferences.states import Hiding, OpinionSource, OpinionState
from web.forms import read_form
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.staff.conference_parts import PREPARE, card_of
from web.staff.hall_parts import back, hall_page

QUICKER = _(
    "Người khác vừa duyệt câu này, hoặc hội trường đã đóng. Danh sách dưới đây là mới nhất."
)
NO_CHOICE = _("Ông bà chọn lý do không nêu, hoặc chọn câu để gộp vào.")
LEADS = (OpinionState.WAITING, OpinionState.SHOWN, OpinionState.PICKED)


class Decision(StrEnum):
    SHOW = "hien"
    HIDE = "giau"
    MERGE = "gop"


class DecisionForm(BaseModel):
    do: Decision
    version: Id
    why: Hiding | None = None
    lead: Id | None = None


@get("/doi-thoai/{conference:int}/dieu-khien/duyet", opt=PREPARE)
async def show(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template:
    return await _page(request, await card_of(request, conference))


async def _page(
    request: Request[Actor, Any, Any], card: ConferenceCard, status: int = 200, problem: object = ""
) -> Template:
    every = await opinions(card.ward, card.id)
    return await hall_page(
        request,
        "staff/hall_moderation.html",
        card,
        tab="duyet",
        status=status,
        waiting=[each for each in every if each.state is OpinionState.WAITING],
        shown=[
            each
            for each in every
            if each.state in {OpinionState.SHOWN, OpinionState.PICKED}
            and each.source is not OpinionSource.SPOKEN
        ],
        covered=await covered_words(card.ward, every),
        leads=[each for each in every if each.state in LEADS and each.words],
        problem=problem,
    )


@post("/doi-thoai/{conference:int}/dieu-khien/duyet/{opinion:int}", opt=PREPARE)
async def decide(
    request: Request[Actor, Any, Any], conference: FromPath[int], opinion: FromPath[int]
) -> Template | Redirect:
    card = await card_of(request, conference)
    form = await read_form(request, DecisionForm)
    if form.data is None:
        return await _page(request, card, 422, NO_CHOICE)
    try:
        await _take(request.user, conference, opinion, form.data)
    except Invalid:
        return await _page(request, card, 422, NO_CHOICE)
    except Conflict:
        return await _page(request, card, 409, QUICKER)
    return back(conference, "duyet", "duyet")


async def _take(actor: Actor, conference: int, opinion: int, chosen: DecisionForm) -> None:
    if chosen.do is Decision.SHOW:
        await moderating.show(actor, conference, opinion, chosen.version)
    elif chosen.do is Decision.HIDE and chosen.why is not None:
        await moderating.hide(actor, conference, opinion, chosen.version, chosen.why)
    elif chosen.do is Decision.MERGE and chosen.lead is not None:
        await moderating.merge(actor, conference, opinion, chosen.version, chosen.lead)
    else:
        raise Invalid("nothing chosen", do="required")


handlers = [show, decide]
