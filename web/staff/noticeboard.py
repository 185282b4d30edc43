"""On paper and by voice: answers for notice boards, half a sheet a group, the weekly bulletin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from litestar import Request, Response, get, post
from litestar.response import Template
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.bulletin.rules import count_words, left_to_read, minutes, spoken
from dialogue.core.clock import local_day, now
from dialogue.core.documents import Document, Run, paragraph
from dialogue.core.errors import NotFound
from dialogue.core.i18n import day
from dialogue.core.text import clean
from dialogue.matters.queries import board
from dialogue.ward import queries as wards
from dialogue.ward.cards import WardCard
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from web.access import staff
from web.bulletin import PACE, PACE_RULE, WEEK, WORDS, WORDS_RULE, Bulletin, bulletin, week_of
from web.days import Day
from web.forms import Form, form_of, read_form, read_query
from web.i18n import gettext_lazy as _
from web.numbers import Id, whole
from web.papers import drawn, print_page, sent
from web.render import staff_page
from web.shapes import RailItem
from web.wall_sheets import Sheet, half_sheets, is_shown, sheet_of

PATH = "/quan-tri/bang-tin"
BULLETIN = f"{PATH}/phat-thanh"
WHO = staff(Role.CHAIRMAN, Role.DEPUTY, Role.REGISTER_KEEPER, Role.CLERK, Role.DIRECTOR)
OFFERED = 20  # the newest, to choose from
AT_FIRST = 3  # chosen before anybody chooses
MOST = 20  # sheets at once
LONGEST_LIST = 200  # letters of typed numbers
LONGEST = 10_000  # letters of a bulletin


class ChoiceForm(BaseModel):
    """The names stand in the address, so they are words of the language of the page."""

    so: list[Id] = []
    khac: str = Field("", max_length=LONGEST_LIST)


class WeekForm(BaseModel):
    tuan: Day | None = None


class BulletinForm(BaseModel):
    text: Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=LONGEST)]
    tuan: Day
    then: Literal["read", "print", "docx"] = "read"


@get("/bang-tin", opt=WHO)
async def show(request: Request[Actor, Any, Any]) -> Template:
    ward = await wards.ward_by_id(request.user.ward)
    found = await board.board(ward.id, limit=OFFERED)
    offered = [(str(each.number), each.title) for each in found.items if is_shown(each)]
    asked = read_query(request, ChoiceForm).data or ChoiceForm(khac="")
    wanted = list(dict.fromkeys([*asked.so, *_typed(asked.khac)]))
    if not wanted:
        wanted = [int(number) for number, _title in offered[:AT_FIRST]]
    sheets = await _sheets(ward, wanted[:MOST])
    return await staff_page(
        request,
        "staff/noticeboard.html",
        offered=offered,
        form=form_of({"so": [each.found.item.number for each in sheets], "khac": asked.khac}),
        sheets=sheets,
        missing=sorted(set(wanted) - {each.found.item.number for each in sheets}),
        most=MOST,
        today=local_day(now()),
    )


def _typed(text: str) -> list[int]:
    """ "12, 15" → 12 and 15; what is no number is left out."""
    return [number for each in re.split(r"[\s,;]+", text) if (number := whole(each))]


async def _sheets(ward: WardCard, numbers: Sequence[int]) -> list[Sheet]:
    """Those that stand on the board."""
    made = []
    for number in numbers:
        try:
            sheet = await sheet_of(ward, number)
        except NotFound:
            continue
        if is_shown(sheet.found.item):
            made.append(sheet)
    return made


@get("/bang-tin/khu-dan-cu", opt=WHO)
async def show_groups(request: Request[Actor, Any, Any]) -> Template:
    """All groups in one print, two on a sheet."""
    ward = await wards.ward_by_id(request.user.ward)
    return await staff_page(
        request,
        "staff/noticeboard_groups.html",
        halves=await half_sheets(ward),
        today=local_day(now()),
    )


@get("/bang-tin/phat-thanh", opt=WHO)
async def show_bulletin(request: Request[Actor, Any, Any]) -> Template:
    asked = read_query(request, WeekForm).data or WeekForm()
    ward = await wards.ward_by_id(request.user.ward)
    made = await bulletin(ward, week_of(asked.tuan or local_day(now())))
    form = form_of({"text": made.text, "tuan": day(made.week.monday), "then": "read"})
    return await _page(request, made, form, made.text)


@post("/bang-tin/phat-thanh", opt=WHO, status_code=200)
async def edit_bulletin(request: Request[Actor, Any, Any]) -> Template | Response[bytes]:
    """What an officer made of it is printed and not kept: the week's facts are."""
    form = await read_form(request, BulletinForm)
    ward = await wards.ward_by_id(request.user.ward)
    if form.data is None:
        made = await bulletin(ward, week_of(local_day(now())))
        return await _page(request, made, form, "", 422)
    typed = form.data
    if typed.then == "read":
        made = await bulletin(ward, week_of(typed.tuan))
        text = spoken(typed.text).text
        again = form_of({"text": text, "tuan": day(made.week.monday), "then": "read"})
        return await _page(request, made, again, text)
    paper = await _document(ward, week_of(typed.tuan).monday, typed.text)
    if typed.then == "print":
        return print_page(ward, paper)
    name = f"ban-tin-{ward.slug}-{typed.tuan:%Y%m%d}"
    return sent(await drawn(paper, "docx"), name, "docx")


async def _page(
    request: Request[Actor, Any, Any], made: Bulletin, form: Form[Any], text: str, status: int = 200
) -> Template:
    """text: what is counted; it may be another than the one that was made."""
    words = count_words(text)
    return await staff_page(
        request,
        "staff/bulletin.html",
        status=status,
        made=made,
        form=form,
        words=words,
        minutes=minutes(words, made.pace),
        stumbles=left_to_read(text),
        news=made.week.news,
        before=f"{BULLETIN}?tuan={made.week.monday - WEEK:%d/%m/%Y}",
        after=f"{BULLETIN}?tuan={made.week.monday + WEEK:%d/%m/%Y}",
        longest=LONGEST,
    )


async def _document(ward: WardCard, monday: date, text: str) -> Document:
    week = week_of(monday)
    words, pace = count_words(text), await wards.amount(ward.id, PACE_RULE, PACE)
    most = await wards.amount(ward.id, WORDS_RULE, WORDS)
    length = f"{words} tiếng (nhiều nhất {most}), đọc khoảng {minutes(words, pace)} phút."
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return Document(
        issuer=("ỦY BAN NHÂN DÂN", ward.full_name.upper()),
        place=ward.name,
        year=week.until.year,
        day=local_day(now()),
        kind="BẢN TIN PHÁT THANH",
        summary=f"Tuần từ ngày {day(week.monday)} đến ngày {day(week.until)}",
        blocks=(paragraph(Run(length, italic=True)), *map(paragraph, lines)),
    )


handlers = [show, show_groups, show_bulletin, edit_bulletin]
rail = [RailItem("noticeboard", PATH, "print", _("Bảng tin, loa"), WHO["who"], 58)]
