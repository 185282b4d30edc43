"""Stacks of paper slips. Internal; written only by surveys.paper.actions."""

from __future__ import annotations

from piccolo.columns import (
    Boolean,
    ForeignKey,
    Integer,
    OnDelete,
    Serial,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from dialogue.core.database import DB
from dialogue.ward.tables import Staff, Ward
from surveys.tables import Counter


class PaperStack(Table, db=DB, tablename="paper_stack"):
    """What its slips say is kept until they are counted, and then erased: no rating can be found
    from a stack, nor who entered it. (ward, digest) is unique where it has one.
    """

    id: Serial
    public_id = Varchar(length=16, unique=True)
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    counter = ForeignKey(Counter, null=False, on_delete=OnDelete.restrict)
    source = Varchar(length=8)  # surveys.paper.states.Source
    name = Varchar(length=120, default="")  # "Hộp phiếu tuần 46", or the file's
    state = Varchar(length=10, index=True)  # surveys.paper.states.StackState
    first = Text(default="")  # locked: the slips as entered; empty once counted
    second = Text(default="")  # locked: as entered again
    slips = Integer(default=0)  # that count
    spoiled = Integer(default=0)  # that cannot be read
    drawn = Boolean(default=False)  # to be entered twice
    different = Integer(default=0)  # slips that were not the same both times
    reason = Varchar(length=500, default="")  # of what was decided, or of the discarding
    digest = Varchar(length=64, null=True, default=None)  # keyed, of a file's bytes
    staff = ForeignKey(Staff, null=False, on_delete=OnDelete.restrict)
    second_staff = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    settled_by = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    entered_at = Timestamptz()
    ended_at = Timestamptz(null=True, default=None)  # counted or discarded
