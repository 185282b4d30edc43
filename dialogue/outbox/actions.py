"""The only writer of what leaves the house.

A message is written in the transaction of the act that it tells of, and a job with it. The job
looks up the words, gives them to the adapter of its way, and asks for itself again after growing
gaps until the message has ended.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from dialogue.core.clock import local_day, now
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, NotFound
from dialogue.core.jobs import BATCH, Work, ask, every, handler
from dialogue.outbox.adapters import Adapter, Call, Letter, Outcome
from dialogue.outbox.rules import GAPS, GAPS_RULE, KEEP_DAYS, KEEP_RULE, wait_after
from dialogue.outbox.smtp import MAIL
from dialogue.outbox.states import MessageState, Result, Way
from dialogue.outbox.tables import OutMessage
from dialogue.outbox.webhooks import WEBHOOKS
from dialogue.ward import queries as ward_queries

SEND = "send-message"
CALL = "call-webhook"
JOBS = {Way.MAIL: SEND, Way.WEBHOOK: CALL}
LANE = "mail"  # a server that is slow to take thousands holds back no clock and no purge
CALLS = "calls"  # nor do targets that hang hold back a letter
ENDS = {Result.DELIVERED: MessageState.SENT, Result.NEVER: MessageState.REFUSED}


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that is on its way, as those who write it see it. data: what `put` was given."""

    id: int
    ward: int
    kind: str
    receiver: str
    message_id: str
    data: dict[str, Any]


Write = Callable[[Outgoing], Awaitable[Letter | Call | None]]
Hear = Callable[[Outgoing, MessageState], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Kind:
    """way: by which adapter it leaves. write: its words now; None: nothing is left to say.

    hear: told of its end, in the transaction that writes it down.
    """

    way: Way
    write: Write
    hear: Hear | None = None


_kinds: dict[str, Kind] = {}
ADAPTERS: dict[Way, Adapter[Any]] = {Way.MAIL: MAIL, Way.WEBHOOK: WEBHOOKS}


def register(name: str, kind: Kind) -> None:
    """Who writes messages of this kind. Once for each name."""
    if name in _kinds:
        raise RuntimeError(f"two writers for messages of kind {name!r}")
    _kinds[name] = kind


async def put(
    ward: int, kind: str, receiver: str, data: Mapping[str, Any], way: Way = Way.MAIL
) -> int:
    """A message on its way, in the caller's transaction; its id.

    receiver: keyed hash of an address or a webhook's id, to count by. data: ids, as JSON.
    """
    message_id = secrets.token_hex(16)
    row = OutMessage(
        ward=ward,
        kind=kind,
        receiver=receiver,
        message_id=message_id,
        data=json.dumps(data),
        made_at=now(),
        next_at=now(),
    )
    (made,) = await OutMessage.insert(row)
    message = Outgoing(int(made["id"]), ward, kind, receiver, message_id, dict(data))
    await _ask(message, way, 1)
    return message.id


async def again(ward: int, message: int, kind: str) -> None:
    """One more attempt of a message that has ended, under its own id. Raises NotFound, Conflict."""
    mine = (OutMessage.id == message) & (OutMessage.ward == ward) & (OutMessage.kind == kind)
    row = await OutMessage.select().where(mine).first()
    if row is None:
        raise NotFound(f"no message {message}")
    waiting: dict[Any, Any] = {
        OutMessage.state: MessageState.WAITING.value,
        OutMessage.next_at: now(),
        OutMessage.ended_at: None,
    }
    ended = OutMessage.state.is_in([MessageState.GIVEN_UP.value, MessageState.REFUSED.value])
    async with DB.transaction():
        moved = await OutMessage.update(waiting).where(mine, ended).returning(OutMessage.id)
        if not moved:
            raise Conflict("it has not ended without success")
        await _ask(_outgoing(row), _kinds[kind].way, row["attempts"] + 1)


async def _ask(message: Outgoing, way: Way, attempt: int, wait: timedelta = timedelta()) -> None:
    """Its number alone will not do as the key: once it is erased, SQLite gives it out again."""
    key = f"{JOBS[way]} {message.message_id} {attempt}"
    said = {"message": message.id, "attempt": attempt}
    await ask(JOBS[way], key, said, now() + wait, message.ward)


@handler(CALL, CALLS)
@handler(SEND, LANE)
async def send(work: Work) -> None:
    """One attempt. A message that has ended meanwhile is left alone; so is one whose next attempt
    is asked for already, by a worker that was killed before it could say that this one is done.
    """
    row = (
        await OutMessage.select()
        .where(OutMessage.id == work.payload["message"], OutMessage.ward == work.ward)
        .first()
    )
    if row is None or row["state"] != MessageState.WAITING.value:
        return
    if row["attempts"] + 1 != work.payload["attempt"]:
        return
    kind = _kinds[row["kind"]]
    message = _outgoing(row)
    words = await kind.write(message)
    if words is None:
        await _end(message, row["attempts"], MessageState.DROPPED, "")
        return
    outcome = await ADAPTERS[kind.way].deliver(words, message.message_id)
    await _after(message, row["attempts"] + 1, kind.way, outcome)


def _outgoing(row: Mapping[str, Any]) -> Outgoing:
    names = ("id", "ward", "kind", "receiver", "message_id")
    return Outgoing(**{name: row[name] for name in names}, data=json.loads(row["data"]))


async def _after(message: Outgoing, attempt: int, way: Way, outcome: Outcome) -> None:
    if outcome.result in ENDS:
        await _end(message, attempt, ENDS[outcome.result], outcome.said)
        return
    rule = await ward_queries.rule(message.ward, GAPS_RULE[way], local_day(now()))
    wait = wait_after(attempt, GAPS if rule is None else rule.value)
    if wait is None:
        await _end(message, attempt, MessageState.GIVEN_UP, outcome.said)
        return
    async with DB.transaction():
        later: dict[Any, Any] = {
            OutMessage.attempts: attempt,
            OutMessage.said: outcome.said[:200],
            OutMessage.next_at: now() + wait,
        }
        if await _change(message, later, OutMessage.attempts < attempt):
            await _ask(message, way, attempt + 1, wait)


async def _end(message: Outgoing, attempts: int, state: MessageState, said: str) -> None:
    values: dict[Any, Any] = {
        OutMessage.state: state.value,
        OutMessage.attempts: attempts,
        OutMessage.said: said[:200],
        OutMessage.next_at: None,
        OutMessage.ended_at: now(),
    }
    hear = _kinds[message.kind].hear
    async with DB.transaction():
        if await _change(message, values) and hear is not None:
            await hear(message, state)


async def _change(message: Outgoing, values: dict[Any, Any], *still: Any) -> bool:
    """Guarded: another worker may have ended it, or made this attempt."""
    waiting = OutMessage.state == MessageState.WAITING.value
    rows = (
        await OutMessage.update(values)
        .where(OutMessage.id == message.id, OutMessage.ward == message.ward, waiting, *still)
        .returning(OutMessage.id)
    )
    return bool(rows)


@every(24 * 60, "erase-old-messages")
async def erase_old_messages(work: Work) -> None:
    """Of each ward, after the days of its rule."""
    for ward in await ward_queries.wards():
        rule = await ward_queries.rule(ward.id, KEEP_RULE, local_day(now()))
        days = KEEP_DAYS if rule is None else int(rule.value)
        old = (OutMessage.ward == ward.id) & (OutMessage.ended_at < now() - timedelta(days=days))
        while rows := await OutMessage.select(OutMessage.id).where(old).limit(BATCH):
            await OutMessage.delete().where(OutMessage.id.is_in([row["id"] for row in rows]))
