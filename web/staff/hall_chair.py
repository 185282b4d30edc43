"""The chair's phone: which of the hall's questions are taken, and in which order."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field

from dialogue.core.errors import Conflict, Invalid
from dialogue.ward.rules import Actor
from meetings.conferences.actions import picking
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.states import OpinionSource, OpinionState
from web.forms import read_form
from web.hall_slides import view_of
from web.i18n import gettext_lazy as _
from web.numbers import Id, whole
from web.staff.conference_parts import CHAIR, PATH, card_of
from web.staff.hall_parts import hall_page
from web.staff.parts import onward

QUICKER = _("Danh sách vừa thay đổi, nên chưa ghi. Dưới đây là bản mới nhất.")


class Choice(StrEnum):
    PICK = "chon"
    BACK = "bo"
    UP = "len"
    DOWN = "xuong"


Ids = Annotated[str, Field(pattern=r"^([0-9,]*)$", max_length=20_000)]  # as shown, `12,7`


class ChoiceForm(BaseModel):
    do: Choice
    version: Id = 1
    order: Ids = ""


class RestForm(BaseModel):
    rest: Ids = ""


@get("/doi-thoai/{conference:int}/chon", opt=CHAIR)
async def show(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template:
    return await _page(request, await card_of(request, conference))


async def _page(
    request: Request[Actor, Any, Any], card: ConferenceCard, status: int = 200, problem: object = ""
) -> Template:
    view = await view_of(card.ward, card.id)
    to_pick = [
        each
        for each in view.listed
        if each.state is OpinionState.SHOWN and each.source is not OpinionSource.SPOKEN
    ]
    return await hall_page(
        request,
        "staff/hall_chair.html",
        card,
        tab="chon",
        status=status,
        view=view,
        picked=view.floor.picked,
        to_pick=to_pick,
        order=",".join(str(each.id) for each in view.floor.picked),
        rest=",".join(str(each.id) for each in to_pick),
        problem=problem,
    )


@post("/doi-thoai/{conference:int}/chon/{opinion:int}", opt=CHAIR)
async def choose(
    request: Request[Actor, Any, Any], conference: FromPath[int], opinion: FromPath[int]
) -> Template | Redirect:
    card = await card_of(request, conference)
    form = await read_form(request, ChoiceForm)
    if form.data is None:
        raise Invalid("nothing chosen", do="required")
    try:
        await _take(request.user, conference, opinion, form.data)
    except Conflict:
        return await _page(request, card, 409, QUICKER)
    return onward(f"{PATH}/{conference}/chon", "chon")


async def _take(actor: Actor, conference: int, opinion: int, chosen: ChoiceForm) -> None:
    order = _ids(chosen.order)
    match chosen.do:
        case Choice.PICK:
            await picking.pick(actor, conference, opinion, chosen.version)
        case Choice.BACK:
            await picking.put_back(actor, conference, opinion, chosen.version)
        case Choice.UP | Choice.DOWN:
            up = chosen.do is Choice.UP
            await picking.move(actor, conference, opinion, order, up=up)


def _ids(shown: str) -> list[int]:
    return [whole(each) or 0 for each in shown.split(",") if each]


@post("/doi-thoai/{conference:int}/chon/con-lai", opt=CHAIR)
async def leave_the_rest(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Redirect:
    await card_of(request, conference)
    form = await read_form(request, RestForm)
    if form.data is None:
        raise Invalid("nothing that the page showed", rest="odd")
    await picking.answer_the_rest_in_writing(request.user, conference, _ids(form.data.rest))
    return onward(f"{PATH}/{conference}/chon", "van-ban")


handlers = [show, choose, leave_the_rest]
