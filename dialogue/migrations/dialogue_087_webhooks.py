"""Programs of the ward that are called when something public happens."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete
from piccolo.columns.column_types import (
    BigInt,
    Date,
    ForeignKey,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

ID = "2026-11-23T02:24:40:360087"
VERSION = "1.38.0"
DESCRIPTION = "webhooks"


class Staff(Table, tablename="staff"):
    """Referred to."""


class Ward(Table, tablename="ward"):
    """Referred to."""


COLUMNS = {
    "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
    "name": Varchar(length=60),
    "url": Varchar(length=300),
    "secret": Text(),
    "secret_key": Text(),
    "events": Varchar(length=200),
    "made_on": Date(),
    "made_by": ForeignKey(Staff, on_delete=OnDelete.restrict),
    "off_on": Date(default=None, null=True),
    "seen": BigInt(default=0),
    "due_on": Date(),
    "told_at": Timestamptz(default=None, null=True),
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dialogue", description=DESCRIPTION)
    manager.add_table("Webhook", "webhook")
    for name, column in COLUMNS.items():
        manager.add_column(
            "Webhook",
            "webhook",
            name,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
