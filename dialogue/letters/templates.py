"""The words that letters begin with, and what none may say: read from the data file. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dialogue.letters.rules import Template, Tone
from dialogue.letters.states import Fault, LetterKind

FILE = Path(__file__).parent / "data" / "letters.json"


@dataclass(frozen=True, slots=True)
class Place:
    """What is filled into a letter. most: letters."""

    code: str
    label: str
    most: int


@cache
def _data() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return made


def longest() -> int:
    """Letters of the words of one letter: it fills one page."""
    return int(_data()["longest"])


@cache
def places() -> Mapping[str, Place]:
    """By code: what a person fills in."""
    return {
        code: Place(code, row["vi"], int(row["most"])) for code, row in _data()["places"].items()
    }


def known_places() -> frozenset[str]:
    """Also those that the ward itself fills: its name, its kind, its telephone."""
    return frozenset((*places(), *_data()["own"]))


@cache
def given() -> Mapping[str, Template]:
    """The product's own, by code, in their order."""
    return {
        row["code"]: Template(
            row["code"], LetterKind(row["kind"]), row["name"], row["to"], row["body"]
        )
        for row in _data()["occasions"]
    }


@cache
def tone(kind: LetterKind) -> Tone:
    """What a letter of this kind must not say."""
    rows = _data()["tone"]
    found: dict[Fault, tuple[str, ...]] = {}
    for part in (rows["every"], rows.get(kind.value, {})):
        for fault, words in part.items():
            found[Fault(fault)] = (*found.get(Fault(fault), ()), *words)
    return found
