"""Figures of a survey, from its tallies: pure. They are made once, when it closes.

Versions of a form are never mixed, but where a question is the same by id, words and options. A
question with fewer answers than RAT-MIN-N tells their number alone, and goes into no sum: so
nothing withheld comes back by subtraction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

from surveys.forms.answering import same
from surveys.forms.model import Form, Label, Option, Question
from surveys.forms.states import CHOSEN, Kind
from surveys.results import Z95, percent, wilson


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one version. answered: question → people; times: question → option → people."""

    replies: int = 0
    answered: Mapping[str, int] = field(default_factory=dict)
    times: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the survey's form with what was answered to it."""

    number: int
    form: Form
    tally: Tally


@dataclass(frozen=True, slots=True)
class Share:
    """percent, low, high: of n, with a 95 % Wilson interval; one decimal."""

    times: int
    n: int
    percent: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Mean:
    """Of n scores; low, high: 95 % by Student's t, within the scale. Two decimals."""

    mean: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class OptionFigure:
    option: Option
    share: Share


@dataclass(frozen=True, slots=True)
class QuestionFigure:
    """versions: whose answers these are. options empty: fewer than the least, n is all."""

    question: Question
    versions: tuple[int, ...]
    n: int
    options: tuple[OptionFigure, ...] = ()
    positive: Share | None = None
    mean: Mean | None = None

    @property
    def enough(self) -> bool:
        return bool(self.options)


@dataclass(frozen=True, slots=True)
class Factor:
    """n: answers to all its questions that are not "no view"; one person gives several.

    left_out: its questions with too few answers.
    """

    code: str
    label: Label
    percent: float | None
    n: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Results:
    """replies: by version number. index: the mean of the factors, or the score, in percent.

    older: some version asked in other words what the index is made of; those are not in it.
    """

    replies: Mapping[int, int]
    questions: tuple[QuestionFigure, ...]
    factors: tuple[Factor, ...] = ()
    index: float | None = None
    older: bool = False

    @property
    def n(self) -> int:
        return sum(self.replies.values())


def tally(form: Form, answers: Iterable[Mapping[str, Sequence[str]]]) -> Tally:
    """answers: of each person, as surveys.forms.answering.kept has them."""
    replies, answered = 0, Counter[str]()
    times: dict[str, Counter[str]] = {
        each.id: Counter() for each in form.questions if each.kind in CHOSEN
    }
    for given in answers:
        replies += 1
        for id_, values in given.items():
            if id_ in times and values:
                answered[id_] += 1
                times[id_].update(values)
    return Tally(replies, dict(answered), {id_: dict(each) for id_, each in times.items()})


def read_tally(data: Mapping[str, Any]) -> Tally:
    return Tally(data["replies"], data["answered"], data["times"])


def written_tally(made: Tally) -> dict[str, Any]:
    return {"replies": made.replies, "answered": made.answered, "times": made.times}


def results(versions: Sequence[Version], least: int | None) -> Results:
    """least: RAT-MIN-N; None, where no rule holds: numbers alone. Newest version first."""
    newest_first = sorted(versions, key=lambda each: -each.number)
    found = tuple(_questions(newest_first, least))
    replies = {each.number: each.tally.replies for each in newest_first}
    if not newest_first:
        return Results(replies, found)
    newest = newest_first[0]
    own = [each for each in found if newest.number in each.versions]
    factors = tuple(_factors(newest.form, own))
    older = len(own) < len(found)
    return Results(replies, found, factors, _index(newest.form, factors, own), older)


def _questions(versions: Sequence[Version], least: int | None) -> Iterable[QuestionFigure]:
    groups: list[tuple[Question, Form, list[Version]]] = []
    for version in versions:
        for question in version.form.questions:
            if question.kind not in CHOSEN:
                continue
            known = next((g for g in groups if same(g[0], question)), None)
            if known is None:
                groups.append((question, version.form, [version]))
            else:
                known[2].append(version)
    for question, form, of in groups:
        yield _question(question, form, of, least)


def _question(
    question: Question, form: Form, of: Sequence[Version], least: int | None
) -> QuestionFigure:
    numbers = tuple(each.number for each in of)
    n = sum(each.tally.answered.get(question.id, 0) for each in of)
    if least is None or n < least:
        return QuestionFigure(question, numbers, n)
    times = Counter[str]()
    for each in of:
        times.update(each.tally.times.get(question.id, {}))
    options = tuple(
        OptionFigure(option, _share(times[option.value], n)) for option in question.options
    )
    scored = [each for each in question.options if each.score is not None]
    counted = sum(times[each.value] for each in scored)
    if counted < least:
        return QuestionFigure(question, numbers, n, options)
    good = set(form.scoring.positive) & {each.value for each in scored}
    positive = _share(sum(times[value] for value in good), counted) if good else None
    mean = _mean(scored, times) if question.kind is Kind.SCALE else None
    return QuestionFigure(question, numbers, n, options, positive, mean)


def _share(times: int, n: int) -> Share:
    low, high = wilson(times, n) or (0.0, 0.0)
    return Share(times, n, percent(times, n) or 0.0, low, high)


def _mean(scored: Sequence[Option], times: Mapping[str, int]) -> Mean:
    """Student's t around the mean of the scores, cut to the scale."""
    weights = [(each.score or 0, times[each.value]) for each in scored]
    n = sum(weight for _, weight in weights)
    mean = sum(score * weight for score, weight in weights) / n
    spread = sum(weight * (score - mean) ** 2 for score, weight in weights) / (n - 1)
    half = student(n - 1) * sqrt(spread / n)
    lowest, highest = min(score for score, _ in weights), max(score for score, _ in weights)
    low, high = max(mean - half, lowest), min(mean + half, highest)
    return Mean(round(mean, 2), round(low, 2), round(high, 2), n)


def student(freedom: int) -> float:
    """Two-sided 95 % quantile of Student's t; from 4 degrees of freedom on right to 0.01.

    Source: the Cornish–Fisher expansion, Abramowitz and Stegun 26.7.5.
    """
    z = Z95
    return (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )


def _factors(form: Form, own: Sequence[QuestionFigure]) -> Iterable[Factor]:
    """Pooled over the factor's questions, as the form's own scoring says; those without enough
    answers stay out, or the others subtracted would tell them.
    """
    codes = dict.fromkeys(each.factor for each in form.questions if each.factor)
    for code in codes:
        label = next(each.factor_label for each in form.questions if each.factor == code)
        mine = [each for each in own if each.question.factor == code]
        told = [each.positive for each in mine if each.positive is not None]
        good, n = sum(each.times for each in told), sum(each.n for each in told)
        yield Factor(code, label, percent(good, n), n, len(mine) - len(told))


def _index(form: Form, factors: Sequence[Factor], own: Sequence[QuestionFigure]) -> float | None:
    """None where the form has no index, or a part of it has too few answers."""
    if form.scoring.method == "mean_percent":
        return _mean_percent(form, own)
    rates = [each.percent for each in factors if each.percent is not None]
    if form.scoring.method != "top2" or not factors or len(rates) < len(factors):
        return None
    return round(sum(rates) / len(rates), 1)


def _mean_percent(form: Form, own: Sequence[QuestionFigure]) -> float | None:
    """Scores given, of the most that could have been given; "no view" is neither."""
    told = [
        (option.option.score, option.share.times)
        for each in own
        for option in each.options
        if option.option.score is not None
    ]
    n = sum(times for _, times in told)
    if not n:
        return None
    return round(100 * sum(score * times for score, times in told) / (form.scoring.most * n), 1)
