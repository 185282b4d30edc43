"""Reads of what people wrote at the counters: searched, grouped, and by whom first read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from anyio.to_thread import run_sync

from dialogue.core.errors import Forbidden
from dialogue.core.text import fold
from dialogue.matters.queries.askings import thresholds
from dialogue.matters.queries.remarks import Asked, Remark, remarks
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from surveys.comments.grouping import groups
from surveys.comments.rules import may_read, may_read_about, may_read_everywhere, may_read_now
from surveys.comments.tables import CommentReading
from surveys.queries.counters import CounterCard, counters
from surveys.tables import CounterStaff

MOST = 400  # read and compared at a time, the newest


@dataclass(frozen=True, slots=True)
class Wanted:
    """since, until: whole months, so that nobody narrows it down to a day. field: its children
    are included. words: all of them are in it, marks or not. unread: what nobody has read yet.
    """

    since: date
    until: date
    field: int | None = None
    counter: int | None = None
    words: str = ""
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Comment:
    """said: words, counter, field, month. reader: the name of who read it first, empty: nobody."""

    said: Remark
    reader: str = ""
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Comments:
    """groups: of similar words, the largest first. n: in all groups. more: there are more than
    MOST in this period. held: about the actor's own counter, for somebody else to read first.
    """

    groups: tuple[tuple[Comment, ...], ...]
    n: int
    more: bool
    held: int


async def comments(actor: Actor, wanted: Wanted) -> Comments:
    """Raises Forbidden to whom no counter's words are for."""
    _reader(actor)
    desks = await _desks(actor.ward)
    asked = Asked(
        wanted.since,
        wanted.until,
        await _family(actor.ward, wanted.field),
        _labels(actor, desks, wanted.counter),
    )
    found = await remarks(actor, asked, MOST + 1)
    every = await _with_readers(actor.ward, found[:MOST])
    mine = [each for each in every if desks.may_read_now(actor, each)]
    told = [each for each in mine if _is_wanted(each, wanted)]
    share = (await thresholds(actor.ward)).share
    # in a thread: hundreds of texts are compared
    parts = await run_sync(groups, [each.said.text for each in told], share)
    return Comments(
        tuple(tuple(told[place] for place in part) for part in parts),
        len(told),
        len(found) > MOST,
        len(every) - len(mine),
    )


async def readable(actor: Actor, ids: Sequence[str]) -> list[Comment]:
    """Those of these public ids that the actor may read now. Raises Forbidden."""
    _reader(actor)
    desks = await _desks(actor.ward)
    found = await remarks(
        actor, Asked(ids=ids, counters=_labels(actor, desks, None)), max(len(ids), 1)
    )
    every = await _with_readers(actor.ward, found)
    return [each for each in every if desks.may_read_now(actor, each)]


def _reader(actor: Actor) -> None:
    if not may_read(actor):
        raise Forbidden("what people write at counters is not for this role")


def _is_wanted(comment: Comment, wanted: Wanted) -> bool:
    """Looked for in what is shown: what is masked is not found either."""
    folded = fold(comment.said.text)
    every = all(word in folded for word in fold(wanted.words).split())
    return every and not (wanted.unread and comment.reader)


@dataclass(frozen=True, slots=True)
class _Desks:
    """A ward's counters, and who sits where."""

    cards: Sequence[CounterCard]
    staff: dict[int, frozenset[int]]

    def may_read_now(self, actor: Actor, comment: Comment) -> bool:
        """A counter that was renamed may be anybody's: who sits at any waits for somebody else."""
        label = comment.said.counter
        named = [card.id for card in self.cards if card.label == label]
        seats = frozenset[int]().union(*(self.staff.get(each, ()) for each in named or self.staff))
        return may_read_now(actor, seats, read=bool(comment.reader))


async def _desks(ward: int) -> _Desks:
    rows = await CounterStaff.select(CounterStaff.counter, CounterStaff.staff).where(
        CounterStaff.ward == ward
    )
    seats: dict[int, set[int]] = {}
    for row in rows:
        seats.setdefault(row["counter"], set()).add(row["staff"])
    return _Desks(
        await counters(ward, retired=True), {key: frozenset(each) for key, each in seats.items()}
    )


def _labels(actor: Actor, desks: _Desks, counter: int | None) -> list[str] | None:
    """Of the counters that are asked for and are the actor's to read; None: all there ever were."""
    if counter is None and may_read_everywhere(actor):
        return None
    return [
        card.label
        for card in desks.cards
        if counter in {None, card.id} and may_read_about(actor, card.unit)
    ]


async def _family(ward: int, field: int | None) -> Collection[int] | None:
    return None if field is None else (await ward_queries.field(ward, field)).family


async def _with_readers(ward: int, found: Sequence[Remark]) -> list[Comment]:
    rows: list[dict[str, Any]] = await CommentReading.select(
        CommentReading.matter, CommentReading.at, CommentReading.staff.name
    ).where(
        CommentReading.ward == ward,
        CommentReading.matter.is_in([each.matter for each in found] or [0]),
    )
    known = {row["matter"]: row for row in rows}
    return [_comment(each, known.get(each.matter)) for each in found]


def _comment(said: Remark, row: dict[str, Any] | None) -> Comment:
    return Comment(said) if row is None else Comment(said, row["staff.name"], row["at"])
