"""A conference that went to a hall's laptop. Written by meetings.conferences.actions."""

from __future__ import annotations

from piccolo.columns import ForeignKey, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from dialogue.core.database import DB
from dialogue.ward.tables import Staff, Ward
from meetings.conferences.tables import Conference


class HallLoan(Table, db=DB, tablename="conference_hall_loan"):
    """One going out of a conference. The server has a row, and the laptop the same one.

    secret: the key of the file that comes back, locked by the installation's own. base: JSON, how
    the conference stood when it went, to tell later which side has changed what. conflicts: JSON,
    what both sides have changed: the server's stands, the laptop's is kept here.
    """

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    conference = ForeignKey(Conference, null=False, index=True, on_delete=OnDelete.restrict)
    public_id = Varchar(length=24, unique=True)
    laptop = Varchar(length=60)  # what people call it
    secret = Text()
    base = Text(default="{}")
    staff = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    lent_at = Timestamptz()
    recalled_at = Timestamptz(null=True, default=None)  # unlocked without it: the laptop is lost
    recall_reason = Text(default="")
    returned_at = Timestamptz(null=True, default=None)
    conflicts = Text(default="[]")
