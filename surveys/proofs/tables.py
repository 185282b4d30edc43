"""The ward's log of commitments to ratings. Written only by surveys.proofs.actions.

Leaves, their hashes and signed heads are never changed or removed: the database refuses it. What
a commitment opens with is made from the rating's id and the key of its month (docs/decisions/014).
"""

from __future__ import annotations

from piccolo.columns import BigInt, Date, ForeignKey, OnDelete, SmallInt, Text, Varchar
from piccolo.table import Table

from dialogue.core.database import DB
from dialogue.ward.tables import Ward


class LedgerSalt(Table, db=DB, tablename="ledger_salt"):
    """The key of a ward's month; erased with its ratings, and then no commitment opens again."""

    key = Varchar(length=30, primary_key=True, default="")  # ward|month
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    month = Date()  # its first day
    sealed = Text()  # under the installation's key


class LedgerPending(Table, db=DB, tablename="ledger_pending"):
    """An accepted reply until the end of its half-day: written in the rating's transaction.

    Sealed, so that the log of the database that holds both does not join a receipt to a rating.
    """

    id = BigInt(primary_key=True, default=None)  # of the token: surveys.proofs.tokens.pending_ids
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    token = Varchar(length=40)  # keyed hash of the receipt
    day = Date()  # on which it was accepted
    half = SmallInt()
    sealed = Text()  # surveys.proofs.leaves.Pending


class LedgerLeaf(Table, db=DB, tablename="ledger_leaf"):
    """One entry of the log: `data` is what is hashed, all else only finds it."""

    id = BigInt(primary_key=True, default=None)  # ward and number: surveys.proofs.leaves.leaf_id
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    number = BigInt()  # from 0, without a gap
    kind = Varchar(length=10, index=True)  # surveys.proofs.leaves.Entry
    day = Date()  # under whose head it stands
    data = Text()  # canonical JSON
    commitment = Varchar(length=64, index=True, default="")
    replaces = Varchar(length=64, index=True, null=True, default=None)
    token = Varchar(length=40, index=True, default="")  # keyed hash of the pending row's
    rating = BigInt(default=0)  # its id, masked by the key of the month


class LedgerNode(Table, db=DB, tablename="ledger_node"):
    """Hashes of complete subtrees, leaves included."""

    id = BigInt(primary_key=True, default=None)  # ward and dialogue.core.ledger.position
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    hash = Varchar(length=64)


class LedgerHead(Table, db=DB, tablename="ledger_head"):
    """The log as it stood at the end of a day, signed."""

    key = Varchar(length=30, primary_key=True, default="")  # ward|day
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    day = Date()
    size = BigInt()
    root = Varchar(length=64)
    note = Text()  # a signed checkpoint
    verifier = Varchar(length=200)  # the key that signed it
