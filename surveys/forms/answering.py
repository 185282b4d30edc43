"""What is asked next, and what of an answer is kept: pure, and decided on the server alone.

Answers map a question's id to what was chosen or written, always a tuple. A hidden question has
none, whatever was sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dialogue.core.errors import Invalid
from dialogue.core.text import clean
from surveys.forms.model import Condition, Form, Question
from surveys.forms.states import CHOSEN, Kind

Answers = Mapping[str, tuple[str, ...]]
Sent = Mapping[str, Sequence[str]]


def holds(condition: Condition, answers: Answers) -> bool:
    return not set(condition.values).isdisjoint(answers.get(condition.question, ()))


def pages(form: Form) -> tuple[tuple[Question, ...], ...]:
    """A page begins where the form says so, with another factor, and behind what decides of it:
    so nobody is shown a question that is not theirs, without any script.
    """
    made: list[list[Question]] = []
    for question in form.questions:
        if not made or _begins(question, made[-1]):
            made.append([])
        made[-1].append(question)
    return tuple(tuple(each) for each in made)


def _begins(question: Question, page: Sequence[Question]) -> bool:
    decided_here = question.show_if is not None and any(
        each.id == question.show_if.question for each in page
    )
    return question.new_page or question.factor != page[-1].factor or decided_here


def shown(form: Form, sent: Sent) -> tuple[Question, ...]:
    """The questions that are this person's, in order. What decides stands before what it shows."""
    found, answers = [], dict[str, tuple[str, ...]]()
    for question in form.questions:
        if question.show_if is None or holds(question.show_if, answers):
            found.append(question)
            answers[question.id] = tuple(sent.get(question.id, ()))
    return tuple(found)


def shown_page(form: Form, sent: Sent, start: int, step: int = 1) -> int | None:
    """The next page from `start` on that has a question for this person; None: no further one."""
    open_, all_pages = set(shown(form, sent)), pages(form)
    place = start
    while 0 <= place < len(all_pages):
        if not open_.isdisjoint(all_pages[place]):
            return place
        place += step
    return None


def kept(form: Form, sent: Sent) -> dict[str, tuple[str, ...]]:
    """The whole answer as it is stored: options in the form's order, text cleaned, nothing empty.

    Raises Invalid, by question id: unknown, too-many, too-long, required.
    """
    mine = shown(form, sent)
    answers, wrong = dict[str, tuple[str, ...]](), dict[str, str]()
    for question in mine:
        try:
            answers[question.id] = _kept(question, sent.get(question.id, ()))
        except Invalid as error:
            wrong |= error.errors
    for question in mine:
        if question.id not in wrong and not answers[question.id] and needed(question, answers):
            wrong[question.id] = "required"
    if wrong:
        raise Invalid("the answers do not fit the form", **wrong)
    return {id_: values for id_, values in answers.items() if values}


def needed(question: Question, answers: Answers) -> bool:
    if question.required:
        return True
    return question.required_if is not None and holds(question.required_if, answers)


def _kept(question: Question, sent: Sequence[str]) -> tuple[str, ...]:
    if question.kind is Kind.TEXT:
        return _text(question, sent)
    chosen = {value for value in sent if value}
    if not chosen <= set(question.values):
        raise Invalid("no such option", **{question.id: "unknown"})
    if len(chosen) > most(question):
        raise Invalid("too many options", **{question.id: "too-many"})
    return tuple(value for value in question.values if value in chosen)


def most(question: Question) -> int:
    """How many options may be chosen."""
    if question.kind is not Kind.MULTI:
        return 1
    return question.most_choices or len(question.options)


def _text(question: Question, sent: Sequence[str]) -> tuple[str, ...]:
    text = clean(sent[-1]) if sent else ""
    if len(text) > question.most_letters:
        raise Invalid("too long", **{question.id: "too-long"})
    return (text,) if text else ()


def chosen_alone(form: Form, answers: Answers) -> dict[str, tuple[str, ...]]:
    """Without the words people wrote: these are kept apart."""
    return {q.id: answers[q.id] for q in form.questions if q.kind in CHOSEN and q.id in answers}


def words_alone(form: Form, answers: Answers) -> dict[str, str]:
    return {
        q.id: answers[q.id][0] for q in form.questions if q.kind is Kind.TEXT and q.id in answers
    }


def carried(old: Form, new: Form, sent: Sent) -> dict[str, tuple[str, ...]]:
    """What may go over to another version: answers to questions that are the same in both."""
    return {
        question.id: tuple(sent[question.id])
        for question in new.questions
        if question.id in sent and same(old.question(question.id), question)
    }


def same(one: Question | None, other: Question) -> bool:
    """The same question: by id, kind, words and options. Where it stands is not its wording."""
    return one is not None and (one.id, one.kind, one.label, one.help, one.options) == (
        other.id,
        other.kind,
        other.label,
        other.help,
        other.options,
    )
