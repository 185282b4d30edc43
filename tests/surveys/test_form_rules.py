"""What a form asks next, what of an answer is kept, what its check-list finds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core.errors import Invalid
from surveys.forms.answering import (
    carried,
    holds,
    kept,
    pages,
    shown,
    shown_page,
)
from surveys.forms.editing import (
    free_code,
    moved,
    with_new,
    with_options,
    with_question,
    without,
)
from surveys.forms.faults import Fault, faults
from surveys.forms.model import Condition, Form, Label, Option, Question, read_form, written
from surveys.forms.queries import house_form, house_forms
from surveys.forms.states import Kind

pytestmark = pytest.mark.unit
HOUSE = {each.code: each.form for each in house_forms()}
YES_NO = (Option("yes", Label("Có", "Yes"), 1), Option("no", Label("Không", "No"), 0))


def single(id_: str, *, show: tuple[str, str] | None = None, required: bool = True) -> Question:
    when = Condition(show[0], (show[1],)) if show else None
    words = Label(f"Câu {id_}", f"Question {id_}")
    return Question(id_, Kind.SINGLE, words, required=required, show_if=when, options=YES_NO)


def form_of(*questions: Question) -> Form:
    return Form(Label("Phiếu", "Form"), questions=questions)


# The published forms


def test_every_published_form_of_surveys_has_a_clean_check_list() -> None:
    assert set(HOUSE) == {"sipas-5x5", "friendly-office", "after-dialogue"}
    assert {code: faults(form) for code, form in HOUSE.items()} == dict.fromkeys(HOUSE, ())


@pytest.mark.parametrize("code", sorted(HOUSE))
def test_a_form_is_read_as_it_was_written(code: str) -> None:
    assert read_form(written(HOUSE[code])) == HOUSE[code]


def test_the_five_factors_have_a_page_each() -> None:
    factors = [page[0].factor for page in pages(HOUSE["sipas-5x5"])]
    assert factors == ["", "access", "procedure", "official", "result", "feedback", ""]
    assert [len(page) for page in pages(HOUSE["sipas-5x5"])] == [2, 5, 5, 5, 5, 5, 3]


def test_a_question_stands_on_a_page_behind_what_decides_of_it() -> None:
    first, second = pages(HOUSE["after-dialogue"])
    assert first[-1].id == "asked"
    assert second[0].id == "answered"


# What is kept of an answer


def test_a_hidden_question_stores_nothing_even_forged() -> None:
    form = form_of(single("a"), single("b", show=("a", "yes")), single("c", show=("b", "yes")))
    assert kept(form, {"a": ["no"], "b": ["yes"], "c": ["yes"]}) == {"a": ("no",)}


@st.composite
def forms_with_answers(draw: st.DrawFn) -> tuple[Form, dict[str, list[str]]]:
    """Questions that depend on any earlier ones, and any answers, forged ones too."""
    questions: list[Question] = []
    for place in range(draw(st.integers(1, 7))):
        earlier = draw(st.sampled_from([None, *(each.id for each in questions)]))
        show = None if earlier is None else (earlier, draw(st.sampled_from(["yes", "no"])))
        questions.append(single(f"q{place}", show=show, required=draw(st.booleans())))
    sent = {
        each.id: draw(st.lists(st.sampled_from(["yes", "no"]), max_size=1, unique=True))
        for each in questions
    }
    return form_of(*questions), sent


@given(forms_with_answers())
def test_branching_keeps_exactly_what_its_rules_show(
    case: tuple[Form, dict[str, list[str]]],
) -> None:
    form, sent = case
    missing = {each.id for each in shown(form, sent) if each.required and not sent[each.id]}
    if missing:
        with pytest.raises(Invalid) as told:
            kept(form, sent)
        assert told.value.errors == dict.fromkeys(missing, "required")
        return
    answers = kept(form, sent)
    for question in form.questions:
        visible = question.show_if is None or holds(question.show_if, answers)
        assert answers.get(question.id, ()) == (tuple(sent[question.id]) if visible else ())


@given(forms_with_answers())
def test_walking_through_the_pages_meets_every_question_that_is_shown(
    case: tuple[Form, dict[str, list[str]]],
) -> None:
    form, sent = case
    met, place = [], shown_page(form, sent, 0)
    while place is not None:
        open_ = set(shown(form, sent))
        met += [each for each in pages(form)[place] if each in open_]
        assert shown_page(form, sent, place, -1) == place
        place = shown_page(form, sent, place + 1)
    assert tuple(met) == shown(form, sent)


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({}, {"role": "required"}),
        ({"role": ["king"]}, {"role": "unknown"}),
        ({"role": ["person", "org"]}, {"role": "too-many"}),
        (
            {"role": ["person"], "improve": ["i_access", "i_info", "i_proc", "i_time"]},
            {"improve": "too-many"},
        ),
        ({"role": ["person"], "comment": ["x" * 2001]}, {"comment": "too-long"}),
    ],
)
def test_what_does_not_fit_is_told_by_its_question(
    sent: dict[str, list[str]], wrong: dict[str, str]
) -> None:
    form = HOUSE["sipas-5x5"]
    optional = tuple(replace(each, required=each.id == "role") for each in form.questions)
    with pytest.raises(Invalid) as told:
        kept(replace(form, questions=optional), sent)
    assert told.value.errors == wrong


def test_text_is_cleaned_and_empty_text_is_no_answer() -> None:
    words = Question("w", Kind.TEXT, Label("Ý kiến", "Words"), most_letters=20)
    assert kept(form_of(words), {"w": ["  To\u0302\u0301t\u202e  "]}) == {"w": ("Tốt",)}
    assert kept(form_of(words), {"w": ["\u200b  "]}) == {}


def test_a_question_may_be_required_by_the_answer_to_another() -> None:
    form = HOUSE["after-dialogue"]
    sent = {each.id: [each.values[0]] for each in form.questions if each.required}
    with pytest.raises(Invalid) as told:
        kept(form, sent | {"asked": ["sent"]})
    assert told.value.errors == {"answered": "required"}
    assert "answered" not in kept(form, sent | {"asked": ["no"], "answered": ["full"]})


def test_another_version_takes_over_only_answers_to_the_same_question() -> None:
    old = form_of(single("a"), single("b"))
    new = form_of(single("a"), replace(single("b"), label=Label("Khác", "Other")))
    assert carried(old, new, {"a": ["yes"], "b": ["no"]}) == {"a": ("yes",)}


# The check-list


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        (form_of(), Fault("no-questions")),
        (Form(Label("Phiếu"), questions=(single("a"),)), Fault("no-english", "", "title")),
        (
            form_of(replace(single("a"), label=Label("Câu hỏi"))),
            Fault("no-english", "a", "label"),
        ),
        (form_of(single("a"), single("a")), Fault("code-twice", "a")),
        (
            form_of(replace(single("a"), options=YES_NO + YES_NO[:1])),
            Fault("option-twice", "a", "yes"),
        ),
        (form_of(replace(single("a"), options=YES_NO[:1])), Fault("few-options", "a")),
        (
            form_of(single("a", show=("b", "yes")), single("b", show=("a", "yes"))),
            Fault("cycle", "a"),
        ),
        (form_of(single("a", show=("a", "yes"))), Fault("cycle", "a")),
        (form_of(single("a", show=("b", "yes")), single("b")), Fault("decided-later", "a")),
        (form_of(single("a", show=("gone", "yes"))), Fault("unreachable", "a", "show")),
        (
            form_of(single("a"), single("b", show=("a", "maybe"))),
            Fault("unreachable", "b", "show"),
        ),
        (
            form_of(single("a"), single("b", show=("a", "maybe")), single("c", show=("b", "yes"))),
            Fault("unreachable", "c", "show"),
        ),
        (
            form_of(Question("w", Kind.TEXT, Label("Ý kiến", "Words"))),
            Fault("no-length", "w"),
        ),
        (
            form_of(Question("s", Kind.SCALE, Label("Mức", "Level"), options=YES_NO)),
            Fault("not-five-levels", "s"),
        ),
    ],
)
def test_the_check_list_names_what_is_wrong(form: Form, fault: Fault) -> None:
    assert fault in faults(form)


def test_a_form_of_the_counter_is_not_for_surveys() -> None:
    consent = Question("c", Kind.CONSENT, Label("Gọi lại", "Call"), options=YES_NO)
    assert faults(form_of(consent)) == (Fault("not-for-surveys", "c"),)


# Editing


def test_an_edited_form_keeps_codes_and_scores() -> None:
    form = with_new(form_of(single("a")), Kind.SINGLE, Label("Mới", "New"))
    assert [each.id for each in form.questions] == ["a", "q1"]
    rows = [("no", Label("Không", "No")), ("", Label("Chưa rõ", "Not sure")), ("yes", Label())]
    changed = with_options(form.questions[0], rows)
    assert [(each.value, each.score) for each in changed.options] == [("no", 0), ("o1", None)]
    form = moved(with_question(form, changed), "q1", -1)
    assert [each.id for each in form.questions] == ["q1", "a"]
    assert moved(form, "q1", -1) == form
    assert [each.id for each in without(form, "q1").questions] == ["a"]


def test_a_code_that_something_still_depends_on_is_not_given_again() -> None:
    form = without(form_of(single("q1"), single("q2"), single("a", show=("q2", "yes"))), "q2")
    assert with_new(form, Kind.TEXT, Label("Mới")).questions[-1].id == "q3"
    assert free_code("o", ["o1", "other"]) == "o2"


def test_an_unknown_published_form_is_not_there() -> None:
    assert house_form("sipas-5x5@1").form == HOUSE["sipas-5x5"]
