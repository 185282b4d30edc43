"""The only writers of machines and their tokens, each act with its line in the log."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from dialogue.core import audit
from dialogue.core.clock import local_day, now
from dialogue.core.codes import new_token
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Forbidden, Invalid
from dialogue.core.keys import keys
from dialogue.core.text import clean
from dialogue.ward.machines.queries import MachineCard, machine, secret_hash
from dialogue.ward.machines.rules import (
    NAME_MOST,
    Scope,
    may_keep_machines,
    may_watch_machines,
    scopes_text,
)
from dialogue.ward.machines.tables import Machine
from dialogue.ward.rules import Actor

MARK = "ln_"  # tells what it is, to who finds one where none should lie


@dataclass(frozen=True, slots=True)
class NewMachine:
    """ends: the last day of the token; None: until it is revoked."""

    name: str
    scopes: Collection[Scope]
    ends: date | None = None


async def add_machine(by: Actor, new: NewMachine, *, token: str | None = None) -> str:
    """The token, of which only the keyed hash is kept. token: chosen beforehand, by the demo.

    Raises Forbidden; Invalid (name: missing, too-long; scopes: missing; ends: over).
    """
    if not may_keep_machines(by):
        raise Forbidden("only the register's keeper and the centre's director make tokens")
    name, today = clean(new.name), local_day(now())
    _check(name, new, today)
    token = token or MARK + new_token()
    async with DB.transaction():
        (row,) = await Machine.insert(
            Machine(
                ward=by.ward,
                name=name,
                token=secret_hash(keys(), token),
                scopes=scopes_text(new.scopes),
                made_on=today,
                made_by=by.recorded,
                ends=new.ends,
            )
        )
        said = {"name": name, "scopes": scopes_text(new.scopes), "ends": new.ends}
        await _record(by, "add-machine", row["id"], said)
    return token


def _check(name: str, new: NewMachine, today: date) -> None:
    wrong: dict[str, str] = {}
    if not name or len(name) > NAME_MOST:
        wrong["name"] = "too-long" if name else "missing"
    if not new.scopes:
        wrong["scopes"] = "missing"
    if new.ends is not None and new.ends < today:
        wrong["ends"] = "over"
    if wrong:
        raise Invalid("a machine", **wrong)


async def revoke_machine(by: Actor, wanted: int) -> None:
    """What it sent stays. Raises Forbidden, NotFound; Conflict when it is revoked already."""
    if not may_watch_machines(by):
        raise Forbidden("machines are for others to stop")
    card = await machine(by.ward, wanted)
    async with DB.transaction():
        changed = await (
            Machine.update({Machine.revoked_on: local_day(now())})
            .where(Machine.id == card.id, Machine.ward == by.ward, Machine.revoked_on.is_null())
            .returning(Machine.id)
        )
        if not changed:
            raise Conflict("the token is revoked already")
        await _record(by, "revoke-machine", card.id, {"name": card.name})


async def record_call(card: MachineCard, action: str, count: int) -> None:
    """What a machine brought, in the transaction that took it. Never for ratings."""
    said = {"name": card.name, "count": count}
    await audit.record(card.ward, None, action, "machine", card.id, None, said)


async def _record(by: Actor, action: str, wanted: int, said: dict[str, Any]) -> None:
    await audit.record(by.ward, by.recorded, action, "machine", wanted, None, said)
