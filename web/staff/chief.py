"""What the chairman and the deputies see beside their decisions: late, promised, satisfied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dialogue.core.memo import remembered
from dialogue.matters.queries import board, queue, tasks
from dialogue.matters.queries.tasks import PromiseState
from dialogue.ward import queries as wards
from dialogue.ward.rules import Actor
from surveys.satisfaction import Satisfaction, satisfaction
from web.staff.late import LateLine, days_late, late_line
from web.staff.work import MOST, SOON, PromiseLine, promise_lines

PERIOD = 30  # days, today included
LATE_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Chief:
    """late: the first LATE_SHOWN of late_count. promises: late or near, late ones first.

    late_count, promises_late, promises_open: counted up to MOST_LATE + 1.
    disputed: said to be done, and not so; cannot: what units say cannot be done, to be decided.
    """

    late: list[LateLine]
    late_count: int
    worst: int
    satisfaction: Satisfaction
    promises: list[PromiseLine]
    disputed: list[PromiseLine]
    cannot: list[PromiseLine]
    promises_late: int
    promises_open: int


async def chief(actor: Actor, today: date) -> Chief:
    late = await queue.overdue(actor, LATE_SHOWN)
    calendar = await wards.calendar(actor.ward)
    cards = await tasks.open_tasks(actor, limit=MOST)
    near = [card for card in cards if (card.due - today).days <= SOON]
    return Chief(
        late=[await late_line(actor.ward, item, today) for item in late],
        late_count=await queue.queue_count(actor, queue.Filters(late=True), queue.MOST_LATE),
        worst=-days_late(calendar, late[0], today) if late else 0,
        satisfaction=await satisfaction(actor, today - timedelta(days=PERIOD - 1), today),
        promises=await promise_lines(actor.ward, near, today),
        promises_late=await tasks.task_count(actor, PromiseState.LATE, queue.MOST_LATE),
        promises_open=await tasks.task_count(actor, PromiseState.OPEN, queue.MOST_LATE),
        disputed=await promise_lines(actor.ward, await tasks.disputed(actor, MOST), today),
        cannot=await promise_lines(actor.ward, await tasks.proposed_stops(actor, MOST), today),
    )


@remembered(seconds=300)
async def altered(ward: int) -> list[int]:
    """Numbers of public answers that do not fit their checksum, as far as is known."""
    return await board.altered_lately(ward)
