"""How near a question stands to an answer: shared words weighed by their rarity. Pure.

A text is read into terms: concepts (phrases of data/near_words.csv and data/synonyms.csv that
mean the same), words that tell something, and pairs of neighbours, which in Vietnamese are often
the real words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from dialogue.matters import synonyms
from dialogue.matters.exposure import Facet, plain_words, token
from dialogue.matters.synonyms import Phrase, Phrases

NEAR_FILE = synonyms.FILE.with_name("near_words.csv")
COMMON_FILE = synonyms.FILE.with_name("common_words.txt")

CONCEPT, PAIR, WORD = 1.5, 1.0, 0.5  # what a shared term of each kind is worth
TITLE, ASKED, ANSWERED, ABOUT = 1.0, 0.9, 0.45, 0.35  # where it stands in the answer
LEAST_SHARE = 0.35  # of the weight of the words asked that an answer must hold to be offered
LEAST_WEIGHT = 4.5  # in all, so that one odd word brings nothing
RAREST = 4.0  # what a term is worth that no answer has
FEWEST = 40  # answers; among fewer, rarity would say nothing
MOST_LETTERS = 1_000  # of a question; its point stands there

Terms = dict[str, float]
Weigh = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Near:
    """What an answer says: title, question, answer, and the names of what it is about."""

    title: str
    asked: str
    answered: str
    about: str


@cache
def phrases() -> Phrases[str]:
    """Folded phrase → its concept as a word of the index; lines that share a phrase are one."""
    known: dict[Phrase, str] = {}
    for file in (synonyms.FILE, NEAR_FILE):
        for line in _lines(file.read_text("utf-8")):
            group = [tuple(plain_words(phrase)) for phrase in line.split(";")]
            own = next((known[phrase] for phrase in group if phrase in known), "")
            known |= dict.fromkeys(group, own or token(Facet.NEAR, "".join(group[0])))
    return Phrases(known)


@cache
def common() -> frozenset[str]:
    """Words that tell no question from another, folded."""
    lines = _lines(COMMON_FILE.read_text("utf-8"))
    return frozenset(word for line in lines for word in plain_words(line))


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("#")]


def concepts(texts: Iterable[str]) -> set[str]:
    """What a public copy holds in the index beside its own words."""
    return {
        concept
        for text in texts
        for concept, _ in phrases().cut(plain_words(text))
        if concept is not None
    }


def terms(text: str) -> Terms:
    """Term → what it is worth by its kind. `_nkhaisinh` a concept, `a` a word, `a b` a pair."""
    found: Terms = {}
    before, told = "", False
    for part in phrases().cut(plain_words(text)):
        unit, kind = _unit(*part)
        if kind:
            found[unit] = kind
        if before and (kind or told):
            found[f"{before} {unit}"] = PAIR
        before, told = unit, bool(kind)
    return found


def _unit(concept: str | None, phrase: Phrase) -> tuple[str, float]:
    if concept is not None:
        return concept, CONCEPT
    word = phrase[0]
    return word, 0 if word in common() or len(word) < 2 else WORD


def rarity(counts: Mapping[str, int], answers: int) -> Weigh:
    """What a term is worth by how few of the `answers` hold it; a pair as its rarer half."""
    least = max(answers, FEWEST) + 1

    def weigh(term: str) -> float:
        count = min(counts.get(half, 0) for half in term.split(" "))
        return max(0.0, min(RAREST, math.log(least / (count + 0.5)) + 0.3))

    return weigh


def closeness(question: Terms, near: Near, weigh: Weigh) -> float:
    """0: not to be offered. Else the more, the nearer. question: its terms()."""
    worth = {term: kind * weigh(term) for term, kind in question.items()}
    held = {term: worth[term] * place for term, place in _places(near).items() if term in worth}
    weight, asked = sum(held.values()), _single(worth)
    share = _single(held) / asked if asked else 0.0
    return 0.0 if weight < LEAST_WEIGHT or share < LEAST_SHARE else weight


def _single(weights: Terms) -> float:
    """Without pairs, which nobody shares who says it in other words."""
    return sum(weight for term, weight in weights.items() if " " not in term)


def _places(near: Near) -> Terms:
    """Each term of an answer with the best place it stands at."""
    found: Terms = {}
    for text, place in (
        (near.about, ABOUT),
        (near.answered, ANSWERED),
        (near.asked, ASKED),
        (near.title, TITLE),
    ):
        found |= dict.fromkeys(_published_terms(text), place)
    return found


@lru_cache(maxsize=1024)
def _published_terms(text: str) -> tuple[str, ...]:
    """The same answers come near again and again. Texts of the board alone: no question is kept."""
    return tuple(terms(text))
