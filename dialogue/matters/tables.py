"""The register of matters. Written by dialogue.matters.actions.

The tasks promised in it: task_tables.py; what staff are told: notice_tables.py.
"""

from __future__ import annotations

from typing import Any

from piccolo.columns import (
    BigInt,
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
from dialogue.matters.states import MatterState
from dialogue.ward.tables import Field, GroupLink, ResidentialGroup, Staff, Topic, Unit, Ward


class Matter(Table, db=DB, tablename="matter"):
    """`id` is serial and stays inside. The asker's contact is encrypted with `contact_key`."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    public_id = Varchar(length=24, unique=True)
    tracking = Varchar(length=64, unique=True)  # keyed hash of the sixteen digits
    kind = Varchar(length=12)
    source = Varchar(length=12)
    state = Varchar(length=20, default=MatterState.RECEIVED.value, index=True)
    outcome = Varchar(length=16, default="")
    title = Varchar(length=200, default="")  # what the public list shows; written at triage
    body = Text()  # the asker's words, verbatim, never changed
    language = Varchar(length=5, default="vi")
    counter = Varchar(length=120, default="")  # label of the counter, when it came with a rating
    field = ForeignKey(Field, null=True, default=None, index=True, on_delete=OnDelete.restrict)
    topic = ForeignKey(Topic, null=True, default=None, on_delete=OnDelete.restrict)
    group = ForeignKey(
        ResidentialGroup, null=True, default=None, index=True, on_delete=OnDelete.restrict
    )
    unit = ForeignKey(Unit, null=True, default=None, index=True, on_delete=OnDelete.restrict)
    officer = ForeignKey(Staff, null=True, default=None, index=True, on_delete=OnDelete.restrict)
    leader = ForeignKey(
        Staff, null=True, default=None, on_delete=OnDelete.restrict
    )  # approver named when passed up
    asker_kind = Varchar(length=14, default="person")
    asker_name = Text(default="")  # encrypted
    contact = Text(default="")  # encrypted
    contact_key = Text(default="")  # the row's own key, wrapped; erasing it erases the two above
    consent = Varchar(length=20, default="")  # version of the consent text; empty: none given
    names_allowed = Boolean(default=False)  # recorded consent to show the name in public
    public = Boolean(default=True)  # answered on the board, or to the asker alone
    typist = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)  # on behalf
    sensitive = Boolean(default=False)  # signs of denunciation found by program
    urgent = Boolean(default=False)
    received_at = Timestamptz(index=True)
    day_zero = Date()
    ack_due = Date(null=True, default=None)
    triage_due = Date(null=True, default=None)
    draft_due = Date(null=True, default=None)
    publish_due = Date(null=True, default=None, index=True)  # moves with extensions
    first_due = Date(null=True, default=None)  # as first promised
    verdict_due = Date(null=True, default=None)  # silence closes it then
    calendar_version = Integer(default=1)
    clock_rules = Text(default="{}")  # JSON: how each date was computed
    waiting_since = Timestamptz(null=True, default=None)
    waited_days = SmallInt(default=0)
    asked_back = Boolean(default=False)  # the one missing fact was asked once
    extended = Boolean(default=False)
    handed_back = SmallInt(default=0)
    round = SmallInt(default=1)  # grows with each reopening
    answered_at = Timestamptz(null=True, default=None)  # the first time
    closed_at = Timestamptz(null=True, default=None)
    lead: ForeignKey[Any] = ForeignKey(
        "self", null=True, default=None, on_delete=OnDelete.restrict
    )  # merged into
    again_of: ForeignKey[Any] = ForeignKey(
        "self", null=True, default=None, index=True, on_delete=OnDelete.restrict
    )  # the first asking of the same question, as a keeper has confirmed
    retracted_at = Timestamptz(null=True, default=None)  # its own asker took it back
    campaign = Boolean(default=False)  # many near-equal texts: one public answer, none to each
    receiver = Varchar(length=200, default="")  # redirected to
    reason = Text(default="")  # of redirecting, rejecting, taking down: readable by the asker
    sealed_recipient = Varchar(length=200, default="")
    barred = Varchar(length=200, default="")  # ",12,15,": accounts that it accuses, see accused.py
    number = Integer(null=True, default=None)  # of the public answer, when there is one


class MatterEvent(Table, db=DB, tablename="matter_event"):
    """What happened to a matter: append-only, written in the transaction of the step itself."""

    id = BigSerial(primary_key=True)
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    matter = ForeignKey(Matter, null=False, index=True, on_delete=OnDelete.restrict)
    at = Timestamptz()
    actor_kind = Varchar(length=8)  # staff, asker, group, system
    staff = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    step = Varchar(length=30)  # "assign", "send-for-check", "move-due-date" …
    old_state = Varchar(length=20, default="")
    new_state = Varchar(length=20, default="")
    reason = Text(default="")  # staff read it
    public_note = Text(default="")  # the asker reads it
    data = Text(default="{}")  # JSON: due dates before and after, unit, receiver …


class Draft(Table, db=DB, tablename="draft"):
    """Each saved version of an answer; none is overwritten. (matter, round, version) is unique."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    matter = ForeignKey(Matter, null=False, index=True, on_delete=OnDelete.restrict)
    round = SmallInt()
    version = Integer()
    text = Text()  # first paragraph = the answer in one or two sentences
    summary_en = Text(default="")
    author = ForeignKey(Staff, null=False, on_delete=OnDelete.restrict)
    saved_at = Timestamptz()
    promises = Boolean(default=False)  # the officer says it promises something: a task is needed


class SinceLast(Table, db=DB, tablename="since_last"):
    """What changed since the last answer to the same question; the newest of a round holds."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    matter = ForeignKey(Matter, null=False, index=True, on_delete=OnDelete.restrict)
    round = SmallInt()
    text = Text()
    author = ForeignKey(Staff, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz()


class Approval(Table, db=DB, tablename="approval"):
    """Who answered whom in which round: drafter, checker, approver, as recorded at approval."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    matter = ForeignKey(Matter, null=False, index=True, on_delete=OnDelete.restrict)
    round = SmallInt()
    version = Integer()
    drafter = ForeignKey(Staff, null=False, on_delete=OnDelete.restrict)
    checker = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    approver = ForeignKey(Staff, null=False, on_delete=OnDelete.restrict)
    approver_name = Varchar(length=120)
    approver_title = Varchar(length=120)
    remark = Text(default="")  # "người soạn đồng thời duyệt" …
    at = Timestamptz()


class InternalNote(Table, db=DB, tablename="internal_note"):
    """Never public, in no export, feed or message. round, version: of the draft it speaks of."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    matter = ForeignKey(Matter, null=False, index=True, on_delete=OnDelete.restrict)
    author = ForeignKey(Staff, null=False, on_delete=OnDelete.restrict)
    text = Text()
    round = SmallInt(null=True, default=None)
    version = Integer(null=True, default=None)
    at = Timestamptz()


class PersonalData(Table, db=DB, tablename="personal_data"):
    """What was decided about one hit of personal data. (matter, part, fragment) is unique."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    matter = ForeignKey(Matter, null=False, index=True, on_delete=OnDelete.restrict)
    part = Varchar(length=10)  # body, answer, title
    kind = Varchar(length=12)  # cccd, cmnd, phone, bank, plate, house, email
    fragment = Varchar(length=300)
    decision = Varchar(length=6)  # Exposure
    staff = ForeignKey(Staff, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz()


class Attachment(Table, db=DB, tablename="attachment"):
    """A file sent along; images re-encoded. The bytes lie in the data folder under `digest`."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    matter = ForeignKey(Matter, null=False, index=True, on_delete=OnDelete.restrict)
    public_id = Varchar(length=24, unique=True)
    name = Varchar(length=200)
    media_type = Varchar(length=60)
    size = Integer()
    digest = Varchar(length=64)
    public = Boolean(default=False)  # an officer has confirmed: no face, plate or paper in it


class Published(Table, db=DB, tablename="published"):
    """The public copy: masked, and all that the board and its search may read.

    (ward, number) is unique. Full-text indexes stand on `words` (see the migration). Taking an
    answer down blanks the row's texts and words; the row stays, so that its address says why.
    place: unique and newest last, the second of the first answer; pages are cut at it, and the
    full-text index uses it as its row number, so that the newest hits come without sorting.
    """

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    matter = ForeignKey(Matter, null=False, unique=True, on_delete=OnDelete.restrict)
    number = Integer()
    public_id = Varchar(length=24)
    title = Varchar(length=200)
    kind = Varchar(length=12)
    source = Varchar(length=12)
    state = Varchar(length=20)  # published, reopened, closed, withdrawn …: as the public sees it
    field = ForeignKey(Field, null=True, default=None, on_delete=OnDelete.restrict)
    topic = ForeignKey(Topic, null=True, default=None, on_delete=OnDelete.restrict)
    group = ForeignKey(ResidentialGroup, null=True, default=None, on_delete=OnDelete.restrict)
    unit = ForeignKey(Unit, null=True, default=None, on_delete=OnDelete.restrict)
    asker = Varchar(length=120, default="")  # only with recorded consent
    askers = SmallInt(default=1)
    body = Text()
    answer = Text()
    summary_en = Text(default="")
    approver_name = Varchar(length=120)
    approver_title = Varchar(length=120)
    received_on = Date()
    due_on = Date(null=True, default=None)  # of the present round
    first_due_on = Date(null=True, default=None)  # what in_time of the first answer is judged by
    published_at = Timestamptz(index=True)  # of the first answer: the place on the board
    in_time = Boolean(null=True, default=None)
    verdict = Varchar(length=10, default="")
    round = SmallInt(default=1)
    version = SmallInt(default=1)  # of the answer in this round: grows with each correction
    place = BigInt(default=0)
    year = SmallInt(default=0)  # of the first answer, in Vietnam
    days = SmallInt(null=True, default=None)  # working days from day 0 to the first answer
    answered_at = Timestamptz(null=True, default=None)  # of the newest answer
    again_at = Timestamptz(null=True, default=None)  # of a later round's answer, not corrected
    verdict_on = Date(null=True, default=None)
    corrected_on = Date(null=True, default=None)
    withdrawn_on = Date(null=True, default=None)
    withdrawn_reason = Text(default="")
    checksum = Varchar(length=64, default="")  # of what is shown: a silent edit does not fit it
    words = Text()
    changed = Text(default="")  # what is new since the last answer to the same question
    masked = SmallInt(default=0)  # times that something was masked since it was published
    masked_on = Date(null=True, default=None)  # the last of them
    helped = Integer(default=0)  # how many said "this answers me" before they asked; nobody else


class PublishedAnswer(Table, db=DB, tablename="published_answer"):
    """Every text that stood on the board: earlier answers after reopening, and corrections."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    matter = ForeignKey(Matter, null=False, index=True, on_delete=OnDelete.restrict)
    round = SmallInt()
    version = SmallInt()  # 1, then one more with each correction
    text = Text()
    summary_en = Text(default="")
    reason = Text(default="")  # of the correction
    by_name = Varchar(length=120)
    by_title = Varchar(length=120)
    at = Timestamptz()
    masked = SmallInt(default=0)  # times that something was masked in it since
    checksum = Varchar(length=64, default="")


class SealedCopy(Table, db=DB, tablename="sealed_copy"):
    """The words of a sealed matter and what was public of it, to be put back if it was a mistake.

    content: JSON (actions/vault.py), encrypted with `key`, the row's own, wrapped.
    """

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    matter = ForeignKey(Matter, null=False, unique=True, on_delete=OnDelete.restrict)
    key = Text(default="")
    content = Text()


class OutsideRecipient(Table, db=DB, tablename="outside_recipient"):
    """Who outside the ward is given what accuses one of the few. The newest that began holds."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    name = Varchar(length=120)
    body = Varchar(length=200)
    address = Varchar(length=200)
    since = Date()
    staff = ForeignKey(Staff, null=False, on_delete=OnDelete.restrict)  # who set it
    at = Timestamptz()


class Verdict(Table, db=DB, tablename="verdict"):
    """What the asker said of an answer. (matter, round, version) is unique."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    matter = ForeignKey(Matter, null=False, index=True, on_delete=OnDelete.restrict)
    round = SmallInt()
    version = SmallInt(default=1)  # of the answer it judges: a correction may be judged anew
    level = Varchar(length=10)
    reason = Text(default="")
    reopens = Boolean(default=False)
    at = Timestamptz()


class Batch(Table, db=DB, tablename="batch"):
    """A spreadsheet on its way into the register: seen by its sender alone, then confirmed.

    content: rows, faults and the secret of the tracking codes, encrypted with `key`. The whole row
    is erased when it ends; the matters stay.
    """

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    public_id = Varchar(length=24, unique=True)
    staff = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    link = ForeignKey(GroupLink, null=True, default=None, on_delete=OnDelete.restrict)
    source = Varchar(length=12)
    state = Varchar(length=10)  # BatchState
    key = Text()  # the row's own key, wrapped
    content = Text()
    size = Integer()  # rows
    done = Integer(default=0)  # rows registered already
    made_at = Timestamptz()
    ends_at = Timestamptz(index=True)
