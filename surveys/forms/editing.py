"""Changes of a draft, each a pure step from one form to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from dialogue.core.errors import Invalid, NotFound
from surveys.forms.faults import MOST_OPTIONS, MOST_QUESTIONS
from surveys.forms.model import Form, Label, Option, Question
from surveys.forms.states import Kind

T = TypeVar("T")
SCALE = (  # the five levels of the official survey, and no view
    Option("vd", Label("Rất không hài lòng", "Very dissatisfied"), 1),
    Option("d", Label("Không hài lòng", "Dissatisfied"), 2),
    Option("n", Label("Bình thường", "Neutral"), 3),
    Option("s", Label("Hài lòng", "Satisfied"), 4),
    Option("vs", Label("Rất hài lòng", "Very satisfied"), 5),
    Option("na", Label("Không có ý kiến / không áp dụng", "No view / not applicable")),
)
USUAL_LETTERS = 1000


def found(form: Form, id_: str) -> Question:
    """Raises NotFound."""
    question = form.question(id_)
    if question is None:
        raise NotFound(f"no question {id_!r}")
    return question


def with_new(form: Form, kind: Kind, label: Label) -> Form:
    """At the end. Its code is the first free one. Raises Invalid when there are too many."""
    if len(form.questions) >= MOST_QUESTIONS:
        raise Invalid("too many questions", kind="too-many")
    code = free_code("q", _codes(form))
    text = USUAL_LETTERS if kind is Kind.TEXT else 0
    options = SCALE if kind is Kind.SCALE else ()
    new = Question(code, kind, label, most_letters=text, options=options)
    return replace(form, questions=(*form.questions, new))


def _codes(form: Form) -> list[str]:
    """Also those of questions that are gone while something still depends on them."""
    asked = [each.id for each in form.questions]
    conditions = [when for each in form.questions for when in (each.show_if, each.required_if)]
    return asked + [when.question for when in conditions if when is not None]


def with_question(form: Form, question: Question) -> Form:
    """In the place of the one with this id."""
    return replace(
        form,
        questions=tuple(question if each.id == question.id else each for each in form.questions),
    )


def without(form: Form, id_: str) -> Form:
    """What depended on it stays and is told as a fault, so that nothing is shown by surprise."""
    found(form, id_)
    return replace(form, questions=tuple(each for each in form.questions if each.id != id_))


def moved(form: Form, id_: str, step: int) -> Form:
    place = form.questions.index(found(form, id_))
    return replace(form, questions=shifted(form.questions, place, step))


def with_options(question: Question, rows: Sequence[tuple[str, Label]]) -> Question:
    """rows: code (empty: a new one) and words; without words it is left out.

    A known code keeps its score. Raises Invalid when there are too many.
    """
    filled = [(code, label) for code, label in rows if label.vi or label.en]
    if len(filled) > MOST_OPTIONS:
        raise Invalid("too many options", options="too-many")
    scores = {each.value: each.score for each in question.options}
    made: list[Option] = []
    codes = [code for code, _label in filled if code]
    for given, label in filled:
        code = given or free_code("o", codes)
        codes.append(code)
        made.append(Option(code, label, scores.get(code)))
    return replace(question, options=tuple(made))


def free_code(start: str, taken: Sequence[str]) -> str:
    """q1, q2 …: above all that is there, so that a removed one's code rarely returns."""
    used = [int(each[len(start) :]) for each in taken if each[len(start) :].isdecimal()]
    return f"{start}{max(used, default=0) + 1}"


def shifted(items: Sequence[T], place: int, step: int) -> tuple[T, ...]:
    """One place up (-1) or down (+1); at the end nothing happens."""
    other, made = place + step, list(items)
    if 0 <= place < len(made) and 0 <= other < len(made):
        made[place], made[other] = made[other], made[place]
    return tuple(made)
