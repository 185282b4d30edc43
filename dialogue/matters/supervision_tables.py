"""What heads of residential groups saw at the counters. Written by actions/supervising.py."""

from __future__ import annotations

from piccolo.columns import Date, ForeignKey, OnDelete, Serial, Varchar
from piccolo.table import Table

from dialogue.core.database import DB
from dialogue.matters.tables import Matter
from dialogue.ward.tables import Ward


class SupervisionNote(Table, db=DB, tablename="supervision_note"):
    """Beside a matter of the register, which holds the words, the field and all that follows."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    matter = ForeignKey(Matter, null=False, unique=True, on_delete=OnDelete.restrict)
    seen = Varchar(length=12)  # code of dialogue/matters/data/supervision.json
    seen_on = Date()
