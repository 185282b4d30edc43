"""What was wrong when somebody was not satisfied: the centre's director writes cause and remedy."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Conflict
from dialogue.core.text import clean
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from surveys.follow_ups import follow_up_done
from surveys.queries.follow_ups import FollowUpItem, follow_up, follow_ups
from surveys.queries.ratings import least_ratings
from surveys.rules import FollowUpState
from web.access import staff
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.pages.rating import REASONS
from web.render import staff_page
from web.shapes import RailItem
from web.staff.parts import finished, onward

PATH = "/quan-tri/khac-phuc"
WHO = staff(Role.DIRECTOR)
MOST = 100  # on one page; the earliest due come first, so nothing urgent hides
DONE = {"da-ghi": _("Đã ghi nguyên nhân và cách khắc phục.")}
DONE_ALREADY = _("Lượt này vừa được người khác ghi xong, hoặc người dân đã đổi đánh giá.")
OTHER_FIELD = _("Việc khác")


class RemedyForm(BaseModel):
    cause: Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=1000)]
    remedy: Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=1000)]


@get("/khac-phuc", opt=WHO)
async def show(request: Request[Actor, Any, Any], xem: FromQuery[str] = "") -> Template:
    state = FollowUpState.DONE if xem == "xong" else FollowUpState.OPEN
    return await _list(request, state)


async def _list(
    request: Request[Actor, Any, Any],
    state: FollowUpState = FollowUpState.OPEN,
    *,
    problem: object = "",
    status: int = 200,
) -> Template:
    found = await follow_ups(request.user, state, MOST + 1)
    return await staff_page(
        request,
        "staff/follow_ups.html",
        status=status,
        items=found[:MOST],
        more=len(found) > MOST,
        most=MOST,
        is_open=state is FollowUpState.OPEN,
        days_left=await _days_left(request.user.ward, found),
        least=await least_ratings(request.user.ward, local_day(now())),
        fields=await _field_names(request.user.ward),
        reasons=REASONS,
        problem=problem,
        done=finished(request, DONE),
    )


async def _field_names(ward: int) -> dict[int | None, str]:
    """By id; None: other business."""
    known = await ward_queries.fields(ward, past=True)
    return {None: str(OTHER_FIELD)} | {card.id: card.name for card in known}


async def _days_left(ward: int, items: list[FollowUpItem]) -> dict[int, int]:
    """Working days until each is due; negative: late."""
    calendar, today = await ward_queries.calendar(ward), local_day(now())
    return {each.id: calendar.between(today, each.due) for each in items if each.due is not None}


@get("/khac-phuc/{item:int}", opt=WHO)
async def show_one(request: Request[Actor, Any, Any], item: FromPath[int]) -> Template:
    card = await follow_up(request.user, item)
    return await _one(request, card, form_of({"cause": card.cause, "remedy": card.remedy}))


async def _one(
    request: Request[Actor, Any, Any], card: FollowUpItem, form: Form[Any], status: int = 200
) -> Template:
    return await staff_page(
        request,
        "staff/follow_up.html",
        status=status,
        item=card,
        form=form,
        is_open=card.state is FollowUpState.OPEN,
        fields=await _field_names(request.user.ward),
        reasons=REASONS,
    )


@post("/khac-phuc/{item:int}", opt=WHO)
async def finish(request: Request[Actor, Any, Any], item: FromPath[int]) -> Template | Redirect:
    card = await follow_up(request.user, item)
    form = await read_form(request, RemedyForm)
    if form.data is None:
        return await _one(request, card, form, 422)
    try:
        await follow_up_done(request.user, item, form.data.cause, form.data.remedy)
    except Conflict:
        return await _list(request, problem=DONE_ALREADY, status=409)
    return onward(PATH, "da-ghi")


handlers = [show, show_one, finish]
rail = [RailItem("follow-ups", PATH, "refresh", _("Khắc phục"), WHO["who"], 58)]
