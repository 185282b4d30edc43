"""The programme of a conference and its parts by groups."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field, create_model

from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.core.text import clean
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from meetings.conferences.actions import agenda
from meetings.conferences.actions import parts as part_acts
from meetings.conferences.actions.agenda import LONGEST, MOST_MINUTES, NewPoint
from meetings.conferences.actions.parts import NewPart
from meetings.conferences.queries.agenda import parts, programme
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.states import AHEAD, AgendaKind
from surveys.forms.rules import may_edit
from web.after_conference import asked_after
from web.days import Day
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.staff.conference_parts import (
    PATH,
    PREPARE,
    READ,
    Hour,
    Step,
    card_of,
    conference_page,
    moment,
    told,
)
from web.staff.parts import finished, onward

ROWS = range(1, 16)  # points that the form has room for
DONE = {
    "chuong-trinh": _("Đã lưu chương trình."),
    "cum": _("Đã thêm cụm."),
    "bo-cum": _("Đã bỏ cụm."),
}
USUAL = (  # documents.md §2.3
    (15, AgendaKind.WELCOME, _("Đón đại biểu, điểm danh, phát phiếu câu hỏi"), _("Văn phòng")),
    (10, AgendaKind.OPENING, _("Tuyên bố lý do, giới thiệu đại biểu, cử thư ký"), _("Văn phòng")),
    (20, AgendaKind.REPORT, _("Báo cáo tóm tắt và việc đã hứa ở kỳ trước"), ""),
    (20, AgendaKind.EARLY, _("Trả lời nhóm câu hỏi gửi trước, theo lĩnh vực"), _("Các đơn vị")),
    (60, AgendaKind.FLOOR, _("Người dân phát biểu, hỏi trực tiếp"), _("Chủ trì điều hành")),
    (30, AgendaKind.ANSWERS, _("Trả lời, làm rõ; việc chưa trả lời ghi đơn vị, hạn"), ""),
    (15, AgendaKind.CONCLUSION, _("Kết luận: việc, đơn vị, thời hạn"), _("Chủ trì")),
    (10, AgendaKind.CLOSING, _("Phiếu ý kiến sau hội nghị, bế mạc"), _("Văn phòng")),
)
Minutes = Annotated[int | None, Field(ge=1, le=MOST_MINUTES)]
Said = Annotated[str, BeforeValidator(clean), Field(max_length=LONGEST)]
Who = Annotated[str, BeforeValidator(clean), Field(max_length=200)]
_COLUMNS: dict[str, tuple[Any, Any]] = {
    "minutes": (Minutes, None),
    "kind": (AgendaKind, AgendaKind.OTHER),
    "text": (Said, ""),
    "who": (Who, ""),
}
AgendaForm: type[Step] = create_model(
    "AgendaForm",
    __base__=Step,
    **{f"{name}_{row}": kind for row in ROWS for name, kind in _COLUMNS.items()},  # type: ignore[call-overload]
)


class PartForm(BaseModel):
    """day empty: that of the conference; starts empty: with the whole."""

    name: Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=120)]
    place: Annotated[str, BeforeValidator(clean), Field(max_length=200)] = ""
    day: Day | None = None
    starts: Hour | None = None
    groups: Annotated[list[Id], Field(min_length=1, max_length=500)]


@get("/doi-thoai/{conference:int}/chuong-trinh", opt=READ)
async def show_agenda(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template:
    return await _page(request, await card_of(request, conference))


async def _page(  # noqa: PLR0917  what one page may have to say
    request: Request[Actor, Any, Any],
    card: ConferenceCard,
    status: int = 200,
    form: Form[Any] | None = None,
    part: Form[Any] | None = None,
    problem: object = "",
) -> Template:
    groups = await ward_queries.groups(card.ward)
    return await conference_page(
        request,
        "staff/conference_agenda.html",
        card,
        "chuong-trinh",
        status=status,
        problem=problem,
        programme=await programme(card),
        form=form or await _filled(card),
        part=part or form_of({}),
        rows=ROWS,
        parts=await parts(card),
        groups=[(each.id, each.label) for each in groups],
        labels={each.id: each.label for each in await ward_queries.groups(card.ward, past=True)},
        is_ahead=card.state in AHEAD,
        asked=await asked_after(await ward_queries.ward_by_id(card.ward), card),
        may_ask=may_edit(request.user),
        done=finished(request, DONE),
    )


async def _filled(card: ConferenceCard) -> Form[Any]:
    """What is laid down; else the usual programme, to be changed and saved."""
    known = (await programme(card)).points
    points = [(each.minutes, each.kind, each.text, each.who) for each in known] or USUAL
    values: dict[str, object] = {"version": card.version}
    for row, (minutes, kind, text, who) in zip(ROWS, points, strict=False):
        values |= {
            f"minutes_{row}": minutes,
            f"kind_{row}": kind.value,
            f"text_{row}": text,
            f"who_{row}": who,
        }
    return form_of(values)


@post("/doi-thoai/{conference:int}/chuong-trinh", opt=PREPARE)
async def save_agenda(
    request: Request[Actor, Any, Any], conference: FromPath[int]
) -> Template | Redirect:
    form = await read_form(request, AgendaForm)
    card = await card_of(request, conference)
    if form.data is None:
        return await _page(request, card, 422, form)
    rows = [row for row in ROWS if getattr(form.data, f"text_{row}")]
    if unmeasured := [row for row in rows if getattr(form.data, f"minutes_{row}") is None]:
        named = {f"minutes_{row}": _("Mục này cần số phút.") for row in unmeasured}
        return await _page(request, card, 422, form.refuse(**named))
    points = [NewPoint(*(getattr(form.data, f"{name}_{row}") for name in _COLUMNS)) for row in rows]
    try:
        await agenda.set_agenda(request.user, conference, points, form.data.version)
    except (Invalid, Conflict) as error:
        status, wrong = told(form, error)
        problem = wrong.errors["form"] or _("Chương trình cần ít nhất một mục.")
        return await _page(request, card, status, form, problem=problem)
    return onward(f"{PATH}/{conference}/chuong-trinh", "chuong-trinh")


@post("/doi-thoai/{conference:int}/cum", opt=PREPARE)
async def add_part(
    request: Request[Actor, Any, Any], conference: FromPath[int]
) -> Template | Redirect:
    form = await read_form(request, PartForm)
    card = await card_of(request, conference)
    if form.data is None:
        return await _page(request, card, 422, part=form)
    if form.data.day and not form.data.starts:
        return await _page(request, card, 422, part=form.refuse(starts=HOUR))
    try:
        await part_acts.add_part(request.user, conference, _part(card, form.data))
    except NotFound:
        return await _page(request, card, 422, part=form.refuse(groups=GONE))
    except (Invalid, Conflict) as error:
        status, wrong = told(form, error)
        if isinstance(error, Invalid) and error.errors.get("groups") == "twice":
            wrong = form.refuse(groups=TWICE)
        if isinstance(error, Invalid) and "starts" in error.errors:
            wrong = form.refuse(day=NOT_THEN)
        return await _page(request, card, status, part=wrong, problem=wrong.errors["form"])
    return onward(f"{PATH}/{conference}/chuong-trinh", "cum")


def _part(card: ConferenceCard, data: PartForm) -> NewPart:
    starts_at = moment(data.day or card.day, data.starts) if data.starts else None
    return NewPart(data.name, tuple(data.groups), data.place, starts_at)


HOUR = _("Có ngày thì cần cả giờ bắt đầu.")
NOT_THEN = _("Ngày của cụm phải là ngày hội nghị hoặc sau đó, trong vòng 31 ngày.")
GONE = _("Khu dân cư đã chọn không còn trong danh sách.")
TWICE = _("Có khu dân cư đã thuộc cụm khác.")


@post("/doi-thoai/{conference:int}/cum/{part:int}/bo", opt=PREPARE)
async def remove_part(
    request: Request[Actor, Any, Any], conference: FromPath[int], part: FromPath[int]
) -> Template | Redirect:
    try:
        await part_acts.remove_part(request.user, conference, part)
    except Conflict as error:
        status, wrong = told(form_of({}), error)
        card = await card_of(request, conference)
        return await _page(request, card, status, problem=wrong.errors["form"])
    return onward(f"{PATH}/{conference}/chuong-trinh", "bo-cum")


in_the_hall = [show_agenda, save_agenda]  # on its laptop: the parts stay as they were lent
handlers = [*in_the_hall, add_part, remove_part]
