"""The tables of surveys as they stood at the first release. Later migrations change them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete
from piccolo.columns.column_types import (
    BigInt,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

ID = "2026-11-20T00:00:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "the first tables"


class Counter(Table, tablename="counter"):
    """Referred to."""


class Field(Table, tablename="field"):
    """Referred to."""


class Procedure(Table, tablename="procedure"):
    """Referred to."""


class Staff(Table, tablename="staff"):
    """Referred to."""


class Survey(Table, tablename="survey"):
    """Referred to."""


class SurveyForm(Table, tablename="survey_form"):
    """Referred to."""


class Unit(Table, tablename="unit"):
    """Referred to."""


class Ward(Table, tablename="ward"):
    """Referred to."""


TABLES = {
    "Counter": (
        "counter",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "code": Varchar(length=12, unique=True),
            "label": Varchar(length=120),
            "name": Varchar(length=120),
            "unit": ForeignKey(Unit, on_delete=OnDelete.restrict),
            "active": Boolean(default=True),
            "position": Integer(),
        },
    ),
    "RetiredCode": (
        "retired_code",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "counter": ForeignKey(Counter, on_delete=OnDelete.restrict, null=False, index=True),
            "code": Varchar(length=12, unique=True),
            "reason": Varchar(length=8),
            "retired_at": Timestamptz(),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict),
        },
    ),
    "FormerUnit": (
        "former_unit",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "counter": ForeignKey(Counter, on_delete=OnDelete.restrict, null=False),
            "unit": ForeignKey(Unit, on_delete=OnDelete.restrict),
            "until": Date(),
        },
    ),
    "CounterField": (
        "counter_field",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "counter": ForeignKey(Counter, on_delete=OnDelete.restrict, null=False, index=True),
            "field": ForeignKey(Field, on_delete=OnDelete.restrict, null=False),
            "position": SmallInt(),
        },
    ),
    "CounterStaff": (
        "counter_staff",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "counter": ForeignKey(Counter, on_delete=OnDelete.restrict, null=False, index=True),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict, null=False),
        },
    ),
    "Rating": (
        "rating",
        {
            "id": BigInt(default=None, primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "counter": ForeignKey(Counter, on_delete=OnDelete.restrict, null=False, index=True),
            "field": ForeignKey(Field, on_delete=OnDelete.restrict),
            "series": Varchar(length=8),
            "form": Varchar(length=30),
            "level": Varchar(length=10),
            "reasons": Varchar(length=120),
            "day": Date(),
            "half": SmallInt(),
            "pattern": Varchar(length=10),
        },
    ),
    "WaitingWords": (
        "waiting_words",
        {
            "id": BigInt(default=None, primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "token": Varchar(length=64, unique=True),
            "sealed": Text(),
            "due": Timestamptz(index=True),
        },
    ),
    "RatingDay": (
        "rating_day",
        {
            "key": Varchar(length=60, primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "counter": ForeignKey(Counter, on_delete=OnDelete.restrict, null=False),
            "field": Integer(),
            "series": Varchar(length=8),
            "day": Date(index=True),
            "very": Integer(),
            "ok": Integer(),
            "not_satisfied": Integer(),
            "morning_very": Integer(),
            "morning_ok": Integer(),
            "morning_not": Integer(),
        },
    ),
    "RatingReasonDay": (
        "rating_reason_day",
        {
            "key": Varchar(length=80, primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "counter": ForeignKey(Counter, on_delete=OnDelete.restrict, null=False),
            "field": Integer(),
            "series": Varchar(length=8),
            "day": Date(index=True),
            "reason": Varchar(length=20),
            "times": Integer(),
        },
    ),
    "RatingChange": (
        "rating_change",
        {
            "token": Varchar(length=64, primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "rating": BigInt(),
            "ends": Timestamptz(index=True),
        },
    ),
    "FollowUp": (
        "follow_up",
        {
            "id": BigInt(default=None, primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "counter": ForeignKey(Counter, on_delete=OnDelete.restrict, null=False),
            "field": ForeignKey(Field, on_delete=OnDelete.restrict),
            "day": Date(),
            "reasons": Varchar(length=120),
            "since": Date(default=None, null=True),
            "until": Date(default=None, null=True),
            "released_on": Date(default=None, null=True),
            "open_due": Date(default=None, null=True),
            "due": Date(default=None, null=True),
            "state": Varchar(length=12, default="open"),
            "cause": Text(),
            "remedy": Text(),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict),
            "done_at": Timestamptz(default=None, null=True),
        },
    ),
    "DossierSlip": (
        "dossier_slip",
        {
            "id": BigInt(default=None, primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "counter": ForeignKey(Counter, on_delete=OnDelete.restrict, null=False),
            "field": ForeignKey(Field, on_delete=OnDelete.restrict),
            "procedure": ForeignKey(Procedure, on_delete=OnDelete.restrict),
            "dossier": Varchar(length=64, index=True),
            "live": Varchar(length=64, default=None, null=True, unique=True),
            "token": Varchar(length=64, default=None, null=True, unique=True),
            "day": Date(index=True),
            "state": Varchar(length=10),
            "ends": Date(default=None, null=True),
            "spent": Boolean(),
        },
    ),
    "SpentSlip": (
        "spent_slip",
        {
            "key": BigInt(default=None, primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "ends": Date(index=True),
        },
    ),
    "SlipDay": (
        "slip_day",
        {
            "key": Varchar(length=40, primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "counter": ForeignKey(Counter, on_delete=OnDelete.restrict, null=False),
            "day": Date(index=True),
            "entered": Integer(),
            "invited": Integer(),
            "handed": Integer(),
            "refused": Integer(),
            "answered": Integer(),
        },
    ),
    "InviteDay": (
        "invite_day",
        {
            "key": Varchar(length=40, primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "day": Date(index=True),
            "seed": Varchar(length=64),
            "method": Varchar(length=8),
            "share": Integer(),
            "every": Integer(),
        },
    ),
    "PaperStack": (
        "paper_stack",
        {
            "public_id": Varchar(length=16, unique=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "counter": ForeignKey(Counter, on_delete=OnDelete.restrict, null=False),
            "source": Varchar(length=8),
            "name": Varchar(length=120),
            "state": Varchar(length=10, index=True),
            "first": Text(),
            "second": Text(),
            "slips": Integer(),
            "spoiled": Integer(),
            "drawn": Boolean(),
            "different": Integer(),
            "reason": Varchar(length=500),
            "digest": Varchar(length=64, default=None, null=True),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict, null=False),
            "second_staff": ForeignKey(Staff, on_delete=OnDelete.restrict),
            "settled_by": ForeignKey(Staff, on_delete=OnDelete.restrict),
            "entered_at": Timestamptz(),
            "ended_at": Timestamptz(default=None, null=True),
        },
    ),
    "Alert": (
        "alert",
        {
            "public_id": Varchar(length=16, unique=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "counter": ForeignKey(Counter, on_delete=OnDelete.restrict, null=False),
            "kind": Varchar(length=10),
            "since": Date(),
            "until": Date(),
            "half": SmallInt(default=-1),
            "n": Integer(),
            "opened_on": Date(),
            "state": Varchar(length=10, default="open"),
            "reason": Text(),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict),
            "second_reason": Text(),
            "second_staff": ForeignKey(Staff, on_delete=OnDelete.restrict),
            "version": Integer(default=1),
        },
    ),
    "LedgerSalt": (
        "ledger_salt",
        {
            "key": Varchar(length=30, primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "month": Date(),
            "sealed": Text(),
        },
    ),
    "LedgerPending": (
        "ledger_pending",
        {
            "id": BigInt(default=None, primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "token": Varchar(length=40, index=True),
            "day": Date(),
            "half": SmallInt(),
            "sealed": Text(),
        },
    ),
    "LedgerLeaf": (
        "ledger_leaf",
        {
            "id": BigInt(default=None, primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "number": BigInt(),
            "kind": Varchar(length=10, index=True),
            "day": Date(),
            "data": Text(),
            "commitment": Varchar(length=64, index=True),
            "replaces": Varchar(length=64, default=None, null=True, index=True),
            "token": Varchar(length=40, index=True),
            "rating": BigInt(),
        },
    ),
    "LedgerNode": (
        "ledger_node",
        {
            "id": BigInt(default=None, primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "hash": Varchar(length=64),
        },
    ),
    "LedgerHead": (
        "ledger_head",
        {
            "key": Varchar(length=30, primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "day": Date(),
            "size": BigInt(),
            "root": Varchar(length=64),
            "note": Text(),
            "verifier": Varchar(length=200),
        },
    ),
    "Kiosk": (
        "kiosk",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "counter": ForeignKey(Counter, on_delete=OnDelete.restrict, null=False),
            "name": Varchar(length=120),
            "token": Varchar(length=64, unique=True),
            "made_on": Date(),
            "made_by": ForeignKey(Staff, on_delete=OnDelete.restrict),
            "seen_on": Date(default=None, null=True),
            "skew": Integer(),
            "refused": Integer(),
            "revoked_on": Date(default=None, null=True),
        },
    ),
    "SurveyForm": (
        "survey_form",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "code": Varchar(length=40),
            "number": Integer(default=1),
            "state": Varchar(length=10, default="draft"),
            "content": Text(),
            "house": Varchar(length=40),
            "sent_by": ForeignKey(Staff, on_delete=OnDelete.restrict),
            "version": Integer(default=1),
        },
    ),
    "Survey": (
        "survey",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "slug": Varchar(length=60),
            "title": Varchar(length=160),
            "title_en": Varchar(length=160),
            "form": ForeignKey(SurveyForm, on_delete=OnDelete.restrict, null=False),
            "opens": Date(),
            "closes": Date(),
            "closed_on": Date(default=None, null=True),
            "least": Integer(default=None, null=True),
            "tallies": Text(),
            "version": Integer(default=1),
        },
    ),
    "SurveyReply": (
        "survey_reply",
        {
            "id": BigInt(default=None, primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "survey": ForeignKey(Survey, on_delete=OnDelete.restrict, null=False, index=True),
            "form": ForeignKey(SurveyForm, on_delete=OnDelete.restrict, null=False),
            "answers": Text(),
            "day": Date(),
            "half": SmallInt(),
        },
    ),
    "SurveyWords": (
        "survey_words",
        {
            "id": BigInt(default=None, primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "survey": ForeignKey(Survey, on_delete=OnDelete.restrict, null=False, index=True),
            "sealed": Text(),
        },
    ),
    "SurveyComment": (
        "survey_comment",
        {
            "id": BigInt(default=None, primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "survey": ForeignKey(Survey, on_delete=OnDelete.restrict, null=False, index=True),
            "form": ForeignKey(SurveyForm, on_delete=OnDelete.restrict, null=False),
            "question": Varchar(length=40),
            "text": Text(),
            "sensitive": Boolean(),
            "state": Varchar(length=10, default="waiting"),
            "read_by": ForeignKey(Staff, on_delete=OnDelete.restrict),
        },
    ),
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="surveys", description=DESCRIPTION)
    for class_name, (tablename, columns) in TABLES.items():
        manager.add_table(class_name, tablename)
        for name, column in columns.items():
            manager.add_column(
                class_name,
                tablename,
                name,
                column_class=type(column),
                params=column._meta.params,
            )
    return manager
