"""Reads of targets, and of the public facts that they are called about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dialogue.core.errors import Forbidden, NotFound
from dialogue.core.keys import decrypt, keys
from dialogue.matters.queries.tasks import TaskCard, cards_of, is_public, masked
from dialogue.matters.states import TaskState
from dialogue.matters.tables import Published
from dialogue.matters.task_tables import Task
from dialogue.outbox import queries as outbox
from dialogue.outbox.queries import MessageCard
from dialogue.ward.machines.rules import may_watch_machines
from dialogue.ward.rules import Actor
from dialogue.webhooks.rules import KIND, events_kept, read_secret
from dialogue.webhooks.states import HookEvent, HookStanding
from dialogue.webhooks.tables import Webhook

SHOWN = ("id", "ward", "name", "url", "made_on", "off_on", "seen", "due_on", "told_at")


@dataclass(frozen=True, slots=True)
class HookCard:
    """seen, due_on: what was told already. told_at: when staff were told that it fails."""

    id: int
    ward: int
    name: str
    url: str
    events: frozenset[HookEvent]
    made_on: date
    off_on: date | None
    seen: int
    due_on: date
    told_at: datetime | None

    @property
    def standing(self) -> HookStanding:
        if self.off_on is not None:
            return HookStanding.OFF
        return HookStanding.ON if self.told_at is None else HookStanding.FAILING


def receiver_of(hook: int) -> str:
    """What the outbox counts and lists by."""
    return f"webhook {hook}"


async def webhooks(actor: Actor) -> list[HookCard]:
    """The oldest first. Raises Forbidden."""
    _require(actor)
    rows = await Webhook.select().where(Webhook.ward == actor.ward).order_by(Webhook.id)
    return [_card(row) for row in rows]


async def webhook(actor: Actor, wanted: int) -> HookCard:
    """Raises Forbidden; NotFound, also for another ward's."""
    _require(actor)
    mine = (Webhook.id == wanted) & (Webhook.ward == actor.ward)
    row = await Webhook.select().where(mine).first()
    if row is None:
        raise NotFound(f"no webhook {wanted} in ward {actor.ward}")
    return _card(row)


async def deliveries(actor: Actor, hook: int, before: int, limit: int) -> list[MessageCard]:
    """The newest first. Raises Forbidden, NotFound."""
    card = await webhook(actor, hook)
    return await outbox.log(actor.ward, KIND, receiver_of(card.id), before, limit)


async def live(ward: int) -> list[HookCard]:
    rows = (
        await Webhook.select()
        .where(Webhook.ward == ward, Webhook.off_on.is_null())
        .order_by(Webhook.id)
    )
    return [_card(row) for row in rows]


async def target(ward: int, hook: int) -> tuple[str, bytes] | None:
    """Its address and secret; None when it was switched off."""
    mine = (Webhook.id == hook) & (Webhook.ward == ward) & Webhook.off_on.is_null()
    row = await Webhook.select(Webhook.url, Webhook.secret, Webhook.secret_key).where(mine).first()
    if row is None:
        return None
    return row["url"], read_secret(decrypt(keys(), row["secret_key"], row["secret"]))


async def number_of(ward: int, matter: int) -> int | None:
    """Of the public answer; None where none was published."""
    mine = (Published.ward == ward) & (Published.matter == matter)
    row = await Published.select(Published.number).where(mine).first()
    return None if row is None else int(row["number"])


async def public_promise(ward: int, task: int) -> TaskCard | None:
    """As the public reads it; None while it is nobody else's to know."""
    mine = (Task.ward == ward) & (Task.id == task) & is_public()
    rows = await Task.select().where(mine)
    cards = await masked(ward, await cards_of(ward, [dict(row) for row in rows]))
    return next(iter(cards), None)


async def due_on(ward: int, first: date, last: date) -> list[int]:
    """Public promises that are open, due on these days or between them."""
    rows = (
        await Task.select(Task.id)
        .where(
            Task.ward == ward,
            is_public(),
            Task.state == TaskState.OPEN.value,
            Task.due >= first,
            Task.due <= last,
        )
        .order_by(Task.id)
    )
    return [row["id"] for row in rows]


def _require(actor: Actor) -> None:
    if not may_watch_machines(actor):
        raise Forbidden("targets are for others to keep")


def _card(row: Mapping[str, Any]) -> HookCard:
    return HookCard(**{name: row[name] for name in SHOWN}, events=events_kept(row["events"]))
