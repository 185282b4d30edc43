"""Reads of machines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Forbidden, NotFound
from dialogue.core.keys import Keys, keys
from dialogue.ward.machines.rules import Scope, Standing, may_watch_machines, scopes_kept, standing
from dialogue.ward.machines.tables import Machine
from dialogue.ward.rules import Actor

ORDER = (Standing.USED, Standing.NEVER, Standing.ENDED, Standing.REVOKED)
SHOWN = (
    "id",
    "ward",
    "name",
    "made_on",
    "ends",
    "used_on",
    "elsewhere_on",
    "revoked_on",
)


@dataclass(frozen=True, slots=True)
class MachineCard:
    """ends: its last day. elsewhere_on: the last day on which two networks used its token."""

    id: int
    ward: int
    name: str
    scopes: frozenset[Scope]
    made_on: date
    ends: date | None
    used_on: date | None
    elsewhere_on: date | None
    revoked_on: date | None
    standing: Standing

    @property
    def open(self) -> bool:
        return self.standing in {Standing.NEVER, Standing.USED}


def secret_hash(keys: Keys, token: str) -> str:
    """What the database keeps of a token."""
    return keys.fixed("machines", f"token {token}")


async def machines(actor: Actor) -> list[MachineCard]:
    """Those in use first, the revoked last. Raises Forbidden."""
    if not may_watch_machines(actor):
        raise Forbidden("machines are for others to keep")
    rows = await Machine.select().where(Machine.ward == actor.ward).order_by(Machine.id)
    return sorted(map(_card, rows), key=lambda card: ORDER.index(card.standing))


async def machine(ward: int, wanted: int) -> MachineCard:
    """Raises NotFound, also for another ward's."""
    row = await Machine.select().where(Machine.id == wanted, Machine.ward == ward).first()
    if row is None:
        raise NotFound(f"no machine {wanted} in ward {ward}")
    return _card(row)


async def machine_of(token: str) -> MachineCard | None:
    """None for a token that is unknown, over or revoked: it opens nothing."""
    row = await Machine.select().where(Machine.token == secret_hash(keys(), token)).first()
    card = None if row is None else _card(row)
    return card if card is not None and card.open else None


def require(card: MachineCard, scope: Scope) -> None:
    """Raises Forbidden."""
    if not card.open or scope not in card.scopes:
        raise Forbidden(f"this token does not open {scope}")


def _card(row: Mapping[str, Any]) -> MachineCard:
    stands = standing(row["used_on"], row["ends"], row["revoked_on"], local_day(now()))
    same = {name: row[name] for name in SHOWN}
    return MachineCard(**same, scopes=scopes_kept(row["scopes"]), standing=stands)
