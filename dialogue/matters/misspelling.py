"""One slip of the pen in a search: which words of the ward's own it may have meant. Pure.

A slip is a letter too many, too few, another or two in the wrong order, a blank left out, or a
first sound as it is spoken where one lives (data below). Marks are no matter: words are folded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from string import ascii_lowercase

from dialogue.matters.exposure import plain_words

LEAST, MOST = 3, 14  # letters of a word that may be a slip
LEAST_HALF = 2  # letters of each of two words without their blank
TRIED = 6  # the likeliest readings, each of which costs a look into the index
READ = 12  # words of a search in which a slip is looked for
SOUNDS = (  # written alike by ear in one half of the country or the other
    *(("s", "x"), ("tr", "ch"), ("gi", "d"), ("gi", "r"), ("d", "r"), ("l", "n"), ("v", "d")),
    *(("v", "gi"), ("ngh", "ng"), ("gh", "g"), ("c", "k"), ("qu", "k"), ("ph", "f")),
)
_WORD = re.compile(r"[^\W_]+")
Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """The search as it may have been meant. new: the words in the place of `old`, folded."""

    text: str
    old: str
    new: str


def readings(text: str, known: Counts) -> list[Reading]:
    """The likeliest first. known: words of the ward, folded, by how many texts hold them.

    Words that nobody wrote here are the slip; where all are known, any of them may be.
    """
    words = list(_WORD.finditer(text))[:READ]
    strange = [each for each in words if _single(each.group()) not in known]
    found: dict[str, tuple[int, Reading]] = {}
    for each in strange or words:
        old = _single(each.group())
        for new in _near(old, known):
            meant = text[: each.start()] + new + text[each.end() :]
            often = min(known[word] for word in new.split())
            found.setdefault(meant, (often, Reading(meant, each.group(), new)))
    ranked = sorted(found.values(), key=lambda pair: -pair[0])
    return [reading for _often, reading in ranked[:TRIED]]


def _single(word: str) -> str:
    """Empty for what no index holds as one word."""
    found = plain_words(word)
    return found[0] if len(found) == 1 else ""


def _near(word: str, known: Counts) -> set[str]:
    if not LEAST <= len(word) <= MOST or not word.isalpha():
        return set()
    close = {each for each in chain(_slips(word), _sounds(word)) if each in known and each != word}
    return close | set(_halves(word, known))


def _slips(word: str) -> Iterator[str]:
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    for before, after in cuts:
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in ascii_lowercase)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        yield from (before + letter + after for letter in ascii_lowercase)


def _sounds(word: str) -> Iterator[str]:
    for one, other in SOUNDS:
        for heard, meant in ((one, other), (other, one)):
            if word.startswith(heard):
                yield meant + word[len(heard) :]


def _halves(word: str, known: Counts) -> Iterator[str]:
    for at in range(LEAST_HALF, len(word) - LEAST_HALF + 1):
        if word[:at] in known and word[at:] in known:
            yield f"{word[:at]} {word[at:]}"
