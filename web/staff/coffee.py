"""Coffee sessions for the office: the year, who was not visited lately, planning, moving."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Annotated, Any, Literal

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Conflict, Invalid
from dialogue.core.i18n import read_time, weekday_day
from dialogue.ward import queries as ward_queries
from dialogue.ward.figures import read_figure
from dialogue.ward.rules import Actor
from meetings.coffee.actions import earlier, planning
from meetings.coffee.actions.earlier import Told
from meetings.coffee.queries import figures, sessions
from meetings.coffee.queries.sessions import limits, session
from meetings.coffee.rules import (
    NOTERS,
    PLACE_MOST,
    PLANNERS,
    PUBLISHERS,
    READERS,
    Meeting,
    may_plan,
    may_publish,
    opens,
)
from meetings.coffee.states import SessionState
from web.access import staff
from web.days import Day
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import Id, whole
from web.render import staff_page
from web.shapes import RailItem
from web.staff.coffee_notes import PATH, note_path
from web.staff.coffee_report import session_page
from web.staff.coffee_words import STATE, WRONG
from web.staff.figure_words import QUALIFIER
from web.staff.parts import finished, onward
from web.staff.places import names

WHO, PLAN, NOTE, KEEP = staff(*READERS), staff(*PLANNERS), staff(*NOTERS), staff(*PUBLISHERS)
FIRST_YEAR = 2000
TOO_SOON = _("Ngày này gần quá, chưa kịp báo bà con. Sớm nhất là %(day)s.")
HOLIDAY = _("Ngày này là ngày nghỉ lễ%(name)s. Ông bà đổi ngày, hoặc đánh dấu “Vẫn gặp ngày này”.")
DONE = {
    "bao": _("Đã báo buổi gặp. Trang công khai và lịch đã có."),
    "so-cu": _("Đã ghi số liệu trước đây."),
    "lui-so-cu": _("Đã rút số liệu. Nhật ký vẫn giữ."),
}


def _time(typed: object) -> object:
    found = read_time(typed) if isinstance(typed, str) else typed
    if found is None:
        raise PydanticCustomError("string_pattern_mismatch", "no time of day")
    return found


def _told(typed: object) -> object:
    """`hơn 1.000` as the number and how it was said."""
    if not isinstance(typed, str):
        return typed
    try:
        value, word = read_figure(typed)
    except ValueError:
        value, word = None, None
    if value is None:
        raise PydanticCustomError("int_parsing", "no figure")
    return Told(value, word)


Hour = Annotated[time, BeforeValidator(_time)]
Figure = Annotated[Told, BeforeValidator(_told)]


class MeetingForm(BaseModel):
    day: Day
    starts: Hour
    place: Annotated[str, Field(max_length=PLACE_MOST)]
    groups: list[Id]
    lead: Annotated[str, Field(max_length=PLACE_MOST)] = ""
    minutes: Annotated[int, Field(ge=10, le=480)] = 60
    on_holiday: Literal["", "1"] = ""
    until: Day | None = None

    def meeting(self) -> Meeting:
        return Meeting(
            self.day,
            self.starts,
            self.place,
            tuple(self.groups),
            self.lead,
            self.minutes,
            on_holiday=self.on_holiday == "1",
        )


class MoveForm(MeetingForm):
    reason: Annotated[str, Field(max_length=PLACE_MOST)]
    version: Id


class CancelForm(BaseModel):
    cancel_reason: Annotated[str, Field(max_length=PLACE_MOST)]
    version: Id


class EarlierForm(BaseModel):
    until: Day
    sessions: Figure
    attendances: Figure
    source: Annotated[str, Field(max_length=300)]


@get("/ca-phe", opt=WHO)
async def show_year(request: Request[Actor, Any, Any]) -> Template:
    return await _year(request)


async def _year(
    request: Request[Actor, Any, Any], form: Form[Any] | None = None, status: int = 200
) -> Template:
    """form: earlier figures that were refused."""
    actor, today = request.user, local_day(now())
    asked = whole(request.query_params.get("nam", ""), 2199) or today.year
    shown = asked if asked >= FIRST_YEAR else today.year
    cards = await sessions.year(actor, shown)
    return await staff_page(
        request,
        "staff/coffee.html",
        status=status,
        page="coffee",
        year=shown,
        this_year=today.year,
        cards=cards,
        due={card.id: await sessions.report_day(actor.ward, card) for card in cards},
        today=today,
        visits=await sessions.visits(actor),
        visit_days=(await limits(actor.ward, today)).visit,
        counted=await figures.counted(actor.ward),
        earlier=await figures.earlier(actor.ward),
        qualifiers=QUALIFIER,
        names=await names(actor.ward),
        states=STATE,
        may_plan=may_plan(actor),
        may_publish=may_publish(actor),
        form=form or form_of({}),
        done=finished(request, DONE),
    )


@get("/ca-phe/moi", opt=PLAN)
async def show_plan(request: Request[Actor, Any, Any]) -> Template:
    group = request.query_params.get("to", "")
    typed: dict[str, object] = {"starts": "07:00", "minutes": 60}
    return await _plan(request, form_of(typed | ({"groups": [group]} if whole(group) else {})))


@post("/ca-phe/moi", opt=PLAN)
async def plan(request: Request[Actor, Any, Any]) -> Template | Redirect:
    form = await read_form(request, MeetingForm)
    if form.data is None:
        return await _plan(request, form, 422)
    try:
        told = await planning.announce(request.user, form.data.meeting(), form.data.until)
    except Invalid as error:
        return await _plan(request, await refused(request.user, form, error), 422)
    if form.data.until is not None:
        return await _plan(request, form_of({}), announced=told)
    return onward(f"{PATH}/buoi/{told.slugs[0]}", "bao")


async def refused(actor: Actor, form: Form[Any], error: Invalid) -> Form[Any]:
    """With the first lawful day where the one asked for comes too soon, and a holiday's name."""
    match error.errors.get("day"):
        case "too-soon":
            first = weekday_day(await planning.earliest(actor.ward))
            return form.refuse(day=str(TOO_SOON) % {"day": first})
        case "holiday":
            name = error.errors["holiday"]
            return form.refuse(day=str(HOLIDAY) % {"name": f" ({name})" if name else ""})
    return form.refuse_all(error, WRONG)


async def _plan(
    request: Request[Actor, Any, Any],
    form: Form[Any],
    status: int = 200,
    announced: planning.Announced | None = None,
) -> Template:
    """announced: a series that was just told."""
    return await staff_page(
        request,
        "staff/coffee_plan.html",
        status=status,
        page="coffee",
        form=form,
        announced=announced,
        first=await planning.earliest(request.user.ward),
        **await choices(request.user),
    )


async def choices(actor: Actor) -> Mapping[str, Any]:
    """What the forms of a meeting offer: groups, those visited longest ago marked."""
    visits = {visit.group: visit for visit in await sessions.visits(actor)}
    return {"groups": await ward_queries.groups(actor.ward), "visits": visits}


@post("/ca-phe/buoi/{meeting:str}/doi", opt=PLAN)
async def move(request: Request[Actor, Any, Any], meeting: FromPath[str]) -> Template | Redirect:
    card = await session(request.user, meeting)
    form = await read_form(request, MoveForm)
    if form.data is None:
        return await session_page(request, card, status=422, move=form)
    try:
        data = form.data
        await planning.move(request.user, card.slug, data.meeting(), data.reason, data.version)
    except Invalid as error:
        wrong = await refused(request.user, form, error)
        return await session_page(request, card, status=422, move=wrong)
    except Conflict:
        return await session_page(request, card, status=409, move=form)
    return onward(f"{PATH}/buoi/{card.slug}", "doi")


@post("/ca-phe/buoi/{meeting:str}/huy", opt=PLAN)
async def cancel(request: Request[Actor, Any, Any], meeting: FromPath[str]) -> Template | Redirect:
    card = await session(request.user, meeting)
    form = await read_form(request, CancelForm)
    if form.data is None:
        return await session_page(request, card, status=422, cancel=form)
    try:
        reason = form.data.cancel_reason
        await planning.cancel(request.user, card.slug, reason, form.data.version)
    except Invalid as error:
        told = Invalid(str(error), cancel_reason=error.errors.get("reason", "wrong"))
        return await session_page(request, card, status=422, cancel=form.refuse_all(told, WRONG))
    except Conflict:
        return await session_page(request, card, status=409, cancel=form)
    return onward(f"{PATH}/buoi/{card.slug}", "huy")


@post("/ca-phe/buoi/{meeting:str}/mo", opt=NOTE)
async def open_notes(
    request: Request[Actor, Any, Any], meeting: FromPath[str]
) -> Template | Redirect:
    card = await session(request.user, meeting)
    if card.state is SessionState.ANNOUNCED and not opens(card.state, card.day, local_day(now())):
        return await session_page(request, card, status=409, problem=_("Chưa tới ngày gặp."))
    try:
        await planning.open_session(request.user, card.slug)
    except Conflict:
        return await session_page(request, card, status=409)
    return onward(note_path(card.slug))


@post("/ca-phe/buoi/{meeting:str}/ket-thuc", opt=NOTE)
async def end(request: Request[Actor, Any, Any], meeting: FromPath[str]) -> Template | Redirect:
    card = await session(request.user, meeting)
    try:
        await planning.close(request.user, card.slug)
    except Invalid:
        problem = _("Còn việc chưa có hướng: trả lời, mang về, chuyển hoặc cảm ơn.")
        return await session_page(request, card, status=422, problem=problem)
    except Conflict:
        return await session_page(request, card, status=409)
    return onward(f"{PATH}/buoi/{card.slug}", "ket-thuc")


@post("/ca-phe/truoc-day", opt=KEEP)
async def enter_earlier(request: Request[Actor, Any, Any]) -> Template | Redirect:
    form = await read_form(request, EarlierForm)
    if form.data is None:
        return await _year(request, form, 422)
    try:
        await earlier.enter_earlier(request.user, **dict(form.data))
    except Invalid as error:
        return await _year(request, form.refuse_all(error, WRONG), 422)
    return onward(PATH, "so-cu")


@post("/ca-phe/truoc-day/{earlier_figure:int}/rut", opt=KEEP)
async def take_back(request: Request[Actor, Any, Any], earlier_figure: FromPath[int]) -> Redirect:
    await earlier.take_back(request.user, earlier_figure)
    return onward(PATH, "lui-so-cu")


handlers = [show_year, show_plan, plan, move, cancel, open_notes, end, enter_earlier, take_back]
rail = [RailItem("coffee", PATH, "cup", _("Cà phê sáng"), WHO["who"], 56)]
