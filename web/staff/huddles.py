"""The huddle at the end of each half-day: one page that fills itself, at most five points."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.core.text import clean
from dialogue.matters.queries.due import DueState
from dialogue.matters.queries.queue import Filters, queue_count
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from meetings.huddles import actions, queries
from meetings.huddles.actions import NewPoint
from meetings.huddles.queries import HuddleView
from meetings.huddles.rules import LONGEST, MOST_FIGURE, may_hold, may_note, next_morning
from meetings.huddles.states import Half, HuddleState, PointState
from surveys.rules import may_read_figures
from surveys.satisfaction import newest_blocks
from web.access import may_enter, staff
from web.days import Day
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.pages.rating import REASONS
from web.render import staff_page
from web.shapes import RailItem
from web.staff.follow_ups import WHO as REMEDIES
from web.staff.parts import FIELD, finished, onward

PATH = "/quan-tri/hoi-y"
WHO = staff(Role.DIRECTOR, Role.COUNTER_OFFICER, Role.CHAIRMAN, Role.DEPUTY)
NOTERS = staff(Role.DIRECTOR, Role.COUNTER_OFFICER)
HOLDER = staff(Role.DIRECTOR)
MONTH = timedelta(days=30)
HALF_KEY = {"sang": Half.MORNING, "chieu": Half.AFTERNOON}
HALF = {Half.MORNING: _("buổi sáng"), Half.AFTERNOON: _("buổi chiều")}
STATE = {
    HuddleState.DUE: _("đang mở"),
    HuddleState.CLOSED: _("đã họp"),
    HuddleState.MISSED: _("bỏ lỡ"),
}
REVIEW = {
    PointState.DONE: _("Đã xong"),
    PointState.OPEN: _("Chưa xong"),
    PointState.DROPPED: _("Thôi, không làm nữa"),
}
DONE = {
    "so-lieu": _("Đã ghi số liệu của buổi."),
    "them-viec": _("Đã ghi việc."),
    "sua-viec": _("Đã sửa việc."),
    "bo-viec": _("Đã bỏ việc. Nhật ký vẫn giữ."),
    "xem-viec": _("Đã ghi kết quả của việc buổi trước."),
    "ket-thuc": _("Đã kết thúc hội ý."),
}
WORDS = dict(FIELD) | {
    "past": _("Ngày này đã qua, hoặc xa quá một năm."),
    "unreviewed": _("Còn việc của buổi trước chưa nói đã xong hay chưa."),
}
OVER = _(
    "Chưa ghi được: buổi hội ý đã kết thúc, đủ việc, hoặc việc vừa được người khác sửa. "
    "Chữ ông bà gõ vẫn còn ở dưới."
)

Count = Annotated[int | None, BeforeValidator(lambda typed: typed or None)]
Sentence = Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=LONGEST)]


class FiguresForm(BaseModel):
    received: Annotated[Count, Field(ge=0, le=MOST_FIGURE)] = None
    returned: Annotated[Count, Field(ge=0, le=MOST_FIGURE)] = None
    due_tomorrow: Annotated[Count, Field(ge=0, le=MOST_FIGURE)] = None


class PointForm(BaseModel):
    problem: Sentence
    remedy: Sentence
    staff: Id
    by_day: Day
    by_half: Half = Half.MORNING
    version: Id = 1


class ReviewForm(BaseModel):
    state: PointState
    said: Annotated[str, BeforeValidator(clean), Field(max_length=LONGEST)] = ""


def _place(key: str) -> tuple[date, Half]:
    """`2026-11-20-chieu`. Raises NotFound."""
    day, _dash, half = key.rpartition("-")
    try:
        return date.fromisoformat(day), HALF_KEY[half]
    except (ValueError, KeyError):
        raise NotFound(f"no huddle {key!r}") from None


def key_of(day: date, half: Half) -> str:
    return f"{day.isoformat()}-{'sang' if half is Half.MORNING else 'chieu'}"


@get("/hoi-y", opt=WHO)
async def show_latest(request: Request[Actor, Any, Any]) -> Template | Redirect:
    place = await queries.latest(request.user)
    if place is None:
        return await _page(request, None)
    return await _page(request, await queries.huddle(request.user, *place), latest=True)


@get("/hoi-y/{half:str}", opt=WHO)
async def show(request: Request[Actor, Any, Any], half: FromPath[str]) -> Template:
    return await _page(request, await queries.huddle(request.user, *_place(half)))


async def _page(
    request: Request[Actor, Any, Any],
    view: HuddleView | None,
    *,
    status: int = 200,
    latest: bool = False,
    problem: object = "",
    changing: tuple[int, Form[Any]] | None = None,
    **forms: Form[Any],
) -> Template:
    """changing: a point's id and the form in its place. forms: figures, point, review."""
    actor, today = request.user, local_day(now())
    day = today if view is None else view.day
    monday = day - timedelta(days=day.weekday())
    is_open = view is not None and view.state is HuddleState.DUE
    calendar = await ward_queries.calendar(actor.ward)
    blank = {"by_day": _typed(next_morning(calendar, day)), "by_half": Half.MORNING.value}
    return await staff_page(
        request,
        "staff/huddle.html",
        status=status,
        view=view,
        latest=latest,
        key="" if view is None else key_of(view.day, view.half),
        may_note=is_open and may_note(actor),
        may_hold=is_open and may_hold(actor),
        may_remedy=may_enter(REMEDIES["who"], actor),
        blocks=await newest_blocks(actor) if may_read_figures(actor) else None,
        register=await _register(actor),
        week=await queries.week(actor, monday),
        today=today,
        month=await queries.held_and_missed(actor, today - MONTH),
        people=await _people(actor.ward),
        fields={card.id: card.name for card in await ward_queries.fields(actor.ward, past=True)},
        times=await queries.times(actor.ward, day),
        figures=forms.get("figures") or form_of(_figures(view)),
        point=forms.get("point") or form_of(blank),
        review=forms.get("review") or form_of({}),
        changing=changing or _changing(request, view),
        problem=problem,
        done=finished(request, DONE),
        half_words=HALF,
        state_words=STATE,
        review_words=REVIEW,
        reasons=REASONS,
        key_of=key_of,
    )


def _figures(view: HuddleView | None) -> dict[str, object]:
    if view is None:
        return {}
    names = ("received", "returned", "due_tomorrow")
    return {name: str(getattr(view, name)) for name in names if getattr(view, name) is not None}


def _typed(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _changing(
    request: Request[Actor, Any, Any], view: HuddleView | None
) -> tuple[int, Form[Any]] | None:
    """The point that ?sua= names, with its form; None without one."""
    wanted = request.query_params.get("sua", "")
    points = () if view is None else view.points
    found = next((point for point in points if str(point.id) == wanted), None)
    if found is None:
        return None
    kept = {"problem": found.problem, "remedy": found.remedy, "staff": found.staff}
    when = {"by_day": _typed(found.by_day), "by_half": found.by_half.value}
    return found.id, form_of({**kept, **when, "version": found.version})


async def _register(actor: Actor) -> dict[DueState, int]:
    """Open matters that the actor may see, by how near they are due."""
    states = (DueState.TODAY, DueState.SOON, DueState.LATE)
    return {state: await queue_count(actor, Filters(due=state)) for state in states}


async def _people(ward: int) -> list[tuple[int, str]]:
    known = await ward_queries.staff_list(ward)
    return [(card.id, f"{card.name}, {card.title}") for card in known if card.active]


async def _refused(
    request: Request[Actor, Any, Any], half: str, error: Invalid | Conflict, **shown: Any
) -> Template:
    """The page again with what was typed. shown: as `_page` takes it."""
    view = await _view(request, half)
    if isinstance(error, Conflict):
        return await _page(request, view, status=409, problem=OVER, **shown)
    problem = WORDS["unreviewed"] if "earlier" in error.errors else ""
    return await _page(request, view, status=422, problem=problem, **shown)


async def _view(request: Request[Actor, Any, Any], half: str) -> HuddleView:
    return await queries.huddle(request.user, *_place(half))


def _told(form: Form[Any], error: Invalid | Conflict) -> Form[Any]:
    """With what the action said of each field."""
    return form.refuse_all(error, WORDS) if isinstance(error, Invalid) else form


@post("/hoi-y/{half:str}/so-lieu", opt=NOTERS)
async def save_figures(
    request: Request[Actor, Any, Any], half: FromPath[str]
) -> Template | Redirect:
    form = await read_form(request, FiguresForm)
    if form.data is None:
        return await _page(request, await _view(request, half), status=422, figures=form)
    try:
        huddle = (await _view(request, half)).id
        await actions.note_figures(request.user, huddle, **form.data.model_dump())
    except (Invalid, Conflict) as error:
        return await _refused(request, half, error, figures=_told(form, error))
    return onward(f"{PATH}/{half}", "so-lieu")


@post("/hoi-y/{half:str}/viec", opt=NOTERS)
async def add(request: Request[Actor, Any, Any], half: FromPath[str]) -> Template | Redirect:
    form = await read_form(request, PointForm)
    if form.data is None:
        return await _page(request, await _view(request, half), status=422, point=form)
    try:
        huddle = (await _view(request, half)).id
        await actions.add_point(request.user, huddle, _new(form.data))
    except (Invalid, Conflict) as error:
        return await _refused(request, half, error, point=_told(form, error))
    return onward(f"{PATH}/{half}", "them-viec")


def _new(data: PointForm) -> NewPoint:
    return NewPoint(data.problem, data.remedy, data.staff, data.by_day, data.by_half)


@post("/hoi-y/{half:str}/viec/{point:int}", opt=NOTERS)
async def change(
    request: Request[Actor, Any, Any], half: FromPath[str], point: FromPath[int]
) -> Template | Redirect:
    form = await read_form(request, PointForm)
    if form.data is None:
        return await _page(request, await _view(request, half), status=422, changing=(point, form))
    await _view(request, half)
    try:
        await actions.change_point(request.user, point, _new(form.data), form.data.version)
    except (Invalid, Conflict) as error:
        return await _refused(request, half, error, changing=(point, _told(form, error)))
    return onward(f"{PATH}/{half}", "sua-viec")


@post("/hoi-y/{half:str}/viec/{point:int}/bo", opt=NOTERS)
async def remove(
    request: Request[Actor, Any, Any], half: FromPath[str], point: FromPath[int]
) -> Template | Redirect:
    await _view(request, half)
    try:
        await actions.remove_point(request.user, point)
    except Conflict as error:
        return await _refused(request, half, error)
    return onward(f"{PATH}/{half}", "bo-viec")


@post("/hoi-y/{half:str}/viec-truoc/{point:int}", opt=HOLDER)
async def review(
    request: Request[Actor, Any, Any], half: FromPath[str], point: FromPath[int]
) -> Template | Redirect:
    form = await read_form(request, ReviewForm)
    if form.data is None:
        return await _page(request, await _view(request, half), status=422, review=form)
    try:
        huddle = (await _view(request, half)).id
        await actions.review_point(request.user, huddle, point, form.data.state, form.data.said)
    except (Invalid, Conflict) as error:
        return await _refused(request, half, error, review=_told(form, error))
    return onward(f"{PATH}/{half}", "xem-viec")


@post("/hoi-y/{half:str}/ket-thuc", opt=HOLDER)
async def end(request: Request[Actor, Any, Any], half: FromPath[str]) -> Template | Redirect:
    try:
        await actions.close(request.user, (await _view(request, half)).id)
    except (Invalid, Conflict) as error:
        return await _refused(request, half, error)
    return onward(f"{PATH}/{half}", "ket-thuc")


handlers = [show_latest, show, save_figures, add, change, remove, review, end]
rail = [RailItem("huddle", PATH, "users", _("Hội ý cuối buổi"), WHO["who"], 57)]
