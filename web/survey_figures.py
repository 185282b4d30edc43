"""Figures of a survey as tables: the same for the public page, the staff's page and the CSV."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dialogue.core.i18n import decimal, number, percent
from surveys.forms.results import Mean as MeanFigure
from surveys.forms.results import OptionFigure, QuestionFigure, Results, Share
from web.english import plain
from web.i18n import gettext_lazy as _
from web.i18n import language
from web.survey_steps import words

COLUMNS = (
    *("version", "question", "question_label", "measure", "option", "option_label"),
    *("times", "n", "percent_or_mean", "low", "high"),
)
INTERVAL = _("%(low)s đến %(high)s")


@dataclass(frozen=True, slots=True)
class Told:
    """A question's figures in words. versions: empty when the survey has one alone."""

    id: str
    label: str
    n: int
    enough: bool
    versions: str
    rows: list[list[str]]
    mean: str
    positive: str


def told(made: Results) -> list[Told]:
    several = len(made.replies) > 1
    return [_told(each, several=several) for each in made.questions]


def _told(each: QuestionFigure, *, several: bool) -> Told:
    return Told(
        each.question.id,
        words(each.question.label),
        each.n,
        each.enough,
        ", ".join(map(str, sorted(each.versions))) if several else "",
        [_row(option) for option in each.options],
        _mean(each.mean),
        _positive(each.positive),
    )


def _row(option: OptionFigure) -> list[str]:
    share = option.share
    return [
        plain(words(option.option.label)),
        number(share.times, language=language()),
        percent(share.times, share.n, language=language()),
        interval(share),
    ]


def interval(share: Share) -> str:
    low, high = (decimal(each, language=language()) for each in (share.low, share.high))
    return str(INTERVAL) % {"low": low, "high": f"{high}%"}


def _mean(mean: MeanFigure | None) -> str:
    if mean is None:
        return ""
    value, low, high = (
        decimal(each, 2, language=language()) for each in (mean.mean, mean.low, mean.high)
    )
    both = str(INTERVAL) % {"low": low, "high": high}
    return f"{value} ({both})"


def _positive(share: Share | None) -> str:
    if share is None:
        return ""
    return f"{percent(share.times, share.n, language=language())} ({interval(share)})"


def rows(made: Results) -> Iterable[list[object]]:
    """COLUMNS. Below the least there is n alone."""
    for each in made.questions:
        about = [
            "+".join(map(str, sorted(each.versions))),
            each.question.id,
            plain(words(each.question.label)),
        ]
        yield [*about, "answered", "", "", "", each.n, "", "", ""]
        for option in each.options:
            label = plain(words(option.option.label))
            yield [*about, "option", option.option.value, label, *_cells(option.share)]
        if each.positive:
            yield [*about, "positive", "", "", *_cells(each.positive)]
        if each.mean:
            mean = each.mean
            yield [*about, "mean", "", "", "", mean.n, mean.mean, mean.low, mean.high]
    for factor in made.factors:
        name = plain(words(factor.label))
        share = "" if factor.percent is None else factor.percent
        yield ["", factor.code, name, "factor", "", "", "", factor.n, share, "", ""]
    if made.index is not None:
        yield ["", "", "", "index", "", "", "", made.n, made.index, "", ""]


def _cells(share: Share) -> list[object]:
    return [share.times, share.n, share.percent, share.low, share.high]
