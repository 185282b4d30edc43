"""What the public copy of a matter contains: its words for search and its seal. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from dialogue.core.text import fold

CORRECTED = "corrected"  # beside the states, a choice of its own on the board
TEXTS = ("title", "body", "answer", "summary_en", "changed")  # of a public copy, in its words
_WORD = re.compile(r"[a-z0-9]+")


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


def token(facet: Facet, value: object) -> str:
    """`_f7`: a word of the index that no query can hold, as plain words have no `_`."""
    return f"{facet.value}{value}"


def plain_words(text: str) -> list[str]:
    """Folded words in their order, letters a–z and digits only."""
    return _WORD.findall(fold(text))


def indexed(texts: Iterable[str], tokens: Iterable[str]) -> str:
    """The `words` of a public copy: every folded word once, and its filters."""
    found = {word for text in texts for word in plain_words(text)}
    return " ".join(sorted(found | set(tokens)))
