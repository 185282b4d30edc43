"""The console of a hall: it opens and closes, hands are raised, opinions are taken down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Stream, Template
from pydantic import BaseModel, Field

from dialogue.core.changes import newest
from dialogue.core.clock import now
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.ward.rules import Actor
from meetings.conferences.actions import capturing, opening, speaking
from meetings.conferences.actions.speaking import NAME_MOST, ORGANISATION_MOST
from meetings.conferences.queries.agenda import Point, programme
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.queries.floor import turns
from meetings.conferences.turns import MOST_SECONDS
from web.forms import Form, form_of, read_form
from web.hall_slides import view_of
from web.i18n import gettext_lazy as _
from web.live.hall import stream_of
from web.live.halls import KIND, Part, Slides, follow
from web.numbers import Id
from web.staff.conference_parts import PREPARE, card_of
from web.staff.hall_parts import (
    ERRORS,
    SETTLED,
    OpinionForm,
    Sent,
    back,
    choices,
    draft_of,
    filled,
    hall_page,
)

MINUTE = 60
NOT_NOW = _("Chưa ghi được: hội trường chưa mở, đã đóng, hoặc đang ở máy hội trường. Chữ vẫn còn.")
GONE = _("Mục đã chọn không còn trong danh sách. Ông bà chọn lại giúp.")


class Turn(StrEnum):
    GIVE = "moi"
    MORE = "them"
    END = "xong"
    LEAVE = "bo"


class HandForm(BaseModel):
    operation: Sent
    group: Id | None = None
    organisation: Annotated[str, Field(max_length=ORGANISATION_MOST)] = ""
    name: Annotated[str, Field(max_length=NAME_MOST)] = ""


class TurnForm(BaseModel):
    """seconds: of the whole turn, for more time."""

    do: Turn
    version: Id
    seconds: Annotated[int, Field(ge=0, le=MOST_SECONDS)] = 0


@get("/doi-thoai/{conference:int}/dieu-khien", opt=PREPARE)
async def show(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template:
    return await _page(request, await card_of(request, conference))


async def _page(
    request: Request[Actor, Any, Any],
    card: ConferenceCard,
    status: int = 200,
    **forms: Form[Any],
) -> Template:
    """forms: hand, opinion: with what was typed and refused."""
    view = await view_of(card.ward, card.id)
    return await hall_page(
        request,
        "staff/hall_console.html",
        card,
        status=status,
        view=view,
        draft=await draft_of(card.ward, view.floor.on_screen),
        turns=await turns(card, named=True),
        points=points_now((await programme(card)).points, now()),
        choices=await choices(card.ward),
        hand=forms.get("hand") or form_of({}),
        opinion=forms.get("opinion") or form_of({}),
        settled=SETTLED,
        filled=filled,
        minute=MINUTE,
        most_seconds=MOST_SECONDS,
    )


def points_now(points: Sequence[Point], moment: datetime) -> tuple[Point, ...]:
    """By the programme: the point that is on, and the one after it; empty before it and after."""
    left = [each for each in points if moment < each.starts_at + timedelta(minutes=each.minutes)]
    return tuple(left[:2]) if left and left[0].starts_at <= moment else ()


@get("/doi-thoai/{conference:int}/dieu-khien/song", opt=PREPARE)
async def stream(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Stream:
    """That something has happened; the console then reads itself anew."""
    card = await card_of(request, conference)

    async def make() -> Slides:
        return (Part.of("console", str(await newest(card.ward, [KIND]))),)

    return stream_of(follow(card.ward, card.id, make))


@post("/doi-thoai/{conference:int}/dieu-khien/mo", opt=PREPARE)
async def open_hall(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Redirect:
    await opening.open_hall(request.user, conference)
    return back(conference, done="mo")


@post("/doi-thoai/{conference:int}/dieu-khien/dong", opt=PREPARE)
async def close_hall(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Redirect:
    await opening.close_hall(request.user, conference)
    return back(conference, done="dong")


@post("/doi-thoai/{conference:int}/dieu-khien/cho", opt=PREPARE)
async def queue_up(
    request: Request[Actor, Any, Any], conference: FromPath[int]
) -> Template | Redirect:
    card = await card_of(request, conference)
    form = await read_form(request, HandForm)
    if form.data is None:
        return await _page(request, card, 422, hand=form)
    data = form.data
    try:
        await speaking.queue_up(
            request.user,
            conference,
            data.operation,
            group=data.group,
            organisation=data.organisation,
            name=data.name,
        )
    except (Invalid, Conflict, NotFound) as error:
        status, told = refused(form, error, "organisation", "group")
        return await _page(request, card, status, hand=told)
    return back(conference, done="cho")


def refused(
    form: Form[Any], error: Invalid | Conflict | NotFound, text: str, choice: str
) -> tuple[int, Form[Any]]:
    """text: the field that says why nothing goes now; choice: the one for a choice that is gone."""
    if isinstance(error, Invalid):
        told = form.refuse_all(error, ERRORS)
        if "known" in error.errors.values():
            told.values.pop("operation")  # the next saving is one of its own
        return 422, told
    if isinstance(error, NotFound):
        return 422, form.refuse(**{choice: GONE})
    return 409, form.refuse(**{text: NOT_NOW})


@post("/doi-thoai/{conference:int}/dieu-khien/luot/{speaker:int}", opt=PREPARE)
async def turn(
    request: Request[Actor, Any, Any], conference: FromPath[int], speaker: FromPath[int]
) -> Redirect:
    """Buttons alone. Raises NotFound, Invalid, Conflict: the other console was quicker."""
    await card_of(request, conference)
    form = await read_form(request, TurnForm)
    if form.data is None:
        raise Invalid("no such turn", do="required")
    do, version = form.data.do, form.data.version
    match do:
        case Turn.GIVE:
            await speaking.give_turn(request.user, conference, speaker, version)
        case Turn.MORE:
            seconds = form.data.seconds
            await speaking.give_time(request.user, conference, speaker, seconds, version)
        case Turn.END:
            await speaking.end_turn(request.user, conference, speaker, version)
        case Turn.LEAVE:
            await speaking.leave_queue(request.user, conference, speaker, version)
    return back(conference, done="luot")


@post("/doi-thoai/{conference:int}/dieu-khien/ghi", opt=PREPARE)
async def capture(
    request: Request[Actor, Any, Any], conference: FromPath[int]
) -> Template | Redirect:
    form = await read_form(request, OpinionForm)
    if form.data is None:
        return await _page(request, await card_of(request, conference), 422, opinion=form)
    try:
        made = await capturing.capture(
            request.user, conference, form.data.operation, form.data.new()
        )
    except (Invalid, Conflict, NotFound) as error:
        status, told = refused(form, error, "words", "group")
        return await _page(request, await card_of(request, conference), status, opinion=told)
    return back(conference, done="rieng" if made.apart else "ghi")


handlers = [show, stream, open_hall, close_hall, queue_up, turn, capture]
