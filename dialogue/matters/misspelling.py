"""One slip of the pen in a search: which words of the ward's own it may have meant. Pure.

A slip is a letter too many, too few, another or two in the wrong order, a blank left out, or a
first sound as it is spoken where one lives (data below). Marks are no matter: words are folded.
What is a word already is no slip, though nobody has used it here: "lụt" does not mean "lúc".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from string import ascii_lowercase

from dialogue.matters import nearness, synonyms
from dialogue.matters.exposure import plain_words

LEAST, MOST = 3, 14  # letters of a word that may be a slip
SHORT = 3  # letters: another first letter makes another word of it
LEAST_HALF = 2  # letters of each of two words without their blank
TRIED = 6  # the likeliest readings, each of which costs a look into the index
READ = 12  # words of a search in which a slip is looked for
SOUNDS = (  # written alike by ear in one half of the country or the other
    *(("s", "x"), ("tr", "ch"), ("gi", "d"), ("gi", "r"), ("d", "r"), ("l", "n"), ("v", "d")),
    *(("v", "gi"), ("ngh", "ng"), ("gh", "g"), ("c", "k"), ("qu", "k"), ("ph", "f")),
)
_WORD = re.compile(r"[^\W_]+")
# How a syllable is written, without marks: what begins it, and what follows.
_SYLLABLE = re.compile(
    r"(?:b|ch?|d|g[hi]?|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|t[hr]?|v|x)?"
    r"(?:a(?:ch?|i|m|ng?|nh|o|p|t|u|y)?|e(?:ch?|m|ng?|nh|o|p|t|u)?"
    r"|i(?:a|ch|m|nh?|p|t|u|e(?:c|m|ng?|p|t|u))?"
    r"|o(?:a(?:ch?|i|m|ng?|nh|o|p|t|y)?|c|e(?:m|n|o|t)?|i|m|ng?|oc|ong|p|t)?"
    r"|u(?:a(?:ng?|t|y)?|c|e(?:ch|nh)?|i|m|ng?|o(?:c|i|m|ng?|p|t|u)?|p|t|u"
    r"|y(?:a|ch|e[nt]|nh?|p|t|u)?)?"
    r"|y(?:ch|nh|p|t|e(?:m|ng?|t|u))?)"
)
Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """The search as it may have been meant. new: the words in the place of `old`, folded.

    far: it begins with another letter than what was typed, and sounds unlike it.
    """

    text: str
    old: str
    new: str
    far: bool


def strange(text: str, known: Collection[str]) -> list[str]:
    """Words of a search, folded, that are in no list of ours and not among those known."""
    words = (_single(each.group()) for each in list(_WORD.finditer(text))[:READ])
    return [word for word in dict.fromkeys(words) if word not in known and word not in _listed()]


def readings(text: str, known: Counts, but: Collection[str] = ()) -> list[Reading]:
    """The likeliest first: those that begin alike, of these the commonest words.

    known: words of the ward, folded, by how many texts hold them. but: others that are words.
    """
    slips = set(strange(text, known)).difference(but)
    found: dict[str, tuple[int, Reading]] = {}
    for each in list(_WORD.finditer(text))[:READ]:
        old = _single(each.group())
        for new in _near(old, known, marked=not each.group().isascii()) if old in slips else ():
            meant = text[: each.start()] + new + text[each.end() :]
            often = min(known[word] for word in new.split())
            reading = Reading(meant, each.group(), new, far=_is_far(old, new))
            found.setdefault(meant, (often, reading))
    ranked = sorted(found.values(), key=lambda pair: (pair[1].far, -pair[0], pair[1].new))
    return [reading for _often, reading in ranked[:TRIED]]


@cache
def _listed() -> frozenset[str]:
    """Words of our own lists: what means the same, and what tells no question from another."""
    phrases = chain(synonyms.phrases(), nearness.phrases().groups)
    return nearness.common().union(*phrases)


def _single(word: str) -> str:
    """Empty for what no index holds as one word."""
    found = plain_words(word)
    return found[0] if len(found) == 1 else ""


def _is_far(old: str, new: str) -> bool:
    return old[0] != new[0] and new not in _sounds(old)


def _near(word: str, known: Counts, *, marked: bool) -> set[str]:
    """marked: it was written with marks, so whoever wrote a whole syllable meant it."""
    if not LEAST <= len(word) <= MOST or not word.isalpha():
        return set()
    if _SYLLABLE.fullmatch(word) and (marked or len(word) <= SHORT):
        close = set() if len(word) <= SHORT else set(_sounds(word))
    else:
        close = set(chain(_slips(word), _sounds(word)))
    fit = {each for each in close if each in known and each != word}
    if len(word) <= SHORT:
        fit = {each for each in fit if each[0] == word[0]}
    return fit | set(_halves(word, known))


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
