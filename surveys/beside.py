"""Published satisfaction of many wards beside each other: one statement for all of them.

The same whole blocks as on each ward's own results page (docs/decisions/005-blocks.md).
"""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any

from dialogue.core.clock import local_day, now
from dialogue.core.memo import remembered
from dialogue.ward.queries import rule_everywhere
from dialogue.ward.rules import RuleValue, in_force
from surveys.blocks import LeafDay, closings
from surveys.queries.ratings import leaf_days_beside
from surveys.results import Counts, Figure, figure
from surveys.rules import Series, final_day

Closed = tuple[date, Counts]  # a block: the day that made it enough, and what is in it


async def satisfaction_beside(
    spans: Mapping[int, tuple[date, date]], series: Series = Series.GENERAL
) -> dict[int, Figure]:
    """By ward: of its blocks closed in its span, both days included, as far as they are final."""
    final = final_day(local_day(now()))
    known = await _closed(tuple(spans), series, final)
    return {
        ward: figure(
            sum((n for day, n in known.get(ward, ()) if span[0] <= day <= span[1]), Counts()), {}
        )
        for ward, span in spans.items()
    }


@remembered(seconds=600, size=12)
async def _closed(
    wards: tuple[int, ...], series: Series, final: date
) -> Mapping[int, tuple[Closed, ...]]:
    """What was final once does not change."""
    rows = await leaf_days_beside(wards, final, series)
    rules = await rule_everywhere("RAT-MIN-N")
    return await to_thread(_of_wards, rows, rules)  # some tenths of a second for many wards


def _of_wards(
    rows: Iterable[tuple[int, LeafDay]], rules: Sequence[RuleValue]
) -> dict[int, tuple[Closed, ...]]:
    """rows: ward by ward, leaf by leaf, the oldest day first."""
    return {
        ward: tuple(_of_ward((each[1] for each in mine), _least_of(ward, rules)))
        for ward, mine in groupby(rows, key=lambda each: each[0])
    }


def _of_ward(days: Iterable[LeafDay], least: Any) -> Iterator[Closed]:
    for _leaf, mine in groupby(days, key=lambda row: row.leaf):
        for block, _floor in closings(mine, least):
            yield block[-1].day, sum((row.counts for row in block), Counts())


def _least_of(ward: int, rules: Sequence[RuleValue]) -> Any:
    own = [each for each in rules if each.ward in {None, ward}]

    @cache
    def least(day: date) -> int | None:
        rule = in_force(own, "RAT-MIN-N", day)
        return None if rule is None else int(rule.value)

    return least
