"""Who follows what. Internal; written only by dialogue.following."""

from __future__ import annotations

from piccolo.columns import (
    BigInt,
    BigSerial,
    ForeignKey,
    Integer,
    OnDelete,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from dialogue.core.database import DB
from dialogue.following.states import FollowState
from dialogue.ward.tables import Field, ResidentialGroup, Ward


class Subscription(Table, db=DB, tablename="subscription"):
    """A row goes when its subscription ends, and no history is kept: who once followed what is
    nobody's to know. (ward, receiver, wanted) is unique.
    """

    id = BigSerial(primary_key=True)
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    receiver = Varchar(length=64, index=True)  # keyed hash of the address
    address = Text()  # encrypted
    address_key = Text()  # the row's own key, wrapped
    language = Varchar(length=5, default="vi")
    wanted = Varchar(length=64)  # hash of the five that follow
    words = Varchar(length=200, default="")
    field = ForeignKey(Field, null=True, default=None, on_delete=OnDelete.restrict)
    group = ForeignKey(ResidentialGroup, null=True, default=None, on_delete=OnDelete.restrict)
    number = Integer(null=True, default=None)  # of one answer
    state = Varchar(length=6, default=FollowState.ASKED.value, index=True)
    asked_at = Timestamptz()
    seen = BigInt(default=0)  # in the change log: all before it was told, or came before the yes
    told_at = Timestamptz(null=True, default=None)
    failures = SmallInt(default=0)  # letters refused in a row
