"""Whether the address that an asker left has said yes to letters."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete
from piccolo.columns.column_types import (
    BigInt,
    BigSerial,
    ForeignKey,
    SmallInt,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

ID = "2026-11-23T02:05:11:360086"
VERSION = "1.38.0"
DESCRIPTION = "letters to askers are asked for first"


class Matter(Table, tablename="matter"):
    """Referred to."""


class Ward(Table, tablename="ward"):
    """Referred to."""


COLUMNS = {
    "id": BigSerial(primary_key=True),
    "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
    "matter": ForeignKey(Matter, on_delete=OnDelete.restrict, null=False, unique=True),
    "receiver": Varchar(length=64, index=True),
    "state": Varchar(length=7, default="asked"),
    "asked_at": Timestamptz(),
    "event": BigInt(),
    "of": BigInt(),
    "failures": SmallInt(default=0),
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dialogue", description=DESCRIPTION)
    manager.add_table("MailConsent", "mail_consent")
    for name, column in COLUMNS.items():
        manager.add_column(
            "MailConsent",
            "mail_consent",
            name,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
