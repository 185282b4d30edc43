"""What comes of a conference. Written by meetings.conferences.actions."""

from __future__ import annotations

from piccolo.columns import (
    Boolean,
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
from dialogue.matters.task_tables import Task
from dialogue.ward.tables import Field, Staff, Unit, Ward
from meetings.conferences.hall_tables import Opinion
from meetings.conferences.tables import Conference


class Conclusion(Table, db=DB, tablename="conference_conclusion"):
    """What the chair concluded: a task, or the written reason why it is none.

    beyond: above the ward's powers; `receiver` is whom the ward will ask. The task is made when the
    result is published.
    """

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    conference = ForeignKey(Conference, null=False, index=True, on_delete=OnDelete.restrict)
    public_id = Varchar(length=24, unique=True)
    position = SmallInt()
    text = Text()
    unit = ForeignKey(Unit, null=True, default=None, on_delete=OnDelete.restrict)
    staff = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    together = Varchar(length=200, default="")  # phối hợp
    due = Date(null=True, default=None)
    product = Text(default="")  # kết quả phải có
    field = ForeignKey(Field, null=True, default=None, on_delete=OnDelete.restrict)
    beyond = Boolean(default=False)
    receiver = Varchar(length=200, default="")
    why_no_task = Text(default="")
    task = ForeignKey(Task, null=True, default=None, index=True, on_delete=OnDelete.restrict)
    version = Integer(default=1)
    removed_at = Timestamptz(null=True, default=None)


class ConclusionOpinion(Table, db=DB, tablename="conference_conclusion_opinion"):
    """Which opinions a conclusion settles. (conclusion, opinion) is unique."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    conclusion = ForeignKey(Conclusion, null=False, index=True, on_delete=OnDelete.restrict)
    opinion = ForeignKey(Opinion, null=False, index=True, on_delete=OnDelete.restrict)


class ConferencePhoto(Table, db=DB, tablename="conference_photo"):
    """Re-encoded, without EXIF; the bytes lie in the data folder under `digest`."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    conference = ForeignKey(Conference, null=False, index=True, on_delete=OnDelete.restrict)
    public_id = Varchar(length=24, unique=True)
    position = SmallInt()
    alt = Varchar(length=300)
    media_type = Varchar(length=60)
    digest = Varchar(length=64)
    at = Timestamptz()
    removed_at = Timestamptz(null=True, default=None)


class FollowUp(Table, db=DB, tablename="conference_follow_up"):
    """A word on the conference's promises: the inspection board at T+60, the chair at T+90."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    conference = ForeignKey(Conference, null=False, index=True, on_delete=OnDelete.restrict)
    task = ForeignKey(Task, null=True, default=None, on_delete=OnDelete.restrict)  # of which one
    text = Text()
    public = Boolean(default=False)
    staff = ForeignKey(Staff, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz()
    number = Integer(default=0)  # order among the conference's
