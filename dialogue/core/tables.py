"""Tables that every room uses: used tickets, jobs, the audit log. `change` stands in changes.py.

`ward` is a plain number here: the ground floor does not know the table of wards.
"""

from __future__ import annotations

from piccolo.columns import BigInt, BigSerial, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from dialogue.core.database import DB


class UsedTicket(Table, db=DB, tablename="used_ticket"):
    """Hashes of nonces, for as long as tickets live; then a job erases the row."""

    nonce = Varchar(length=64, primary_key=True, default="")
    ward = Integer()
    body = Varchar(length=60)  # keyed hash of what was sent
    receipt = Varchar(length=40)  # what the sender was told, where it cannot be derived
    ends = Timestamptz(index=True)


class Job(Table, db=DB, tablename="job"):
    """Work to be done after the transaction that asked for it. `key` is unique: asked once."""

    id: Serial
    ward = Integer(null=True, default=None)
    kind = Varchar(length=40)
    key = Varchar(length=120, unique=True)
    payload = Text(default="{}")  # JSON
    state = Varchar(length=10, default="waiting", index=True)  # waiting, done, dead
    run_at = Timestamptz(index=True)
    leased_until = Timestamptz(null=True, default=None)
    owner = Varchar(length=60, default="")
    attempts = Integer(default=0)
    error = Text(default="")
    done_at = Timestamptz(null=True, default=None)


class AuditEntry(Table, db=DB, tablename="audit_entry"):
    """Append-only: every act of staff that is not already a matter's or task's event."""

    id = BigSerial(primary_key=True)
    ward = Integer(index=True)
    staff = Integer(null=True, default=None)  # None: the system or the command line
    action = Varchar(length=60)
    subject_kind = Varchar(length=30)
    subject = BigInt(null=True, default=None, index=True)
    before = Text(default="")  # JSON, without personal data
    after = Text(default="")
    at = Timestamptz(index=True)
