"""Where the words of a search stand in a text, for people to see. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dialogue.matters.exposure import plain_words
from dialogue.matters.synonyms import read_concepts

SHOWN = 220  # letters of a text around what was found
BEFORE = 90  # of them in front of the first word that was found
LONGEST_WORD = 40  # letters: longer ones are no words, and nobody shall fill the memory with them
_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"[.!?…]\s+|\n")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search asks for: folded words, and groups of synonyms."""

    words: frozenset[str]
    groups: frozenset[int]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text. hit: it is what was looked for."""

    text: str
    hit: bool


def wanted(text: str) -> Wanted:
    found = read_concepts(plain_words(text))
    return Wanted(
        frozenset(word for _group, phrase in found for word in phrase),
        frozenset(group for group, _phrase in found if group is not None),
    )


def parts(text: str, what: Wanted) -> list[Part]:
    """The whole text, cut where hits begin and end."""
    found, last = [], 0
    for start, end in _joined(text, _hits(text, what)):
        found += [Part(text[last:start], hit=False), Part(text[start:end], hit=True)]
        last = end
    return [part for part in (*found, Part(text[last:], hit=False)) if part.text]


def window(text: str, what: Wanted) -> str:
    """A piece in one line around the first hit; the beginning of a text that has none."""
    first = next(iter(_hits(text, what)), (0, 0))[0]
    start = _beginning(text, first)
    piece = text[start : start + SHOWN]
    if start + SHOWN < len(text):
        piece = piece.rsplit(maxsplit=1)[0].rstrip(" ,;:–-") + "…"
    return ("… " if start else "") + " ".join(piece.split())


def holds(text: str, what: Wanted) -> bool:
    return bool(_hits(text, what))


def as_written(word: str, texts: list[str]) -> str:
    """A folded word with the marks that it has in the first of the texts that holds it."""
    for text in texts:
        for found in _WORD.finditer(text):
            if _folded(found.group()) == word:
                return found.group().lower()
    return word


def _beginning(text: str, first: int) -> int:
    """Of the sentence that holds the hit, or of a word near before it."""
    if first <= BEFORE:
        return 0
    ends = [found.end() for found in _SENTENCE.finditer(text, first - BEFORE, first)]
    return ends[-1] if ends else text.find(" ", first - BEFORE) + 1


@lru_cache(512)
def _hits(text: str, what: Wanted) -> list[Span]:
    """Words that are wanted, or stand in a phrase that means the same. Asked for by each step."""
    words = [(*found.span(), _folded(found.group())) for found in _WORD.finditer(text)]
    hits: list[Span] = []
    at = 0
    for group, phrase in read_concepts([word for _start, _end, word in words]):
        meant = group is not None and group in what.groups
        for start, end, word in words[at : at + len(phrase)]:
            if meant or word in what.words:
                hits.append((start, end))
        at += len(phrase)
    return hits


def _joined(text: str, hits: list[Span]) -> list[Span]:
    """Neighbours with nothing but a blank between them are one."""
    found: list[Span] = []
    for start, end in hits:
        if found and not text[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _folded(word: str) -> str:
    return _fold(word) if len(word) <= LONGEST_WORD else ""


@lru_cache(20_000)
def _fold(word: str) -> str:
    """Of what is public alone: people write fewer words than are kept here."""
    found = plain_words(word)
    return found[0] if len(found) == 1 else ""
