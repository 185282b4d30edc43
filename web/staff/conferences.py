"""Dialogue conferences: the list with the duties of each year, a new plan, a changed one."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.ward.rules import Actor
from meetings.conferences.actions import planning
from meetings.conferences.legal import Duty
from meetings.conferences.queries import law
from meetings.conferences.queries.conferences import ConferenceCard, conferences
from meetings.conferences.rules import may_prepare
from meetings.conferences.states import COMING, NOTICED
from web import conference_words as words
from web.forms import Form, read_form
from web.i18n import gettext_lazy as _
from web.render import staff_page
from web.shapes import RailItem
from web.staff.conference_days_off import explained
from web.staff.conference_forms import PlanForm, blank, field_options, filled
from web.staff.conference_parts import (
    PATH,
    PREPARE,
    READ,
    card_of,
    conference_page,
    told,
)
from web.staff.parts import onward

DUTY = {
    Duty.NO_RULE: ("outline", _("Không có quy định")),
    Duty.MET: ("jade", _("Đã tổ chức")),
    Duty.PLANNED: ("indigo", _("Đã lên lịch")),
    Duty.NONE: ("", _("Chưa lên lịch")),
    Duty.AMBER: ("turmeric", _("Chưa lên lịch, đã sang tháng 10")),
    Duty.RED: ("lacquer", _("Chưa tổ chức")),
}


@get("/doi-thoai", opt=READ)
async def show_list(request: Request[Actor, Any, Any]) -> Template:
    actor = request.user
    found = await conferences(actor.ward)
    today = local_day(now())
    ahead = [card for card in found if card.day >= today and card.state in COMING]
    duties = await law.duties(actor.ward)
    return await staff_page(
        request,
        "staff/conferences.html",
        page="conferences",
        ahead=ahead[::-1],
        past=[card for card in found if card not in ahead],
        duties=[(duty, *DUTY[duty.state]) for duty in duties],
        words=words,
        may_prepare=may_prepare(actor),
    )


@get("/doi-thoai/moi", opt=PREPARE)
async def show_new(request: Request[Actor, Any, Any]) -> Template:
    return await _new_page(request, blank())


async def _new_page(
    request: Request[Actor, Any, Any], form: Form[Any], status: int = 200
) -> Template:
    return await staff_page(
        request,
        "staff/conference_new.html",
        status=status,
        page="conferences",
        form=form,
        words=words,
        fields=await field_options(request.user.ward),
        noticed=False,
    )


@post("/doi-thoai/moi", opt=PREPARE)
async def add(request: Request[Actor, Any, Any]) -> Template | Redirect:
    form = await read_form(request, PlanForm)
    if form.data is None:
        return await _new_page(request, form, 422)
    try:
        number = await planning.plan(request.user, form.data.plan())
    except NotFound:
        return await _new_page(request, _gone(form), 422)
    except Invalid as error:
        status, wrong = told(_named(form, error), error)
        return await _new_page(request, wrong, status)
    return onward(f"{PATH}/{number}", "lap")


def _gone(form: Form[Any]) -> Form[Any]:
    return form.refuse(fields=_("Lĩnh vực đã chọn không còn trong danh sách."))


def _named(form: Form[Any], error: Invalid) -> Form[Any]:
    """The times that the action speaks of are typed in other fields."""
    for ours, typed in (("starts_at", "day"), ("ends_at", "ends")):
        if ours in error.errors:
            error.errors[typed] = error.errors.pop(ours)
    return explained(form, error)


@get("/doi-thoai/{conference:int}/sua", opt=PREPARE)
async def show_change(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template:
    card = await card_of(request, conference)
    return await _change_page(request, card, filled(card))


async def _change_page(
    request: Request[Actor, Any, Any], card: ConferenceCard, form: Form[Any], status: int = 200
) -> Template:
    return await conference_page(
        request,
        "staff/conference_change.html",
        card,
        status=status,
        form=form,
        fields=await field_options(request.user.ward),
        noticed=card.state in NOTICED,
    )


@post("/doi-thoai/{conference:int}/sua", opt=PREPARE)
async def save_change(
    request: Request[Actor, Any, Any], conference: FromPath[int]
) -> Template | Redirect:
    form = await read_form(request, PlanForm)
    card = await card_of(request, conference)
    if form.data is None:
        return await _change_page(request, card, form, 422)
    try:
        await planning.change_plan(request.user, conference, form.data.plan(), form.data.version)
    except NotFound:
        return await _change_page(request, card, _gone(form), 422)
    except (Invalid, Conflict) as error:
        named = _named(form, error) if isinstance(error, Invalid) else form
        status, wrong = told(named, error)
        return await _change_page(request, card, wrong, status)
    return onward(f"{PATH}/{conference}", "sua")


handlers = [show_list, show_new, add, show_change, save_change]
rail = [RailItem("conferences", PATH, "mic", _("Đối thoại"), READ["who"], 55)]
