"""The tasks that were promised. Written by dialogue.matters.actions."""

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
from dialogue.matters.states import TaskState
from dialogue.matters.tables import Matter
from dialogue.ward.tables import Field, ResidentialGroup, Staff, Unit, Ward


class Task(Table, db=DB, tablename="task"):
    """A promise (việc đã hứa): text, unit, person, due date, proof. Due dates are kept, all."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    public_id = Varchar(length=24, unique=True)
    number = Integer(null=True, default=None)  # of its public page; (ward, number) is unique
    origin_kind = Varchar(length=12)  # OriginKind
    origin = Varchar(length=60, default="")  # where it has no matter: the public id of its origin
    origin_name = Varchar(length=200, default="")  # and what the public reads of that
    matter = ForeignKey(Matter, null=True, default=None, index=True, on_delete=OnDelete.restrict)
    field = ForeignKey(Field, null=True, default=None, on_delete=OnDelete.restrict)  # if no matter
    group = ForeignKey(ResidentialGroup, null=True, default=None, on_delete=OnDelete.restrict)
    text = Text()
    unit = ForeignKey(Unit, null=False, on_delete=OnDelete.restrict)
    officer = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    first_due = Date()
    due = Date(index=True)
    state = Varchar(length=14, default=TaskState.OPEN.value)
    evidence = Text(default="")  # what will show that it is done
    public = Boolean(default=False)  # once the answer that made it is published
    moved = SmallInt(default=0)  # times the date was moved, at most twice
    created_at = Timestamptz()
    done_on = Date(null=True, default=None)
    confirm_due = Date(null=True, default=None)
    confirmed_by = Varchar(length=120, default="")


class TaskGroup(Table, db=DB, tablename="task_group"):
    """A residential group that asked beside `Task.group`. (task, group) is unique."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    task = ForeignKey(Task, null=False, index=True, on_delete=OnDelete.restrict)
    group = ForeignKey(ResidentialGroup, null=False, index=True, on_delete=OnDelete.restrict)


class TaskEvent(Table, db=DB, tablename="task_event"):
    """What happened to a task: append-only."""

    id = BigSerial(primary_key=True)
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    task = ForeignKey(Task, null=False, index=True, on_delete=OnDelete.restrict)
    at = Timestamptz()
    actor_kind = Varchar(length=8)
    staff = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    step = Varchar(length=30)
    text = Text(default="")
    data = Text(default="{}")


class TaskProof(Table, db=DB, tablename="task_proof"):
    """What a unit shows when it says that a task is done. Of a dispute too it stays on record.

    text: number of the document, what is seen in the photo, or the group head's words. A photo's
    bytes, re-encoded, lie in the data folder under `digest`.
    """

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    task = ForeignKey(Task, null=False, index=True, on_delete=OnDelete.restrict)
    public_id = Varchar(length=24, unique=True)
    kind = Varchar(length=10)  # ProofKind
    text = Text()
    group = ForeignKey(ResidentialGroup, null=True, default=None, on_delete=OnDelete.restrict)
    media_type = Varchar(length=60, default="")
    digest = Varchar(length=64, default="")
    at = Timestamptz()
