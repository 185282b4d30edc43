"""Dossiers that were entered at a counter, their slips, and what was spent. Written only by
surveys.slips.

A dossier's number is kept as a keyed hash, a slip's code not at all: it is made anew from the row
and our keys. Nothing here leads to a rating: `spent_slip`, which is written together with one,
holds a number that only our keys join to its slip, and a slip learns a night later that it was
spent, together with all others of that day.
"""

from __future__ import annotations

from piccolo.columns import (
    BigInt,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Varchar,
)
from piccolo.table import Table

from dialogue.core.database import DB
from dialogue.ward.tables import Field, Procedure, Ward
from surveys.tables import Counter


class DossierSlip(Table, db=DB, tablename="dossier_slip"):
    """One dossier that was entered, and its slip once it was handed out."""

    id = BigInt(primary_key=True, default=None)  # random
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    counter = ForeignKey(Counter, null=False, on_delete=OnDelete.restrict)
    field = ForeignKey(Field, null=True, default=None, on_delete=OnDelete.restrict)
    procedure = ForeignKey(Procedure, null=True, default=None, on_delete=OnDelete.restrict)
    dossier = Varchar(length=64, index=True)  # keyed hash of ward and number
    live = Varchar(length=64, null=True, default=None, unique=True)  # the same; None: replaced
    token = Varchar(length=64, null=True, default=None, unique=True)  # keyed hash of the code
    day = Date(index=True)  # when it was entered, in Vietnam
    state = Varchar(length=10)  # SlipState
    ends = Date(null=True, default=None)  # the last day of the slip
    spent = Boolean(default=False)  # told at night


class SpentSlip(Table, db=DB, tablename="spent_slip"):
    """A dossier has been rated: its key is there once. Erased some days later."""

    key = BigInt(primary_key=True, default=None)  # surveys.slips.codes.spent_key
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    ends = Date(index=True)


class SlipDay(Table, db=DB, tablename="slip_day"):
    """Whom a counter asked among the dossiers entered on a day."""

    key = Varchar(length=40, primary_key=True, default="")  # counter|day
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    counter = ForeignKey(Counter, null=False, on_delete=OnDelete.restrict)
    day = Date(index=True)
    entered = Integer(default=0)
    invited = Integer(default=0)
    handed = Integer(default=0)
    refused = Integer(default=0)
    answered = Integer(default=0)  # of those handed, whenever they answered


class InviteDay(Table, db=DB, tablename="invite_day"):
    """How a ward draws on a day: fixed and published before the first dossier."""

    key = Varchar(length=40, primary_key=True, default="")  # ward|day
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    day = Date(index=True)
    seed = Varchar(length=64)  # 32 bytes, hexadecimal
    method = Varchar(length=8)  # Method
    share = Integer()  # percent, of DRAW
    every = Integer()  # k, of EVERY
