"""Other systems' machines and what they sent. Written only by dialogue.ward.machines.

Days alone, and networks as keyed hashes: nothing here times a rating that a machine brought, and
no reply that is kept names its machine.
"""

from __future__ import annotations

from piccolo.columns import Date, ForeignKey, OnDelete, Serial, Text, Varchar
from piccolo.table import Table

from dialogue.core.database import DB
from dialogue.ward.tables import Staff, Ward


class Machine(Table, db=DB, tablename="machine"):
    """A program of another system that may write in."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    name = Varchar(length=120)  # "Hệ thống một cửa điện tử"
    token = Varchar(length=64, unique=True)  # keyed hash
    scopes = Varchar(length=120)  # Scope, with commas
    made_on = Date()
    made_by = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    ends = Date(null=True, default=None)  # the last day
    used_on = Date(null=True, default=None)  # the last day on which it called
    elsewhere_on = Date(null=True, default=None)  # the last day of calls from two networks
    revoked_on = Date(null=True, default=None)


class MachineNetwork(Table, db=DB, tablename="machine_network"):
    """From which networks a machine called on a day. Erased some days later."""

    key = Varchar(length=64, primary_key=True, default="")  # keyed hash of machine, day, network
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    machine = ForeignKey(Machine, null=False, index=True, on_delete=OnDelete.restrict)
    day = Date(index=True)


class KeptReply(Table, db=DB, tablename="kept_reply"):
    """What a call brought about, so that the same call again brings nothing more."""

    key = Varchar(length=64, primary_key=True, default="")  # keyed hash of machine, door and key
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    body = Varchar(length=64)  # keyed hash of what was sent
    reply = Text(default="")  # JSON, without codes and secrets
    ends = Date(index=True)
