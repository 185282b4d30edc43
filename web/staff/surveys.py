"""Surveys of the ward: which are on, what came of them, free comments and who reads them first."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Conflict, Forbidden, Invalid
from dialogue.core.text import clean
from dialogue.ward.rules import Actor
from meetings.conferences.queries.conferences import conference_by_slug
from surveys.forms import queries
from surveys.forms.actions import rounds, versions
from surveys.forms.actions.rounds import NewSurvey
from surveys.forms.queries import SurveyCard
from surveys.forms.rules import EDITORS, FIRST_READERS, VIEWERS, may_edit
from surveys.forms.states import CommentState, FormState, Stage
from web.access import staff
from web.after_conference import filled_in
from web.days import Day
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.render import staff_page
from web.shapes import RailItem
from web.staff.parts import FIELD, finished, onward
from web.survey_figures import told
from web.survey_steps import words

PATH = "/quan-tri/khao-sat"
WHO = staff(*VIEWERS)
MAKERS = staff(*EDITORS)
STAGE = {
    Stage.AHEAD: (_("Sắp mở"), "indigo", "calendar"),
    Stage.OPEN: (_("Đang mở"), "jade", "ok"),
    Stage.COUNTING: (_("Đang tổng hợp"), "turmeric", "clock"),
    Stage.CLOSED: (_("Đã có kết quả"), "", "ok"),
}
FORM_STATE = {
    FormState.DRAFT: (_("Bản nháp"), "outline"),
    FormState.REVIEW: (_("Chờ duyệt"), "turmeric"),
    FormState.PUBLISHED: (_("Đã ban hành"), "jade"),
    FormState.RETIRED: (_("Đã thay hoặc ngừng"), ""),
}
DONE = {
    "mo": _("Đã báo đợt khảo sát. Trang công khai đã có."),
    "ngay": _("Đã đổi ngày."),
    "doc": _("Đã ghi."),
}
WORDS = dict(FIELD) | {
    "past": _("Ngày này đã qua."),
    "begun": _("Đợt khảo sát đã mở nên không đổi ngày mở được."),
    "before-since": _("Ngày cuối phải từ ngày đầu trở đi, và không quá một năm."),
    "unknown": _("Mẫu phiếu này chưa ban hành hoặc đã ngừng."),
    "not-usable": _("Chỉ dùng chữ thường không dấu, chữ số, gạch nối; từ 3 đến 60 ký tự."),
}
OVER = _("Chưa ghi được: đợt khảo sát đã kết thúc, hoặc vừa được người khác sửa.")
READ_ALREADY = _("Lời này đã có người đọc.")
NOT_SHOWN = _("Lời này có dấu hiệu tố cáo hoặc khẩn cấp nên không chuyển cho nhiều người đọc.")

Title = Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=160)]


class SurveyForm(BaseModel):
    """form: id of a published one, or the name of a form of the product: sipas-5x5@1."""

    form: Annotated[str, Field(pattern=r"^(\d{1,9}|[a-z0-9-]{1,30}@\d{1,4})$")]
    title: Title
    title_en: Title
    slug: Annotated[str, BeforeValidator(clean), Field(max_length=60)]
    opens: Day
    closes: Day


class DaysForm(BaseModel):
    opens: Day
    closes: Day
    version: Id


class CommentForm(BaseModel):
    state: Literal["shown", "kept"]


@get("/khao-sat", opt=WHO)
async def show_list(request: Request[Actor, Any, Any]) -> Template:
    ward = request.user.ward
    return await staff_page(
        request,
        "staff/surveys.html",
        surveys=await queries.surveys(ward),
        forms=await queries.forms(ward),
        house=await _not_adopted(ward),
        today=local_day(now()),
        may_edit=may_edit(request.user),
        stages=STAGE,
        form_states=FORM_STATE,
        done=finished(request, DONE),
    )


async def _not_adopted(ward: int) -> list[queries.House]:
    known = {card.house for card in await queries.forms(ward)}
    return [each for each in queries.house_forms() if each.name not in known]


@get("/khao-sat/moi", opt=MAKERS)
async def show_new(request: Request[Actor, Any, Any], doi_thoai: FromQuery[str] = "") -> Template:
    """doi_thoai: the place of a conference in its address; those who were there are asked."""
    if not doi_thoai:
        return await _new(request, form_of({}))
    card = await conference_by_slug(request.user.ward, doi_thoai)
    return await _new(request, form_of(await filled_in(card)))


async def _new(request: Request[Actor, Any, Any], form: Form[Any], status: int = 200) -> Template:
    ward = request.user.ward
    own = [
        (str(card.id), f"{card.form.title.vi} (bản {card.number})")
        for card in await queries.forms(ward)
        if card.state is FormState.PUBLISHED
    ]
    house = [(each.name, each.form.title.vi) for each in await _not_adopted(ward)]
    return await staff_page(
        request, "staff/survey_new.html", status=status, form=form, forms=own + house
    )


@post("/khao-sat/moi", opt=MAKERS)
async def announce(request: Request[Actor, Any, Any]) -> Template | Redirect:
    form = await read_form(request, SurveyForm)
    if form.data is None:
        return await _new(request, form, 422)
    data, actor = form.data, request.user
    try:
        asked = await versions.adopt(actor, data.form) if "@" in data.form else int(data.form)
        new = NewSurvey(asked, data.slug, data.title, data.title_en, data.opens, data.closes)
        made = await rounds.announce(actor, new)
    except Invalid as error:
        return await _new(request, form.refuse_all(error, WORDS), 422)
    return onward(f"{PATH}/dot/{made}", "mo")


@get("/khao-sat/dot/{poll:int}", opt=WHO)
async def show(request: Request[Actor, Any, Any], poll: FromPath[int]) -> Template:
    return await _one(request, await queries.survey_by_id(request.user, poll))


async def _one(
    request: Request[Actor, Any, Any],
    card: SurveyCard,
    *,
    form: Form[Any] | None = None,
    problem: object = "",
    status: int = 200,
) -> Template:
    actor = request.user
    made = await queries.survey_results(card)
    kept = {"opens": _typed(card.opens), "closes": _typed(card.closes), "version": card.version}
    return await staff_page(
        request,
        "staff/survey.html",
        status=status,
        card=card,
        stage=card.stage(local_day(now())),
        stages=STAGE,
        n=await queries.reply_count(card),
        asked=await queries.form(card.ward, card.form),
        results=made,
        told=told(made) if made else [],
        words=words,
        comments={state.value: await _comments(actor, card, state) for state in CommentState},
        may_edit=may_edit(actor),
        form=form or form_of(kept),
        problem=problem,
        done=finished(request, DONE),
    )


async def _comments(
    actor: Actor, card: SurveyCard, state: CommentState
) -> list[queries.Comment] | None:
    """None: not for this reader."""
    try:
        return await queries.comments(actor, card, state)
    except Forbidden:
        return None


def _typed(day: date) -> str:
    return f"{day:%d/%m/%Y}"


@post("/khao-sat/dot/{poll:int}/ngay", opt=MAKERS)
async def move(request: Request[Actor, Any, Any], poll: FromPath[int]) -> Template | Redirect:
    card = await queries.survey_by_id(request.user, poll)
    form = await read_form(request, DaysForm)
    if form.data is None:
        return await _one(request, card, form=form, status=422)
    try:
        data = form.data
        await rounds.move(request.user, poll, data.opens, data.closes, data.version)
    except Invalid as error:
        return await _one(request, card, form=form.refuse_all(error, WORDS), status=422)
    except Conflict:
        return await _one(request, card, form=form, problem=OVER, status=409)
    return onward(f"{PATH}/dot/{poll}", "ngay")


@post("/khao-sat/dot/{poll:int}/loi/{item:int}", opt=staff(*FIRST_READERS))
async def read_comment(
    request: Request[Actor, Any, Any], poll: FromPath[int], item: FromPath[int]
) -> Template | Redirect:
    card = await queries.survey_by_id(request.user, poll)
    form = await read_form(request, CommentForm)
    if form.data is None:
        return await _one(request, card, problem=form.errors["state"], status=422)
    try:
        await rounds.read_comment(request.user, poll, item, CommentState(form.data.state))
    except Invalid:
        return await _one(request, card, problem=NOT_SHOWN, status=422)
    except Conflict:
        return await _one(request, card, problem=READ_ALREADY, status=409)
    return onward(f"{PATH}/dot/{poll}", "doc")


handlers = [show_list, show_new, announce, show, move, read_comment]
rail = [RailItem("surveys", PATH, "check", _("Khảo sát"), WHO["who"], 66)]
