"""Huddles and their points. Internal; written only by meetings.huddles.actions."""

from __future__ import annotations

from piccolo.columns import (
    BigSerial,
    Date,
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
from dialogue.ward.tables import Staff, Ward
from meetings.huddles.states import HuddleState, PointState


class Huddle(Table, db=DB, tablename="huddle"):
    """(ward, day, half) is unique: see the migration. Figures are None until somebody knows."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    day = Date()
    half = SmallInt()  # Half
    state = Varchar(length=8, default=HuddleState.DUE.value)
    received = Integer(null=True, default=None)  # dossiers in this half-day
    returned = Integer(null=True, default=None)
    due_tomorrow = Integer(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    closed_by = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)


class HuddlePoint(Table, db=DB, tablename="huddle_point"):
    """Problem → remedy → who → by when. `version` grows with each change."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    huddle = ForeignKey(Huddle, null=False, index=True, on_delete=OnDelete.restrict)
    problem = Text()
    remedy = Text()
    staff = ForeignKey(Staff, null=False, on_delete=OnDelete.restrict)
    by_day = Date()
    by_half = SmallInt()  # Half
    state = Varchar(length=8, default=PointState.OPEN.value)
    said = Text(default="")  # what was said of it last
    reviewed = ForeignKey(Huddle, null=True, default=None, on_delete=OnDelete.restrict)
    ended_on = Date(null=True, default=None)
    version = Integer(default=1)


class HuddleEvent(Table, db=DB, tablename="huddle_event"):
    """What happened to a huddle: append-only."""

    id = BigSerial(primary_key=True)
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    huddle = ForeignKey(Huddle, null=False, index=True, on_delete=OnDelete.restrict)
    at = Timestamptz()
    staff = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)  # None: itself
    step = Varchar(length=20)
    data = Text(default="{}")  # JSON: the point before and after, figures …
