"""What waits to leave the house. Internal; written only by dialogue.outbox.actions."""

from __future__ import annotations

from piccolo.columns import (
    BigSerial,
    ForeignKey,
    OnDelete,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from dialogue.core.database import DB
from dialogue.outbox.states import MessageState
from dialogue.ward.tables import Ward


class OutMessage(Table, db=DB, tablename="out_message"):
    """It holds ids alone: words and address are looked up when it leaves, so that what was masked,
    taken down or erased meanwhile stays behind. Rows go some days after their end.
    """

    id = BigSerial(primary_key=True)
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    kind = Varchar(length=20)  # who writes it: see actions.kind
    receiver = Varchar(length=64, index=True)  # keyed hash of the address; a webhook's id
    message_id = Varchar(length=64, unique=True)  # the same at each attempt
    data = Text(default="{}")  # JSON
    state = Varchar(length=10, default=MessageState.WAITING.value, index=True)
    attempts = SmallInt(default=0)
    said = Varchar(length=200, default="")  # why not yet, or never: no personal data
    made_at = Timestamptz()
    next_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None, index=True)
