"""The same call again brings nothing more: what it brought is kept, in its own transaction.

After draft-ietf-httpapi-idempotency-key-header. A call that fails keeps nothing and may be made
again with its key.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from dialogue.core.clock import local_day, now
from dialogue.core.database import DB
from dialogue.core.errors import KeyInvalid, KeyReused
from dialogue.core.keys import keys
from dialogue.ward.machines.queries import MachineCard
from dialogue.ward.machines.rules import KEEP_RULE, KEY_LEAST, KEY_MOST
from dialogue.ward.machines.tables import KeptReply
from dialogue.ward.queries import amount

DAYS = 7  # without a rule


@dataclass(frozen=True, slots=True)
class Call:
    """door: what is called. key: the Idempotency-Key. body: what was sent, in one spelling."""

    machine: MachineCard
    door: str
    key: str
    body: bytes

    @property
    def secret(self) -> str:
        """What the database finds the call by."""
        return keys().fixed("machines", f"call {self.machine.id} {self.door} {self.key}")

    @property
    def receipt(self) -> str:
        """What codes of its reply are made from. Not the secret: that one is stored, and the page
        of a receipt tells its code to whoever has it.
        """
        return keys().fixed("machines", f"receipt {self.machine.id} {self.door} {self.key}")

    @property
    def body_hash(self) -> str:
        return keys().fixed("machines", f"body {self.body.hex()}")


async def once(call: Call, write: Callable[[], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
    """What `write` gives, or gave the first time; two at once: the second waits for the first.

    write: its reply must be JSON without codes and secrets. Raises KeyInvalid; KeyReused when the
    key brought another body.
    """
    if not (KEY_LEAST <= len(call.key) <= KEY_MOST and call.key.isascii()):
        raise KeyInvalid("an Idempotency-Key has 8 to 120 letters")
    life = timedelta(days=await amount(call.machine.ward, KEEP_RULE, DAYS))
    row = KeptReply(
        key=call.secret,
        ward=call.machine.ward,
        body=call.body_hash,
        ends=local_day(now()) + life,
    )
    async with DB.transaction():
        made = await KeptReply.insert(row).on_conflict(action="DO NOTHING").returning(KeptReply.key)
        if not made:
            return await _known(call)
        reply = await write()
        await KeptReply.update({KeptReply.reply: json.dumps(reply)}).where(
            KeptReply.key == call.secret, KeptReply.ward == call.machine.ward
        )
    return reply


async def _known(call: Call) -> dict[str, Any]:
    mine = (KeptReply.key == call.secret) & (KeptReply.ward == call.machine.ward)
    row = await KeptReply.select().where(mine).first()
    if row is None or row["body"] != call.body_hash:
        raise KeyReused("this Idempotency-Key brought another body")
    return dict(json.loads(row["reply"]))
