"""A step through a form's pages, as residents take it and as staff try it out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from litestar import Request
from pydantic import BaseModel, create_model

from surveys.forms.answering import Answers, Sent, words_alone
from surveys.forms.model import Form as SurveyForm
from surveys.forms.model import Label, Question
from surveys.forms.states import Kind
from surveys.forms.walking import Stand, on_page, progress
from web.english import plain, said
from web.forms import form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import LARGEST, Id

PREFIX = "q_"  # of a question's field
WORDS = {
    "required": _("Quý vị chưa ghi hoặc chưa chọn mục này."),
    "unknown": _("Mục đã chọn không còn trong danh sách. Quý vị chọn lại giúp."),
    "too-many": _("Quý vị chọn nhiều hơn số mục cho phép."),
    "too-long": _("Nội dung dài quá. Quý vị rút gọn giúp."),
}
MOST_OF = _("Chọn nhiều nhất %(most)s mục.")
OPTIONAL = _("Không bắt buộc.")


class StepForm(BaseModel):
    """form: the version that was seen. page: the one filled in, from 0. seen: what was told of
    words, before they are sent.
    """

    ticket: str = ""
    form: Id = LARGEST
    page: int = 0
    go: Literal["next", "back"] = "next"
    seen: Literal["", "1"] = ""


@dataclass(frozen=True, slots=True)
class Step:
    """sent: question → what was chosen or written on any page."""

    data: StepForm
    sent: Sent

    @property
    def back(self) -> bool:
        return self.data.go == "back"


@lru_cache(maxsize=200)
def _model(ids: tuple[str, ...]) -> type[StepForm]:
    fields: Any = {f"{PREFIX}{id_}": (list[str], []) for id_ in ids}
    return create_model("ReplyForm", __base__=StepForm, **fields)


async def read_step(request: Request[Any, Any, Any], form: SurveyForm) -> Step:
    """What is no answer to a question of this form is not read at all."""
    typed = await read_form(request, _model(tuple(each.id for each in form.questions)))
    sent = {each.id: typed.lists[f"{PREFIX}{each.id}"] for each in form.questions}
    return Step(typed.data or StepForm(), {id_: values for id_, values in sent.items() if values})


def shown(form: SurveyForm, sent: Sent, stand: Stand) -> dict[str, Any]:
    """For pages/survey.html: the page's questions, and what was answered on all others."""
    questions = on_page(form, sent, stand.page)
    here = {each.id for each in questions}
    filled = form_of({f"{PREFIX}{id_}": values for id_, values in sent.items()})
    wrong = {f"{PREFIX}{id_}": WORDS[key] for id_, key in stand.wrong.items() if id_ in here}
    number, most = progress(form, sent, stand.page)
    return {
        "asked": form,
        "questions": [field_of(each) for each in questions],
        "others": [
            (f"{PREFIX}{id_}", value)
            for id_, values in sent.items()
            if id_ not in here
            for value in values
        ],
        "form": filled.refuse(**wrong) if wrong else filled,
        "page_number": stand.page,
        "number": number,
        "most": most,
        "factor": words(questions[0].factor_label) if questions else "",
        "words": words,
    }


@dataclass(frozen=True, slots=True)
class FieldOf:
    """A question as its field is made."""

    name: str
    label: str
    hint: str
    type: str  # radio, checkbox, text
    required: bool
    most: int  # letters
    options: list[tuple[str, str]]


def field_of(question: Question) -> FieldOf:
    kinds = {Kind.TEXT: "text", Kind.MULTI: "checkbox"}
    return FieldOf(
        f"{PREFIX}{question.id}",
        words(question.label),
        " ".join(filter(None, [words(question.help), *_hints(question)])),
        kinds.get(question.kind, "radio"),
        question.required,
        question.most_letters,
        [(each.value, plain(words(each.label))) for each in question.options],
    )


def _hints(question: Question) -> list[str]:
    hints = []
    if question.kind is Kind.MULTI and question.most_choices:
        hints.append(str(MOST_OF) % {"most": question.most_choices})
    if not question.required and question.required_if is None:
        hints.append(str(OPTIONAL))
    return hints


def words(label: Label) -> str:
    """In the page's language."""
    return said(label.vi, label.en)


def texts_of(form: SurveyForm, answers: Answers) -> dict[str, str]:
    return words_alone(form, answers)


def typed_words(form: SurveyForm, step: Step) -> list[str]:
    """What people wrote, to be given back when it cannot be taken."""
    texts = [each.id for each in form.questions if each.kind is Kind.TEXT]
    return [value for id_ in texts for value in step.sent.get(id_, ()) if value.strip()]
