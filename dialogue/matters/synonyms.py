"""Words that mean the same in a search, from data/synonyms.csv: "sổ đỏ", "công chứng", UBND …"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    return cut(found, phrases())


def cut(found: list[str], known: Mapping[Phrase, int]) -> list[tuple[int | None, Phrase]]:
    """The words cut into phrases of `known`, the longest first, and single words (None)."""
    longest = max(map(len, known))
    parts: list[tuple[int | None, Phrase]] = []
    start = 0
    while start < len(found):
        phrase = _phrase_at(found, start, known, longest)
        parts.append((known.get(phrase), phrase))
        start += len(phrase)
    return parts


def _phrase_at(
    found: list[str], start: int, known: Mapping[Phrase, int], longest: int
) -> Phrase:
    for length in range(longest, 0, -1):
        phrase = tuple(found[start : start + length])
        if phrase in known:
            return phrase
    return (found[start],)
