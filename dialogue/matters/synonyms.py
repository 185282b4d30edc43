"""Words that mean the same in a search, from data/synonyms.csv: "sổ đỏ", "công chứng", UBND …"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from dialogue.matters.exposure import plain_words

FILE = Path(__file__).parent / "data" / "synonyms.csv"
Phrase = tuple[str, ...]


@cache
def phrases() -> dict[Phrase, int]:
    """Folded phrase → number of its group, the line in the file."""
    lines = FILE.read_text("utf-8").splitlines()
    return {
        tuple(plain_words(phrase)): number
        for number, line in enumerate(lines)
        if not line.startswith("#")
        for phrase in line.split(";")
    }


@cache
def _lengths() -> list[int]:
    """Lengths of phrases in words, longest first."""
    return sorted({len(phrase) for phrase in phrases()}, reverse=True)


def concepts(texts: Iterable[str]) -> set[int]:
    """Groups of which a phrase stands in one of the texts."""
    return {
        group
        for text in texts
        for group, _ in read_concepts(plain_words(text))
        if group is not None
    }


def read_concepts(found: list[str]) -> list[tuple[int | None, Phrase]]:
    """The words cut into phrases of the list (with their group) and single words (None)."""
    parts: list[tuple[int | None, Phrase]] = []
    start = 0
    while start < len(found):
        phrase = _phrase_at(found, start)
        parts.append((phrases().get(phrase), phrase))
        start += len(phrase)
    return parts


def _phrase_at(found: list[str], start: int) -> Phrase:
    for length in _lengths():
        phrase = tuple(found[start : start + length])
        if phrase in phrases():
            return phrase
    return (found[start],)
