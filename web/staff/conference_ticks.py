"""The check-list of a conference on its own page, and its ticks; the hall's laptop has it too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core.errors import Conflict, Invalid
from dialogue.core.text import clean
from dialogue.ward.rules import Actor
from meetings.conferences.actions import ticks
from meetings.conferences.checklist import Line
from meetings.conferences.queries import checklist
from web.days import Day
from web.forms import form_of, read_form
from web.i18n import gettext_lazy as _
from web.staff.conference_parts import PATH, PREPARE, READ, card_of, conference_page, told
from web.staff.parts import finished, onward

DONE = {"viec": _("Đã ghi vào danh mục việc.")}
Back = Literal["", "viec"]  # to the conference, or to this page


class TickForm(BaseModel):
    done_on: Day
    note: Annotated[str, BeforeValidator(clean), Field(max_length=1_000)] = ""
    back: Back = ""


class BackForm(BaseModel):
    back: Back = ""


@get("/doi-thoai/{conference:int}/viec", opt=READ)
async def show(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template:
    return await _page(request, conference)


async def _page(
    request: Request[Actor, Any, Any], number: int, status: int = 200, problem: object = ""
) -> Template:
    card = await card_of(request, number)
    found = await checklist.checklist(card)
    return await conference_page(
        request,
        "staff/conference_ticks.html",
        card,
        status=status,
        problem=problem,
        lines=found,
        next_line=next_line(found),
        done=finished(request, DONE),
    )


def next_line(found: Iterable[Line]) -> Line | None:
    """What is due next of what is not done."""
    left = [line for line in found if line.done_on is None and line.due is not None]
    return min(left, key=lambda line: line.due or date.max, default=None)


@post("/doi-thoai/{conference:int}/viec/{line:str}", opt=PREPARE)
async def tick(
    request: Request[Actor, Any, Any], conference: FromPath[int], line: FromPath[str]
) -> Template | Redirect:
    form = await read_form(request, TickForm)
    if form.data is None:
        return await _page(request, conference, 422, next(text for _name, text in form.wrong))
    data = form.data
    act = ticks.tick(request.user, conference, line, data.done_on, data.note)
    return await _taken(request, conference, data.back, act)


@post("/doi-thoai/{conference:int}/viec/{line:str}/bo", opt=PREPARE)
async def untick(
    request: Request[Actor, Any, Any], conference: FromPath[int], line: FromPath[str]
) -> Template | Redirect:
    form = await read_form(request, BackForm)
    back = form.data.back if form.data else ""
    act = ticks.untick(request.user, conference, line)
    return await _taken(request, conference, back, act)


async def _taken(
    request: Request[Actor, Any, Any], number: int, back: Back, act: Any
) -> Template | Redirect:
    try:
        await act
    except (Invalid, Conflict) as error:
        status, wrong = told(form_of({}), error)
        return await _page(request, number, status, next(text for _name, text in wrong.wrong))
    return onward(f"{PATH}/{number}{f'/{back}' if back else ''}", "viec")


handlers = [show, tick, untick]
