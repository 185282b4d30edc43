"""The only writers of targets, each act with its line in the log."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from dialogue.core import audit, changes
from dialogue.core.clock import local_day, now
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Forbidden, Invalid
from dialogue.core.keys import encrypt, keys, new_record_key
from dialogue.core.text import clean
from dialogue.outbox.actions import Outgoing, again
from dialogue.outbox.states import MessageState
from dialogue.outbox.webhooks import WEBHOOKS, Refused, WebhookCaller
from dialogue.ward.actions.turns import take_turn
from dialogue.ward.machines.rules import may_keep_machines, may_watch_machines
from dialogue.ward.queries import amount
from dialogue.ward.rules import Actor
from dialogue.webhooks.queries import live, webhook
from dialogue.webhooks.rules import (
    KIND,
    MOST,
    MOST_RULE,
    NAME_MOST,
    SECRET_BYTES,
    events_text,
    secret_text,
    url_problem,
)
from dialogue.webhooks.states import HookEvent
from dialogue.webhooks.tables import Webhook


@dataclass(frozen=True, slots=True)
class NewHook:
    name: str
    url: str
    events: Collection[HookEvent]


async def add_webhook(by: Actor, new: NewHook, caller: WebhookCaller = WEBHOOKS) -> str:
    """Its secret, which is shown to nobody again. Told is what happens from now on.

    Raises Forbidden; Invalid (name: missing, too-long; url: missing, too-long, https, wrong,
    unknown, private, twice; events: missing); Conflict when there are as many as the rule allows.
    """
    if not may_keep_machines(by):
        raise Forbidden("only the register's keeper and the centre's director add targets")
    name, url = clean(new.name), new.url.strip()
    await _check(name, url, new, caller)
    secret, key = secret_text(secrets.token_bytes(SECRET_BYTES)), new_record_key(keys())
    seen, today = await changes.newest(by.ward), local_day(now())
    async with DB.transaction():
        await take_turn(by.ward)
        told = await live(by.ward)
        if url in {card.url for card in told}:  # such as by a page that was loaded again
            raise Invalid("a target", url="twice")
        if len(told) >= await amount(by.ward, MOST_RULE, MOST):
            raise Conflict("as many targets as the rule allows")
        (row,) = await Webhook.insert(
            Webhook(
                ward=by.ward,
                name=name,
                url=url,
                secret=encrypt(keys(), key, secret),
                secret_key=key,
                events=events_text(new.events),
                made_on=today,
                made_by=by.recorded,
                seen=seen,
                due_on=today,
            )
        )
        said = {"name": name, "address": urlsplit(url)._replace(query="").geturl()}
        await _record(by, "add-webhook", row["id"], said)  # a query may hold the target's key
    return secret


async def _check(name: str, url: str, new: NewHook, caller: WebhookCaller) -> None:
    wrong: dict[str, str] = {}
    if not name or len(name) > NAME_MOST:
        wrong["name"] = "too-long" if name else "missing"
    if not new.events:
        wrong["events"] = "missing"
    problem = url_problem(url) or await _refused(url, caller)
    if problem:
        wrong["url"] = problem
    if wrong:
        raise Invalid("a target", **wrong)


async def _refused(url: str, caller: WebhookCaller) -> str:
    try:
        async with asyncio.timeout(caller.seconds):
            await caller.address_of(url)
    except Refused as error:
        return error.why
    except TimeoutError:
        return "unknown"
    return ""


async def switch_off(by: Actor, wanted: int) -> None:
    """Nothing more is sent, and the secret is erased. Raises Forbidden, NotFound; Conflict when it
    is off already.
    """
    if not may_watch_machines(by):
        raise Forbidden("targets are for others to stop")
    card = await webhook(by, wanted)
    async with DB.transaction():
        if not await _off(card.ward, card.id):
            raise Conflict("it is off already")
        await _record(by, "stop-webhook", card.id, {"name": card.name})


async def _off(ward: int, hook: int) -> bool:
    values: dict[Any, Any] = {Webhook.off_on: local_day(now()), Webhook.secret_key: ""}
    mine = (Webhook.id == hook) & (Webhook.ward == ward) & Webhook.off_on.is_null()
    return bool(await Webhook.update(values).where(mine).returning(Webhook.id))


async def send_again(by: Actor, hook: int, message: int) -> None:
    """What was given up or refused. Raises Forbidden, NotFound; Conflict when it is off, or the
    message was delivered or still waits.
    """
    if not may_keep_machines(by):
        raise Forbidden("only who adds targets sends again")
    card = await webhook(by, hook)
    if card.off_on is not None:
        raise Conflict("it is off")
    async with DB.transaction():
        await again(by.ward, message, KIND)
        await _record(by, "repeat-webhook", card.id, {"name": card.name})


async def hear_of_call(message: Outgoing, state: MessageState) -> None:
    """In the transaction that ends a call. One that arrived ends the failing; a target that wants
    no more (410) is switched off, as Standard Webhooks says.
    """
    hook = int(message.data["hook"])
    mine = (Webhook.id == hook) & (Webhook.ward == message.ward)
    if state is MessageState.SENT:
        await Webhook.update({Webhook.told_at: None}).where(mine, Webhook.told_at.is_not_null())
    if state is MessageState.REFUSED and await _off(message.ward, hook):
        await audit.record(
            message.ward, None, "stop-webhook", "webhook", hook, None, {"count": 410}
        )


async def mark_failing(ward: int, hook: int) -> bool:
    """In the caller's transaction, which tells of it. False when it was told already."""
    values: dict[Any, Any] = {Webhook.told_at: now()}
    mine = (Webhook.id == hook) & (Webhook.ward == ward) & Webhook.told_at.is_null()
    return bool(await Webhook.update(values).where(mine).returning(Webhook.id))


async def _record(by: Actor, action: str, wanted: int, said: dict[str, Any]) -> None:
    await audit.record(by.ward, by.recorded, action, "webhook", wanted, None, said)
