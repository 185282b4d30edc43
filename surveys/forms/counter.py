"""The forms people fill in, as published: data/*.json. A published version is never edited."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "data"


@dataclass(frozen=True, slots=True)
class CounterForm:
    """What the server asks of a counter rating. `name`: form and version, kept with each reply."""

    name: str
    levels: tuple[str, ...]
    reasons: tuple[str, ...]
    most_reasons: int
    most_letters: int  # of the comment


def read_counter_form(form: str) -> CounterForm:
    """The active version of a form with the questions level, reason and comment."""
    known: list[dict[str, Any]] = json.loads((FOLDER / f"{form}.json").read_text("utf-8"))["forms"]
    (active,) = (each for each in known if each["status"] == "active")
    questions = {each["id"]: each for each in active["questions"]}
    return CounterForm(
        name=f"{active['id']}@{active['version']}",
        levels=_values(questions["level"]),
        reasons=_values(questions["reason"]),
        most_reasons=questions["reason"]["max_choices"],
        most_letters=questions["comment"]["max_length"],
    )


def _values(question: dict[str, Any]) -> tuple[str, ...]:
    return tuple(option["value"] for option in question["options"])


COUNTER_FORM = read_counter_form("counter-3")
