"""What alerts say of the figures of a period: how many ratings are marked, and what is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from surveys.alerts.queries import left_out, marked
from surveys.history import history
from surveys.results import Counts, Figure, figure


@dataclass(frozen=True, slots=True)
class Doubt:
    """marked: ratings of a pattern, which count like all others. without: the figure without the
    blocks that hold ratings two people left out; None: none were.

    Whole blocks are left out, never single ratings: docs/decisions/005-blocks.md.
    """

    marked: int = 0
    without: Figure | None = None


async def doubt(ward: int, since: date, until: date) -> Doubt:
    """Of general ratings, by the days on which blocks were closed and patterns found."""
    out = await left_out(ward)
    blocks = [each for each in (await history(ward)).blocks if since <= each.closed <= until]
    kept = [
        each
        for each in blocks
        if not any(
            counter == each.leaf[0] and each.since <= day <= each.closed for counter, day in out
        )
    ]
    without = None
    if len(kept) < len(blocks):
        without = figure(sum((each.counts for each in kept), Counts()), {})
    return Doubt(await marked(ward, since, until), without)
