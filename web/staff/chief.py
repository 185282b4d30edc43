"""What the chairman and the deputies see beside their decisions: late, promised, satisfied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dialogue.core.memo import remembered
from dialogue.matters.queries import board, queue, tasks
from dialogue.ward import queries as wards
from dialogue.ward.rules import Actor
from surveys.satisfaction import Satisfaction, satisfaction
from web.staff.late import LateLine, days_late, late_line
from web.staff.work import MOST, SOON, PromiseLine, promise_lines

PERIOD = 30  # days, today included
LATE_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Chief:
    """late: the first LATE_SHOWN of late_count. promises: late or near, late ones first."""

    late: list[LateLine]
    late_count: int
    worst: int
    satisfaction: Satisfaction
    promises: list[PromiseLine]
    promises_late: int
    promises_open: int


async def chief(actor: Actor, today: date) -> Chief:
    late = await queue.overdue(actor)
    calendar = await wards.calendar(actor.ward)
    cards = await tasks.open_tasks(actor)
    near = [card for card in cards if (card.due - today).days <= SOON]
    worst = min([days_late(calendar, item, today) for item in late], default=0)
    return Chief(
        late=[await late_line(actor.ward, item, today) for item in late[:LATE_SHOWN]],
        late_count=len(late),
        worst=-worst,
        satisfaction=await satisfaction(actor, today - timedelta(days=PERIOD - 1), today),
        promises=await promise_lines(actor.ward, near[:MOST], today),
        promises_late=sum(card.late for card in cards),
        promises_open=len(cards),
    )


@remembered(seconds=300)
async def altered(ward: int) -> list[int]:
    """Numbers of public answers that do not fit their checksum; reads them all, so not often."""
    return await board.altered(ward)
