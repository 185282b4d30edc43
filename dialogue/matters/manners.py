"""What to tell an asker before a text is sent, and a keeper when it came. Pure.

Insulting words: the asker is asked to say it otherwise and may send it all the same; the words are
masked as […], the point goes on. Personal data: the asker may leave them out. Links: more than two,
or one that is known for gambling or loans, are shown to the keeper; no link is ever one to press.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dialogue.core import personal
from dialogue.core.text import clean
from dialogue.matters.insults import RUDE, insults
from dialogue.matters.phrases import Phrases, phrase
from dialogue.matters.rules import MASKED_WORDS
from dialogue.matters.syllables import read

FILE = Path(__file__).parent / "data" / "manners.json"
MOST_LINKS = 2
_LINK = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|vn|org|info|xyz|top|club)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rude:
    """start, end: of the words in the text, which is NFC."""

    start: int
    end: int
    fragment: str


@dataclass(frozen=True, slots=True)
class Heed:
    """rude, personal: the words themselves, once each. links: as they are written."""

    rude: tuple[str, ...]
    personal: tuple[str, ...]
    links: tuple[str, ...]
    blocked: bool

    @property
    def before_sending(self) -> bool:
        return bool(self.rude or self.personal)

    @property
    def too_many_links(self) -> bool:
        return self.blocked or len(self.links) > MOST_LINKS


NOTHING = Heed((), (), (), blocked=False)


@cache
def _lists() -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(FILE.read_text("utf-8"))
    return found


@cache
def _phrases() -> Phrases:
    return Phrases(phrase(name, "", text) for name in RUDE for text in _lists()[name])


def rude_words(text: str) -> Iterator[Rude]:
    said = read(text, _phrases().vocabulary)
    for found in insults(said, _phrases().find(said)):
        start, end = said[found.first].start, said[found.last].end
        yield Rude(start, end, text[start:end])


def covered(text: str, fragments: Collection[str]) -> str:
    """What the public reads: personal data as `••••5678`, insults as `[…]`, wherever they stand."""
    rude = {each for each in fragments if any(rude_words(each))}
    text = personal.masked(text, set(fragments) - rude)  # first: nothing may break its fragments
    for each in sorted(rude, key=len, reverse=True):
        text = text.replace(each, MASKED_WORDS)
    return text


def heed(text: str) -> Heed:
    text = clean(text)
    links = tuple(hit[0] for hit in _LINK.finditer(text))
    return Heed(
        tuple(dict.fromkeys(each.fragment for each in rude_words(text))),
        tuple(dict.fromkeys(hit.fragment for hit in personal.find(text))),
        links,
        blocked=any(word in link.lower() for link in links for word in _lists()["blocked"]),
    )
