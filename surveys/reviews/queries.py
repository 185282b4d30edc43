"""Reads of what units say of themselves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dialogue.core.errors import Forbidden
from dialogue.core.text import fold
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor, in_force
from surveys.reviews.rules import Words
from surveys.reviews.tables import ReviewRemark, ReviewRemarkEvent
from surveys.reviews.terms import Span
from surveys.rules import may_read_figures


@dataclass(frozen=True, slots=True)
class Writing:
    """One version of a remark. name: who wrote it."""

    version: int
    at: datetime
    name: str
    words: Words


@dataclass(frozen=True, slots=True)
class Remark:
    """writings: every version, the newest first."""

    unit: int
    unit_name: str
    version: int
    words: Words
    writings: tuple[Writing, ...]


async def most_words(ward: int, on: date) -> int | None:
    """How many words each part may have (REP-REMARK); None: no rule."""
    rule = in_force(await ward_queries.rules(ward), "REP-REMARK", on)
    return None if rule is None else int(rule.value)


async def remarks(actor: Actor, span: Span) -> tuple[Remark, ...]:
    """Of every unit that wrote about these days, by its name. Raises Forbidden."""
    if not may_read_figures(actor):
        raise Forbidden("reviews are not for counter officers")
    rows = await ReviewRemark.select().where(
        ReviewRemark.ward == actor.ward,
        ReviewRemark.since == span[0],
        ReviewRemark.until == span[1],
    )
    names = {each.id: each.name for each in await ward_queries.units(actor.ward, past=True)}
    told = await _writings(actor.ward, [row["id"] for row in rows])
    found = [_remark(row, names[row["unit"]], told[row["id"]]) for row in rows]
    return tuple(sorted(found, key=lambda each: fold(each.unit_name)))


def _remark(row: Mapping[str, Any], name: str, writings: tuple[Writing, ...]) -> Remark:
    words = Words(row["done_well"], row["not_yet"], row["reason"], row["next_tasks"])
    return Remark(row["unit"], name, row["version"], words, writings)


async def _writings(ward: int, wanted: list[int]) -> dict[int, tuple[Writing, ...]]:
    staff = {each.id: each.name for each in await ward_queries.staff_list(ward)}
    rows = (
        await ReviewRemarkEvent.select()
        .where(ReviewRemarkEvent.ward == ward, ReviewRemarkEvent.remark.is_in([0, *wanted]))
        .order_by(ReviewRemarkEvent.id, ascending=False)
    )
    return {
        each: tuple(
            Writing(
                row["version"], row["at"], staff[row["staff"]], Words(**json.loads(row["data"]))
            )
            for row in rows
            if row["remark"] == each
        )
        for each in wanted
    }
