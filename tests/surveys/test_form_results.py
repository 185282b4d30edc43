"""Figures of a survey against their definitions and against references."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.forms.model import Form, Label, Question
from surveys.forms.queries import house_forms
from surveys.forms.results import Results, Tally, Version, results, student, tally
from surveys.forms.states import CHOSEN
from surveys.results import wilson

pytestmark = pytest.mark.unit
HOUSE = {each.code: each.form for each in house_forms()}
SIPAS, OFFICE = HOUSE["sipas-5x5"], HOUSE["friendly-office"]
LEAST = 10
T_TABLE = {9: 2.262, 14: 2.145, 19: 2.093, 29: 2.045, 59: 2.001, 119: 1.980}


def answered(form: Form, value: str) -> dict[str, list[str]]:
    """Everybody says the same wherever it is offered."""
    return {each.id: [value] for each in form.questions if value in each.values}


def of_one(form: Form, *people: dict[str, list[str]], number: int = 1) -> Version:
    return Version(number, form, tally(form, people))


@pytest.mark.parametrize(("freedom", "quantile"), sorted(T_TABLE.items()))
def test_students_quantile_is_that_of_the_tables(freedom: int, quantile: float) -> None:
    assert student(freedom) == pytest.approx(quantile, abs=0.001)


def test_a_question_tells_shares_intervals_and_the_mean() -> None:
    people = [answered(SIPAS, "vs")] * 6 + [answered(SIPAS, "n")] * 3 + [answered(SIPAS, "na")] * 3
    found = {each.question.id: each for each in results([of_one(SIPAS, *people)], LEAST).questions}
    one = found["access_1"]
    assert one.n == 12
    assert [each.share.times for each in one.options] == [0, 0, 3, 0, 6, 3]
    assert one.positive is None  # nine have a view: too few for a rate
    assert one.mean is None
    people.append(answered(SIPAS, "vs"))
    one = results([of_one(SIPAS, *people)], LEAST).questions[2]
    assert one.positive
    assert (one.positive.times, one.positive.n) == (7, 10)
    assert (one.positive.low, one.positive.high) == wilson(7, 10)
    assert one.mean
    assert one.mean.mean == 4.4  # seven fives, three threes
    half = 2.262 * (8.4 / 9 / 10) ** 0.5
    assert (one.mean.low, one.mean.high) == (round(4.4 - half, 2), 5)  # cut to the scale


def test_the_index_is_the_mean_of_the_five_factors() -> None:
    """Per factor: satisfied and very satisfied of all that have a view."""
    glad, not_glad = answered(SIPAS, "s"), answered(SIPAS, "d")
    mixed = glad | {f"access_{number}": ["d"] for number in range(1, 6)}
    made = results([of_one(SIPAS, *[glad] * 6, *[not_glad] * 2, *[mixed] * 2)], LEAST)
    rates = {each.code: each.percent for each in made.factors}
    assert rates["access"] == 60.0
    assert set(rates.values()) == {60.0, 80.0}
    assert made.index == 76.0


def test_the_friendly_office_scores_what_was_given_of_what_could_be() -> None:
    """Sum of scores / (2 × questions answered other than "na"); letters only when answered."""
    full = answered(OFFICE, "2")
    half = answered(OFFICE, "1") | {"letter": ["na"]}
    made = results([of_one(OFFICE, *[full] * 10, *[half] * 10)], LEAST)
    given_, most = 10 * 9 * 2 + 10 * 8 * 1, 2 * (10 * 9 + 10 * 8)
    assert made.index == round(100 * given_ / most, 1)


def test_below_the_least_there_are_numbers_alone() -> None:
    made = results([of_one(SIPAS, *[answered(SIPAS, "vs")] * 9)], LEAST)
    assert made.n == 9
    assert {each.n for each in made.questions} == {9, 0}
    assert [each for each in made.questions if each.options or each.mean] == []
    assert [each.percent for each in made.factors] == [None] * 5
    assert made.index is None
    assert results([of_one(SIPAS, *[answered(SIPAS, "vs")] * 90)], None).index is None


# Versions


def reworded(form: Form, id_: str) -> Form:
    def other(each: Question) -> Question:
        return replace(each, label=Label("Chữ khác", "Other words")) if each.id == id_ else each

    return replace(form, questions=tuple(map(other, form.questions)))


def test_two_versions_are_mixed_only_where_the_question_is_the_same() -> None:
    newer = reworded(OFFICE, "greet")
    old = of_one(OFFICE, *[answered(OFFICE, "2")] * 10)
    new = of_one(newer, *[answered(newer, "0")] * 20, number=2)
    made = results([old, new], LEAST)
    n = {(each.question.label.vi, each.versions): each.n for each in made.questions}
    assert n["Chữ khác", (2,)] == 20
    assert n["Được chào hỏi, mời ngồi khi đến", (1,)] == 10
    told = {each.question.id: each.n for each in made.questions if each.versions == (2, 1)}
    assert set(told.values()) == {30}
    assert "greet" not in told
    assert made.replies == {2: 20, 1: 10}
    assert made.older


# Subtraction


@st.composite
def two_versions(draw: st.DrawFn) -> list[Version]:
    """Of three questions of one factor; the second version asks one of them in other words."""
    ids = ("access_1", "access_2", "access_3")
    form = replace(SIPAS, questions=tuple(q for q in SIPAS.questions if q.id in ids))
    versions = []
    for number, each in enumerate((form, reworded(form, draw(st.sampled_from(ids)))), 1):
        times = {
            q.id: {value: draw(st.integers(0, 9)) for value in q.values} for q in each.questions
        }
        n = {id_: sum(given.values()) for id_, given in times.items()}
        versions.append(Version(number, each, Tally(max(n.values()), n, times)))
    return versions


def cells(made: Results) -> list[int]:
    """All counts of people who said something that are told: options, factors' good answers."""
    return [each.share.n for question in made.questions for each in question.options]


@given(two_versions())
def test_what_is_withheld_is_in_no_sum(versions: list[Version]) -> None:
    """A factor's figure is worked out from the questions that are told in full, so subtracting
    them from it leaves nothing.
    """
    made = results(versions, LEAST)
    assert all(n >= LEAST for n in cells(made))
    for factor in made.factors:
        told = [each.positive for each in made.questions if 2 in each.versions and each.positive]
        assert factor.n == sum(each.n for each in told)


@given(two_versions())
def test_no_two_figures_hold_some_of_the_same_people(versions: list[Version]) -> None:
    """Each answer is in the figure of one question alone, so no difference is a smaller group."""
    told = [(each.question.id, set(each.versions)) for each in results(versions, LEAST).questions]
    for (one, of_one_), (other, of_other) in combinations(told, 2):
        assert one != other or not of_one_ & of_other


def test_words_are_in_no_tally() -> None:
    person = answered(OFFICE, "2") | {"suggest": ["Bớt giấy tờ"]}
    made = tally(OFFICE, [person])
    assert "suggest" not in made.answered
    assert set(made.times) == {each.id for each in OFFICE.questions if each.kind in CHOSEN}
