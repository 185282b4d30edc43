"""What happened to a conference, who did it and when."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dialogue.core.clock import local_day
from meetings.conferences.states import Step
from meetings.conferences.tables import ConferenceEvent


@dataclass(frozen=True, slots=True)
class Happening:
    """who: of the staff; empty for guests, groups, phones and the clock. data: as recorded."""

    at: datetime
    kind: str
    who: str
    step: Step
    public: bool
    reason: str
    data: dict[str, Any]


async def history(ward: int, number: int, *steps: Step) -> tuple[Happening, ...]:
    """Oldest first; of some steps alone where they are named."""
    query = ConferenceEvent.select(
        ConferenceEvent.at,
        ConferenceEvent.actor_kind,
        ConferenceEvent.staff.name,
        ConferenceEvent.step,
        ConferenceEvent.public,
        ConferenceEvent.reason,
        ConferenceEvent.data,
    ).where(ConferenceEvent.ward == ward, ConferenceEvent.conference == number)
    if steps:
        query = query.where(ConferenceEvent.step.is_in([step.value for step in steps]))
    rows = await query.order_by(ConferenceEvent.id)
    return tuple(
        Happening(
            row["at"],
            row["actor_kind"],
            row["staff.name"] or "",
            Step(row["step"]),
            row["public"],
            row["reason"],
            json.loads(row["data"]),
        )
        for row in rows
    )


async def first_days(ward: int, number: int) -> dict[str, date]:
    """The day on which each step was first taken; of a notice, the last one."""
    found: dict[str, date] = {}
    for each in await history(ward, number):
        if each.step in {Step.ANNOUNCE, Step.MOVE}:
            found[Step.ANNOUNCE.value] = local_day(each.at)
        else:
            found.setdefault(each.step.value, local_day(each.at))
    return found
