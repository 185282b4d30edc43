"""What staff are told inside the house. Written by dialogue.matters.actions."""

from __future__ import annotations

from piccolo.columns import BigSerial, ForeignKey, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from dialogue.core.database import DB
from dialogue.matters.tables import Matter
from dialogue.matters.task_tables import Task
from dialogue.ward.tables import Staff, Ward


class Notice(Table, db=DB, tablename="notice"):
    """A line in the inbox of one member of staff. (staff, key) is unique: nothing is told twice.

    It holds no words of a matter: they are read when it is shown, by the rights of that moment.
    """

    id = BigSerial(primary_key=True)
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    staff = ForeignKey(Staff, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=12)  # NoticeKind
    key = Varchar(length=60)  # "event-12", "soon-7-2026-11-24", "morning-2026-11-23"
    matter = ForeignKey(Matter, null=True, default=None, index=True, on_delete=OnDelete.restrict)
    task = ForeignKey(Task, null=True, default=None, on_delete=OnDelete.restrict)
    data = Text(default="{}")  # JSON: step, who acted, the date; ids of a morning list
    at = Timestamptz()
    read_at = Timestamptz(null=True, default=None)


class NoticeChoice(Table, db=DB, tablename="notice_choice"):
    """A kind of notice that a member of staff does not want. (staff, kind) is unique."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    staff = ForeignKey(Staff, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=12)
