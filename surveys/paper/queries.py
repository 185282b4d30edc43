"""Reads of stacks of paper slips. What waiting slips say is opened here, for who may see it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Forbidden, Invalid, NotFound
from dialogue.core.keys import keys, unlock
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from surveys.paper.rules import may_enter
from surveys.paper.slips import Difference, Slip, differences
from surveys.paper.states import Source, StackState
from surveys.paper.tables import PaperStack
from surveys.queries.counters import CounterCard, counters
from surveys.rules import may_read_figures

PURPOSE = "texts"  # of the key that locks what waiting slips say


@dataclass(frozen=True, slots=True)
class Stack:
    """first, second: empty once counted. different: slips not the same both times."""

    id: int
    public_id: str
    counter: CounterCard
    source: Source
    name: str
    state: StackState
    slips: int
    spoiled: int
    drawn: bool
    different: int
    reason: str
    staff: int
    second_staff: int | None
    settled_by: int | None
    entered_at: datetime
    ended_at: datetime | None
    first: tuple[Slip, ...] = ()
    second: tuple[Slip, ...] = ()

    @property
    def differences(self) -> list[Difference]:
        return differences(self.first, self.second)


@dataclass(frozen=True, slots=True)
class Twice:
    """How exact entering is: of stacks entered twice, their slips and those that differed."""

    stacks: int
    slips: int
    different: int


async def stacks(actor: Actor, most: int) -> list[Stack]:
    """The newest first, without what they say. Raises Forbidden."""
    _check(actor)
    rows = (
        await PaperStack.select()
        .where(PaperStack.ward == actor.ward)
        .order_by(PaperStack.id, ascending=False)
        .limit(most)
    )
    cards = await _cards(actor.ward)
    return [_stack(row, cards) for row in rows]


async def stack(actor: Actor, public_id: str) -> Stack:
    """With what its slips say while they wait. Raises Forbidden, NotFound."""
    _check(actor)
    row = (
        await PaperStack.select()
        .where(PaperStack.ward == actor.ward, PaperStack.public_id == public_id)
        .first()
    )
    if row is None:
        raise NotFound(f"no stack {public_id!r}")
    return _stack(row, await _cards(actor.ward), read=may_enter(actor))


async def same_file(ward: int, digest: str) -> str | None:
    """The stack that this file is already; None: it was never brought."""
    row = (
        await PaperStack.select(PaperStack.public_id)
        .where(PaperStack.ward == ward, PaperStack.digest == digest)
        .first()
    )
    return None if row is None else str(row["public_id"])


async def twice(actor: Actor) -> Twice:
    """Raises Forbidden."""
    _check(actor)
    rows = await PaperStack.select(
        PaperStack.slips, PaperStack.spoiled, PaperStack.different
    ).where(
        PaperStack.ward == actor.ward,
        PaperStack.drawn.eq(True),
        PaperStack.state == StackState.COUNTED.value,
    )
    slips = sum(row["slips"] + row["spoiled"] for row in rows)
    return Twice(len(rows), slips, sum(row["different"] for row in rows))


async def amount(ward: int, code: str) -> int:
    """The number that a rule sets today. Raises Invalid where the ward has no such rule."""
    rule = await ward_queries.rule(ward, code, local_day(now()))
    if rule is None:
        raise Invalid(f"no rule {code}", file="no-rule", slips="no-rule")
    return int(rule.value)


def _check(actor: Actor) -> None:
    if not (may_enter(actor) or may_read_figures(actor)):
        raise Forbidden("not for these eyes")


async def _cards(ward: int) -> dict[int, CounterCard]:
    return {card.id: card for card in await counters(ward, retired=True)}


def _stack(row: dict[str, Any], cards: dict[int, CounterCard], *, read: bool = False) -> Stack:
    same = ("id", "public_id", "name", "slips", "spoiled", "drawn", "different", "reason", "staff")
    more = ("second_staff", "settled_by", "entered_at", "ended_at")
    return Stack(
        counter=cards[row["counter"]],
        source=Source(row["source"]),
        state=StackState(row["state"]),
        first=_opened(row["first"]) if read else (),
        second=_opened(row["second"]) if read else (),
        **{name: row[name] for name in (*same, *more)},
    )


def _opened(locked: str) -> tuple[Slip, ...]:
    if not locked:
        return ()
    said = json.loads(unlock(keys(), PURPOSE, locked))
    return tuple(Slip(level, tuple(reasons), field) for level, reasons, field in said)
