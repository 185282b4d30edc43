"""How near a question stands to an answer: shared words weighed by their rarity. Pure.

A text is read into terms: phrases that mean the same (data/near_words.csv, data/synonyms.csv),
words that tell something, and pairs of neighbours, which in Vietnamese are often the real words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from dialogue.matters import synonyms
from dialogue.matters.exposure import plain_words
from dialogue.matters.synonyms import Phrase

NEAR_FILE = synonyms.FILE.with_name("near_words.csv")
COMMON_FILE = synonyms.FILE.with_name("common_words.txt")

CONCEPT, PAIR, WORD = 1.5, 1.0, 0.5  # what a shared term of each kind is worth
TITLE, ASKED, ANSWERED, ABOUT = 1.0, 0.9, 0.45, 0.35  # where it stands in the answer
LEAST_SHARE = 0.35  # of the weight of the words asked that an answer must hold to be offered
LEAST_WEIGHT = 4.5  # in all, so that one odd word brings nothing
RAREST = 4.0  # what a word is worth that no answer has

Weigh = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Near:
    """What an answer says: title, question, answer, and the names of what it is about."""

    title: str
    asked: str
    answered: str
    about: str


@cache
def phrases() -> dict[Phrase, int]:
    """Folded phrase → its group, of both files; lines that share a phrase are one group."""
    known = dict(synonyms.phrases())
    for number, line in enumerate(NEAR_FILE.read_text("utf-8").splitlines(), 10_000):
        if not line.startswith("#"):
            group = [tuple(plain_words(phrase)) for phrase in line.split(";")]
            own = next((known[phrase] for phrase in group if phrase in known), number)
            known |= dict.fromkeys(group, own)
    return known


@cache
def common() -> frozenset[str]:
    lines = COMMON_FILE.read_text("utf-8").splitlines()
    return frozenset(
        word for line in lines if not line.startswith("#") for word in plain_words(line)
    )


def terms(text: str) -> dict[str, float]:
    """Term → what it is worth by its kind. `c12` a concept, `a b` a pair, `a` a word."""
    found: dict[str, float] = {}
    units = [_unit(*part) for part in synonyms.cut(plain_words(text), phrases())]
    for number, (unit, kind) in enumerate(units):
        if kind:
            found[unit] = kind
        if number and (kind or units[number - 1][1]):
            found[f"{units[number - 1][0]} {unit}"] = PAIR
    return found


def _unit(group: int | None, phrase: Phrase) -> tuple[str, float]:
    if group is not None:
        return f"c{group}", CONCEPT
    return phrase[0], 0 if phrase[0] in common() or len(phrase[0]) < 2 else WORD


def rarity(counts: Mapping[str, int], answers: int) -> Weigh:
    """What a term is worth by how few of the `answers` hold it."""

    def weigh(term: str) -> float:
        return min(RAREST, math.log((answers + 1) / (counts.get(term, 0) + 0.5)) + 0.3)

    return weigh


def closeness(question: Mapping[str, float], near: Near, weigh: Weigh) -> float:
    """0: not to be offered. Else the more, the nearer. question: its terms()."""
    worth = {term: kind * max(0.0, weigh(term)) for term, kind in question.items()}
    held = {term: worth[term] * place for term, place in _places(near).items() if term in worth}
    total = sum(worth[term] for term in worth if " " not in term)
    share = sum(held[term] for term in held if " " not in term) / (total or 1)
    weight = sum(held.values())
    return 0.0 if weight < LEAST_WEIGHT or share < LEAST_SHARE else weight


def _places(near: Near) -> dict[str, float]:
    """Each term of an answer with the best place it stands at."""
    found: dict[str, float] = {}
    for text, place in (
        (near.about, ABOUT),
        (near.answered, ANSWERED),
        (near.asked, ASKED),
        (near.title, TITLE),
    ):
        found |= dict.fromkeys(terms(text), place)
    return found
