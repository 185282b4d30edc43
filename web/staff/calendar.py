"""The ward's calendar: days off and working Saturdays, changed only after a look at what moves."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromQuery
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Invalid
from dialogue.core.text import clean
from dialogue.matters.actions.clocks import would_move
from dialogue.ward import queries
from dialogue.ward.actions.calendar import change_calendar, read_holidays
from dialogue.ward.cards import DayCard
from dialogue.ward.deadlines import DayWarning, warnings
from dialogue.ward.rules import Actor, may_keep_calendar
from dialogue.ward.states import DayKind, Role
from web.access import staff
from web.days import Day
from web.forms import UPLOAD_BODY, Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import Id, whole
from web.render import staff_page
from web.shapes import RailItem
from web.staff.parts import NO_FILE, file_wrong, finished, onward, upload_of
from web.words import DAY_KIND

PATH = "/quan-tri/lich"
WHO = staff(Role.KEEPER, Role.REGISTER_KEEPER, Role.CHAIRMAN)
CERTAINTY = {
    "announced": _("đã công bố"),
    "statutory": _("theo luật"),
    "projected": _("dự kiến"),
    "policy": _("chính sách"),
    "ward": _("phường ghi"),
}
HINTS = {
    "projected": _("Chờ thông báo hằng năm."),
    "policy": _("Chủ trương đã có, văn bản luật chưa thấy: phường cần xác nhận."),
}
WARNING = {
    DayWarning.NO_DAY_IN_LIEU: _("rơi vào cuối tuần mà chưa có ngày nghỉ bù"),
    DayWarning.MADE_UP_WEEKDAY: _("ghi là ngày làm bù nhưng vốn là ngày làm việc"),
}
CHANGED_MEANWHILE = _("Lịch vừa được người khác sửa. Ông bà xem lại thay đổi rồi ghi lần nữa.")
NOTHING = _("Không có gì khác với lịch đang dùng.")
DONE = {"da-ghi": _("Đã ghi lịch. Hạn của các việc đang làm được tính lại ngay.")}


class DayForm(BaseModel):
    day: Day
    kind: DayKind
    name: Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=200)]


class RemoveForm(BaseModel):
    removed: Day


class FileForm(BaseModel):
    pass


class ConfirmForm(BaseModel):
    """What the preview showed. days: as a file, so that it is read again with all its checks."""

    version: Id
    days: str = ""
    removed: list[date] = []


@get("/lich", opt=staff())
async def show(request: Request[Actor, Any, Any], nam: FromQuery[str] = "") -> Template:
    return await _year(request, form_of({}), nam)


async def _year(
    request: Request[Actor, Any, Any],
    form: Form[Any],
    wanted: str = "",
    *,
    problem: object = "",
    status: int = 200,
) -> Template:
    ward = request.user.ward
    days = await queries.calendar_days(ward)
    this = local_day(now()).year
    years = sorted({this, *(card.day.year for card in days)})
    asked = whole(wanted)
    year = asked if asked in years else this
    found = warnings(await queries.calendar(ward))
    return await staff_page(
        request,
        "staff/calendar.html",
        status=status,
        form=form,
        days=[card for card in days if card.day.year == year],
        years=years,
        year=year,
        warnings=[(day, WARNING[kind]) for day, kind in found if day.year == year],
        kinds=DAY_KIND,
        certainty=CERTAINTY,
        hints=HINTS,
        may_change=may_keep_calendar(request.user),
        problem=problem,
        done=finished(request, DONE),
    )


# Each way of changing leads to the same preview


@post("/lich/ngay", opt=WHO)
async def preview_day(request: Request[Actor, Any, Any]) -> Template:
    form = await read_form(request, DayForm)
    if form.data is None:
        return await _year(request, form, status=422)
    new = form.data
    card = DayCard(new.day, new.kind, new.name, "", "ward", "")
    return await _preview(request, [card], [])


@post("/lich/bo-ngay", opt=WHO)
async def preview_removal(request: Request[Actor, Any, Any]) -> Template:
    form = await read_form(request, RemoveForm)
    if form.data is None:
        return await _year(request, form, status=422)
    return await _preview(request, [], [form.data.removed])


@post("/lich/tep", opt=WHO, request_max_body_size=UPLOAD_BODY)
async def preview_file(request: Request[Actor, Any, Any]) -> Template:
    form = await read_form(request, FileForm)
    if not (data := await upload_of(form)):
        return await _year(request, form.refuse(file=NO_FILE), status=422)
    try:
        days = read_holidays(data)
    except Invalid as error:
        return await _year(request, form.refuse(file=file_wrong(error)), status=422)
    return await _preview(request, days, [])


async def _preview(
    request: Request[Actor, Any, Any],
    days: list[DayCard],
    removed: list[date],
    *,
    problem: object = "",
    status: int = 200,
) -> Template:
    change, calendar = await queries.calendar_preview(request.user.ward, days, removed)
    if not change:
        return await _year(request, form_of({}), problem=NOTHING)
    version = calendar.version - 1  # the one that the change starts from
    wanted = [*change.added, *(new for _old, new in change.changed)]
    return await staff_page(
        request,
        "staff/calendar_preview.html",
        status=status,
        change=change,
        moves=await would_move(request.user.ward, calendar),
        kinds=DAY_KIND,
        certainty=CERTAINTY,
        version=version,
        days=_as_file(wanted) if wanted else "",
        removed=[card.day for card in change.removed],
        problem=problem,
    )


def _as_file(days: list[DayCard]) -> str:
    """As read_holidays reads them."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(("date", "name_vi", "name_en", "kind", "certainty", "note"))
    writer.writerows(
        (card.day, card.name, card.name_en, card.kind.value, card.certainty, card.note)
        for card in days
    )
    return lines.getvalue()


@post("/lich", opt=WHO)
async def confirm(request: Request[Actor, Any, Any]) -> Template | Redirect:
    form = await read_form(request, ConfirmForm)
    if form.data is None:
        return await _year(request, form, status=422)
    days = read_holidays(form.data.days.encode()) if form.data.days else []
    calendar = await queries.calendar(request.user.ward)
    if calendar.version != form.data.version:
        return await _preview(
            request, days, form.data.removed, problem=CHANGED_MEANWHILE, status=409
        )
    await change_calendar(request.user, days, form.data.removed)
    return onward(PATH, "da-ghi")


handlers = [show, preview_day, preview_removal, preview_file, confirm]
rail = [RailItem("calendar", PATH, "calendar", _("Lịch làm việc"), "staff:any", 84)]
