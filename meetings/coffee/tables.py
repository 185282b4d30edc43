"""Coffee sessions, what was said there, their history. Only meetings.coffee.actions writes."""

from __future__ import annotations

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
from dialogue.matters.tables import Matter
from dialogue.matters.task_tables import Task
from dialogue.ward.tables import Field, ResidentialGroup, Staff, Topic, Unit, Ward
from meetings.coffee.states import SessionState


class CoffeeSession(Table, db=DB, tablename="coffee_session"):
    """(ward, slug) is unique. `version` grows with each change, `sequence` with the public ones."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    slug = Varchar(length=20)  # the day it was first announced for: its address never changes
    day = Date(index=True)
    starts = Varchar(length=5)  # HH:MM, in Vietnam
    minutes = SmallInt(default=60)
    place = Varchar(length=200)
    lead = Varchar(length=200, default="")
    state = Varchar(length=10, default=SessionState.ANNOUNCED.value)
    series = Varchar(length=24, default="")  # of those announced together
    sequence = Integer(default=0)  # of its calendar entry
    version = Integer(default=1)
    reason = Varchar(length=200, default="")  # why it was moved last, or cancelled
    former_day = Date(null=True, default=None)  # the last one told before it was moved
    attendances = Integer(default=0)
    told_at = Timestamptz()  # announced, or changed in public
    opened_at = Timestamptz(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    reported_at = Timestamptz(null=True, default=None)
    summary = Text(default="")  # the short report's own words


class CoffeeGroup(Table, db=DB, tablename="coffee_group"):
    """Whose session it is: (session, group) is unique."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    session = ForeignKey(CoffeeSession, null=False, on_delete=OnDelete.restrict)
    group = ForeignKey(ResidentialGroup, null=False, index=True, on_delete=OnDelete.restrict)


class CoffeeItem(Table, db=DB, tablename="coffee_item"):
    """One matter as it was said. (ward, client) and (session, number) are unique.

    `text` is empty once the register has the words: there they can be sealed, masked and erased.
    """

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    session = ForeignKey(CoffeeSession, null=False, index=True, on_delete=OnDelete.restrict)
    client = Varchar(length=32)  # the name that the device gave it
    number = SmallInt()
    text = Text(default="")
    group = ForeignKey(ResidentialGroup, null=True, default=None, on_delete=OnDelete.restrict)
    field = ForeignKey(Field, null=True, default=None, on_delete=OnDelete.restrict)
    topic = ForeignKey(Topic, null=True, default=None, on_delete=OnDelete.restrict)
    unit = ForeignKey(Unit, null=True, default=None, on_delete=OnDelete.restrict)  # who answers
    speaker = Text(default="")  # encrypted; gone when the item is settled
    speaker_key = Text(default="")
    sensitive = Boolean(default=False)  # its words show signs of a denunciation
    way = Varchar(length=10, default="")  # WayOut
    said = Text(default="")  # the answer in a line or two, or who receives it
    due = Date(null=True, default=None)  # told at the table, of what is taken along
    matter = ForeignKey(Matter, null=True, default=None, on_delete=OnDelete.restrict)
    task = ForeignKey(Task, null=True, default=None, on_delete=OnDelete.restrict)
    public_text = Text(default="")  # as the report has them
    public_said = Text(default="")
    noted_at = Timestamptz()


class CoffeePhoto(Table, db=DB, tablename="coffee_photo"):
    """With the consent of who is seen in it; its bytes, made anew, lie under `digest`."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    session = ForeignKey(CoffeeSession, null=False, index=True, on_delete=OnDelete.restrict)
    public_id = Varchar(length=24, unique=True)
    alt = Varchar(length=300)
    media_type = Varchar(length=60)
    digest = Varchar(length=64)
    dropped = Boolean(default=False)
    at = Timestamptz()


class CoffeeDeed(Table, db=DB, tablename="coffee_deed"):
    """What a device has sent already: (ward, client) is unique, so nothing is done twice."""

    id = BigSerial(primary_key=True)
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    session = ForeignKey(CoffeeSession, null=False, on_delete=OnDelete.restrict)
    client = Varchar(length=64)  # hash of the operation's own name


class CoffeeEvent(Table, db=DB, tablename="coffee_event"):
    """What happened to a session: append-only, and without anybody's words."""

    id = BigSerial(primary_key=True)
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    session = ForeignKey(CoffeeSession, null=False, index=True, on_delete=OnDelete.restrict)
    at = Timestamptz()
    staff = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    step = Varchar(length=20)
    data = Text(default="{}")  # JSON: days, numbers of items, ways out


class CoffeeEarlier(Table, db=DB, tablename="coffee_earlier"):
    """Figures told of the time before sessions were noted here, as they were told."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    until = Date()
    sessions = Integer()
    sessions_word = Varchar(length=12, default="")  # Qualifier; empty: exact
    attendances = Integer()
    attendances_word = Varchar(length=12, default="")
    source = Varchar(length=300)
    taken_back = Boolean(default=False)
    staff = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    at = Timestamptz()
