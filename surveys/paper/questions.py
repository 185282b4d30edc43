"""The counter's form on paper: its levels and reasons with the digits they are typed by."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from surveys.forms.counter import COUNTER_FORM, FOLDER


@dataclass(frozen=True, slots=True)
class Choice:
    """key: what is printed before it and typed for it: 1 … 9, 0 for the tenth."""

    key: str
    value: str
    vi: str
    en: str


@cache
def levels() -> tuple[Choice, ...]:
    return _choices("level", COUNTER_FORM.levels)


@cache
def reasons() -> tuple[Choice, ...]:
    return _choices("reason", COUNTER_FORM.reasons)


def _choices(question: str, values: tuple[str, ...]) -> tuple[Choice, ...]:
    form, _, version = COUNTER_FORM.name.partition("@")
    known = json.loads((FOLDER / f"{form}.json").read_text("utf-8"))["forms"]
    (active,) = (each for each in known if str(each["version"]) == version)
    (asked,) = (each for each in active["questions"] if each["id"] == question)
    labels = {option["value"]: option["label"] for option in asked["options"]}
    return tuple(
        Choice(str(number % 10), value, labels[value]["vi"], labels[value]["en"])
        for number, value in enumerate(values, 1)
    )
