"""All closed blocks and rounds of a ward's ratings: what every figure is made of."""

from __future__ import annotations

from collections import Counter as Tally
from dataclasses import dataclass
from datetime import date
from functools import cache

from dialogue.core.clock import local_day, now
from dialogue.core.memo import remembered
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import in_force
from surveys.blocks import Block, Leaf, Round, blocks, rounds
from surveys.queries.ratings import leaf_days
from surveys.rules import Series, final_day


@dataclass(frozen=True, slots=True)
class History:
    """Of a ward and series, up to the last final day. open: ratings in no block, by leaf."""

    final: date
    blocks: tuple[Block, ...]
    rounds: tuple[Round, ...]
    open: dict[Leaf, int]


async def history(ward: int, series: Series = Series.GENERAL) -> History:
    """Up to the last day that is final now."""
    return await _history(ward, series, final_day(local_day(now())))


@remembered(seconds=600, size=300)
async def _history(ward: int, series: Series, final: date) -> History:
    """What was final once does not change."""
    rows, rules = await leaf_days(ward, final, series), await ward_queries.rules(ward)

    @cache
    def least(day: date) -> int | None:
        rule = in_force(rules, "RAT-MIN-N", day)
        return None if rule is None else int(rule.value)

    closed = blocks(rows, least)
    left: Tally[Leaf] = Tally()
    for row in rows:
        left[row.leaf] += row.counts.n
    for block in closed:
        left[block.leaf] -= block.counts.n
    return History(final, tuple(closed), tuple(rounds(closed, final)), dict(left))
