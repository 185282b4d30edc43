"""What changed from one text to another, word by word. Pure.

Paragraphs are compared first, then the words of those that changed: a long answer is read as fast
as a short one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

_PARAGRAPHS = re.compile(r"(\n\s*\n)")
_PIECES = re.compile(r"^\s+|[^\W_]+\s*|[^\w\s]\s*|_\s*")  # a word with the blanks after it
ALIKE = 0.3  # below, they are other words altogether: the old ones go, the new ones come


class Change(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Part:
    change: Change
    text: str


def difference(old: str, new: str) -> list[Part]:
    """In the order of reading. Without NEW they make up the old text, without GONE the new one."""
    return _joined(_parts(old, new))


def _parts(old: str, new: str) -> Iterator[Part]:
    before, after = _PARAGRAPHS.split(old), _PARAGRAPHS.split(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for same, gone, come in _spans(matcher, before, after):
        if same:
            yield Part(Change.SAME, gone)
        else:
            yield from _words(gone, come)


def _words(old: str, new: str) -> Iterator[Part]:
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    # The commonest words of a long text lead nowhere (autojunk): else it takes half a minute.
    matcher = SequenceMatcher(None, before, after)
    if matcher.ratio() < ALIKE:
        yield from (Part(Change.GONE, old), Part(Change.NEW, new))
        return
    for same, gone, come in _spans(matcher, before, after):
        if same:
            yield Part(Change.SAME, gone)
        else:
            yield from (Part(Change.GONE, gone), Part(Change.NEW, come))


def _spans(
    matcher: SequenceMatcher[str], old: list[str], new: list[str]
) -> Iterator[tuple[bool, str, str]]:
    """(the same?, old, new)"""
    for kind, a, b, c, d in matcher.get_opcodes():
        yield kind == "equal", "".join(old[a:b]), "".join(new[c:d])


def _joined(parts: Iterable[Part]) -> list[Part]:
    """Neighbours of one kind as one; none empty."""
    found = [part for part in parts if part.text]
    return [
        Part(change, "".join(part.text for part in run))
        for change, run in groupby(found, lambda part: part.change)
    ]
