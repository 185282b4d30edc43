"""Phrases of a list found in what residents write. Pure.

A phrase is words with blanks between; `*` stands for up to three words, `#` for an amount of money.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dialogue.matters.syllables import MONEY, Syllable, means, syllable

GAP, WIDEST = "*", 3
PLAIN_SHARE = 0.15  # of syllables with marks; below, the writer uses none


@dataclass(frozen=True, slots=True)
class Found:
    """name: of the list. kind: of the sub-list, empty without. first, last: places of syllables,
    last included. bare: without any of its marks. loose: so in a text that has them elsewhere.
    """

    name: str
    kind: str
    first: int
    last: int
    bare: bool = False
    loose: bool = False

    def covers(self, other: Found) -> bool:
        return self.first <= other.first and other.last <= self.last

    def meets(self, other: Found) -> bool:
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Phrase:
    name: str
    kind: str
    parts: tuple[Syllable, ...]

    @property
    def marks(self) -> int:
        """How many of its words carry marks."""
        return sum(part.marked for part in self.parts)


def phrase(name: str, kind: str, text: str) -> Phrase:
    parts = (
        Syllable(part, part) if part in (GAP, MONEY) else syllable(part) for part in text.split()
    )
    return Phrase(name, kind, tuple(parts))


class Phrases:
    """All lists, by the first syllable of each phrase."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._by_first: dict[str, list[Phrase]] = {}
        for each in phrases:
            self._by_first.setdefault(each.parts[0].bare, []).append(each)
        self.vocabulary = frozenset(
            part.bare
            for row in self._by_first.values()
            for each in row
            for part in each.parts
            if part.bare not in (GAP, MONEY)
        )

    def find(self, text: Sequence[Syllable]) -> list[Found]:
        """Every phrase wherever it stands, also inside another."""
        with_marks = sum(each.marked for each in text) >= PLAIN_SHARE * max(1, len(text))
        found = []
        for at, first in enumerate(text):
            for each in self._by_first.get(first.bare, ()):
                last = _end(each.parts, text, at)
                if last is None:
                    continue
                bare = each.marks > 0 and not _marks(each, text, at, last)
                if not (bare and with_marks and each.marks == 1):  # too little to go by
                    found.append(Found(each.name, each.kind, at, last, bare, bare and with_marks))
        return found


def _marks(found: Phrase, text: Sequence[Syllable], first: int, last: int) -> bool:
    """Does a word of the phrase carry the marks it should?"""
    meant = {part.bare for part in found.parts if part.marked}
    return any(text[at].marked for at in range(first, last + 1) if text[at].bare in meant)


def _end(parts: Sequence[Syllable], text: Sequence[Syllable], at: int) -> int | None:
    """The place of the last syllable when the parts stand at `at`, in one sentence."""
    if not parts:
        return at - 1
    if parts[0].bare == GAP:
        ends = (_end(parts[1:], text, at + skip) for skip in range(WIDEST + 1))
        return next((end for end in ends if end is not None), None)
    if at >= len(text) or not means(text[at], parts[0]):
        return None
    if len(parts) > 1 and at + 1 < len(text) and text[at + 1].sentence != text[at].sentence:
        return None
    return _end(parts[1:], text, at + 1)
