"""May what is sealed be handed to whom somebody typed? Pure.

It goes to a body, and never to whom it speaks of: neither by name nor by office. The same office of
a level above is another one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from dialogue.core.names import find_names
from dialogue.core.text import clean
from dialogue.matters.accused import Holder, accused
from dialogue.matters.denunciations import lists
from dialogue.matters.phrases import Phrases, phrase
from dialogue.matters.rules import unmarked
from dialogue.matters.syllables import read

FILE = Path(__file__).parent / "data" / "recipients.json"
LEAST = 4  # letters of a body's name
ADDRESSED = 3  # words from "báo" to who is told
NO_BODY, ACCUSED = "no-body", "accused-recipient"


@cache
def _lists() -> dict[str, list[str]]:
    made: dict[str, list[str]] = json.loads(FILE.read_text("utf-8"))["lists"]
    return made


@cache
def _phrases(name: str) -> Phrases:
    return Phrases(phrase(name, "", each) for each in _lists()[name])


def unfit(recipient: str, said: str) -> str:
    """Why it may not receive this text: NO_BODY, ACCUSED, or empty when it may."""
    recipient, said = clean(recipient), clean(said)
    if sum(letter.isalpha() for letter in recipient) < LEAST:
        return NO_BODY
    if _names(recipient, said) or _names(said, recipient):
        return ACCUSED
    if _has("above", recipient) and not _has("above", said):
        return ""
    return ACCUSED if _offices(recipient, told=False) & _offices(said, told=True) else ""


def _names(named: str, text: str) -> bool:
    """Is somebody of `named` spoken of in `text`, with or without marks?"""
    people = [
        Holder(number, " ".join(name.words), frozenset())
        for number, name in enumerate(find_names(named))
    ]
    return bool(accused(text, people))


def _has(name: str, text: str) -> bool:
    return bool(_phrases(name).find(read(text, _phrases(name).vocabulary)))


def _offices(text: str, *, told: bool) -> frozenset[str]:
    """Without marks. told: not those to whom the text only turns."""
    return frozenset(_found(text, told)) - {unmarked(each) for each in _lists()["any"]}


def _found(text: str, told: bool) -> Iterator[str]:
    by = lists().phrases
    said = read(text, by.vocabulary)
    turned = _phrases("turned-to").find(said)
    for each in by.find(said):
        aside = any(0 < each.first - other.last <= ADDRESSED for other in turned)
        if each.name == "person" and not (told and aside):
            yield unmarked(text[said[each.first].start : said[each.last].end])
