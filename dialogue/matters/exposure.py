"""What the public copy of a matter contains: its words for search and its seal. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from dialogue.core.text import canonical, fold

CORRECTED = "corrected"  # beside the states, a choice of its own on the board
TEXTS = ("title", "body", "answer", "summary_en", "changed")  # of a public copy, in its words
LONGEST_WORD = 24  # letters
_WORD = re.compile(r"[a-z0-9]+")
_WRITTEN = re.compile(r"[^\W_]+")


class Facet(StrEnum):
    """What the board is filtered by. Its value begins the filter's word in the index."""

    WARD = "_w"
    FIELD = "_f"
    TOPIC = "_t"
    GROUP = "_g"
    SOURCE = "_s"
    STATE = "_p"
    YEAR = "_y"
    CONCEPT = "_c"  # a synonym group, see synonyms.py
    NEAR = "_n"  # a broader one, see nearness.py
    TITLE = "_h"  # a word that stands in the title


def token(facet: Facet, value: object) -> str:
    """`_f7`: a word of the index that no query can hold, as plain words have no `_`."""
    return f"{facet.value}{value}"


def plain_words(text: str) -> list[str]:
    """Folded words in their order, letters a–z and digits only."""
    return _WORD.findall(fold(text))


def marked_words(text: str) -> list[str]:
    """Words with a mark at least, in one spelling: what a search written with marks meant first."""
    written = _WRITTEN.findall(canonical(text).lower())
    return [word for word in written if not word.isascii() and _is_plain(word)]


@lru_cache(10_000)
def _is_plain(word: str) -> bool:
    """Letter by letter one of a–z under its marks? Other scripts are no words of the index."""
    return len(word) < LONGEST_WORD and [len(each) for each in plain_words(word)] == [len(word)]


def indexed(title: str, texts: Iterable[str], tokens: Iterable[str]) -> str:
    """The `words` of a public copy: every folded word once, and as it is marked; its filters."""
    found = {token(Facet.TITLE, word) for word in plain_words(title)}
    for text in (title, *texts):
        found.update(plain_words(text), marked_words(text))
    return " ".join(sorted(found | set(tokens)))
