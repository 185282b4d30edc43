"""Who set a password, and when: one that somebody else set is changed at the next sign-in."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Integer, Timestamptz
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-22T04:39:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "who set a password"
PARAMS: dict[str, Any] = {
    "default": None,
    "null": True,
    "primary_key": False,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dialogue", description=DESCRIPTION)
    manager.add_column(
        table_class_name="Staff",
        tablename="staff",
        column_name="password_from",
        db_column_name="password_from",
        column_class_name="Integer",
        column_class=Integer,
        params=PARAMS,
        schema=None,
    )
    manager.add_column(
        table_class_name="Staff",
        tablename="staff",
        column_name="password_at",
        db_column_name="password_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params=PARAMS,
        schema=None,
    )

    return manager
