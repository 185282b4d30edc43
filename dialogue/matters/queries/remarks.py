"""What people wrote beside a rating, as it stands in the register: masked, and without its asker.

Nothing here is joined to a rating, nor could be (docs/decisions/006-words-wait-to-be-mixed.md).
Who may read them about which counter is asked in surveys.comments.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dialogue.core.clock import local_day, start_of
from dialogue.matters.manners import covered, heed
from dialogue.matters.queries.facts import COLUMNS, facts_of, families
from dialogue.matters.queries.masks import NOTHING_DECIDED, decided
from dialogue.matters.queries.where import not_barred, state_not_in
from dialogue.matters.rules import SEALED, UNTRIAGED, may_see
from dialogue.matters.states import MatterState, Source
from dialogue.matters.tables import Matter
from dialogue.ward.rules import Actor

HIDDEN = SEALED | {MatterState.RETRACTED}
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Remark:
    """counter: its label, as it was. month: its first day. open: the actor may see the matter."""

    matter: int
    public_id: str
    text: str
    counter: str
    field: int | None
    month: date
    open: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """since, until: days, both included. fields, counters None: all. ids: those alone."""

    since: date = date(2000, 1, 1)
    until: date = date(9000, 1, 1)
    fields: Collection[int] | None = None
    counters: Collection[str] | None = None
    ids: Sequence[str] | None = None


async def remarks(actor: Actor, asked: Asked, most: int) -> list[Remark]:
    """The newest of them, in an order of their own that tells no time.

    Never what is sealed, taken back, accuses the actor, or shows signs of a denunciation and was
    not looked at by a person.
    """
    rows = (
        await Matter.select(
            *COLUMNS, Matter.public_id, Matter.body, Matter.counter, Matter.received_at
        )
        .where(*_where(actor, asked))
        .order_by(Matter.id, ascending=False)
        .limit(most)
    )
    said = await decided(actor.ward, [row["id"] for row in rows])
    known = await families(actor.ward)
    rows.sort(key=lambda row: row["public_id"])
    return [
        Remark(
            row["id"],
            row["public_id"],
            _masked(row["body"], said.get(row["id"], NOTHING_DECIDED).line(row["body"])),
            row["counter"],
            row["field"],
            local_day(row["received_at"]).replace(day=1),
            may_see(actor, facts_of(row, known)),
        )
        for row in rows
    ]


def _masked(body: str, line: str) -> str:
    return covered(line, heed(body).rude)


def _where(actor: Actor, asked: Asked) -> list[Any]:
    where = [
        Matter.ward == actor.ward,
        Matter.source == Source.RATING.value,
        Matter.received_at >= start_of(asked.since),
        Matter.received_at < start_of(asked.until + DAY),
        state_not_in(HIDDEN),
        Matter.sensitive.eq(False) | state_not_in(UNTRIAGED),
        not_barred(actor),
    ]
    for column, values in (
        (Matter.field, asked.fields),
        (Matter.counter, asked.counters),
        (Matter.public_id, asked.ids),
    ):
        if values is not None:
            where.append(column.is_in(list(values) or [_none_of(column)]))
    return where


def _none_of(column: Any) -> object:
    """A value that no row has: an empty list is no SQL."""
    return 0 if column is Matter.field else "-"
