"""What a search may be about while it is still typed: titles to go to at once."""

from __future__ import annotations

from dataclasses import dataclass

from dialogue.matters import search
from dialogue.matters.exposure import plain_words
from dialogue.matters.hits import Part, Wanted, parts
from dialogue.matters.queries.hits import answer_hits
from dialogue.matters.queries.nearest import commonness
from dialogue.ward.cards import WardCard
from web.answer_cards import answer_path
from web.finding.entries import Entry, Kind, entries
from web.i18n import url

LEAST = 2  # letters
MOST_WORDS = 8
ANSWERS, OTHERS = 4, 3  # shown
ENDINGS = 3  # words that the last one may become


@dataclass(frozen=True, slots=True)
class Suggestion:
    kind: Kind
    path: str
    title: list[Part]


async def suggestions(ward: WardCard, typed: str) -> list[Suggestion]:
    """Pages whose titles hold the words, then the newest answers that do; the last is unfinished.

    What it may become is taken from the newest answers: an index of beginnings would be thrice
    as large as the index of words.
    """
    words = plain_words(typed)[:MOST_WORDS]
    if len("".join(words)) < LEAST:
        return []
    *whole, begun = words
    others = [each for each in await entries(ward) if _fits(each, whole, begun)][:OTHERS]
    endings = await _endings(ward.id, begun)
    what = Wanted(frozenset([*whole, *endings]), frozenset())
    found = [Suggestion(each.kind, each.path, parts(each.title, what)) for each in others]
    return found + await _answers(ward, [(*whole, ending) for ending in endings], what)


def _fits(entry: Entry, whole: list[str], begun: str) -> bool:
    return entry.titled.issuperset(whole) and any(word.startswith(begun) for word in entry.titled)


async def _endings(ward: int, begun: str) -> list[str]:
    """The word as it is, then the commonest that begin with it."""
    counts = (await commonness(ward)).counts
    longer = [word for word in counts if word.startswith(begun) and word.isascii()]
    common = sorted(longer, key=lambda word: -counts[word])[:ENDINGS]
    return list(dict.fromkeys([begun, *common]))


async def _answers(ward: WardCard, groups: list[tuple[str, ...]], what: Wanted) -> list[Suggestion]:
    found = await search.newest_with(ward.id, groups, lambda _group: ANSWERS)
    places = list(dict.fromkeys(place for each in found for place in each))[:ANSWERS]
    return [
        Suggestion(Kind.ANSWER, url(answer_path(ward.slug, hit.number)), parts(hit.title, what))
        for hit in await answer_hits(ward.id, places)
        if hit.title
    ]
