"""Other systems' machines, from where they call, and what they were answered."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete
from piccolo.columns.column_types import Date, ForeignKey, Text, Varchar
from piccolo.table import Table

ID = "2026-11-22T18:49:12:833375"
VERSION = "1.38.0"
DESCRIPTION = "machines and their tokens"


class Machine(Table, tablename="machine"):
    """Referred to."""


class Staff(Table, tablename="staff"):
    """Referred to."""


class Ward(Table, tablename="ward"):
    """Referred to."""


TABLES = {
    "Machine": (
        "machine",
        {
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False, index=True),
            "name": Varchar(length=120),
            "token": Varchar(length=64, unique=True),
            "scopes": Varchar(length=120),
            "made_on": Date(),
            "made_by": ForeignKey(Staff, on_delete=OnDelete.restrict),
            "ends": Date(default=None, null=True),
            "used_on": Date(default=None, null=True),
            "elsewhere_on": Date(default=None, null=True),
            "revoked_on": Date(default=None, null=True),
        },
    ),
    "MachineNetwork": (
        "machine_network",
        {
            "key": Varchar(length=64, primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "machine": ForeignKey(Machine, on_delete=OnDelete.restrict, null=False, index=True),
            "day": Date(index=True),
        },
    ),
    "KeptReply": (
        "kept_reply",
        {
            "key": Varchar(length=64, primary_key=True),
            "ward": ForeignKey(Ward, on_delete=OnDelete.restrict, null=False),
            "body": Varchar(length=64),
            "reply": Text(),
            "ends": Date(index=True),
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
