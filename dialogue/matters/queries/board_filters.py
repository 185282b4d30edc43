"""What the public board can be narrowed to, with how many answers each choice has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from piccolo.query.functions import Count as SqlCount

from dialogue.matters.exposure import CORRECTED
from dialogue.matters.states import MatterState
from dialogue.matters.tables import Published
from dialogue.ward import queries as ward_queries
from dialogue.ward.lineage import lineage

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FilterOptions:
    """How many answers each choice has, alone. fields: a parent's count holds its children's.

    groups: those of today hold what was asked by the ones that went into them, whole.
    """

    fields: dict[int, int]
    topics: dict[int, int]
    groups: dict[int, int]
    sources: dict[str, int]
    states: dict[str, int]
    years: dict[int, int]
    total: int


async def filter_options(ward: int) -> FilterOptions:
    """One read of an index that holds nothing else."""
    columns = (
        Published.state,
        Published.year,
        Published.source,
        Published.field,
        Published.topic,
        Published.group,
        Published.corrected_on,
    )
    rows = (
        await Published.select(*columns, SqlCount(alias="n"))
        .where(Published.ward == ward, Published.state != MatterState.WITHDRAWN.value)
        .group_by(*columns)
    )
    parents = {card.id: card.parent for card in await ward_queries.fields(ward, past=True)}
    fields = _tally(rows, "field")
    for field, n in list(fields.items()):
        parent = parents.get(field)
        if parent is not None:
            fields[parent] = fields.get(parent, 0) + n
    groups: dict[int, int] = {}
    places = await lineage(ward)
    for group, n in _tally(rows, "group").items():
        heirs = places.heirs(group)
        heir = next(iter(heirs)) if len(heirs) == 1 else group
        groups[heir] = groups.get(heir, 0) + n
    states = _tally(rows, "state")
    corrected = sum(row["n"] for row in rows if row["corrected_on"] is not None)
    return FilterOptions(
        fields=fields,
        topics=_tally(rows, "topic"),
        groups=groups,
        sources=_tally(rows, "source"),
        states=states | ({CORRECTED: corrected} if corrected else {}),
        years=_tally(rows, "year"),
        total=sum(row["n"] for row in rows),
    )


def _tally(rows: list[Row], name: str) -> dict[Any, int]:
    counts: dict[Any, int] = {}
    for row in rows:
        if row[name] is not None:
            counts[row[name]] = counts.get(row[name], 0) + int(row["n"])
    return counts
