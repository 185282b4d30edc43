"""Targets that are called. Written only by dialogue.webhooks.actions.

What was sent, and what became of it, stands in the outbox.
"""

from __future__ import annotations

from piccolo.columns import (
    BigInt,
    Date,
    ForeignKey,
    OnDelete,
    Serial,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from dialogue.core.database import DB
from dialogue.ward.tables import Staff, Ward


class Webhook(Table, db=DB, tablename="webhook"):
    """A program of the ward, such as its Zalo or SMS gateway."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    name = Varchar(length=60)
    url = Varchar(length=300)
    secret = Text()  # encrypted
    secret_key = Text()  # the row's own key, wrapped; erased when it is switched off
    events = Varchar(length=200)  # HookEvent, with commas
    made_on = Date()
    made_by = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    off_on = Date(null=True, default=None)
    seen = BigInt(default=0)  # in the change log: all before it was told, or came before it
    due_on = Date()  # promises that are due on this day were told
    told_at = Timestamptz(null=True, default=None)  # staff, that it has failed for long
