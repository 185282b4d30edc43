"""Pieces of a WHERE that several reads of the register share."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from piccolo.query import Select

from dialogue.matters.states import MatterState
from dialogue.matters.tables import Matter
from dialogue.ward.rules import Actor


def state_in(states: Collection[MatterState]) -> Any:
    return Matter.state.is_in(values(states))


def state_not_in(states: Collection[MatterState]) -> Any:
    return Matter.state.not_in(values(states))


def values(states: Collection[MatterState]) -> list[str]:
    return sorted(state.value for state in states)


async def counted(rows: Select[Any], most: int) -> int:
    """How many rows a query gives, counted up to `most` where they are read."""
    (some,) = rows.limit(most).querystrings
    (found,) = await Matter.raw("SELECT COUNT(*) AS n FROM ({}) AS found", some)
    return int(found["n"])


def not_barred(actor: Actor, column: Any = Matter.barred) -> Any:
    """What accuses the actor is not there for the actor. column: by another table's way to it."""
    return column.not_like(f"%,{actor.staff},%")


def any_of(parts: Sequence[Any]) -> Any:
    whole = parts[0]
    for part in parts[1:]:
        whole = whole | part
    return whole
