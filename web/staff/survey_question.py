"""One question of a draft, its options, when it is shown; and the form as residents see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field, create_model

from dialogue.core.errors import Conflict, Invalid
from dialogue.core.text import clean
from dialogue.matters.manners import NOTHING
from dialogue.ward.rules import Actor
from surveys.forms import queries
from surveys.forms.actions import versions
from surveys.forms.answering import pages
from surveys.forms.editing import found, with_options, with_question
from surveys.forms.faults import LONGEST_LABEL, LONGEST_TEXT, MOST_OPTIONS
from surveys.forms.model import Condition, Label, Question
from surveys.forms.queries import FormCard
from surveys.forms.states import CHOSEN, Kind
from surveys.forms.walking import Stand, first_page, walk
from web.forms import Form, form_of, read_form
from web.i18n import enter
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.render import staff_page
from web.staff.parts import FIELD, finished, onward
from web.staff.survey_form_words import KIND
from web.staff.survey_forms import DONE, MAKERS, MEANWHILE, WHO
from web.staff.surveys import PATH
from web.survey_steps import Step, read_step, shown
from web.survey_steps import StepForm as ReplyStep

ONE_SOURCE = _("Chỉ chọn lựa chọn của một câu.")
END = _("Hết phiếu: đến đây người dân gửi. Xem thử không ghi gì.")

Words = Annotated[str, BeforeValidator(clean), Field(max_length=LONGEST_LABEL)]


class QuestionForm(BaseModel):
    """show: "q1=yes", options of one earlier question. o1_… to o12_…: options, see `_Form`."""

    label_vi: Annotated[Words, Field(min_length=1)]
    label_en: Words = ""
    help_vi: Words = ""
    help_en: Words = ""
    required: Literal["", "1"] = ""
    new_page: Literal["", "1"] = ""
    most_choices: Annotated[int, Field(ge=0, le=MOST_OPTIONS)] = 0
    most_letters: Annotated[int, Field(ge=0, le=LONGEST_TEXT)] = 0
    show: list[str] = []
    version: Id


ROWS = range(1, MOST_OPTIONS + 1)
MORE_ROWS = 3
_fields: Any = {
    f"o{row}_{name}": kind
    for row in ROWS
    for name, kind in (
        ("code", (Annotated[str, Field(max_length=40)], "")),
        ("vi", (Words, "")),
        ("en", (Words, "")),
        ("at", (Annotated[int, Field(ge=1, le=99)], row)),
    )
}
_Form = create_model("QuestionWithOptions", __base__=QuestionForm, **_fields)


@get("/khao-sat/mau/{sheet:int}/cau/{question:str}", opt=MAKERS)
async def show(
    request: Request[Actor, Any, Any], sheet: FromPath[int], question: FromPath[str]
) -> Template:
    card = await queries.form(request.user.ward, sheet)
    return await _page(request, card, found(card.form, question))


async def _page(
    request: Request[Actor, Any, Any],
    card: FormCard,
    question: Question,
    *,
    status: int = 200,
    form: Form[Any] | None = None,
    problem: object = "",
) -> Template:
    place = card.form.questions.index(question)
    sources = [each for each in card.form.questions[:place] if each.kind in CHOSEN]
    filled = form or form_of(_typed(question))
    return await staff_page(
        request,
        "staff/survey_question.html",
        status=status,
        card=card,
        question=question,
        number=place + 1,
        kind=KIND.get(question.kind, ""),
        path=f"{PATH}/mau/{card.id}",
        form=filled,
        rows=_rows(filled) if question.kind in {Kind.SINGLE, Kind.MULTI} else (),
        sources=[(each.label.vi, _choices(each)) for each in sources],
        longest=LONGEST_TEXT,
        problem=problem,
        done=finished(request, DONE),
    )


def _rows(form: Form[Any]) -> range:
    """What is filled in, and three more."""
    filled = [row for row in ROWS if form.values[f"o{row}_vi"] or form.values[f"o{row}_en"]]
    return ROWS[: max(filled, default=0) + MORE_ROWS]


def _choices(source: Question) -> list[tuple[str, str]]:
    return [(f"{source.id}={each.value}", each.label.vi) for each in source.options]


def _typed(question: Question) -> dict[str, object]:
    when = question.show_if
    typed: dict[str, object] = {
        "label_vi": question.label.vi,
        "label_en": question.label.en,
        "help_vi": question.help.vi,
        "help_en": question.help.en,
        "required": "1" if question.required else "",
        "new_page": "1" if question.new_page else "",
        "most_choices": question.most_choices or "",
        "most_letters": question.most_letters or "",
        "show": [f"{when.question}={value}" for value in when.values] if when else [],
    }
    for row, option in enumerate(question.options, 1):
        typed |= {
            f"o{row}_code": option.value,
            f"o{row}_vi": option.label.vi,
            f"o{row}_en": option.label.en,
        }
    return typed | {f"o{row}_at": row for row in ROWS}


@post("/khao-sat/mau/{sheet:int}/cau/{question:str}", opt=MAKERS)
async def save(
    request: Request[Actor, Any, Any], sheet: FromPath[int], question: FromPath[str]
) -> Template | Redirect:
    card = await queries.form(request.user.ward, sheet)
    old = found(card.form, question)
    form = await read_form(request, _Form)
    if form.data is None:
        return await _page(request, card, old, status=422, form=form)
    data = form.data
    try:
        changed = with_question(card.form, _changed(old, data))
        await versions.save(request.user, sheet, data.version, changed)
    except Invalid as error:
        words = dict(FIELD) | {"several": ONE_SOURCE}
        wrong = form.refuse_all(error, words)
        return await _page(request, card, old, status=422, form=wrong)
    except Conflict:
        return await _page(request, card, old, status=409, form=form, problem=MEANWHILE)
    return onward(f"{PATH}/mau/{sheet}/cau/{question}", "ghi")


def _changed(old: Question, data: Any) -> Question:
    """Raises Invalid by field."""
    made = replace(
        old,
        label=Label(data.label_vi, data.label_en),
        help=Label(data.help_vi, data.help_en),
        required=bool(data.required),
        new_page=bool(data.new_page),
        most_choices=data.most_choices if old.kind is Kind.MULTI else 0,
        most_letters=data.most_letters if old.kind is Kind.TEXT else 0,
        show_if=_condition(data.show),
    )
    if old.kind not in {Kind.SINGLE, Kind.MULTI}:
        return made
    typed: Mapping[str, Any] = data.model_dump()
    rows = sorted(ROWS, key=lambda row: (typed[f"o{row}_at"], row))
    known = set(old.values)
    return with_options(
        made,
        [
            (
                typed[f"o{row}_code"] if typed[f"o{row}_code"] in known else "",
                Label(typed[f"o{row}_vi"], typed[f"o{row}_en"]),
            )
            for row in rows
        ],
    )


def _condition(chosen: list[str]) -> Condition | None:
    pairs = [each.partition("=") for each in chosen]
    sources = {source for source, _equals, _value in pairs}
    if not sources:
        return None
    if len(sources) > 1:
        raise Invalid("of several questions", show="several")
    return Condition(sources.pop(), tuple(value for _source, _equals, value in pairs))


# As residents see it


@get("/khao-sat/mau/{sheet:int}/xem", opt=WHO)
async def preview(request: Request[Actor, Any, Any], sheet: FromPath[int]) -> Template:
    card = await queries.form(request.user.ward, sheet)
    step = Step(ReplyStep(), {})
    return await _preview(request, card, step, Stand(first_page(card.form, {})))


@post("/khao-sat/mau/{sheet:int}/xem", opt=WHO)
async def try_out(request: Request[Actor, Any, Any], sheet: FromPath[int]) -> Template:
    """The same steps as a resident's; nothing is kept."""
    card = await queries.form(request.user.ward, sheet)
    step = await read_step(request, card.form)
    number = min(max(step.data.page, 0), max(len(pages(card.form)) - 1, 0))
    return await _preview(request, card, step, walk(card.form, step.sent, number, back=step.back))


async def _preview(
    request: Request[Actor, Any, Any], card: FormCard, step: Step, stand: Stand
) -> Template:
    """In the language that ?tieng= names, as if the address said so."""
    english = request.query_params.get("tieng") == "en"
    path = f"{PATH}/mau/{card.id}"
    enter(f"/en{path}" if english else path)
    title = card.form.title
    context = shown(card.form, step.sent, stand) if card.form.questions else None
    return await staff_page(
        request,
        "staff/survey_preview.html" if context else "staff/survey_preview_empty.html",
        status=422 if stand.wrong else 200,
        both_languages=False,
        path=path,
        title=title.en or title.vi if english else title.vi,
        closes=None,
        action=f"{path}/xem?tieng={'en' if english else 'vi'}",
        ticket="",
        form_id=card.id,
        problem=END if stand.done else "",
        told=NOTHING,
        seen="",
        **(context or {}),
    )


handlers = [show, save, preview, try_out]
