"""Reads of what residential groups saw at the counters: counts, and notes one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from dialogue.core.errors import Forbidden
from dialogue.matters.queries.facts import COLUMNS, facts_of, families
from dialogue.matters.queries.where import not_barred
from dialogue.matters.rules import SEALED, may_see
from dialogue.matters.states import MatterState, Outcome
from dialogue.matters.supervision import CENTRE, may_read_counts
from dialogue.matters.supervision_tables import SupervisionNote
from dialogue.matters.tables import Matter
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor

NOT_COUNTED = (*SEALED, MatterState.RETRACTED, MatterState.REJECTED)


@dataclass(frozen=True, slots=True)
class Seen:
    """Beside one matter. seen: code of a SeenKind."""

    seen: str
    seen_on: date


@dataclass(frozen=True, slots=True)
class SeenLine:
    """One note as staff may see it. words stay on the matter's own page."""

    matter: int
    seen: str
    seen_on: date
    field: int | None
    group: int | None
    state: MatterState
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class SeenCounts:
    """Notes of a period by field (None: without one) and by kind, and how many were answered."""

    by_field: dict[int | None, Counter[str]]
    total: int
    answered: int


async def centre(ward: int) -> int | None:
    """The unit whose counters are watched; None where the ward has none."""
    units = await ward_queries.units(ward)
    return next((card.id for card in units if card.code == CENTRE), None)


async def seen_of(ward: int, matters: Collection[int]) -> dict[int, Seen]:
    """By matter; nothing for those that are no note of supervision."""
    if not matters:
        return {}
    rows = await SupervisionNote.select(
        SupervisionNote.matter, SupervisionNote.seen, SupervisionNote.seen_on
    ).where(SupervisionNote.ward == ward, SupervisionNote.matter.is_in(list(matters)))
    return {row["matter"]: Seen(row["seen"], row["seen_on"]) for row in rows}


async def counts(ward: int, since: date, until: date) -> SeenCounts:
    """By the day on which it was seen, both days included.

    What is sealed, or not yet looked at for signs of a denunciation, is in no count.
    """
    rows = await SupervisionNote.select(
        SupervisionNote.seen,
        SupervisionNote.matter.field.as_alias("field"),
        SupervisionNote.matter.answered_at.as_alias("answered"),
    ).where(
        SupervisionNote.ward == ward,
        SupervisionNote.seen_on >= since,
        SupervisionNote.seen_on <= until,
        SupervisionNote.matter.sensitive == False,  # noqa: E712  SQL
        SupervisionNote.matter.state.not_in(sorted(state.value for state in NOT_COUNTED)),
    )
    by_field: dict[int | None, Counter[str]] = {}
    for row in rows:
        by_field.setdefault(row["field"], Counter())[row["seen"]] += 1
    return SeenCounts(by_field, len(rows), sum(row["answered"] is not None for row in rows))


async def notes(actor: Actor, since: date, until: date, limit: int = 100) -> list[SeenLine]:
    """What the actor may see of a period, the newest day first. Raises Forbidden."""
    if not may_read_counts(actor):
        raise Forbidden("supervision is for who oversees the counters")
    rows = (
        await SupervisionNote.select(
            SupervisionNote.seen,
            SupervisionNote.seen_on,
            SupervisionNote.matter,
        )
        .where(
            SupervisionNote.ward == actor.ward,
            SupervisionNote.seen_on >= since,
            SupervisionNote.seen_on <= until,
        )
        .order_by(SupervisionNote.seen_on, SupervisionNote.id, ascending=False)
        .limit(limit)
    )
    known = await _visible(actor, [row["matter"] for row in rows])
    return [
        SeenLine(row["matter"], row["seen"], row["seen_on"], **known[row["matter"]])
        for row in rows
        if row["matter"] in known
    ]


async def _visible(actor: Actor, matters: list[int]) -> dict[int, dict[str, Any]]:
    if not matters:
        return {}
    rows = await Matter.select(*COLUMNS, Matter.group, Matter.outcome).where(
        Matter.ward == actor.ward, Matter.id.is_in(matters), not_barred(actor)
    )
    kin = await families(actor.ward)
    return {
        row["id"]: {
            "field": row["field"],
            "group": row["group"],
            "state": MatterState(row["state"]),
            "outcome": Outcome(row["outcome"]),
        }
        for row in rows
        if may_see(actor, facts_of(row, kin))
    }
