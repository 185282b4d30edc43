"""Words that say nearly the same, put together. Pure.

Weighed as for near answers and repeated questions (dialogue.matters), among themselves: a word
that many of them have tells little.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Sequence

from dialogue.core.text import fold
from dialogue.matters import nearness
from dialogue.matters.nearness import MOST_LETTERS, Terms
from dialogue.matters.repeats import likeness

COMPARED = 8  # first texts of groups that share most words: so the work grows with the texts


def groups(texts: Sequence[str], share: float) -> list[list[int]]:
    """Places of the texts, the largest group first; each begins with the text it is known by.

    share: part of the weighed words from which on two are taken for the same, 0 to 1.
    """
    terms = [nearness.terms(text[:MOST_LETTERS]) for text in texts]
    weigh = nearness.rarity(Tally(term for each in terms for term in single(each)), len(texts))
    found: list[list[int]] = []
    by_words: dict[str, int] = {}  # the very same words → group
    by_term: dict[str, list[int]] = {}  # term → groups whose first text has it
    for place, text in enumerate(texts):
        folded = fold(text)
        near = [
            (likeness(terms[place], terms[found[group][0]], weigh), group)
            for group in _candidates(terms[place], by_term)
        ]
        like, group = max(near, default=(0.0, -1))
        group = by_words.get(folded, group if like >= share else -1)
        if group < 0:
            group = len(found)
            found.append([])
            for term in single(terms[place]):
                by_term.setdefault(term, []).append(group)
        found[group].append(place)
        by_words.setdefault(folded, group)
    return sorted(found, key=len, reverse=True)


def single(terms: Terms) -> list[str]:
    """Without pairs, which nobody shares who says it in other words."""
    return [term for term in terms if " " not in term]


def _candidates(terms: Terms, by_term: dict[str, list[int]]) -> list[int]:
    shared = Tally(group for term in single(terms) for group in by_term.get(term, ()))
    return [group for group, _times in shared.most_common(COMPARED)]
