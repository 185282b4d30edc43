"""Is a text English? So that nothing is asked of it that only Vietnamese words can show. Pure."""

from __future__ import annotations

from dialogue.core.text import words

SHARE = 0.15  # of a text's words; a Vietnamese one that quotes a name or a form stays below
# No word that is also a Vietnamese syllable without its marks (the, to, can, my, it, do, me).
_PLAIN = frozenset(
    "is are was were be been what where when why how which who whose please and of or for with "  # noqa: SIM905
    "from your you have has had this that these there does did will would could should must not "
    "we they our their get need make take after before about if any".split()
)


def is_english(text: str) -> bool:
    """By its small words: two at least, and enough of them among the rest."""
    said = words(text)
    plain = sum(word in _PLAIN for word in said)
    return plain >= 2 and plain >= SHARE * len(said)
