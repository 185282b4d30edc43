"""What a week brought, for its bulletin: public copies alone, masked as the board has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dialogue.core.clock import start_of
from dialogue.matters.queries import board
from dialogue.matters.queries.promises import public_cards
from dialogue.matters.queries.tasks import TaskCard
from dialogue.matters.states import MatterState, TaskState
from dialogue.matters.tables import Published
from dialogue.matters.task_tables import Task

MOST = 40  # of each kind: far more than one reading takes


@dataclass(frozen=True, slots=True)
class Answered:
    """unit: its id."""

    number: int
    title: str
    answer: str
    unit: int | None


async def answered(ward: int, since: date, until: date) -> list[Answered]:
    """First answered on these days, both included, newest first; nothing taken down or altered."""
    rows = (
        await Published.select(Published.place, Published.number, Published.answer)
        .where(
            Published.ward == ward,
            Published.published_at >= start_of(since),
            Published.published_at < start_of(until + timedelta(days=1)),
            Published.state != MatterState.WITHDRAWN.value,
        )
        .order_by(Published.place, ascending=False)
        .limit(MOST)
    )
    texts = {row["number"]: row["answer"] for row in rows}
    items = await board.items(ward, [row["place"] for row in rows])
    return [
        Answered(each.number, each.title, texts[each.number], each.unit)
        for each in items
        if each.intact
    ]


async def kept_promises(ward: int, since: date, until: date) -> list[TaskCard]:
    """Public promises that were done on these days, the latest first."""
    done: Any = (Task.done_on >= since) & (Task.done_on <= until)
    cards = await public_cards(ward, (Task.state == TaskState.DONE.value) & done, MOST)
    return sorted(cards, key=lambda card: (card.done_on or card.due, card.id), reverse=True)


async def promises_due(ward: int, since: date, until: date) -> list[TaskCard]:
    """Public promises that are to be kept on these days, the earliest first."""
    due: Any = (Task.due >= since) & (Task.due <= until)
    cards = await public_cards(ward, (Task.state == TaskState.OPEN.value) & due, MOST)
    return sorted(cards, key=lambda card: (card.due, card.id))
