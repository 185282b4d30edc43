"""What happened to a session, for staff: steps and who took them, without anybody's words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from meetings.coffee.queries.sessions import SessionCard
from meetings.coffee.states import Step
from meetings.coffee.tables import CoffeeEvent

TOLD = frozenset(Step) - {Step.COUNT, Step.NOTE, Step.SETTLE}  # those are many, and in the list


@dataclass(frozen=True, slots=True)
class Line:
    """who: empty for the system. data: days, a reason."""

    at: datetime
    step: Step
    who: str
    data: dict[str, Any]


async def history(ward: int, card: SessionCard) -> list[Line]:
    """Oldest first. Of a session that the caller may read."""
    rows = await (
        CoffeeEvent.select(
            CoffeeEvent.at, CoffeeEvent.step, CoffeeEvent.data, CoffeeEvent.staff.name
        )
        .where(
            CoffeeEvent.ward == ward,
            CoffeeEvent.session == card.id,
            CoffeeEvent.step.is_in(sorted(TOLD)),
        )
        .order_by(CoffeeEvent.id)
    )
    return [
        Line(row["at"], Step(row["step"]), row["staff.name"] or "", json.loads(row["data"]))
        for row in rows
    ]
