"""One search over answers and all else that is public in a ward; it forgives one slip."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from dialogue.core.errors import Invalid
from dialogue.matters import search
from dialogue.matters.hits import Part, Wanted, as_written, holds, parts, wanted, window
from dialogue.matters.misspelling import readings, strange
from dialogue.matters.queries.hits import AnswerHit, answer_hits
from dialogue.matters.queries.nearest import commonness
from dialogue.matters.search import Clause, Count, Filters, Found, Order, clauses_of
from dialogue.ward.cards import WardCard
from web.answer_cards import answer_path
from web.caching import PAGES
from web.finding.entries import SHELF, Entry, Kind, entries
from web.i18n import language, url

SIZE = 10  # hits a page of one kind
FEW = 3  # of each other kind beside the answers
EVERYTHING = Filters()


@dataclass(frozen=True, slots=True)
class Seen:
    """A hit as pages show it, cut where what was looked for begins and ends."""

    path: str
    title: list[Part]
    text: list[Part]
    answer: AnswerHit | None = None
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """words: what was looked for, maybe mended. counts: of kinds that have any.

    mended: the words that stand in the place of `slip`; both empty when nothing was mended.
    """

    words: str
    slip: str
    mended: str
    counts: dict[Kind, Count]
    shown: dict[Kind, list[Seen]]
    after: str

    @property
    def total(self) -> int:
        return sum(count.n for count in self.counts.values())


@dataclass(frozen=True, slots=True)
class Asked:
    """kind None: of every kind the first. after: where the page before ended."""

    words: str
    kind: Kind | None = None
    filters: Filters = EVERYTHING
    after: str = ""
    order: Order = Order.NEWEST


async def find(ward: WardCard, asked: Asked) -> Findings:
    """Raises Invalid for an `after` that this search has not given."""
    found = await _found(ward, asked)
    if found.total or asked.filters != EVERYTHING:
        return found
    return await _mended(ward, asked) or found


async def _found(ward: WardCard, asked: Asked) -> Findings:
    what = wanted(asked.words)
    others = _matching(await entries(ward), clauses_of(asked.words))
    counts = {kind: Count(len(hits), more=False) for kind, hits in others.items()}
    shown: dict[Kind, list[Seen]] = {}
    page, after = None, ""
    if asked.kind in {None, Kind.ANSWER}:
        page = await search.find(
            ward.id, asked.words, asked.filters, asked.after, SIZE, order=asked.order
        )
        answers = await answer_hits(ward.id, page.places)
        shown[Kind.ANSWER] = [_answer(ward, hit, what) for hit in answers]
        after = page.after
    counts[Kind.ANSWER] = await _count(ward, asked, page)
    for kind, hits in others.items():
        if asked.kind is None:
            shown[kind] = [_other(entry, what) for entry in hits[:FEW]]
        elif asked.kind is kind:
            page_of, after = _piece(hits, asked.after)
            shown[kind] = [_other(entry, what) for entry in page_of]
    if asked.after and not any(shown.values()):
        raise Invalid("no such place in what was found", after="wrong")
    return Findings(
        asked.words,
        "",
        "",
        {kind: counts[kind] for kind in Kind if kind in counts and counts[kind].n},
        shown,
        after,
    )


async def _count(ward: WardCard, asked: Asked, page: Found | None) -> Count:
    """Of answers. Nothing is asked where the one page holds them all."""
    if page is not None and not (asked.after or page.after):
        return Count(len(page.places), more=False)
    return await search.count(ward.id, asked.words, asked.filters)


def _matching(all_of_them: Iterable[Entry], clauses: list[Clause]) -> dict[Kind, list[Entry]]:
    """Those that hold all the words; first those that hold them in their titles."""
    found: dict[Kind, list[Entry]] = {}
    if clauses:
        for entry in all_of_them:
            if _holds(entry.words, clauses):
                found.setdefault(entry.kind, []).append(entry)
    for hits in found.values():
        hits.sort(key=lambda entry: not _holds(entry.titled, clauses))
    return found


def _holds(words: frozenset[str], clauses: list[Clause]) -> bool:
    return all(any(words.issuperset(group) for group in clause) for clause in clauses)


def _piece(hits: list[Entry], after: str) -> tuple[list[Entry], str]:
    """The hits after that one, and where the next page goes on. Raises Invalid."""
    keys = [entry.key for entry in hits]
    if after and after not in keys:
        raise Invalid(f"{after!r} is no place in what was found", after="wrong")
    start = keys.index(after) + 1 if after else 0
    end = start + SIZE
    return hits[start:end], keys[end - 1] if end < len(hits) else ""


def _answer(ward: WardCard, hit: AnswerHit, what: Wanted) -> Seen:
    path = url(answer_path(ward.slug, hit.number))
    text = hit.answer if holds(hit.answer, what) or not holds(hit.body, what) else hit.body
    return Seen(path, parts(hit.title, what), parts(window(text, what), what), answer=hit)


def _other(entry: Entry, what: Wanted) -> Seen:
    text = window(entry.text, what) if holds(entry.text, what) else ""
    return Seen(entry.path, parts(entry.title, what), parts(text, what), entry=entry)


async def _mended(ward: WardCard, asked: Asked) -> Findings | None:
    """The nearest reading, of equals that with the most hits; None when no slip explains why
    there are none."""
    known = await _vocabulary(ward)
    words = [each for each in strange(asked.words, known) if await _is_written(ward, each)]
    hits = [
        (reading, await _hits(ward, reading.text))
        for reading in readings(asked.words, known, but=words)
    ]
    best = min(hits, key=lambda pair: (not pair[1], pair[0].far, -pair[1]), default=None)
    if best is None or not best[1]:
        return None
    reading = best[0]
    found = await _found(ward, Asked(reading.text, asked.kind, order=asked.order))
    return _named(found, reading.old, reading.new)


async def _is_written(ward: WardCard, word: str) -> bool:
    """In some answer, also one that is too old to be among the words that are kept."""
    return await search.counted_to(ward.id, word, EVERYTHING, 1) > 0


async def _vocabulary(ward: WardCard) -> Counter[str]:
    """Words of the ward's own pages, folded, by how many of those looked at hold them."""

    async def make() -> Counter[str]:
        counts = Counter((await commonness(ward.id)).counts)
        for entry in await entries(ward):
            counts.update(entry.words)
        return counts

    found: Counter[str] = await PAGES.get(ward.id, SHELF, ("vocabulary", language()), make)
    return found


async def _hits(ward: WardCard, words: str) -> int:
    others = _matching(await entries(ward), clauses_of(words))
    count = await search.count(ward.id, words)
    return count.n + sum(len(hits) for hits in others.values())


def _named(found: Findings, slip: str, new: str) -> Findings:
    """With the marks that the first hits write."""
    texts = [
        "".join(part.text for part in (*seen.title, *seen.text))
        for hits in found.shown.values()
        for seen in hits
    ]
    mended = " ".join(as_written(word, texts) for word in new.split())
    return replace(found, slip=slip, mended=mended)
