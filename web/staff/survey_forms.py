"""The editor of forms: its words, its questions, the check-list, the way to publication."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core.errors import Conflict, Forbidden, Invalid
from dialogue.core.text import clean
from dialogue.ward.rules import Actor
from surveys.forms import queries
from surveys.forms.actions import versions
from surveys.forms.editing import moved, with_new, without
from surveys.forms.faults import LONGEST_TEXT, faults
from surveys.forms.model import Form as Sheet
from surveys.forms.model import Label
from surveys.forms.queries import FormCard
from surveys.forms.rules import EDITORS, PUBLISHERS, may_edit, may_publish
from surveys.forms.states import SURVEYED, FormState, Kind
from web.access import staff
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.render import staff_page
from web.staff.parts import FIELD, finished, onward
from web.staff.survey_form_words import KIND, check_list
from web.staff.surveys import FORM_STATE, PATH

WHO = staff(*PUBLISHERS)
MAKERS = staff(*EDITORS)
STEPS = {
    "send": versions.send,
    "return": versions.give_back,
    "publish": versions.publish,
    "retire": versions.retire,
}
DONE = {
    "ghi": _("Đã ghi bản nháp."),
    "send": _("Đã gửi duyệt. Người khác đọc lại rồi ban hành."),
    "return": _("Đã trả về bản nháp."),
    "publish": _("Đã ban hành. Bản này không sửa nữa; muốn sửa thì làm bản mới."),
    "retire": _("Đã ngừng dùng cho đợt mới. Đợt đang mở vẫn dùng đến hết."),
}
MEANWHILE = _("Chưa ghi được: phiếu vừa được người khác sửa hoặc chuyển bước. Chữ đã gõ ở dưới.")
FAULTY = _("Còn lỗi trong danh sách kiểm tra nên chưa chuyển được.")
NOT_ALONE = _("Người gửi duyệt không tự ban hành; cần một người khác.")
WORDS = dict(FIELD) | {"too-many": _("Phiếu đã đủ số câu nhiều nhất.")}

Short = Annotated[str, BeforeValidator(clean), Field(max_length=160)]
Long = Annotated[str, BeforeValidator(clean), Field(max_length=LONGEST_TEXT)]
Words = Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=300)]


class BeginForm(BaseModel):
    """house: a form of the product to begin from: sipas-5x5@1."""

    title: Short = ""
    house: Annotated[str, Field(max_length=40)] = ""


class HeadForm(BaseModel):
    title_vi: Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=160)]
    title_en: Short = ""
    intro_vi: Long = ""
    intro_en: Long = ""
    privacy_vi: Long = ""
    privacy_en: Long = ""
    minutes: Annotated[int, Field(ge=0, le=60)] = 0
    version: Id


class NewQuestionForm(BaseModel):
    kind: Literal[SURVEYED]  # type: ignore[valid-type]
    label: Words
    version: Id


class PlaceForm(BaseModel):
    act: Literal["up", "down", "remove"]
    version: Id


class StepForm(BaseModel):
    step: Literal["send", "return", "publish", "retire"]
    version: Id


@post("/khao-sat/mau", opt=MAKERS)
async def begin(request: Request[Actor, Any, Any]) -> Redirect:
    """From nothing, or a ward's own version of a form of the product."""
    form = await read_form(request, BeginForm)
    data = form.data or BeginForm()
    if data.house:
        adopted = await versions.adopt(request.user, data.house)
        made = await versions.next_version(request.user, adopted)
    else:
        made = await versions.begin(request.user, data.title or str(_("Mẫu phiếu mới")))
    return onward(f"{PATH}/mau/{made}")


@get("/khao-sat/mau/{sheet:int}", opt=WHO)
async def show(request: Request[Actor, Any, Any], sheet: FromPath[int]) -> Template:
    return await _page(request, await queries.form(request.user.ward, sheet))


async def _page(
    request: Request[Actor, Any, Any],
    card: FormCard,
    *,
    status: int = 200,
    problem: object = "",
    head: Form[Any] | None = None,
    new: Form[Any] | None = None,
) -> Template:
    found = faults(card.form)
    return await staff_page(
        request,
        "staff/survey_form.html",
        status=status,
        card=card,
        path=f"{PATH}/mau/{card.id}",
        state=FORM_STATE[card.state],
        kinds=KIND,
        faulty=bool(found),
        checks=check_list(card.form, found),
        may_edit=may_edit(request.user) and card.state is FormState.DRAFT,
        may_make=may_edit(request.user),
        may_publish=may_publish(request.user, card.sent_by),
        may_return=may_publish(request.user, None),
        head=head or form_of(_head(card)),
        new=new or form_of({"kind": Kind.SINGLE.value}),
        problem=problem,
        done=finished(request, DONE),
    )


def _head(card: FormCard) -> dict[str, object]:
    form = card.form
    labels = {"title": form.title, "intro": form.intro, "privacy": form.privacy}
    typed = {f"{name}_vi": label.vi for name, label in labels.items()}
    typed |= {f"{name}_en": label.en for name, label in labels.items()}
    return {**typed, "minutes": -(-form.seconds // 60)}


@post("/khao-sat/mau/{sheet:int}/chung", opt=MAKERS)
async def save_head(request: Request[Actor, Any, Any], sheet: FromPath[int]) -> Template | Redirect:
    card = await queries.form(request.user.ward, sheet)
    form = await read_form(request, HeadForm)
    if form.data is None:
        return await _page(request, card, status=422, head=form)
    data = form.data
    changed = replace(
        card.form,
        title=Label(data.title_vi, data.title_en),
        intro=Label(data.intro_vi, data.intro_en),
        privacy=Label(data.privacy_vi, data.privacy_en),
        seconds=data.minutes * 60,
    )
    try:
        await versions.save(request.user, sheet, data.version, changed)
    except Conflict:
        return await _page(request, card, status=409, head=form, problem=MEANWHILE)
    return onward(f"{PATH}/mau/{sheet}", "ghi")


@post("/khao-sat/mau/{sheet:int}/cau", opt=MAKERS)
async def add_question(
    request: Request[Actor, Any, Any], sheet: FromPath[int]
) -> Template | Redirect:
    card = await queries.form(request.user.ward, sheet)
    form = await read_form(request, NewQuestionForm)
    if form.data is None:
        return await _page(request, card, status=422, new=form)
    data = form.data
    try:
        changed = with_new(card.form, Kind(data.kind), Label(data.label))
        await versions.save(request.user, sheet, data.version, changed)
    except Invalid as error:
        return await _page(request, card, status=422, new=form.refuse_all(error, WORDS))
    except Conflict:
        return await _page(request, card, status=409, new=form, problem=MEANWHILE)
    return onward(f"{PATH}/mau/{sheet}/cau/{changed.questions[-1].id}", "ghi")


@post("/khao-sat/mau/{sheet:int}/cau/{question:str}/viec", opt=MAKERS)
async def place_question(
    request: Request[Actor, Any, Any], sheet: FromPath[int], question: FromPath[str]
) -> Template | Redirect:
    card = await queries.form(request.user.ward, sheet)
    form = await read_form(request, PlaceForm)
    if form.data is None:
        return await _page(request, card, status=422, problem=MEANWHILE)
    changed = _placed(card.form, question, form.data.act)
    try:
        await versions.save(request.user, sheet, form.data.version, changed)
    except Conflict:
        return await _page(request, card, status=409, problem=MEANWHILE)
    return onward(f"{PATH}/mau/{sheet}", "ghi")


def _placed(form: Sheet, question: str, act: str) -> Sheet:
    """Raises NotFound."""
    if act == "remove":
        return without(form, question)
    return moved(form, question, -1 if act == "up" else 1)


@post("/khao-sat/mau/{sheet:int}/buoc", opt=WHO)
async def step(request: Request[Actor, Any, Any], sheet: FromPath[int]) -> Template | Redirect:
    card = await queries.form(request.user.ward, sheet)
    form = await read_form(request, StepForm)
    if form.data is None:
        return await _page(request, card, status=422, problem=MEANWHILE)
    try:
        await STEPS[form.data.step](request.user, sheet, form.data.version)
    except Invalid:
        return await _page(request, card, status=422, problem=FAULTY)
    except Forbidden:
        return await _page(request, card, status=403, problem=NOT_ALONE)
    except Conflict:
        return await _page(request, card, status=409, problem=MEANWHILE)
    return onward(f"{PATH}/mau/{sheet}", form.data.step)


@post("/khao-sat/mau/{sheet:int}/ban-moi", opt=MAKERS)
async def next_version(
    request: Request[Actor, Any, Any], sheet: FromPath[int]
) -> Template | Redirect:
    card = await queries.form(request.user.ward, sheet)
    try:
        made = await versions.next_version(request.user, sheet)
    except Conflict:
        return await _page(request, card, status=409, problem=MEANWHILE)
    return onward(f"{PATH}/mau/{made}")


handlers = [show, begin, save_head, add_question, place_question, step, next_version]
