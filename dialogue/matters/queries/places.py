"""Figures by residential group over days on which the groups themselves changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from piccolo.query.functions import Count

from dialogue.core.clock import HANOI
from dialogue.matters.rules import SEALED
from dialogue.matters.tables import Matter
from dialogue.ward.lineage import lineage, reforms
from dialogue.ward.places import Split, blocks, by_heirs

NOWHERE = 0  # matters that name no group
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Block:
    """counts: matters received in these days by the group that asked, as it was; 0: none named."""

    since: date
    until: date
    counts: Mapping[int, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Figures:
    """The blocks, and the same matters by the groups of today. nowhere: those without a group."""

    blocks: tuple[Block, ...]
    today: Split
    nowhere: int

    @property
    def total(self) -> int:
        return self.today.total + self.nowhere


async def figures(ward: int, since: date, until: date) -> Figures:
    """Blocks are never added row by row: a name on both sides may be two different places."""
    known = await lineage(ward)
    cuts = {link.since for link in known.links} | await reforms(ward)
    found = [
        Block(start, end, await _counts(ward, start, end))
        for start, end in blocks(since, until, cuts)
    ]
    both: dict[int, int] = {}
    for block in found:
        for group, count in block.counts.items():
            both[group] = both.get(group, 0) + count
    nowhere = both.pop(NOWHERE, 0)
    after = {group: known.heirs(group) for group in both}
    return Figures(tuple(found), by_heirs(both, after), nowhere)


async def _counts(ward: int, since: date, until: date) -> dict[int, int]:
    """Received on these days, without what is sealed."""
    rows = (
        await Matter.select(Matter.group, Count(alias="n"))
        .where(
            Matter.ward == ward,
            Matter.received_at >= _start(since),
            Matter.received_at < _start(until + DAY),
            Matter.state.not_in([state.value for state in SEALED]),
        )
        .group_by(Matter.group)
    )
    return {row["group"] or NOWHERE: int(row["n"]) for row in rows}


def _start(day: date) -> datetime:
    """The first instant of a day in Vietnam."""
    return datetime(day.year, day.month, day.day, tzinfo=HANOI)
