"""Which of the insulting phrases that were met in a text are meant so. Pure.

Whoever writes without marks thanks by "cam on ong ba": such words (the list `rude-marked`) count
with their marks alone. What stands in a harmless phrase (`polite`) is none.
"""

from __future__ import annotations

from collections.abc import Sequence

from dialogue.matters.phrases import Found, has_marks
from dialogue.matters.syllables import Syllable

ALWAYS, MARKED, POLITE = RUDE = ("rude", "rude-marked", "polite")  # the lists


def insults(said: Sequence[Syllable], found: Sequence[Found]) -> list[Found]:
    """found: of the three lists, and others."""
    polite = [each for each in found if each.name == POLITE]
    marked = has_marks(said)
    return [
        each
        for each in found
        if (each.name == ALWAYS or (each.name == MARKED and marked and not each.bare))
        and not any(other.covers(each) for other in polite)
    ]
