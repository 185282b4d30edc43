"""The tables of meetings as they stood at the first release. Later migrations change them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete
from piccolo.columns.column_types import (
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

ID = "2026-11-20T00:00:00:000003"
VERSION = "1.38.0"
DESCRIPTION = "the first tables"


class Cluster(Table, tablename="conference_cluster"):
    """Referred to."""


class CoffeeSession(Table, tablename="coffee_session"):
    """Referred to."""


class Conclusion(Table, tablename="conference_conclusion"):
    """Referred to."""


class Conference(Table, tablename="conference"):
    """Referred to."""


class Field(Table, tablename="field"):
    """Referred to."""


class Huddle(Table, tablename="huddle"):
    """Referred to."""


class Invitee(Table, tablename="conference_invitee"):
    """Referred to."""


class Matter(Table, tablename="matter"):
    """Referred to."""


class Opinion(Table, tablename="conference_opinion"):
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
    "Huddle": (
        "huddle",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "day": Date(),
            "half": SmallInt(),
            "state": Varchar(length=8, default="due"),
            "received": Integer(default=None, null=True),
            "returned": Integer(default=None, null=True),
            "due_tomorrow": Integer(default=None, null=True),
            "closed_at": Timestamptz(default=None, null=True),
            "closed_by": ForeignKey(Staff, on_delete=OnDelete.restrict),
        },
    ),
    "HuddlePoint": (
        "huddle_point",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "huddle": ForeignKey(Huddle, on_delete=OnDelete.restrict, null=False, index=True),
            "problem": Text(),
            "remedy": Text(),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict, null=False),
            "by_day": Date(),
            "by_half": SmallInt(),
            "state": Varchar(length=8, default="open"),
            "said": Text(),
            "reviewed": ForeignKey(Huddle, on_delete=OnDelete.restrict),
            "ended_on": Date(default=None, null=True),
            "version": Integer(default=1),
        },
    ),
    "HuddleEvent": (
        "huddle_event",
        {
            "id": BigSerial(primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "huddle": ForeignKey(Huddle, on_delete=OnDelete.restrict, null=False, index=True),
            "at": Timestamptz(),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict),
            "step": Varchar(length=20),
            "data": Text(default="{}"),
        },
    ),
    "Conference": (
        "conference",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "public_id": Varchar(length=24, unique=True),
            "slug": Varchar(length=80),
            "title": Varchar(length=200),
            "subject": Text(),
            "attending": Text(),
            "reason": Varchar(length=10),
            "reason_words": Text(),
            "modes": Varchar(length=40),
            "link": Varchar(length=300),
            "plan_number": Varchar(length=40),
            "plan_day": Date(default=None, null=True),
            "period_since": Date(default=None, null=True),
            "period_until": Date(default=None, null=True),
            "period_label": Varchar(length=120),
            "starts_at": Timestamptz(index=True),
            "ends_at": Timestamptz(),
            "place": Varchar(length=200),
            "chair": Varchar(length=120),
            "chair_title": Varchar(length=120),
            "co_chair": Varchar(length=120),
            "co_chair_title": Varchar(length=120),
            "secretary": Varchar(length=120),
            "reporter": Varchar(length=120),
            "reporter_title": Varchar(length=120),
            "seats": Integer(default=None, null=True),
            "turn_minutes": SmallInt(default=5),
            "state": Varchar(length=14, default="planned"),
            "collect_until": Date(default=None, null=True),
            "announced_at": Timestamptz(default=None, null=True),
            "override_reason": Text(),
            "override_by": ForeignKey(Staff, on_delete=OnDelete.restrict),
            "cancel_reason": Text(),
            "previous": ForeignKey("self", on_delete=OnDelete.restrict),
            "hall_code": Varchar(length=16, unique=True),
            "screen_key": Varchar(length=40),
            "last_number": Integer(),
            "on_screen": Integer(default=None, null=True),
            "opened_at": Timestamptz(default=None, null=True),
            "closed_at": Timestamptz(default=None, null=True),
            "report": Text(),
            "assessment": Text(),
            "other_remarks": Text(),
            "published_at": Timestamptz(default=None, null=True),
            "closing_words": Text(),
            "locked_to": Varchar(length=60),
            "sequence": Integer(),
            "version": Integer(default=1),
        },
    ),
    "ConferenceField": (
        "conference_field",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "conference": ForeignKey(
                Conference, on_delete=OnDelete.restrict, null=False, index=True
            ),
            "field": ForeignKey(Field, on_delete=OnDelete.restrict, null=False),
        },
    ),
    "Cluster": (
        "conference_cluster",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "conference": ForeignKey(
                Conference, on_delete=OnDelete.restrict, null=False, index=True
            ),
            "name": Varchar(length=120),
            "place": Varchar(length=200),
            "starts_at": Timestamptz(default=None, null=True),
        },
    ),
    "ClusterGroup": (
        "conference_cluster_group",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "cluster": ForeignKey(Cluster, on_delete=OnDelete.restrict, null=False, index=True),
            "group": ForeignKey(ResidentialGroup, on_delete=OnDelete.restrict, null=False),
        },
    ),
    "AgendaItem": (
        "conference_agenda_item",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "conference": ForeignKey(
                Conference, on_delete=OnDelete.restrict, null=False, index=True
            ),
            "position": SmallInt(),
            "minutes": SmallInt(),
            "kind": Varchar(length=12),
            "text": Text(),
            "who": Varchar(length=200),
        },
    ),
    "Tick": (
        "conference_tick",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "conference": ForeignKey(
                Conference, on_delete=OnDelete.restrict, null=False, index=True
            ),
            "item": Varchar(length=40),
            "done_on": Date(),
            "note": Text(),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict, null=False),
            "at": Timestamptz(),
        },
    ),
    "PostingProof": (
        "conference_posting",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "conference": ForeignKey(
                Conference, on_delete=OnDelete.restrict, null=False, index=True
            ),
            "public_id": Varchar(length=24, unique=True),
            "subject": Varchar(length=8),
            "kind": Varchar(length=14),
            "place": Varchar(length=200),
            "posted_on": Date(),
            "evidence": Text(),
            "media_type": Varchar(length=60),
            "digest": Varchar(length=64),
            "alt": Varchar(length=300),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict, null=False),
            "at": Timestamptz(),
        },
    ),
    "ConferenceEvent": (
        "conference_event",
        {
            "id": BigSerial(primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "conference": ForeignKey(
                Conference, on_delete=OnDelete.restrict, null=False, index=True
            ),
            "at": Timestamptz(),
            "actor_kind": Varchar(length=8),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict),
            "step": Varchar(length=24),
            "public": Boolean(),
            "reason": Text(),
            "data": Text(default="{}"),
        },
    ),
    "Invitee": (
        "conference_invitee",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "conference": ForeignKey(
                Conference, on_delete=OnDelete.restrict, null=False, index=True
            ),
            "public_id": Varchar(length=24, unique=True),
            "kind": Varchar(length=12),
            "group": ForeignKey(ResidentialGroup, on_delete=OnDelete.restrict),
            "cluster": ForeignKey(Cluster, on_delete=OnDelete.restrict),
            "name": Varchar(length=200),
            "folded": Varchar(length=200),
            "person": Text(),
            "contact": Text(),
            "substitute": Text(),
            "key": Text(),
            "seats": SmallInt(default=1),
            "link": Varchar(length=64, unique=True),
            "reply": Varchar(length=10, default="none"),
            "replied_at": Timestamptz(default=None, null=True),
            "acknowledged_at": Timestamptz(default=None, null=True),
            "reminded_at": Timestamptz(default=None, null=True),
            "removed_at": Timestamptz(default=None, null=True),
            "version": Integer(default=1),
        },
    ),
    "Attendance": (
        "conference_attendance",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "conference": ForeignKey(
                Conference, on_delete=OnDelete.restrict, null=False, index=True
            ),
            "operation": Varchar(length=40, unique=True),
            "invitee": ForeignKey(Invitee, on_delete=OnDelete.restrict),
            "group": ForeignKey(ResidentialGroup, on_delete=OnDelete.restrict),
            "name": Text(),
            "key": Text(),
            "entrance": Varchar(length=8),
            "people": SmallInt(default=1),
            "word": Varchar(length=12),
            "at": Timestamptz(),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict),
            "undone_at": Timestamptz(default=None, null=True),
        },
    ),
    "Opinion": (
        "conference_opinion",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "conference": ForeignKey(
                Conference, on_delete=OnDelete.restrict, null=False, index=True
            ),
            "public_id": Varchar(length=24, unique=True),
            "operation": Varchar(length=40, unique=True),
            "number": Integer(default=None, null=True),
            "source": Varchar(length=8),
            "state": Varchar(length=10, default="waiting"),
            "matter": ForeignKey(Matter, on_delete=OnDelete.restrict, index=True),
            "task": ForeignKey(Task, on_delete=OnDelete.restrict),
            "tracking": Varchar(length=64, index=True),
            "phone": Varchar(length=64),
            "lead": ForeignKey("self", on_delete=OnDelete.restrict),
            "invitee": ForeignKey(Invitee, on_delete=OnDelete.restrict),
            "group": ForeignKey(ResidentialGroup, on_delete=OnDelete.restrict),
            "organisation": Varchar(length=200),
            "asker": Text(),
            "key": Text(),
            "field": ForeignKey(Field, on_delete=OnDelete.restrict),
            "unit": ForeignKey(Unit, on_delete=OnDelete.restrict),
            "words": Text(),
            "answer": Text(),
            "answered_by": Varchar(length=160),
            "outcome": Varchar(length=10),
            "due": Date(default=None, null=True),
            "receiver": Varchar(length=200),
            "reason": Text(),
            "position": SmallInt(default=None, null=True),
            "slip": Varchar(length=16),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict),
            "at": Timestamptz(),
            "settled_at": Timestamptz(default=None, null=True),
            "version": Integer(default=1),
        },
    ),
    "OpinionVoice": (
        "conference_opinion_voice",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "opinion": ForeignKey(Opinion, on_delete=OnDelete.restrict, null=False, index=True),
            "phone": Varchar(length=64),
            "at": Timestamptz(),
        },
    ),
    "Slip": (
        "conference_slip",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "conference": ForeignKey(
                Conference, on_delete=OnDelete.restrict, null=False, index=True
            ),
            "code": Varchar(length=16),
            "opinion": ForeignKey(Opinion, on_delete=OnDelete.restrict),
            "printed_at": Timestamptz(),
        },
    ),
    "Speaker": (
        "conference_speaker",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "conference": ForeignKey(
                Conference, on_delete=OnDelete.restrict, null=False, index=True
            ),
            "operation": Varchar(length=40, unique=True),
            "group": ForeignKey(ResidentialGroup, on_delete=OnDelete.restrict),
            "organisation": Varchar(length=200),
            "name": Text(),
            "key": Text(),
            "opinion": ForeignKey(Opinion, on_delete=OnDelete.restrict),
            "state": Varchar(length=8, default="waiting"),
            "queued_at": Timestamptz(),
            "started_at": Timestamptz(default=None, null=True),
            "ended_at": Timestamptz(default=None, null=True),
            "seconds": Integer(),
            "version": Integer(default=1),
        },
    ),
    "Conclusion": (
        "conference_conclusion",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "conference": ForeignKey(
                Conference, on_delete=OnDelete.restrict, null=False, index=True
            ),
            "public_id": Varchar(length=24, unique=True),
            "position": SmallInt(),
            "text": Text(),
            "unit": ForeignKey(Unit, on_delete=OnDelete.restrict),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict),
            "together": Varchar(length=200),
            "due": Date(default=None, null=True),
            "product": Text(),
            "field": ForeignKey(Field, on_delete=OnDelete.restrict),
            "beyond": Boolean(),
            "receiver": Varchar(length=200),
            "why_no_task": Text(),
            "task": ForeignKey(Task, on_delete=OnDelete.restrict, index=True),
            "version": Integer(default=1),
            "removed_at": Timestamptz(default=None, null=True),
        },
    ),
    "ConclusionOpinion": (
        "conference_conclusion_opinion",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "conclusion": ForeignKey(
                Conclusion, on_delete=OnDelete.restrict, null=False, index=True
            ),
            "opinion": ForeignKey(Opinion, on_delete=OnDelete.restrict, null=False, index=True),
        },
    ),
    "ConferencePhoto": (
        "conference_photo",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "conference": ForeignKey(
                Conference, on_delete=OnDelete.restrict, null=False, index=True
            ),
            "public_id": Varchar(length=24, unique=True),
            "position": SmallInt(),
            "alt": Varchar(length=300),
            "media_type": Varchar(length=60),
            "digest": Varchar(length=64),
            "at": Timestamptz(),
            "removed_at": Timestamptz(default=None, null=True),
        },
    ),
    "FollowUp": (
        "conference_follow_up",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "conference": ForeignKey(
                Conference, on_delete=OnDelete.restrict, null=False, index=True
            ),
            "task": ForeignKey(Task, on_delete=OnDelete.restrict),
            "text": Text(),
            "public": Boolean(),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict, null=False),
            "at": Timestamptz(),
            "number": Integer(),
        },
    ),
    "HallLoan": (
        "conference_hall_loan",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "conference": ForeignKey(
                Conference, on_delete=OnDelete.restrict, null=False, index=True
            ),
            "public_id": Varchar(length=24, unique=True),
            "laptop": Varchar(length=60),
            "secret": Text(),
            "base": Text(default="{}"),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict),
            "lent_at": Timestamptz(),
            "recalled_at": Timestamptz(default=None, null=True),
            "recall_reason": Text(),
            "returned_at": Timestamptz(default=None, null=True),
            "conflicts": Text(default="[]"),
        },
    ),
    "CoffeeSession": (
        "coffee_session",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "slug": Varchar(length=20),
            "day": Date(index=True),
            "starts": Varchar(length=5),
            "minutes": SmallInt(default=60),
            "place": Varchar(length=200),
            "lead": Varchar(length=200),
            "state": Varchar(length=10, default="announced"),
            "series": Varchar(length=24),
            "sequence": Integer(),
            "version": Integer(default=1),
            "reason": Varchar(length=200),
            "former_day": Date(default=None, null=True),
            "attendances": Integer(),
            "told_at": Timestamptz(),
            "opened_at": Timestamptz(default=None, null=True),
            "closed_at": Timestamptz(default=None, null=True),
            "reported_at": Timestamptz(default=None, null=True),
            "summary": Text(),
        },
    ),
    "CoffeeGroup": (
        "coffee_group",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "session": ForeignKey(CoffeeSession, on_delete=OnDelete.restrict, null=False),
            "group": ForeignKey(
                ResidentialGroup, on_delete=OnDelete.restrict, null=False, index=True
            ),
        },
    ),
    "CoffeeItem": (
        "coffee_item",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "session": ForeignKey(
                CoffeeSession, on_delete=OnDelete.restrict, null=False, index=True
            ),
            "client": Varchar(length=32),
            "number": SmallInt(),
            "text": Text(),
            "group": ForeignKey(ResidentialGroup, on_delete=OnDelete.restrict),
            "field": ForeignKey(Field, on_delete=OnDelete.restrict),
            "topic": ForeignKey(Topic, on_delete=OnDelete.restrict),
            "unit": ForeignKey(Unit, on_delete=OnDelete.restrict),
            "speaker": Text(),
            "speaker_key": Text(),
            "sensitive": Boolean(),
            "way": Varchar(length=10),
            "said": Text(),
            "due": Date(default=None, null=True),
            "matter": ForeignKey(Matter, on_delete=OnDelete.restrict),
            "task": ForeignKey(Task, on_delete=OnDelete.restrict),
            "public_text": Text(),
            "public_said": Text(),
            "noted_at": Timestamptz(),
        },
    ),
    "CoffeePhoto": (
        "coffee_photo",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "session": ForeignKey(
                CoffeeSession, on_delete=OnDelete.restrict, null=False, index=True
            ),
            "public_id": Varchar(length=24, unique=True),
            "alt": Varchar(length=300),
            "media_type": Varchar(length=60),
            "digest": Varchar(length=64),
            "dropped": Boolean(),
            "at": Timestamptz(),
        },
    ),
    "CoffeeDeed": (
        "coffee_deed",
        {
            "id": BigSerial(primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "session": ForeignKey(CoffeeSession, on_delete=OnDelete.restrict, null=False),
            "client": Varchar(length=64),
        },
    ),
    "CoffeeEvent": (
        "coffee_event",
        {
            "id": BigSerial(primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "session": ForeignKey(
                CoffeeSession, on_delete=OnDelete.restrict, null=False, index=True
            ),
            "at": Timestamptz(),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict),
            "step": Varchar(length=20),
            "data": Text(default="{}"),
        },
    ),
    "CoffeeEarlier": (
        "coffee_earlier",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "until": Date(),
            "sessions": Integer(),
            "sessions_word": Varchar(length=12),
            "attendances": Integer(),
            "attendances_word": Varchar(length=12),
            "source": Varchar(length=300),
            "taken_back": Boolean(),
            "staff": ForeignKey(Staff, on_delete=OnDelete.restrict),
            "at": Timestamptz(),
        },
    ),
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="meetings", description=DESCRIPTION)
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
