"""A form as data: questions, options, when each is shown. Read from JSON, written to JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.forms.states import Kind


@dataclass(frozen=True, slots=True)
class Label:
    """The same words twice. en empty: not translated yet."""

    vi: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """value: the code that is stored. score None: counted in no score ("no view")."""

    value: str
    label: Label
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when one of `values` was chosen in `question`."""

    question: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """most_choices 0: no limit of its own. most_letters: of a text. new_page: begins one.

    factor: code of the factor (SIPAS) it belongs to, empty for none.
    """

    id: str
    kind: Kind
    label: Label
    help: Label = Label()
    required: bool = False
    required_if: Condition | None = None
    show_if: Condition | None = None
    most_choices: int = 0
    most_letters: int = 0
    factor: str = ""
    factor_label: Label = Label()
    new_page: bool = False
    options: tuple[Option, ...] = ()

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(option.value for option in self.options)


@dataclass(frozen=True, slots=True)
class Scoring:
    """method: share, top2, mean_percent, or empty: each question on its own."""

    method: str = ""
    positive: tuple[str, ...] = ()
    most: int = 0  # score of one question, for mean_percent


@dataclass(frozen=True, slots=True)
class Form:
    """context: counter, sipas, office, dialogue, answer, or own: a ward's own."""

    title: Label
    intro: Label = Label()
    privacy: Label = Label()
    context: str = "own"
    seconds: int = 0  # how long it takes; 0: not said
    scoring: Scoring = Scoring()
    questions: tuple[Question, ...] = field(default=())

    def question(self, id_: str) -> Question | None:
        return next((each for each in self.questions if each.id == id_), None)


def read_form(data: Mapping[str, Any]) -> Form:
    """As `data/*.json` and `written` have it."""
    scoring = data.get("scoring") or {}
    return Form(
        title=_label(data["title"]),
        intro=_label(data.get("intro")),
        privacy=_label(data.get("privacy_note")),
        context=data.get("context", "own"),
        seconds=data.get("max_seconds", 0),
        scoring=Scoring(
            scoring.get("method", ""),
            tuple(scoring.get("positive_values", ())),
            scoring.get("max_per_question", 0),
        ),
        questions=tuple(_question(each) for each in data["questions"]),
    )


def _question(data: Mapping[str, Any]) -> Question:
    return Question(
        id=data["id"],
        kind=Kind(data["type"]),
        label=_label(data["label"]),
        help=_label(data.get("help")),
        required=data.get("required", False),
        required_if=_condition(data.get("required_if")),
        show_if=_condition(data.get("show_if")),
        most_choices=data.get("max_choices", 0),
        most_letters=data.get("max_length", 0),
        factor=data.get("factor", ""),
        factor_label=_label(data.get("factor_label")),
        new_page=data.get("new_page", False),
        options=tuple(
            Option(each["value"], _label(each["label"]), each["score"])
            for each in data.get("options", ())
        ),
    )


def _label(data: Mapping[str, str] | None) -> Label:
    return Label(data.get("vi", ""), data.get("en", "")) if data else Label()


def _condition(data: Mapping[str, Any] | None) -> Condition | None:
    return Condition(data["question"], tuple(data["in"])) if data else None


def written(form: Form) -> dict[str, Any]:
    """What `read_form` reads."""
    return {
        "title": _words(form.title),
        "intro": _words(form.intro),
        "privacy_note": _words(form.privacy),
        "context": form.context,
        "max_seconds": form.seconds,
        "scoring": {
            "method": form.scoring.method,
            "positive_values": list(form.scoring.positive),
            "max_per_question": form.scoring.most,
        },
        "questions": [_written(each) for each in form.questions],
    }


def _written(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "type": question.kind.value,
        "label": _words(question.label),
        "help": _words(question.help),
        "required": question.required,
        "required_if": _when(question.required_if),
        "show_if": _when(question.show_if),
        "max_choices": question.most_choices,
        "max_length": question.most_letters,
        "factor": question.factor,
        "factor_label": _words(question.factor_label),
        "new_page": question.new_page,
        "options": [
            {"value": each.value, "label": _words(each.label), "score": each.score}
            for each in question.options
        ],
    }


def _words(label: Label) -> dict[str, str]:
    return {"vi": label.vi, "en": label.en}


def _when(condition: Condition | None) -> dict[str, Any] | None:
    if condition is None:
        return None
    return {"question": condition.question, "in": list(condition.values)}
