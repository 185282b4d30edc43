"""How matters stand that a meeting brought into the register: for its record and its report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dialogue.matters.rules import SEALED, UNTRIAGED
from dialogue.matters.states import MatterState
from dialogue.matters.tables import Matter, Published


@dataclass(frozen=True, slots=True)
class Brought:
    """words: empty where they are hidden. hidden: sealed, or signs of it that nobody looked at yet.

    open: may the public read of it at all. answer: the number of its public answer, or None.
    """

    id: int
    state: MatterState
    words: str
    title: str
    field: int | None
    topic: int | None
    hidden: bool
    open: bool
    due: date | None
    answer: int | None


GONE = frozenset({MatterState.REJECTED, MatterState.RETRACTED, MatterState.WITHDRAWN})


async def brought(ward: int, matters: Sequence[int]) -> dict[int, Brought]:
    """By id. Raises nothing: what is not there is left out."""
    if not matters:
        return {}
    rows = await Matter.select(
        Matter.id, Matter.state, Matter.body, Matter.title, Matter.sensitive, Matter.public,
        Matter.publish_due, Matter.field, Matter.topic,
    ).where(Matter.ward == ward, Matter.id.is_in(list(matters)))  # fmt: skip
    answers = await _answers(ward, matters)
    made = {}
    for row in rows:
        state = MatterState(row["state"])
        hidden = state in SEALED or (bool(row["sensitive"]) and state in UNTRIAGED)
        made[row["id"]] = Brought(
            row["id"],
            state,
            "" if hidden else row["body"],
            "" if hidden else row["title"],
            row["field"],
            row["topic"],
            hidden,
            bool(row["public"]) and not hidden and state not in GONE,
            row["publish_due"],
            answers.get(row["id"]),
        )
    return made


async def _answers(ward: int, matters: Sequence[int]) -> dict[int, int]:
    rows = await Published.select(Published.matter, Published.number).where(
        Published.ward == ward,
        Published.matter.is_in(list(matters)),
        Published.state != MatterState.WITHDRAWN.value,
    )
    return {row["matter"]: row["number"] for row in rows}


async def matter_tracked(ward: int, tracking: str) -> int | None:
    """By the hash of its tracking code: for a device that sends the same once more."""
    row = (
        await Matter.select(Matter.id)
        .where(Matter.ward == ward, Matter.tracking == tracking)
        .first()
    )
    return None if row is None else int(row["id"])
