"""The check-list before a form is published: what is wrong with it, and where. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from surveys.forms.answering import most
from surveys.forms.model import Condition, Form, Label, Question
from surveys.forms.states import CHOSEN, SURVEYED, Kind

MOST_QUESTIONS = 40
MOST_OPTIONS = 12
MOST_SENT = 80  # values of one reply: a form in a browser carries no more parts
LONGEST_LABEL = 300  # letters
LONGEST_TEXT = 2000  # letters of a free answer


@dataclass(frozen=True, slots=True)
class Fault:
    """key: what is wrong. question: its id, empty: the form itself. detail: of what in it."""

    key: str
    question: str = ""
    detail: str = ""


def faults(form: Form) -> tuple[Fault, ...]:
    """Empty: it may be published. Each key is one row of the check-list."""
    return tuple(_of_form(form)) + tuple(
        fault for place, _ in enumerate(form.questions) for fault in _of_question(form, place)
    )


def _of_form(form: Form) -> Iterator[Fault]:
    for name, label in (("title", form.title), ("intro", form.intro), ("privacy", form.privacy)):
        yield from _words(label, "", name, needed=name == "title")
    if not form.questions:
        yield Fault("no-questions")
    if len(form.questions) > MOST_QUESTIONS:
        yield Fault("too-many-questions")
    if sum(most(each) for each in form.questions) > MOST_SENT:
        yield Fault("too-many-answers")
    for id_ in twice([each.id for each in form.questions]):
        yield Fault("code-twice", id_)


def _of_question(form: Form, place: int) -> Iterator[Fault]:
    question = form.questions[place]
    yield from _words(question.label, question.id, "label")
    yield from _words(question.help, question.id, "help", needed=False)
    if question.kind not in SURVEYED:
        yield Fault("not-for-surveys", question.id)
    if question.kind in CHOSEN:
        yield from _of_options(question)
    elif not 0 < question.most_letters <= LONGEST_TEXT:
        yield Fault("no-length", question.id)
    for name, condition in (("show", question.show_if), ("require", question.required_if)):
        if condition is not None:
            yield from _of_condition(form, place, condition, name)


def _of_options(question: Question) -> Iterator[Fault]:
    if len(question.options) < 2:
        yield Fault("few-options", question.id)
    if len(question.options) > MOST_OPTIONS:
        yield Fault("many-options", question.id)
    for value in twice(question.values):
        yield Fault("option-twice", question.id, value)
    for option in question.options:
        yield from _words(option.label, question.id, "option")
    if question.kind is Kind.SCALE and sorted(
        each.score for each in question.options if each.score is not None
    ) != [1, 2, 3, 4, 5]:
        yield Fault("not-five-levels", question.id)
    if question.kind is Kind.MULTI and question.most_choices > len(question.options):
        yield Fault("limit-too-high", question.id)


def _of_condition(form: Form, place: int, condition: Condition, name: str) -> Iterator[Fault]:
    """A question that decides stands before what it decides of, and can be answered so."""
    id_ = form.questions[place].id
    source = form.question(condition.question)
    if source is None or not set(condition.values) & set(source.values):
        yield Fault("unreachable", id_, name)
        return
    if name == "show" and id_ in _chain(form, id_):
        yield Fault("cycle", id_)
    elif name == "show" and source not in form.questions[:place]:
        yield Fault("decided-later", id_)
    elif name == "show" and not reachable(form, form.questions[place]):
        yield Fault("unreachable", id_, name)


def _chain(form: Form, id_: str) -> set[str]:
    """All that decides whether this is shown, directly or behind it."""
    seen, current = set[str](), form.question(id_)
    while current is not None and current.show_if is not None:
        source = current.show_if.question
        if source in seen:
            break
        seen.add(source)
        current = form.question(source)
    return seen


def reachable(form: Form, question: Question) -> bool:
    """Can somebody be shown it? Every step of its chain has an option that leads on."""
    chain, current = set[str](), question
    while current.show_if is not None:
        source = form.question(current.show_if.question)
        if source is None or source.id in chain:
            return False
        if not set(current.show_if.values) & set(source.values):
            return False
        chain.add(source.id)
        current = source
    return True


def _words(label: Label, question: str, what: str, *, needed: bool = True) -> Iterator[Fault]:
    if needed and not label.vi:
        yield Fault("no-vietnamese", question, what)
    if label.vi and not label.en:
        yield Fault("no-english", question, what)
    if max(len(label.vi), len(label.en)) > (LONGEST_TEXT if not question else LONGEST_LABEL):
        yield Fault("words-too-long", question, what)


def twice(names: Sequence[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})
