"""What a target is told: public facts as the board has them now, and where to read on."""

from __future__ import annotations

import json
from typing import Any

from dialogue.core.settings import SETTINGS
from dialogue.matters.queries import board
from dialogue.outbox.actions import Kind, Outgoing, register
from dialogue.outbox.adapters import Call
from dialogue.outbox.queries import made_at
from dialogue.outbox.states import Way
from dialogue.ward import queries as wards
from dialogue.ward.cards import WardCard
from dialogue.webhooks.actions import hear_of_call
from dialogue.webhooks.queries import public_promise, target
from dialogue.webhooks.rules import KIND
from dialogue.webhooks.states import HookEvent
from web.answer_cards import answer_path

Said = dict[str, Any]


async def call(message: Outgoing) -> Call | None:
    """None when the target was switched off, or the fact is not public any more."""
    found = await target(message.ward, int(message.data["hook"]))
    said = await _said(message)
    if found is None or said is None:
        return None
    url, secret = found
    at = await made_at(message.ward, message.id)
    body = {"type": message.data["event"], "timestamp": at.isoformat(), "data": said}
    return Call(url, secret, json.dumps(body, ensure_ascii=False).encode())


async def _said(message: Outgoing) -> Said | None:
    ward = await wards.ward_by_id(message.ward)
    if "task" in message.data:
        return await _promise(ward, int(message.data["task"]))
    number = int(message.data["number"])
    same = {"ward": ward.slug, "number": number, "url": _url(answer_path(ward.slug, number))}
    items = await board.standing(ward.id, [number])
    if message.data["event"] == HookEvent.WITHDRAWN:
        return None if items else same  # put back meanwhile
    return same | {"title": items[0].title} if items else None


async def _promise(ward: WardCard, task: int) -> Said | None:
    promise = await public_promise(ward.id, task)
    if promise is None or promise.number is None:
        return None
    return {
        "ward": ward.slug,
        "number": promise.number,
        "url": _url(f"/{ward.slug}/cam-ket/{promise.number}"),
        "text": promise.text,
        "state": promise.state.value,
        "due": promise.due.isoformat(),
    }


def _url(path: str) -> str:
    return SETTINGS.site + path


register(KIND, Kind(Way.WEBHOOK, call, hear_of_call))
