"""What is public news becomes calls, a job later: no act waits for a target."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from dialogue.core import changes
from dialogue.core.changes import Entry
from dialogue.core.clock import local_day, now
from dialogue.core.database import DB
from dialogue.core.errors import Conflict
from dialogue.core.jobs import Work, every
from dialogue.matters.actions.notices import tell_machine
from dialogue.matters.states import TaskState
from dialogue.outbox import queries as outbox
from dialogue.outbox.actions import CALLS, put
from dialogue.outbox.states import Way
from dialogue.ward import queries as ward_queries
from dialogue.ward.queries import amount
from dialogue.webhooks.actions import mark_failing
from dialogue.webhooks.queries import HookCard, due_on, live, number_of, public_promise, receiver_of
from dialogue.webhooks.rules import KIND, TELL_HOURS, TELL_RULE
from dialogue.webhooks.states import HookEvent
from dialogue.webhooks.tables import Webhook

ANSWERS = {
    "published": HookEvent.PUBLISHED,
    "corrected": HookEvent.CORRECTED,
    "withdrawn": HookEvent.WITHDRAWN,
}
TOLD = (*ANSWERS, "task")  # kinds of changes
News = dict[str, Any]


@every(1, "tell-webhooks", CALLS)
async def tell_webhooks(work: Work) -> None:
    for ward in await ward_queries.wards():
        for card in await live(ward.id):
            await tell_webhook(card)


async def tell_webhook(card: HookCard) -> int:
    """How many calls were asked for."""
    entries = await changes.since(card.seen, ward=card.ward, kinds=TOLD)
    news = await _news(card.ward, entries) + await _due(card)
    wanted = [each for each in news if HookEvent(each["event"]) in card.events]
    seen = entries[-1].seq if entries else card.seen
    try:
        async with DB.transaction():
            await _move(card, seen)
            for each in wanted:
                await put(card.ward, KIND, receiver_of(card.id), each | {"hook": card.id}, WAY)
            await _tell_staff(card)
    except Conflict:  # switched off just now, or told by another worker: the next round sees
        return 0
    return len(wanted)


WAY = Way.WEBHOOK


async def _move(card: HookCard, seen: int) -> None:
    """Guarded by the place that it was told up to. Raises Conflict."""
    values: dict[Any, Any] = {Webhook.seen: seen, Webhook.due_on: local_day(now())}
    moved = (
        await Webhook.update(values)
        .where(
            Webhook.id == card.id,
            Webhook.ward == card.ward,
            Webhook.seen == card.seen,
            Webhook.due_on == card.due_on,
            Webhook.off_on.is_null(),
        )
        .returning(Webhook.id)
    )
    if not moved:
        raise Conflict("told or switched off meanwhile")


async def _news(ward: int, entries: Sequence[Entry]) -> list[News]:
    """Each once, in order: what happened twice in a minute is one call."""
    found: dict[tuple[str, int], News] = {}
    for entry in entries:
        said = await _said(ward, entry)
        if said is not None:
            found[said["event"], entry.subject] = said
    return list(found.values())


async def _said(ward: int, entry: Entry) -> News | None:
    if entry.kind in ANSWERS:
        number = await number_of(ward, entry.subject)
        return None if number is None else {"event": ANSWERS[entry.kind], "number": number}
    promise = await public_promise(ward, entry.subject)
    if promise is None or promise.number is None:
        return None
    kept = promise.state is TaskState.DONE
    return {"event": HookEvent.KEPT if kept else HookEvent.CHANGED, "task": promise.id}


async def _due(card: HookCard) -> list[News]:
    """Once a day for each promise; the days of a standstill are made up for."""
    today = local_day(now())
    if card.due_on >= today:
        return []
    tasks = await due_on(card.ward, card.due_on + timedelta(days=1), today)
    return [{"event": HookEvent.DUE, "task": each} for each in tasks]


async def _tell_staff(card: HookCard) -> None:
    """Once, when what was tried first has failed for the hours of the rule."""
    since = await outbox.failing_since(card.ward, KIND, receiver_of(card.id))
    hours = await amount(card.ward, TELL_RULE, TELL_HOURS)
    if since is None or now() - since < timedelta(hours=hours):
        return
    if await mark_failing(card.ward, card.id):
        key = f"hook-{card.id}-{int(now().timestamp())}"
        await tell_machine(card.ward, key, "hook-fails", card.name, hook=card.id)
