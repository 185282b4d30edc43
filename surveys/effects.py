"""What happened to satisfaction in a field around the day of an answer or a kept promise.

Thirty days before and after, of blocks that lie wholly within them; nothing is said of a cause.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from dialogue.ward import queries as ward_queries
from surveys.comparison import Change, change
from surveys.history import History, history
from surveys.results import Counts, Figure, figure
from surveys.rules import Series

SPAN = timedelta(days=30)  # on either side; the day itself belongs to neither
LEAST = 30  # ratings on either side


@dataclass(frozen=True, slots=True)
class Effect:
    """before, after: empty where fewer than LEAST. complete: the thirty days after are final."""

    field: int
    on: date
    series: Series
    before: Figure
    after: Figure
    change: Change
    complete: bool

    @property
    def enough(self) -> bool:
        return self.complete and bool(self.before.n and self.after.n)


async def effect(ward: int, field: int, on: date) -> Effect:
    """Of the slips of dossiers where they are enough, else of the general ratings."""
    family = await _family(ward, field)
    found = [
        _of(await history(ward, series), series, field, family, on)
        for series in (Series.SLIP, Series.GENERAL)
    ]
    return next((each for each in found if each.enough), found[-1])


def _of(past: History, series: Series, field: int, family: Collection[int], on: date) -> Effect:
    day = timedelta(days=1)
    before = _figure(past, family, on - SPAN, on - day)
    after = _figure(past, family, on + day, on + SPAN)
    return Effect(field, on, series, before, after, change(after, before), on + SPAN <= past.final)


def _figure(past: History, family: Collection[int], since: date, until: date) -> Figure:
    mine = [
        block.counts
        for block in past.blocks
        if block.leaf[1] in family and since <= block.since and block.closed <= until
    ]
    counts = sum(mine, Counts())
    return figure(counts, {}) if counts.n >= LEAST else Figure()


async def _family(ward: int, field: int) -> Collection[int]:
    cards = await ward_queries.fields(ward, past=True)
    return next((card.family for card in cards if card.id == field), ())
