"""The same question over the years: what a keeper has confirmed, and what may be the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from dialogue.core import clock
from dialogue.matters import nearness, repeats
from dialogue.matters.exposure import Facet, token
from dialogue.matters.nearness import MOST_LETTERS
from dialogue.matters.queries.nearest import OFFERED, candidates, commonness
from dialogue.matters.queries.series import COLUMNS, Row, series_of
from dialogue.matters.repeats import Thresholds
from dialogue.matters.rules import ANSWERED
from dialogue.matters.states import MatterState
from dialogue.matters.tables import Matter, Published
from dialogue.ward import queries as ward_queries

SHOWN = 5
LOOKED_AT = 24  # answers whose questions are read
FALLBACK = Thresholds(0.5, 0.1, None)  # where a ward has no such rules


@dataclass(frozen=True, slots=True)
class Asking:
    """One time that it was asked. number: of its answer on the board, None when it is not there.

    answered_on None: not yet. answer: the public text, empty where there is none. like: how much
    of the words is the same, where nobody has confirmed it; 1 of the same series.
    """

    matter: int
    number: int | None
    title: str
    asked_on: date
    answered_on: date | None
    group: int | None
    unit: int | None
    answer: str
    verdict: str
    like: float = 1.0


@dataclass(frozen=True, slots=True)
class Again:
    """count: which asking of the same question this is, 1 for the first. earlier: those before it,
    oldest first. likely: answered ones that nobody has compared yet, the likest first.
    """

    count: int
    earlier: tuple[Asking, ...]
    likely: tuple[Asking, ...] = ()

    @property
    def last(self) -> Asking | None:
        """The newest one with an answer."""
        return next((each for each in reversed(self.earlier) if each.answered_on), None)


@dataclass(frozen=True, slots=True)
class Question:
    """What is compared: of a matter, or of words that are none yet."""

    ward: int
    matter: int
    text: str
    field: int | None
    group: int | None
    received_at: datetime


async def thresholds(ward: int) -> Thresholds:
    today = clock.local_day(clock.now())
    share, place, tell = [
        await ward_queries.rule(ward, code, today)
        for code in (repeats.SHARE, repeats.PLACE, repeats.TELL)
    ]
    return Thresholds(
        FALLBACK.share if share is None else share.value / 100,
        FALLBACK.place if place is None else place.value / 100,
        None if tell is None else int(tell.value),
    )


async def earlier_askings(ward: int, matter: int) -> Again:
    """Without those that nobody has confirmed."""
    before: list[Row] = []
    for row in await series_of(ward, matter):
        if row["id"] == matter:
            break
        before.append(row)
    public = await _public(ward, [row["id"] for row in before])
    return Again(len(before) + 1, tuple(_asking(row, public.get(row["id"])) for row in before))


async def _public(ward: int, matters: list[int]) -> dict[int, Row]:
    rows = await Published.select(Published.matter, Published.answer, Published.verdict).where(
        Published.ward == ward,
        Published.matter.is_in(matters or [0]),
        Published.state != MatterState.WITHDRAWN.value,
    )
    return {row["matter"]: row for row in rows}


def _asking(row: Row, public: Row | None) -> Asking:
    answered = row["answered_at"]
    return Asking(
        row["id"],
        None if public is None else row["number"],
        row["title"],
        clock.local_day(row["received_at"]),
        None if answered is None else clock.local_day(answered),
        row["group"],
        row["unit"],
        "" if public is None else public["answer"],
        "" if public is None else public["verdict"],
    )


async def likely_askings(asked: Question) -> tuple[Asking, ...]:
    """Answers of the board to a question that may be this one, whatever year or group it was."""
    question = nearness.terms(asked.text[:MOST_LETTERS])
    if not question:
        return ()
    weigh = (await commonness(asked.ward)).weigh
    beside = [
        token(facet, value)
        for facet, value in ((Facet.FIELD, asked.field), (Facet.GROUP, asked.group))
        if value is not None
    ]
    limits = await thresholds(asked.ward)
    known = {row["id"] for row in await series_of(asked.ward, asked.matter)}
    found = []
    for row in await _compared(
        asked, await candidates(asked.ward, question, weigh, beside, most=LOOKED_AT)
    ):
        terms = nearness.terms(f"{row['title']}\n{row['body'][:MOST_LETTERS]}")
        like = repeats.likeness(question, terms, weigh)
        same_field = asked.field is not None and row["field"] == asked.field
        same_group = asked.group is not None and row["group"] == asked.group
        near = repeats.may_be_same(like, limits, same_field=same_field, same_group=same_group)
        if near and row["matter"] not in known:
            found.append((like, row))
    found.sort(key=lambda each: (-each[0], -each[1]["place"]))
    return tuple(_likely(row, like) for like, row in found[:SHOWN])


async def _compared(asked: Question, places: list[int]) -> list[Row]:
    """Of those, what was asked before and is answered."""
    rows: list[Row] = await Published.select(
        Published.place,
        Published.matter,
        Published.number,
        Published.title,
        Published.body,
        Published.answer,
        Published.field,
        Published.group,
        Published.unit,
        Published.received_on,
        Published.published_at,
        Published.verdict,
    ).where(
        Published.ward == asked.ward,
        Published.place.is_in(places or [0]),
        Published.matter != asked.matter,
        Published.received_on <= clock.local_day(asked.received_at),
        Published.state.is_in([state.value for state in OFFERED]),
    )
    return rows


def _likely(row: Row, like: float) -> Asking:
    return Asking(
        row["matter"],
        row["number"],
        row["title"],
        row["received_on"],
        clock.local_day(row["published_at"]),
        row["group"],
        row["unit"],
        row["answer"],
        row["verdict"],
        like,
    )


async def may_be_earlier(ward: int, matter: int, earlier: int) -> int | None:
    """The first asking of the series that `earlier` belongs to; None when it is no answered
    matter that came before.
    """
    columns = (*COLUMNS, Matter.again_of)
    rows = await Matter.select(*columns).where(
        Matter.ward == ward, Matter.id.is_in([matter, earlier])
    )
    known = {row["id"]: row for row in rows}
    if earlier == matter or len(known) < 2:
        return None
    one, other = known[matter], known[earlier]
    came_first = (other["received_at"], earlier) < (one["received_at"], matter)
    if not came_first or (MatterState(other["state"]) not in ANSWERED and not other["answered_at"]):
        return None
    return int(other["again_of"] or earlier)
