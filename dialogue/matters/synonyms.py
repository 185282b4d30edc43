"""Words that mean the same in a search, from data/synonyms.csv: "sổ đỏ", "công chứng", UBND …"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from dialogue.matters.exposure import plain_words

FILE = Path(__file__).parent / "data" / "synonyms.csv"
Phrase = tuple[str, ...]
Group = TypeVar("Group")


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
    return _list().cut(found)


@cache
def _list() -> Phrases[int]:
    return Phrases(phrases())


class Phrases(Generic[Group]):
    """A list of phrases, each with its group, and how long those are that begin with a word."""

    def __init__(self, groups: Mapping[Phrase, Group]) -> None:
        self.groups = groups
        lengths: dict[str, set[int]] = {}
        for phrase in groups:
            lengths.setdefault(phrase[0], set()).add(len(phrase))
        self._lengths = {word: sorted(found, reverse=True) for word, found in lengths.items()}

    def cut(self, found: list[str]) -> list[tuple[Group | None, Phrase]]:
        """The words cut into phrases of the list, the longest first, and single words (None)."""
        parts: list[tuple[Group | None, Phrase]] = []
        start = 0
        while start < len(found):
            phrase = self._phrase_at(found, start)
            parts.append((self.groups.get(phrase), phrase))
            start += len(phrase)
        return parts

    def _phrase_at(self, found: list[str], start: int) -> Phrase:
        for length in self._lengths.get(found[start], ()):
            phrase = tuple(found[start : start + length])
            if phrase in self.groups:
                return phrase
        return (found[start],)
