"""Answers to begin with, filled from the ward's own catalogue of procedures. Pure.

What the catalogue does not know stays as a gap, `{lệ phí}`, and a gap stops the answer: nothing is
guessed. The texts are data, data/answer_templates.json, with their version.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "answer_templates.json"
_GAP = re.compile(r"\{([^{}\n]+)\}")


class About(StrEnum):
    """What a template needs to be told."""

    PROCEDURE = "procedure"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Template:
    key: str
    title: str
    about: About
    text: str

    @property
    def gaps(self) -> frozenset[str]:
        """Names of what is to be filled in."""
        return frozenset(_GAP.findall(self.text))


@cache
def templates() -> tuple[Template, ...]:
    rows = json.loads(FILE.read_text("utf-8"))["templates"]
    return tuple(Template(**row | {"about": About(row["about"])}) for row in rows)


def filled(template: Template, known: Mapping[str, str]) -> str:
    """known: gap → what stands there. One that is unknown or empty stays a gap."""
    return _GAP.sub(lambda gap: known.get(gap[1]) or gap[0], template.text)


def after(typed: str, more: str) -> str:
    """What was typed stays as it is, with `more` below it."""
    return f"{typed.rstrip()}\n\n{more}" if typed.strip() else more


_REFERENCE = re.compile(
    r"^Theo câu trả lời số (\d{1,9}) ngày \d{1,2}/\d{1,2}/\d{4}\.$", re.MULTILINE
)


def reference(number: int, day: str) -> str:
    """The line under what was taken over from an earlier answer. day: 03/10/2026."""
    return f"Theo câu trả lời số {number} ngày {day}."


def references(text: str) -> list[int]:
    """Numbers of the answers that a text says it follows, each once, as they come."""
    return list(dict.fromkeys(int(number) for number in _REFERENCE.findall(text)))
