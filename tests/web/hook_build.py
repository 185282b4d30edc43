"""A target and a call of it, for the tests of every door."""

from __future__ import annotations

from dialogue.core.clock import now
from dialogue.outbox.tables import OutMessage
from dialogue.outbox.webhooks import WebhookCaller
from dialogue.ward.rules import Actor
from dialogue.webhooks.actions import NewHook, add_webhook
from dialogue.webhooks.queries import receiver_of, webhooks
from dialogue.webhooks.rules import KIND
from dialogue.webhooks.states import HookEvent


async def _nowhere(_host: str, _port: int) -> list[str]:
    return ["192.0.2.1"]


async def addresses(keeper: Actor) -> dict[str, str]:
    """Place in a path → what stands there."""
    caller = WebhookCaller(resolve=_nowhere, allowed=lambda _address: True)
    await add_webhook(keeper, NewHook("Cổng Zalo", "https://x.example/", [HookEvent.DUE]), caller)
    (card,) = await webhooks(keeper)
    row = OutMessage(
        ward=card.ward,
        kind=KIND,
        receiver=receiver_of(card.id),
        message_id=f"hook-{card.ward}",
        data=f'{{"event": "{HookEvent.DUE}", "task": 1, "hook": {card.id}}}',
        state="sent",
        said="204",
        made_at=now(),
        ended_at=now(),
    )
    (made,) = await OutMessage.insert(row)
    return {"hook": str(card.id), "message": str(made["id"])}
