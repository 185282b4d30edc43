"""The tables of dialogue as they stood at the first release. Later migrations change them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete
from piccolo.columns.column_types import (
    BigInt,
    BigSerial,
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

ID = "2026-11-20T00:00:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "the first tables"


class Field(Table, tablename="field"):
    """Referred to."""


class GroupLink(Table, tablename="group_link"):
    """Referred to."""


class Matter(Table, tablename="matter"):
    """Referred to."""


class ResidentialGroup(Table, tablename="residential_group"):
    """Referred to."""


class Staff(Table, tablename="staff"):
    """Referred to."""


class Task(Table, tablename="task"):
    """Referred to."""


class Topic(Table, tablename="topic"):
    """Referred to."""


class Unit(Table, tablename="unit"):
    """Referred to."""


class Ward(Table, tablename="ward"):
    """Referred to."""


TABLES = {
    "Change": (
        "change",
        {
            "seq": BigSerial(primary_key=True),
            "ward": Integer(index=True),
            "kind": Varchar(length=30),
            "subject": BigInt(),
        },
    ),
    "UsedTicket": (
        "used_ticket",
        {
            "nonce": Varchar(length=64, primary_key=True),
            "ward": Integer(),
            "body": Varchar(length=60),
            "receipt": Varchar(length=40),
            "ends": Timestamptz(index=True),
        },
    ),
    "Job": (
        "job",
        {
            "ward": Integer(default=None, null=True),
            "kind": Varchar(length=40),
            "key": Varchar(length=120, unique=True),
            "payload": Text(default="{}"),
            "state": Varchar(length=10, default="waiting", index=True),
            "run_at": Timestamptz(index=True),
            "leased_until": Timestamptz(default=None, null=True),
            "owner": Varchar(length=60),
            "attempts": Integer(),
            "error": Text(),
            "done_at": Timestamptz(default=None, null=True),
        },
    ),
    "AuditEntry": (
        "audit_entry",
        {
            "id": BigSerial(primary_key=True),
            "ward": Integer(index=True),
            "staff": Integer(default=None, null=True),
            "action": Varchar(length=60),
            "subject_kind": Varchar(length=30),
            "subject": BigInt(default=None, null=True, index=True),
            "before": Text(),
            "after": Text(),
            "at": Timestamptz(index=True),
        },
    ),
    "Ward": (
        "ward",
        {
            "slug": Varchar(length=60, unique=True),
            "name": Varchar(length=120),
            "kind": Varchar(length=20, default="phường"),
            "province": Varchar(length=120),
            "province_title": Varchar(length=20, default="Thành phố"),
            "group_word": Varchar(length=30, default="tổ dân phố"),
            "head_word": Varchar(length=60, default="Tổ trưởng tổ dân phố"),
            "address": Varchar(length=200),
            "phone": Varchar(length=30),
            "hours": Varchar(length=200),
            "calendar_version": Integer(default=1),
            "is_demo": Boolean(),
        },
    ),
    "Unit": (
        "unit",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "code": Varchar(length=12),
            "name": Varchar(length=120),
            "name_en": Varchar(length=120),
            "short": Varchar(length=60),
            "other_names": Text(),
            "phone": Varchar(length=30),
            "since": Date(default=None, null=True),
            "until": Date(default=None, null=True),
        },
    ),
    "ResidentialGroup": (
        "residential_group",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "name": Varchar(length=120),
            "origin": Varchar(length=120),
            "head": Varchar(length=120),
            "position": Integer(),
            "since": Date(default=None, null=True),
            "until": Date(default=None, null=True),
        },
    ),
    "GroupName": (
        "group_name",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "group": ForeignKey(ResidentialGroup, on_delete=OnDelete.restrict, null=False),
            "name": Varchar(length=120),
            "origin": Varchar(length=120),
            "until": Date(),
            "source": Varchar(length=300),
        },
    ),
    "GroupSuccession": (
        "group_succession",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "old": ForeignKey(ResidentialGroup, on_delete=OnDelete.restrict, null=False),
            "new": ForeignKey(ResidentialGroup, on_delete=OnDelete.restrict, null=False),
            "since": Date(),
            "whole": Boolean(),
            "source": Varchar(length=300),
        },
    ),
    "FormerArea": (
        "former_area",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "name": Varchar(length=120),
            "kind": Varchar(length=20),
            "parent": Varchar(length=120),
            "until": Date(),
            "whole": Boolean(),
            "elsewhere": Varchar(length=200),
            "source": Varchar(length=300),
        },
    ),
    "GroupLink": (
        "group_link",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "group": ForeignKey(
                ResidentialGroup, on_delete=OnDelete.restrict, null=False, index=True
            ),
            "token": Varchar(length=64, unique=True),
            "holder": Varchar(length=120),
            "made_at": Timestamptz(),
            "ends_at": Timestamptz(),
            "revoked_at": Timestamptz(default=None, null=True),
            "used_at": Timestamptz(default=None, null=True),
        },
    ),
    "Field": (
        "field",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "code": Varchar(length=12),
            "parent": ForeignKey("self", on_delete=OnDelete.restrict),
            "name": Varchar(length=120),
            "name_en": Varchar(length=120),
            "short": Varchar(length=60),
            "unit": ForeignKey(Unit, on_delete=OnDelete.restrict, null=False),
            "icon": Varchar(length=30),
            "old_names": Text(),
            "examples": Text(),
            "position": Integer(),
            "active": Boolean(default=True),
        },
    ),
    "Topic": (
        "topic",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "code": Varchar(length=12),
            "name": Varchar(length=120),
            "name_en": Varchar(length=120),
            "short": Varchar(length=60),
            "unit": ForeignKey(Unit, on_delete=OnDelete.restrict, null=False),
            "icon": Varchar(length=30),
            "sensitive": Boolean(),
            "examples": Text(),
            "position": Integer(),
            "active": Boolean(default=True),
        },
    ),
    "Procedure": (
        "procedure",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "code": Varchar(length=20),
            "slug": Varchar(length=120),
            "field": ForeignKey(Field, on_delete=OnDelete.restrict, null=False, index=True),
            "official_field": Varchar(length=120),
            "name": Varchar(length=500),
            "name_en": Varchar(length=500),
            "owner_unit": ForeignKey(Unit, on_delete=OnDelete.restrict, null=False),
            "limit_value": Integer(default=None, null=True),
            "limit_unit": Varchar(length=20),
            "limit_note": Text(),
            "channels": Varchar(length=60),
            "result": Varchar(length=500),
            "papers": Text(),
            "fee": Varchar(length=300),
            "certainty": Varchar(length=10, default="low"),
            "source": Varchar(length=500),
            "active": Boolean(default=True),
        },
    ),
    "Rule": (
        "rule",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, index=True),
            "code": Varchar(length=30, index=True),
            "topic": Varchar(length=30),
            "text": Text(),
            "source": Text(),
            "value": Text(),
            "value_unit": Varchar(length=120),
            "since": Date(),
            "until": Date(default=None, null=True),
            "software": Text(),
            "certainty": Varchar(length=12),
            "note": Text(),
        },
    ),
    "CalendarDay": (
        "calendar_day",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "day": Date(),
            "kind": Varchar(length=20),
            "name": Varchar(length=200),
            "name_en": Varchar(length=200),
            "certainty": Varchar(length=12),
            "note": Text(),
        },
    ),
    "Staff": (
        "staff",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "login": Varchar(length=60),
            "name": Varchar(length=120),
            "title": Varchar(length=120),
            "gender": Varchar(length=6),
            "unit": ForeignKey(Unit, on_delete=OnDelete.restrict),
            "password": Varchar(length=200),
            "password_from": Integer(default=None, null=True),
            "password_at": Timestamptz(default=None, null=True),
            "active": Boolean(default=True),
        },
    ),
    "StaffRole": (
        "staff_role",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict, null=False, index=True),
            "role": Varchar(length=20),
        },
    ),
    "StaffField": (
        "staff_field",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict, null=False, index=True),
            "field": ForeignKey(Field, on_delete=OnDelete.restrict, null=False),
        },
    ),
    "StaffSession": (
        "staff_session",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict, null=False, index=True),
            "token": Varchar(length=64, unique=True),
            "device": Varchar(length=120),
            "started_at": Timestamptz(),
            "seen_at": Timestamptz(),
            "ends_at": Timestamptz(index=True),
        },
    ),
    "SignInAttempt": (
        "sign_in_attempt",
        {
            "ward": Integer(default=None, null=True),
            "account": Varchar(length=64, index=True),
            "address": Varchar(length=64, index=True),
            "at": Timestamptz(index=True),
        },
    ),
    "CaseFigures": (
        "case_figures",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "field": ForeignKey(Field, on_delete=OnDelete.restrict),
            "since": Date(),
            "until": Date(),
            "label": Varchar(length=120),
            "opening": Integer(default=None, null=True),
            "received_direct": Integer(default=None, null=True),
            "received_online": Integer(default=None, null=True),
            "received_post": Integer(default=None, null=True),
            "received": Integer(default=None, null=True),
            "early": Integer(default=None, null=True),
            "on_time": Integer(default=None, null=True),
            "late": Integer(default=None, null=True),
            "returned": Integer(default=None, null=True),
            "in_progress": Integer(default=None, null=True),
            "qualifiers": Text(default="{}"),
            "source": Text(),
            "entered_by": Integer(default=None, null=True),
            "entered_at": Timestamptz(),
        },
    ),
    "Matter": (
        "matter",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "public_id": Varchar(length=24, unique=True),
            "tracking": Varchar(length=64, unique=True),
            "kind": Varchar(length=12),
            "source": Varchar(length=12),
            "state": Varchar(length=20, default="received", index=True),
            "outcome": Varchar(length=16),
            "title": Varchar(length=200),
            "body": Text(),
            "language": Varchar(length=5, default="vi"),
            "counter": Varchar(length=120),
            "field": ForeignKey(Field, on_delete=OnDelete.restrict, index=True),
            "topic": ForeignKey(Topic, on_delete=OnDelete.restrict),
            "group": ForeignKey(ResidentialGroup, on_delete=OnDelete.restrict, index=True),
            "unit": ForeignKey(Unit, on_delete=OnDelete.restrict, index=True),
            "officer": ForeignKey(Staff, on_delete=OnDelete.restrict, index=True),
            "leader": ForeignKey(Staff, on_delete=OnDelete.restrict),
            "asker_kind": Varchar(length=14, default="person"),
            "asker_name": Text(),
            "contact": Text(),
            "contact_key": Text(),
            "consent": Varchar(length=20),
            "names_allowed": Boolean(),
            "public": Boolean(default=True),
            "typist": ForeignKey(Staff, on_delete=OnDelete.restrict),
            "sensitive": Boolean(),
            "urgent": Boolean(),
            "received_at": Timestamptz(index=True),
            "day_zero": Date(),
            "ack_due": Date(default=None, null=True),
            "triage_due": Date(default=None, null=True),
            "draft_due": Date(default=None, null=True),
            "publish_due": Date(default=None, null=True, index=True),
            "first_due": Date(default=None, null=True),
            "verdict_due": Date(default=None, null=True),
            "calendar_version": Integer(default=1),
            "clock_rules": Text(default="{}"),
            "waiting_since": Timestamptz(default=None, null=True),
            "waited_days": SmallInt(),
            "asked_back": Boolean(),
            "extended": Boolean(),
            "handed_back": SmallInt(),
            "round": SmallInt(default=1),
            "answered_at": Timestamptz(default=None, null=True),
            "closed_at": Timestamptz(default=None, null=True),
            "lead": ForeignKey("self", on_delete=OnDelete.restrict),
            "again_of": ForeignKey("self", on_delete=OnDelete.restrict, index=True),
            "retracted_at": Timestamptz(default=None, null=True),
            "campaign": Boolean(),
            "receiver": Varchar(length=200),
            "reason": Text(),
            "sealed_recipient": Varchar(length=200),
            "barred": Varchar(length=200),
            "number": Integer(default=None, null=True),
        },
    ),
    "MatterEvent": (
        "matter_event",
        {
            "id": BigSerial(primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "matter": ForeignKey(Matter, on_delete=OnDelete.restrict, null=False, index=True),
            "at": Timestamptz(),
            "actor_kind": Varchar(length=8),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict),
            "step": Varchar(length=30),
            "old_state": Varchar(length=20),
            "new_state": Varchar(length=20),
            "reason": Text(),
            "public_note": Text(),
            "data": Text(default="{}"),
        },
    ),
    "Draft": (
        "draft",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "matter": ForeignKey(Matter, on_delete=OnDelete.restrict, null=False, index=True),
            "round": SmallInt(),
            "version": Integer(),
            "text": Text(),
            "summary_en": Text(),
            "author": ForeignKey(Staff, on_delete=OnDelete.restrict, null=False),
            "saved_at": Timestamptz(),
            "promises": Boolean(),
        },
    ),
    "Approval": (
        "approval",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "matter": ForeignKey(Matter, on_delete=OnDelete.restrict, null=False, index=True),
            "round": SmallInt(),
            "version": Integer(),
            "drafter": ForeignKey(Staff, on_delete=OnDelete.restrict, null=False),
            "checker": ForeignKey(Staff, on_delete=OnDelete.restrict),
            "approver": ForeignKey(Staff, on_delete=OnDelete.restrict, null=False),
            "approver_name": Varchar(length=120),
            "approver_title": Varchar(length=120),
            "remark": Text(),
            "at": Timestamptz(),
        },
    ),
    "InternalNote": (
        "internal_note",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "matter": ForeignKey(Matter, on_delete=OnDelete.restrict, null=False, index=True),
            "author": ForeignKey(Staff, on_delete=OnDelete.restrict, null=False),
            "text": Text(),
            "round": SmallInt(default=None, null=True),
            "version": Integer(default=None, null=True),
            "at": Timestamptz(),
        },
    ),
    "PersonalData": (
        "personal_data",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "matter": ForeignKey(Matter, on_delete=OnDelete.restrict, null=False, index=True),
            "part": Varchar(length=10),
            "kind": Varchar(length=12),
            "fragment": Varchar(length=300),
            "decision": Varchar(length=6),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict, null=False),
            "at": Timestamptz(),
        },
    ),
    "Attachment": (
        "attachment",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "matter": ForeignKey(Matter, on_delete=OnDelete.restrict, null=False, index=True),
            "public_id": Varchar(length=24, unique=True),
            "name": Varchar(length=200),
            "media_type": Varchar(length=60),
            "size": Integer(),
            "digest": Varchar(length=64),
            "public": Boolean(),
        },
    ),
    "Published": (
        "published",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "matter": ForeignKey(Matter, on_delete=OnDelete.restrict, null=False, unique=True),
            "number": Integer(),
            "public_id": Varchar(length=24),
            "title": Varchar(length=200),
            "kind": Varchar(length=12),
            "source": Varchar(length=12),
            "state": Varchar(length=20),
            "field": ForeignKey(Field, on_delete=OnDelete.restrict),
            "topic": ForeignKey(Topic, on_delete=OnDelete.restrict),
            "group": ForeignKey(ResidentialGroup, on_delete=OnDelete.restrict),
            "unit": ForeignKey(Unit, on_delete=OnDelete.restrict),
            "asker": Varchar(length=120),
            "askers": SmallInt(default=1),
            "body": Text(),
            "answer": Text(),
            "summary_en": Text(),
            "approver_name": Varchar(length=120),
            "approver_title": Varchar(length=120),
            "received_on": Date(),
            "due_on": Date(default=None, null=True),
            "first_due_on": Date(default=None, null=True),
            "published_at": Timestamptz(index=True),
            "in_time": Boolean(default=None, null=True),
            "verdict": Varchar(length=10),
            "round": SmallInt(default=1),
            "version": SmallInt(default=1),
            "place": BigInt(),
            "year": SmallInt(),
            "days": SmallInt(default=None, null=True),
            "answered_at": Timestamptz(default=None, null=True),
            "again_at": Timestamptz(default=None, null=True),
            "verdict_on": Date(default=None, null=True),
            "corrected_on": Date(default=None, null=True),
            "withdrawn_on": Date(default=None, null=True),
            "withdrawn_reason": Text(),
            "checksum": Varchar(length=64),
            "words": Text(),
            "changed": Text(),
            "masked": SmallInt(),
            "masked_on": Date(default=None, null=True),
            "helped": Integer(),
        },
    ),
    "PublishedAnswer": (
        "published_answer",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "matter": ForeignKey(Matter, on_delete=OnDelete.restrict, null=False, index=True),
            "round": SmallInt(),
            "version": SmallInt(),
            "text": Text(),
            "summary_en": Text(),
            "reason": Text(),
            "by_name": Varchar(length=120),
            "by_title": Varchar(length=120),
            "at": Timestamptz(),
            "masked": SmallInt(),
            "checksum": Varchar(length=64),
        },
    ),
    "SealedCopy": (
        "sealed_copy",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "matter": ForeignKey(Matter, on_delete=OnDelete.restrict, null=False, unique=True),
            "key": Text(),
            "content": Text(),
        },
    ),
    "SinceLast": (
        "since_last",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "matter": ForeignKey(Matter, on_delete=OnDelete.restrict, null=False, index=True),
            "round": SmallInt(),
            "text": Text(),
            "author": ForeignKey(Staff, on_delete=OnDelete.restrict, null=False),
            "at": Timestamptz(),
        },
    ),
    "OutsideRecipient": (
        "outside_recipient",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "name": Varchar(length=120),
            "body": Varchar(length=200),
            "address": Varchar(length=200),
            "since": Date(),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict, null=False),
            "at": Timestamptz(),
        },
    ),
    "Verdict": (
        "verdict",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "matter": ForeignKey(Matter, on_delete=OnDelete.restrict, null=False, index=True),
            "round": SmallInt(),
            "version": SmallInt(default=1),
            "level": Varchar(length=10),
            "reason": Text(),
            "reopens": Boolean(),
            "at": Timestamptz(),
        },
    ),
    "Task": (
        "task",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "public_id": Varchar(length=24, unique=True),
            "number": Integer(default=None, null=True),
            "origin_kind": Varchar(length=12),
            "origin": Varchar(length=60),
            "origin_name": Varchar(length=200),
            "matter": ForeignKey(Matter, on_delete=OnDelete.restrict, index=True),
            "field": ForeignKey(Field, on_delete=OnDelete.restrict),
            "group": ForeignKey(ResidentialGroup, on_delete=OnDelete.restrict),
            "text": Text(),
            "unit": ForeignKey(Unit, on_delete=OnDelete.restrict, null=False),
            "officer": ForeignKey(Staff, on_delete=OnDelete.restrict),
            "first_due": Date(),
            "due": Date(index=True),
            "state": Varchar(length=14, default="open"),
            "evidence": Text(),
            "public": Boolean(),
            "moved": SmallInt(),
            "created_at": Timestamptz(),
            "done_on": Date(default=None, null=True),
            "confirm_due": Date(default=None, null=True),
            "confirmed_by": Varchar(length=120),
        },
    ),
    "TaskGroup": (
        "task_group",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "task": ForeignKey(Task, on_delete=OnDelete.restrict, null=False, index=True),
            "group": ForeignKey(
                ResidentialGroup, on_delete=OnDelete.restrict, null=False, index=True
            ),
        },
    ),
    "TaskEvent": (
        "task_event",
        {
            "id": BigSerial(primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "task": ForeignKey(Task, on_delete=OnDelete.restrict, null=False, index=True),
            "at": Timestamptz(),
            "actor_kind": Varchar(length=8),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict),
            "step": Varchar(length=30),
            "text": Text(),
            "data": Text(default="{}"),
        },
    ),
    "TaskProof": (
        "task_proof",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "task": ForeignKey(Task, on_delete=OnDelete.restrict, null=False, index=True),
            "public_id": Varchar(length=24, unique=True),
            "kind": Varchar(length=10),
            "text": Text(),
            "group": ForeignKey(ResidentialGroup, on_delete=OnDelete.restrict),
            "media_type": Varchar(length=60),
            "digest": Varchar(length=64),
            "at": Timestamptz(),
        },
    ),
    "Notice": (
        "notice",
        {
            "id": BigSerial(primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict, null=False),
            "kind": Varchar(length=12),
            "key": Varchar(length=60),
            "matter": ForeignKey(Matter, on_delete=OnDelete.restrict, index=True),
            "task": ForeignKey(Task, on_delete=OnDelete.restrict),
            "data": Text(default="{}"),
            "at": Timestamptz(),
            "read_at": Timestamptz(default=None, null=True),
        },
    ),
    "NoticeChoice": (
        "notice_choice",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict, null=False),
            "kind": Varchar(length=12),
        },
    ),
    "Batch": (
        "batch",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "public_id": Varchar(length=24, unique=True),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict),
            "link": ForeignKey(GroupLink, on_delete=OnDelete.restrict),
            "source": Varchar(length=12),
            "state": Varchar(length=10),
            "key": Text(),
            "content": Text(),
            "size": Integer(),
            "done": Integer(),
            "made_at": Timestamptz(),
            "ends_at": Timestamptz(index=True),
        },
    ),
    "SupervisionNote": (
        "supervision_note",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "matter": ForeignKey(Matter, on_delete=OnDelete.restrict, null=False, unique=True),
            "seen": Varchar(length=12),
            "seen_on": Date(),
        },
    ),
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dialogue", description=DESCRIPTION)
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
