"""What the chairman and the deputies see beside their decisions: late, promised, satisfied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dialogue.core.clock import local_day
from dialogue.core.i18n import short_day
from dialogue.core.memo import remembered
from dialogue.core.workdays import Calendar
from dialogue.matters.queries import board, queue, tasks
from dialogue.matters.queries.history import Event, events
from dialogue.matters.queries.queue import QueueItem
from dialogue.matters.states import Step
from dialogue.ward import queries as wards
from dialogue.ward.rules import Actor
from surveys.satisfaction import Satisfaction, satisfaction
from web.i18n import gettext_lazy as _
from web.staff.places import days_left
from web.staff.queue import PATH as MATTERS
from web.staff.work import MOST, SOON, PromiseLine, promise_lines
from web.words import STATE

PERIOD = 30  # days, today included
LATE_SHOWN = 8
SILENT = (Step.SAVE_DRAFT, Step.OVERDUE, Step.NOTE, Step.MOVE_DUE_DATE)  # hand nothing on


@dataclass(frozen=True, slots=True)
class LateLine:
    """days: working days, below zero. why: where it stands, since when, and what was said."""

    title: str
    href: str
    who: str
    due: date | None
    days: int
    why: str


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
    worst = min([_days(calendar, item, today) for item in late], default=0)
    return Chief(
        late=[await _late(actor.ward, item, today) for item in late[:LATE_SHOWN]],
        late_count=len(late),
        worst=-worst,
        satisfaction=await satisfaction(actor, today - timedelta(days=PERIOD - 1), today),
        promises=await promise_lines(actor.ward, near[:MOST], today),
        promises_late=sum(card.late for card in cards),
        promises_open=len(cards),
    )


async def _late(ward: int, item: QueueItem, today: date) -> LateLine:
    history = await events(ward, item.id)
    units = {card.id: card.name for card in await wards.units(ward, True)}
    calendar = await wards.calendar(ward)
    return LateLine(
        title=item.words,
        href=f"{MATTERS}/{item.id}",
        who=" · ".join(filter(None, (item.officer_name, units.get(item.unit or 0)))),
        due=item.publish_due,
        days=_days(calendar, item, today),
        why=_why(item, history),
    )


def _days(calendar: Calendar, item: QueueItem, today: date) -> int:
    return days_left(calendar, item.publish_due or today, today)


def _why(item: QueueItem, history: tuple[Event, ...]) -> str:
    last = next(event for event in reversed(history) if event.step not in SILENT)
    parts = [
        str(_("%(state)s từ ngày %(day)s"))
        % {"state": STATE[item.state], "day": short_day(local_day(last.at))}
    ]
    if last.reason:
        parts.append(f"“{last.reason}”")
    if any(event.step is Step.EXTEND for event in history):
        parts.append(str(_("đã lùi hạn một lần")))
    return " · ".join(parts)


@remembered(seconds=300)
async def altered(ward: int) -> list[int]:
    """Numbers of public answers that do not fit their checksum; reads them all, so not often."""
    return await board.altered(ward)
