"""A dialogue conference, its programme and its history. Written by meetings.conferences.actions.

Who is invited and who came: guest_tables.py; what is said in the hall: hall_tables.py; what comes
of it: outcome_tables.py.
"""

from __future__ import annotations

from typing import Any

from piccolo.columns import (
    BigSerial,
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
from dialogue.ward.tables import Field, ResidentialGroup, Staff, Ward
from meetings.conferences.states import ConferenceState


class Conference(Table, db=DB, tablename="conference"):
    """(ward, slug) is unique: see the migration. T is the local day of `starts_at`.

    modes: comma-separated Mode values. Chair, co-chair and secretary need no account; their titles
    are as the documents print them. `sequence` is the calendar file's; `version` guards each write.
    """

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    public_id = Varchar(length=24, unique=True)
    slug = Varchar(length=80)
    title = Varchar(length=200)
    subject = Text(default="")  # chủ đề, nội dung
    attending = Text(default="")  # cách thức tham dự
    reason = Varchar(length=10)  # Reason
    reason_words = Text(default="")
    modes = Varchar(length=40)
    link = Varchar(length=300, default="")  # of the part online
    plan_number = Varchar(length=40, default="")  # "39/KH-UBND"
    plan_day = Date(null=True, default=None)
    period_since = Date(null=True, default=None)  # of which the report speaks
    period_until = Date(null=True, default=None)
    period_label = Varchar(length=120, default="")  # "6 tháng đầu năm 2020"
    starts_at = Timestamptz(index=True)
    ends_at = Timestamptz()
    day_off_reason = Text(default="")  # why it is held on a day off
    place = Varchar(length=200, default="")
    chair = Varchar(length=120, default="")
    chair_title = Varchar(length=120, default="")
    co_chair = Varchar(length=120, default="")
    co_chair_title = Varchar(length=120, default="")
    secretary = Varchar(length=120, default="")
    reporter = Varchar(length=120, default="")  # reads the report
    reporter_title = Varchar(length=120, default="")
    seats = Integer(null=True, default=None)
    turn_minutes = SmallInt(default=5)  # of one speaker
    state = Varchar(length=14, default=ConferenceState.PLANNED.value)
    collect_until = Date(null=True, default=None)
    announced_at = Timestamptz(null=True, default=None)  # of the notice in force
    override_reason = Text(default="")  # of a notice later than the law allows
    override_by = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    cancel_reason = Text(default="")
    previous: ForeignKey[Any] = ForeignKey(
        "self", null=True, default=None, on_delete=OnDelete.restrict
    )
    hall_code = Varchar(length=16, unique=True)  # /h/{code}
    screen_key = Varchar(length=40, default="")  # of the projector's link
    last_number = Integer(default=0)  # of the opinions; who draws the next one holds this row
    on_screen = Integer(null=True, default=None)  # id of the opinion that the projector shows
    opened_at = Timestamptz(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    report = Text(default="")  # what the report says beside its figures
    assessment = Text(default="")  # đánh giá chung
    other_remarks = Text(default="")  # ý kiến khác ghi theo đề nghị của người dự
    published_at = Timestamptz(null=True, default=None)
    closing_words = Text(default="")  # closing report at T+90
    locked_to = Varchar(length=60, default="")  # the hall's laptop that has it
    sequence = Integer(default=0)
    version = Integer(default=1)


class ConferenceField(Table, db=DB, tablename="conference_field"):
    """The fields in question. (conference, field) is unique."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    conference = ForeignKey(Conference, null=False, index=True, on_delete=OnDelete.restrict)
    field = ForeignKey(Field, null=False, on_delete=OnDelete.restrict)


class Cluster(Table, db=DB, tablename="conference_cluster"):
    """A part held for some residential groups (rule DLG-CLUSTER), at its own place and hour."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    conference = ForeignKey(Conference, null=False, index=True, on_delete=OnDelete.restrict)
    name = Varchar(length=120)
    place = Varchar(length=200, default="")
    starts_at = Timestamptz(null=True, default=None)


class ClusterGroup(Table, db=DB, tablename="conference_cluster_group"):
    """(cluster, group) is unique."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    cluster = ForeignKey(Cluster, null=False, index=True, on_delete=OnDelete.restrict)
    group = ForeignKey(ResidentialGroup, null=False, on_delete=OnDelete.restrict)


class AgendaItem(Table, db=DB, tablename="conference_agenda_item"):
    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    conference = ForeignKey(Conference, null=False, index=True, on_delete=OnDelete.restrict)
    position = SmallInt()
    minutes = SmallInt()
    kind = Varchar(length=12)  # AgendaKind
    text = Text()
    who = Varchar(length=200, default="")


class Tick(Table, db=DB, tablename="conference_tick"):
    """A line of the check-list that is done. (conference, item) is unique; item: its key."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    conference = ForeignKey(Conference, null=False, index=True, on_delete=OnDelete.restrict)
    item = Varchar(length=40)
    done_on = Date()
    note = Text(default="")
    staff = ForeignKey(Staff, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz()


class PostingProof(Table, db=DB, tablename="conference_posting"):
    """What was made known where and when, by whom, with its evidence; append-only.

    evidence: an address, a document's number, words. A photo's bytes lie in the data folder.
    """

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    conference = ForeignKey(Conference, null=False, index=True, on_delete=OnDelete.restrict)
    public_id = Varchar(length=24, unique=True)
    subject = Varchar(length=8)  # Subject
    kind = Varchar(length=14)  # Posting
    place = Varchar(length=200)
    posted_on = Date()
    evidence = Text(default="")
    media_type = Varchar(length=60, default="")
    digest = Varchar(length=64, default="")
    alt = Varchar(length=300, default="")  # what is seen in the photo
    staff = ForeignKey(Staff, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz()


class ConferenceEvent(Table, db=DB, tablename="conference_event"):
    """What happened to a conference: append-only, in the transaction of the step itself."""

    id = BigSerial(primary_key=True)
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    conference = ForeignKey(Conference, null=False, index=True, on_delete=OnDelete.restrict)
    at = Timestamptz()
    actor_kind = Varchar(length=8)  # staff, guest, group, phone, system
    staff = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    step = Varchar(length=24)  # Step
    public = Boolean(default=False)  # told on the public page: moved, cancelled
    reason = Text(default="")
    data = Text(default="{}")  # JSON: before and after
