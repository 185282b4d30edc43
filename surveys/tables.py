"""Counters (quầy) and their ratings (lượt đánh giá). Written only by surveys.actions.

A rating must not lead to its person: no key to a matter, no instant, no serial number, no
nonce, and in SQLite no hidden row number either (an integer primary key is the row number).
"""

from __future__ import annotations

from piccolo.columns import (
    BigInt,
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
from dialogue.ward.tables import Field, Staff, Unit, Ward


class Counter(Table, db=DB, tablename="counter"):
    """One place with one QR code. (ward, label) is unique. `code` is random and printed.

    code, unit: as they are now; earlier ones stand in `retired_code` and `former_unit`.
    """

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    code = Varchar(length=12, unique=True)
    label = Varchar(length=120)  # "Quầy 2"
    name = Varchar(length=120, default="")  # "Hộ tịch"
    unit = ForeignKey(Unit, null=True, default=None, on_delete=OnDelete.restrict)
    active = Boolean(default=True)
    position = Integer(default=0)


class RetiredCode(Table, db=DB, tablename="retired_code"):
    """A code that was printed for a counter and is not taken any more."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    counter = ForeignKey(Counter, null=False, index=True, on_delete=OnDelete.restrict)
    code = Varchar(length=12, unique=True)
    reason = Varchar(length=8)  # surveys.rules.CodeReason
    retired_at = Timestamptz()
    staff = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)


class FormerUnit(Table, db=DB, tablename="former_unit"):
    """A counter's unit up to a day, that day included. (counter, until) is unique."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    counter = ForeignKey(Counter, null=False, on_delete=OnDelete.restrict)
    unit = ForeignKey(Unit, null=True, default=None, on_delete=OnDelete.restrict)
    until = Date()


class CounterField(Table, db=DB, tablename="counter_field"):
    """A counter's field buttons, in their order. (counter, field) is unique."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    counter = ForeignKey(Counter, null=False, index=True, on_delete=OnDelete.restrict)
    field = ForeignKey(Field, null=False, on_delete=OnDelete.restrict)
    position = SmallInt(default=0)


class CounterStaff(Table, db=DB, tablename="counter_staff"):
    """Who works there, and so never sees its single ratings. (counter, staff) is unique."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    counter = ForeignKey(Counter, null=False, index=True, on_delete=OnDelete.restrict)
    staff = ForeignKey(Staff, null=False, on_delete=OnDelete.restrict)


class Rating(Table, db=DB, tablename="rating"):
    """The comment lives in the matter it opens, and nowhere else."""

    id = BigInt(primary_key=True, default=None)  # random
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    counter = ForeignKey(Counter, null=False, index=True, on_delete=OnDelete.restrict)
    field = ForeignKey(Field, null=True, default=None, on_delete=OnDelete.restrict)
    series = Varchar(length=8)  # surveys.rules.Series
    form = Varchar(length=30)  # "counter-3@1": form and version
    level = Varchar(length=10)
    reasons = Varchar(length=120)  # codes in the form's order, with commas
    day = Date()  # in Vietnam
    half = SmallInt()  # 0 morning, 1 afternoon
    pattern = Varchar(length=10, default="")  # surveys.alerts.states.Kind: of what it is a part


class WaitingWords(Table, db=DB, tablename="waiting_words"):
    """Words beside a rating, for some minutes: then they are a matter, and the row is wiped.

    Written with the rating, so nothing is lost; sealed, so the log that holds both tells nothing.
    """

    id = BigInt(primary_key=True, default=None)  # random: the order in which they are entered
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    token = Varchar(length=64, unique=True)  # keyed, of the tracking hash: for /tra-cuu
    sealed = Text()  # under the installation's key, padded
    due = Timestamptz(index=True)


class RatingDay(Table, db=DB, tablename="rating_day"):
    """One wide row a place, series and day: what dashboards read.

    reason_…: how often each was given; one for every reason that a published form has ever had, so
    that a day has one row, however many reasons.
    """

    key = Varchar(length=60, primary_key=True, default="")  # counter|field|series|day
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    counter = ForeignKey(Counter, null=False, on_delete=OnDelete.restrict)
    field = Integer()  # 0: none chosen
    series = Varchar(length=8)
    day = Date(index=True)
    very = Integer(default=0)
    ok = Integer(default=0)
    not_satisfied = Integer(default=0)
    morning_very = Integer(default=0)  # of these, those of the morning
    morning_ok = Integer(default=0)
    morning_not = Integer(default=0)
    reason_wait = Integer(default=0)
    reason_redo = Integer(default=0)
    reason_unclear = Integer(default=0)
    reason_manner = Integer(default=0)
    reason_extra = Integer(default=0)
    reason_fee = Integer(default=0)
    reason_online = Integer(default=0)
    reason_place = Integer(default=0)
    reason_wrong = Integer(default=0)
    reason_other = Integer(default=0)


class RatingChange(Table, db=DB, tablename="rating_change"):
    """What lets a citizen change a reply: erased after 24 hours.

    rating: its id, masked by a value that only the receipt gives (surveys.actions): this row has
    an instant, and without the receipt nobody learns from it which rating came then.
    """

    token = Varchar(length=64, primary_key=True, default="")  # keyed hash of the receipt
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    rating = BigInt()
    ends = Timestamptz(index=True)


class FollowUp(Table, db=DB, tablename="follow_up"):
    """Cause and remedy of a "không hài lòng" (process.md §1), for the centre's director.

    No key to a rating or a matter; `id` is random. Held until it stands among enough ratings of
    its counter: then it is shown with the span of days that holds these, and its clock starts.
    """

    id = BigInt(primary_key=True, default=None)
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    counter = ForeignKey(Counter, null=False, on_delete=OnDelete.restrict)
    field = ForeignKey(Field, null=True, default=None, on_delete=OnDelete.restrict)
    day = Date()  # shown to nobody
    reasons = Varchar(length=120, default="")
    since = Date(null=True, default=None)
    until = Date(null=True, default=None)
    released_on = Date(null=True, default=None)
    open_due = Date(null=True, default=None)
    due = Date(null=True, default=None)
    state = Varchar(length=12, default="open")  # FollowUpState
    cause = Text(default="")
    remedy = Text(default="")
    staff = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    done_at = Timestamptz(null=True, default=None)
