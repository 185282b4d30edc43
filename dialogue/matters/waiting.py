"""What ends with time alone: askers who do not reply, and askers who say no more."""

from __future__ import annotations

import logging

from dialogue.core import clock
from dialogue.core.errors import Conflict
from dialogue.matters.actions.triage import stop_waiting
from dialogue.matters.actions.verdicts import close_silent
from dialogue.matters.deadlines import wait_ends
from dialogue.matters.states import ANSWERED, MatterState
from dialogue.matters.tables import Matter
from dialogue.ward import queries as ward_queries


async def resume_clocks(ward: int) -> int:
    """Matters whose asker was asked and did not reply in five working days go on. How many."""
    calendar, today = await ward_queries.calendar(ward), clock.local_day(clock.now())
    rows = await Matter.select(Matter.id, Matter.waiting_since).where(
        Matter.ward == ward, Matter.state == MatterState.WAITING_FOR_ASKER.value
    )
    over = [
        row["id"]
        for row in rows
        if wait_ends(calendar, clock.local_day(row["waiting_since"])) < today
    ]
    for matter in over:
        try:
            await stop_waiting(ward, matter)
        except Conflict:  # the asker replied a moment ago
            logging.getLogger(__name__).info("matter %s goes on already", matter)
    return len(over)


async def close_all_silent(ward: int) -> int:
    """Answers that nobody judged in time (CLK-SILENT). How many."""
    today, count = clock.local_day(clock.now()), 0
    states = [state.value for state in ANSWERED]
    due = (Matter.ward == ward) & Matter.state.is_in(states) & (Matter.verdict_due < today)
    rows = await Matter.select(Matter.id).where(due).order_by(Matter.id)
    for row in rows:
        try:
            await close_silent(ward, row["id"])
            count += 1
        except Conflict:  # the asker judged it a moment ago
            logging.getLogger(__name__).info("matter %s was judged", row["id"])
    return count
