"""Conferences of many wards beside each other: one statement for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from piccolo.query.functions import Count

from dialogue.core.clock import start_of
from meetings.conferences.states import HELD
from meetings.conferences.tables import Conference


async def held_beside(wards: Sequence[int], since: date, until: date) -> dict[int, int]:
    """Announced and held on these days, ward by ward; none: absent. One going on counts."""
    rows = (
        await Conference.select(Conference.ward, Count(alias="n"))
        .where(
            Conference.ward.is_in(list(wards)),
            Conference.announced_at.is_not_null(),
            Conference.state.is_in([state.value for state in HELD]),
            Conference.starts_at >= start_of(since),
            Conference.starts_at < start_of(until + timedelta(days=1)),
        )
        .group_by(Conference.ward)
    )
    return {row["ward"]: int(row["n"]) for row in rows}
