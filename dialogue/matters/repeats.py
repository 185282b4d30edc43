"""Was a question asked before? How much of what two questions tell is the same. Pure.

The words are weighed as for near answers (nearness.py), but question against question: what was
answered does not count. From which part on it is said stands in the ward's rules.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from dialogue.matters.nearness import Terms, Weigh

SHARE, PLACE, TELL = "SAME-SHARE", "SAME-PLACE", "SAME-TELL"  # codes of the rules


@dataclass(frozen=True, slots=True)
class Thresholds:
    """share: of the weighed words, from which on a question counts as asked before. place: what
    the same field, and the same residential group, take off it. tell: from which asking on the
    answer says what changed; None without a rule.
    """

    share: float
    place: float
    tell: int | None


def likeness(one: Terms, other: Terms, weigh: Weigh) -> float:
    """0: nothing in common; 1: the same words, in any order. Long and short ones are fairly met."""
    mine, theirs = _worth(one, weigh), _worth(other, weigh)
    both = sum(min(mine[term], theirs[term]) for term in mine.keys() & theirs.keys())
    whole = math.sqrt(sum(mine.values()) * sum(theirs.values()))
    return both / whole if whole else 0.0


def _worth(terms: Terms, weigh: Weigh) -> Terms:
    """Without pairs, which nobody shares who says it in other words."""
    return {term: kind * weigh(term) for term, kind in terms.items() if " " not in term}


def may_be_same(
    like: float, limits: Thresholds, *, same_field: bool = False, same_group: bool = False
) -> bool:
    """To be shown to a keeper, who decides."""
    return like >= limits.share - limits.place * (same_field + same_group)


def must_tell(askings: int, limits: Thresholds) -> bool:
    """Must the answer to the so-manieth asking say what changed since the last one?"""
    return limits.tell is not None and askings >= limits.tell
