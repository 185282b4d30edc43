"""The hall on paper: numbered slips with codes, the attendance sheet, the note sheet. A4."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field

from dialogue.core.codes import grouped
from dialogue.core.errors import Conflict
from dialogue.ward.rules import Actor
from meetings.conferences.actions import slips
from meetings.conferences.actions.capturing import tracking_code
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.queries.door import expected
from meetings.conferences.queries.floor import slips as printed
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.staff.conference_parts import PREPARE, card_of
from web.staff.hall_parts import back, choices, hall_page

EMPTY_LINES = 20  # of an attendance sheet, for those who are on no list
NOTES = 8  # opinions on a note sheet
CLOSED = _("Hội nghị đã bế mạc, hoặc đang ở máy hội trường: không tạo phiếu mới nữa.")


class CountForm(BaseModel):
    count: Annotated[int, Field(ge=1, le=slips.MOST)]


@get("/doi-thoai/{conference:int}/dieu-khien/in-phieu", opt=PREPARE)
async def show_slips(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template:
    return await _slips(request, await card_of(request, conference), form_of({"count": 40}))


async def _slips(
    request: Request[Actor, Any, Any], card: ConferenceCard, form: Form[Any], status: int = 200
) -> Template:
    free = [each for each in await printed(card.ward, card.id) if each.opinion is None]
    return await hall_page(
        request,
        "staff/hall_slips.html",
        card,
        tab="in-phieu",
        status=status,
        form=form,
        slips=[(each.code, grouped(tracking_code(card, "", each.code))) for each in free],
        most_slips=slips.MOST,
    )


@post("/doi-thoai/{conference:int}/dieu-khien/in-phieu", opt=PREPARE)
async def make_slips(
    request: Request[Actor, Any, Any], conference: FromPath[int]
) -> Template | Redirect:
    card = await card_of(request, conference)
    form = await read_form(request, CountForm)
    if form.data is None:
        return await _slips(request, card, form, 422)
    try:
        await slips.print_slips(request.user, conference, form.data.count)
    except Conflict:
        return await _slips(request, card, form.refuse(count=CLOSED), 409)
    return back(conference, "in-phieu", "phieu")


@get("/doi-thoai/{conference:int}/dieu-khien/in-diem-danh", opt=PREPARE)
async def show_attendance(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template:
    card = await card_of(request, conference)
    return await hall_page(
        request,
        "staff/hall_sheet.html",
        card,
        tab="in-diem-danh",
        guests=await expected(request.user, card.id),
        empty_lines=EMPTY_LINES,
    )


@get("/doi-thoai/{conference:int}/dieu-khien/in-ghi-chep", opt=PREPARE)
async def show_notes(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template:
    card = await card_of(request, conference)
    return await hall_page(
        request,
        "staff/hall_notes.html",
        card,
        tab="in-ghi-chep",
        choices=await choices(card.ward),
        notes=NOTES,
    )


handlers = [show_slips, make_slips, show_attendance, show_notes]
