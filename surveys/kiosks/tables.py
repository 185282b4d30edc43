"""Tablets at the counters. Written only by surveys.kiosks.actions; no rating names one."""

from __future__ import annotations

from piccolo.columns import Date, ForeignKey, Integer, OnDelete, Serial, Varchar
from piccolo.table import Table

from dialogue.core.database import DB
from dialogue.ward.tables import Staff, Ward
from surveys.tables import Counter


class Kiosk(Table, db=DB, tablename="kiosk"):
    """A tablet paired with a counter by a link. Days alone: an instant would time ratings."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    counter = ForeignKey(Counter, null=False, on_delete=OnDelete.restrict)
    name = Varchar(length=120)  # "Máy bên cửa sổ"
    token = Varchar(length=64, unique=True)  # hash of the link's secret
    made_on = Date()
    made_by = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    seen_on = Date(null=True, default=None)  # the last day on which it was heard of
    skew = Integer(default=0)  # minutes by which its clock is ahead of ours, when last heard of
    refused = Integer(default=0)  # ratings that it keeps because we did not take them
    revoked_on = Date(null=True, default=None)
