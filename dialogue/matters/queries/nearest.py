"""Published answers nearest to a question that is being written, on either engine.

The index brings candidates: for the rarest terms of the question, and for every two of them
together, the newest answers that hold them. So the work does not grow with the board. Then each
candidate's own texts are weighed (dialogue.matters.nearness).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from dialogue.core.memo import remembered
from dialogue.matters import nearness, search
from dialogue.matters.nearness import MOST_LETTERS, Near, Terms, Weigh
from dialogue.matters.queries import board
from dialogue.matters.queries.board import BoardItem
from dialogue.matters.signs import signs
from dialogue.matters.states import MatterState
from dialogue.matters.tables import Published
from dialogue.ward import queries as ward_queries

SHOWN = 3
SAMPLE = 400  # newest answers by which the rarity of words is judged
TELLING = 6  # of the question's rarest terms that answers are looked for by
TOGETHER = 4  # the rarest of those, by twos
NEWEST_OF_ONE, NEWEST_OF_SOME = 60, 40  # answers a look-up
LOOKED_AT, WEIGHED = 60, 12  # candidates: of which it is asked how they stand, whose texts are read
OFFERED = (MatterState.PUBLISHED, MatterState.CLOSED, MatterState.CLOSED_FINAL)


@dataclass(frozen=True, slots=True)
class NearAnswer:
    """helped: how many said that it answers them."""

    number: int
    title: str
    excerpt: str
    helped: int


@dataclass(frozen=True, slots=True)
class Commonness:
    """How many of the newest `answers` hold a word of the index."""

    counts: Mapping[str, int]
    answers: int

    @property
    def weigh(self) -> Weigh:
        return nearness.rarity(self.counts, self.answers)


async def nearest(ward: int, text: str, limit: int = SHOWN) -> list[NearAnswer]:
    """The nearest answers on the board, best first; none when none is near.

    None either for a text with signs of an emergency or a denunciation: other words come first.
    Nothing of the text is kept.
    """
    found = signs(text)
    if found.urgent or found.sensitive:
        return []
    return await _cards(ward, (await _nearest(ward, text))[:limit])


async def nearest_items(ward: int, text: str, limit: int = SHOWN) -> list[BoardItem]:
    """As nearest, for staff, whatever the signs of the text."""
    found = await board.items(ward, (await _nearest(ward, text))[:limit])
    return [item for item in found if item.intact]


async def _nearest(ward: int, text: str) -> list[int]:
    """Places on the board, nearest first."""
    question = nearness.terms(text[:MOST_LETTERS])
    if not question:
        return []
    weigh = (await commonness(ward)).weigh
    places = await _offered(ward, await candidates(ward, question, weigh, most=LOOKED_AT))
    return await _weighed(ward, question, weigh, places)


async def helped(ward: int, matter: int) -> int:
    """How many said that the public answer of this matter answers them; 0 without one."""
    row = (
        await Published.select(Published.helped)
        .where(Published.ward == ward, Published.matter == matter)
        .first()
    )
    return int(row["helped"]) if row else 0


@remembered(seconds=600)
async def commonness(ward: int) -> Commonness:
    rows = (
        await Published.select(Published.words)
        .where(Published.ward == ward, Published.words != "")
        .order_by(Published.place, ascending=False)
        .limit(SAMPLE)
    )
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(row["words"].split())
    return Commonness(counts, len(rows))


async def candidates(
    ward: int, question: Terms, weigh: Weigh, filters: Sequence[str] = (), *, most: int
) -> list[int]:
    """Places, those first that hold most of the question's rarest terms.

    filters: words of the index (exposure.token); the newest with each are looked at besides.
    """
    worth = {term: kind * weigh(term) for term, kind in question.items() if " " not in term}
    telling = sorted(worth, key=lambda term: -worth[term])[:TELLING]
    groups: list[tuple[str, ...]] = [(term,) for term in telling]
    groups += combinations(telling[:TOGETHER], 2)
    groups += [(term, beside) for term in telling[:TOGETHER] for beside in filters]
    held: dict[int, set[str]] = defaultdict(set)
    for group, places in zip(groups, await search.newest_with(ward, groups, _most), strict=True):
        for place in places:
            held[place] |= set(group) & worth.keys()
    ranked = sorted(
        held, key=lambda place: (sum(worth[term] for term in held[place]), place), reverse=True
    )
    return ranked[:most]


def _most(group: tuple[str, ...]) -> int:
    return NEWEST_OF_ONE if len(group) == 1 else NEWEST_OF_SOME


async def _offered(ward: int, places: list[int]) -> list[int]:
    """The first of them that stand as answered, not reopened or taken down."""
    rows = await Published.select(Published.place).where(
        Published.ward == ward,
        Published.place.is_in(places or [0]),
        Published.state.is_in([state.value for state in OFFERED]),
    )
    standing = {row["place"] for row in rows}
    return [place for place in places if place in standing][:WEIGHED]


async def _weighed(ward: int, question: Terms, weigh: Weigh, places: list[int]) -> list[int]:
    """Places of the near ones, nearest first; of equals the newest."""
    rows = await Published.select(
        Published.place,
        Published.title,
        Published.body,
        Published.answer,
        Published.summary_en,
        Published.field,
        Published.topic,
    ).where(Published.ward == ward, Published.place.is_in(places or [0]))
    about = await _about(ward)
    near = {
        row["place"]: nearness.closeness(
            question,
            Near(
                row["title"],
                row["body"],
                f"{row['answer']}\n{row['summary_en']}",
                about.get(("field", row["field"] or 0))
                or about.get(("topic", row["topic"] or 0), ""),
            ),
            weigh,
        )
        for row in rows
    }
    return sorted(filter(near.get, near), key=lambda place: (near[place], place), reverse=True)


@remembered(seconds=60)
async def _about(ward: int) -> dict[tuple[str, int], str]:
    """Names and examples of each field and topic."""
    fields = await ward_queries.fields(ward, past=True)
    topics = await ward_queries.topics(ward, past=True)
    return {
        ("field", card.id): " ".join((card.name, card.examples, *card.old_names)) for card in fields
    } | {("topic", card.id): f"{card.name} {card.examples}" for card in topics}


async def _cards(ward: int, places: list[int]) -> list[NearAnswer]:
    """Without those whose text was changed past our own actions."""
    rows = await Published.select(Published.place, Published.helped).where(
        Published.ward == ward, Published.place.is_in(places or [0])
    )
    helped = {row["place"]: row["helped"] for row in rows}
    items = zip(places, await board.items(ward, places), strict=False)
    return [
        NearAnswer(item.number, item.title, item.excerpt, helped[place])
        for place, item in items
        if item.intact
    ]
