"""Who first read what was written at a counter. Written only by surveys.comments.actions.

It names the matter that the words became, and no rating: none can be named.
"""

from __future__ import annotations

from piccolo.columns import ForeignKey, OnDelete, Serial, Timestamptz
from piccolo.table import Table

from dialogue.core.database import DB
from dialogue.matters.tables import Matter
from dialogue.ward.tables import Staff, Ward


class CommentReading(Table, db=DB, tablename="comment_reading"):
    """The first reading: there is one of a matter, and it stays."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    matter = ForeignKey(Matter, null=False, unique=True, on_delete=OnDelete.restrict)
    staff = ForeignKey(Staff, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz()
