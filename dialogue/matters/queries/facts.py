"""What the sentences of rules.py need to know of a matter, read from its row."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from dialogue.core.errors import NotFound
from dialogue.matters.rules import Facts, may_know_of
from dialogue.matters.states import MatterState
from dialogue.matters.tables import Matter
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor

COLUMNS = (
    Matter.id,
    Matter.ward,
    Matter.state,
    Matter.unit,
    Matter.officer,
    Matter.leader,
    Matter.typist,
    Matter.field,
    Matter.sensitive,
    Matter.public,
    Matter.round,
    Matter.handed_back,
    Matter.extended,
    Matter.asked_back,
    Matter.barred,
)


async def facts(ward: int, matter: int) -> Facts:
    """Raises NotFound, also for another ward's matter."""
    row = await Matter.select(*COLUMNS).where(Matter.id == matter, Matter.ward == ward).first()
    if row is None:
        raise NotFound(f"no matter {matter} in ward {ward}")
    return facts_of(row, await families(ward))


async def facts_for(actor: Actor, matter: int) -> Facts:
    """What every act of staff begins with, before any right and any state is looked at.

    Raises NotFound for what is hidden from this actor, in the words of what is not there.
    """
    found = await facts(actor.ward, matter)
    if not may_know_of(actor, found):
        raise NotFound(f"no matter {matter} in ward {actor.ward}")
    return found


async def families(ward: int) -> dict[tuple[str, int], frozenset[int]]:
    """Fields that stand for a field (itself and its parent) and for a unit (all of its own)."""
    made: dict[tuple[str, int], frozenset[int]] = {}
    for card in await ward_queries.fields(ward, True):
        own = {card.id} if card.parent is None else {card.id, card.parent}
        made["field", card.id] = frozenset(own)
        made["unit", card.unit] = made.get(("unit", card.unit), frozenset()) | {card.id}
    return made


def facts_of(row: dict[str, Any], families: dict[tuple[str, int], frozenset[int]]) -> Facts:
    """row: at least COLUMNS. A matter under a topic goes by the fields of its unit."""
    by = ("field", row["field"]) if row["field"] is not None else ("unit", row["unit"])
    taken = {
        column._meta.name: row[column._meta.name]
        for column in COLUMNS
        if column is not Matter.field
    }
    return Facts(
        **taken | {"state": MatterState(row["state"]), "barred": barred_of(row["barred"])},
        fields=families.get(by, frozenset()),
    )


def barred_of(kept: str) -> frozenset[int]:
    """kept: `,12,15,`, so that SQL finds one of them too."""
    return frozenset(int(each) for each in kept.split(",") if each)


def kept_barred(staff: Collection[int]) -> str:
    return f",{','.join(str(each) for each in sorted(staff))}," if staff else ""
