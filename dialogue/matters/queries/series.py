"""Which matters ask the same, as a keeper has confirmed; and what the newest answer adds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dialogue.matters.rules import SEALED, UNTRIAGED
from dialogue.matters.states import MatterState
from dialogue.matters.tables import Matter, Published, SinceLast

Row = dict[str, Any]
NO_ASKING = frozenset({*SEALED, MatterState.MERGED, *(UNTRIAGED - {MatterState.RECEIVED})})
COLUMNS = (
    Matter.id,
    Matter.number,
    Matter.title,
    Matter.state,
    Matter.received_at,
    Matter.answered_at,
    Matter.group,
    Matter.unit,
)


async def series_of(ward: int, matter: int) -> list[Row]:
    """Every asking that a keeper has found to be the same, itself among them, oldest first.

    Without what is sealed, merged, rejected or taken back.
    """
    own = (
        await Matter.select(Matter.again_of).where(Matter.id == matter, Matter.ward == ward).first()
    )
    root = matter if own is None or own["again_of"] is None else own["again_of"]
    rows: list[Row] = (
        await Matter.select(*COLUMNS)
        .where(
            Matter.ward == ward,
            (Matter.id == root) | (Matter.again_of == root),
            (Matter.id == matter) | Matter.state.not_in(sorted(each.value for each in NO_ASKING)),
        )
        .order_by(Matter.received_at)
        .order_by(Matter.id)
    )
    return rows


async def said_since_last(ward: int, matter: int, round_: int) -> str:
    """What the drafter says that changed, of this round; empty before it is said."""
    row = (
        await SinceLast.select(SinceLast.text)
        .where(SinceLast.ward == ward, SinceLast.matter == matter, SinceLast.round == round_)
        .order_by(SinceLast.id, ascending=False)
        .first()
    )
    return row["text"] if row else ""


@dataclass(frozen=True, slots=True)
class PublicAsking:
    """One of several times that a question was asked, as the board tells it."""

    number: int
    title: str
    asked_on: date


async def public_askings(ward: int, matter: int) -> list[PublicAsking]:
    """Those whose answers stand on the board, oldest first; none when it was asked only once."""
    ids = [row["id"] for row in await series_of(ward, matter)]
    if len(ids) < 2:
        return []
    rows = (
        await Published.select(Published.number, Published.title, Published.received_on)
        .where(
            Published.ward == ward,
            Published.matter.is_in(ids),
            Published.state != MatterState.WITHDRAWN.value,
        )
        .order_by(Published.received_on)
        .order_by(Published.place)
    )
    found = [PublicAsking(row["number"], row["title"], row["received_on"]) for row in rows]
    return found if len(found) > 1 else []
