"""Who is invited to a conference and who came. Written by meetings.conferences.actions."""

from __future__ import annotations

from piccolo.columns import (
    ForeignKey,
    Integer,
    OnDelete,
    Serial,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from dialogue.core.database import DB
from dialogue.ward.tables import ResidentialGroup, Staff, Ward
from meetings.conferences.states import Reply
from meetings.conferences.tables import Cluster, Conference


class Invitee(Table, db=DB, tablename="conference_invitee"):
    """A residential group, an organisation, a business or a person, with its seats.

    person, contact and substitute are encrypted with `key`, the row's own. `link` is the hash of
    the token in the personal link. A row is never deleted: `removed_at` takes it off the list.
    (conference, kind, folded name, group) is unique among those not removed: see the migration.
    """

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    conference = ForeignKey(Conference, null=False, index=True, on_delete=OnDelete.restrict)
    public_id = Varchar(length=24, unique=True)
    kind = Varchar(length=12)  # InviteeKind
    group = ForeignKey(ResidentialGroup, null=True, default=None, on_delete=OnDelete.restrict)
    cluster = ForeignKey(Cluster, null=True, default=None, on_delete=OnDelete.restrict)
    name = Varchar(length=200)  # of the group or organisation; of a person: how the letter says it
    folded = Varchar(length=200)  # of the name, to find it twice
    person = Text(default="")  # who represents it: encrypted
    contact = Text(default="")  # encrypted
    substitute = Text(default="")  # encrypted
    key = Text(default="")
    seats = SmallInt(default=1)
    link = Varchar(length=64, unique=True)
    reply = Varchar(length=10, default=Reply.NONE.value)
    replied_at = Timestamptz(null=True, default=None)
    acknowledged_at = Timestamptz(null=True, default=None)  # has read the notice in force
    reminded_at = Timestamptz(null=True, default=None)
    removed_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)


class Attendance(Table, db=DB, tablename="conference_attendance"):
    """One attendance (lượt). `operation` is the sender's own id: a second sending counts once.

    name: encrypted with the key of the conference's row in `key`; empty where none was asked.
    """

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    conference = ForeignKey(Conference, null=False, index=True, on_delete=OnDelete.restrict)
    operation = Varchar(length=40, unique=True)
    invitee = ForeignKey(Invitee, null=True, default=None, on_delete=OnDelete.restrict)
    group = ForeignKey(ResidentialGroup, null=True, default=None, on_delete=OnDelete.restrict)
    name = Text(default="")
    key = Text(default="")
    entrance = Varchar(length=8)  # Entrance
    people = SmallInt(default=1)  # more than one only from the paper sheet or online
    word = Varchar(length=12, default="")  # Qualifier of `people`; empty: exact
    at = Timestamptz()
    staff = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    undone_at = Timestamptz(null=True, default=None)
