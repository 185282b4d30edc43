"""Whether letters may go to the address that an asker left. Written by dialogue.matters.actions."""

from __future__ import annotations

from piccolo.columns import (
    BigInt,
    BigSerial,
    ForeignKey,
    OnDelete,
    SmallInt,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from dialogue.core.database import DB
from dialogue.matters.states import Consent
from dialogue.matters.tables import Matter
from dialogue.ward.tables import Ward


class MailConsent(Table, db=DB, tablename="mail_consent"):
    """One for each matter whose asker left an address: anybody may type anybody's. The row goes
    with the contact; the address itself stays with the matter, encrypted.
    """

    id = BigSerial(primary_key=True)
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    matter = ForeignKey(Matter, null=False, unique=True, on_delete=OnDelete.restrict)
    receiver = Varchar(length=64, index=True)  # keyed hash of the address
    state = Varchar(length=7, default=Consent.ASKED.value)
    asked_at = Timestamptz()
    event = BigInt()  # the newest step that waits to be told, a line in the history
    of = BigInt()  # of this matter: the own one, or the one it was merged into
    failures = SmallInt(default=0)  # letters refused in a row
