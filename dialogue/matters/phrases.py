"""Phrases of a list found in what residents write. Pure.

A phrase is words with blanks between; `*` stands for up to three words, `#` for an amount of money.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from dialogue.core.errors import Invalid
from dialogue.matters.syllables import MONEY, Syllable, means, syllable

GAP, WIDEST, ANY = "*", 3, ""
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


def replaced(ours: Mapping[str, Any], own: object) -> dict[str, Any]:
    """Our lists, each of `own` in the place of ours of that name, and of that kind where ours has
    kinds. Raises Invalid, saying which one does not fit."""
    if not isinstance(own, Mapping):
        raise Invalid(f"the lists of {', '.join(ours)} are wanted by name")
    made = dict(ours)
    for name, texts in own.items():
        if name not in ours:
            raise Invalid(f"{name!r} is no list; there are {', '.join(ours)}")
        if isinstance(ours[name], Mapping):
            made[name] = replaced(ours[name], texts)
        elif isinstance(texts, list) and all(map(_is_phrase, texts)):
            made[name] = texts
        else:
            raise Invalid(f"{name!r} is no list of phrases")
    return made


def _is_phrase(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


class Phrases:
    """All lists, by the first two syllables of each phrase: most words begin many phrases."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._by_start: dict[tuple[str, str], list[tuple[int, Phrase]]] = {}
        known = set()
        for place, each in enumerate(phrases):
            self._by_start.setdefault(_start(each), []).append((place, each))
            known |= {part.bare for part in each.parts}
        self.vocabulary = frozenset(known - {GAP, MONEY})

    def find(self, text: Sequence[Syllable]) -> list[Found]:
        """Every phrase wherever it stands, also inside another."""
        with_marks = has_marks(text)
        found = []
        for at in range(len(text)):
            for each in self._beginning(text, at):
                last = _end(each.parts, text, at)
                if last is None:
                    continue
                bare = each.marks > 0 and not _marks(each, text, at, last)
                if not (bare and with_marks and each.marks == 1):  # too little to go by
                    found.append(Found(each.name, each.kind, at, last, bare, bare and with_marks))
        return found

    def _beginning(self, text: Sequence[Syllable], at: int) -> Iterator[Phrase]:
        """Those that may stand there, in the order of their lists."""
        first, second = text[at].bare, text[at + 1].bare if at + 1 < len(text) else ANY
        found = self._by_start.get((first, ANY), [])
        if second != ANY and (more := self._by_start.get((first, second))):
            found = sorted([*found, *more], key=itemgetter(0))
        return (each for _, each in found)


def has_marks(text: Sequence[Syllable]) -> bool:
    """Does its writer set marks at all?"""
    return sum(each.marked for each in text) >= PLAIN_SHARE * max(1, len(text))


def _start(found: Phrase) -> tuple[str, str]:
    """ANY second: there is none, or words may stand between."""
    second = found.parts[1].bare if len(found.parts) > 1 else GAP
    return found.parts[0].bare, ANY if second == GAP else second


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
