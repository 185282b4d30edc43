"""Letters, the words they begin with, their history. Internal; written by dialogue.letters."""

from __future__ import annotations

from piccolo.columns import (
    BigSerial,
    Boolean,
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
from dialogue.letters.states import LetterState
from dialogue.ward.tables import ResidentialGroup, Staff, Ward


class Letter(Table, db=DB, tablename="letter"):
    """One letter. Whom it goes to and what it says is encrypted with `key`, the row's own: the key
    is erased after LTR-RETAIN, or at once when the family does not want it.
    """

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    kind = Varchar(length=16)  # LetterKind
    occasion = Varchar(length=40)  # code of its template
    state = Varchar(length=10, default=LetterState.PROPOSED.value)
    content = Text(default="")  # JSON: whom, to, body, values; encrypted
    key = Text(default="")
    template = Integer(default=0)  # version of the words it was written from
    group = ForeignKey(ResidentialGroup, null=True, default=None, on_delete=OnDelete.restrict)
    proposer = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    proposed_on = Date()
    drafted_on = Date(null=True, default=None)
    sign_due = Date(null=True, default=None)
    signer = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    signed_on = Date(null=True, default=None)
    way = Varchar(length=8, default="")  # Way
    hander = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    hander_group = ForeignKey(
        ResidentialGroup, null=True, default=None, on_delete=OnDelete.restrict
    )  # whose head handed it over
    delivered_on = Date(null=True, default=None)
    changed_at = Timestamptz(index=True)
    version = Integer(default=1)


class LetterTemplate(Table, db=DB, tablename="letter_template"):
    """A ward's own words for an occasion: each version stays."""

    id: Serial
    key = Varchar(length=70, unique=True)  # ward|code|version
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    code = Varchar(length=40)
    version = Integer()
    kind = Varchar(length=16)
    name = Varchar(length=80)
    addressee = Varchar(length=200)
    body = Text()
    staff = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    at = Timestamptz()


class LetterEvent(Table, db=DB, tablename="letter_event"):
    """What happened to a letter: append-only, without a word of it."""

    id = BigSerial(primary_key=True)
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    letter = ForeignKey(Letter, null=False, index=True, on_delete=OnDelete.restrict)
    at = Timestamptz()
    staff = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)  # None: itself
    step = Varchar(length=12)


class QuietDossier(Table, db=DB, tablename="quiet_dossier"):
    """A dossier of a household in mourning, as a keyed hash: nobody is asked to rate until then."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    letter = ForeignKey(Letter, null=False, index=True, on_delete=OnDelete.restrict)
    dossier = Varchar(length=64, index=True)  # dialogue.ward.dossiers.dossier_hash
    until = Date()  # the last day of silence


class EarlierLetters(Table, db=DB, tablename="earlier_letters"):
    """Letters of the time before this register, as they were told, with a source."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    kind = Varchar(length=16)
    value = Integer()
    word = Varchar(length=12, default="")  # Qualifier; empty: exact
    since = Varchar(length=40)  # as told: "2014"
    until = Date()
    source = Varchar(length=300)
    staff = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    at = Timestamptz()
    taken_back = Boolean(default=False)
