"""What units say of themselves in a review, and reviews as published.

Internal; written only by surveys.reviews.actions.
"""

from __future__ import annotations

from piccolo.columns import (
    BigSerial,
    Date,
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
from dialogue.ward.tables import Staff, Unit, Ward


class ReviewRemark(Table, db=DB, tablename="review_remark"):
    """(unit, since, until) is unique: see the migration. `version` grows with each writing."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    unit = ForeignKey(Unit, null=False, on_delete=OnDelete.restrict)
    since = Date()  # of the period reviewed, both days included
    until = Date()
    done_well = Text(default="")
    not_yet = Text(default="")
    reason = Text(default="")
    next_tasks = Text(default="")  # a line each, with its day
    version = Integer(default=1)


class ReviewRemarkEvent(Table, db=DB, tablename="review_remark_event"):
    """Each writing of a remark, whole: append-only."""

    id = BigSerial(primary_key=True)
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    remark = ForeignKey(ReviewRemark, null=False, index=True, on_delete=OnDelete.restrict)
    at = Timestamptz()
    staff = ForeignKey(Staff, null=False, on_delete=OnDelete.restrict)
    version = Integer()
    data = Text()  # JSON: the parts as they then stood


class PublishedReview(Table, db=DB, tablename="published_review"):
    """A review as the chairman approved it: append-only, (ward, since, until, version) is unique.

    The newest version of the same days is the one that is shown.
    """

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    since = Date()  # of the period reviewed, both days included
    until = Date()
    version = Integer()
    at = Timestamptz()
    staff = ForeignKey(Staff, null=False, on_delete=OnDelete.restrict)
    name = Varchar(length=120)  # of who approved, as then
    title = Varchar(length=120)
    content = Text()  # JSON: the words and figures, as they then stood
