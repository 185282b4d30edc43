"""Alerts (cảnh báo) about counters. Written only by surveys.alerts.actions."""

from __future__ import annotations

from piccolo.columns import Date, ForeignKey, Integer, OnDelete, Serial, SmallInt, Text, Varchar
from piccolo.table import Table

from dialogue.core.database import DB
from dialogue.ward.tables import Staff, Ward
from surveys.alerts.states import WHOLE_DAYS
from surveys.tables import Counter


class Alert(Table, db=DB, tablename="alert"):
    """Evidence, not an accusation. (counter, kind, since, half) is unique.

    Opened by a nightly job, about days that are final; what was done with it stands in the audit
    log too.
    """

    id: Serial
    public_id = Varchar(length=16, unique=True)
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    counter = ForeignKey(Counter, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=10)  # surveys.alerts.states.Kind
    since = Date()
    until = Date()
    half = SmallInt(default=WHOLE_DAYS)
    n = Integer(default=0)  # ratings it is about
    opened_on = Date()
    state = Varchar(length=10, default="open")  # surveys.alerts.states.AlertState
    reason = Text(default="")  # of who explained or proposed
    staff = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    second_reason = Text(default="")
    second_staff = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)
