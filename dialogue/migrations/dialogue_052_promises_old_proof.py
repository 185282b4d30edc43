"""The proof of a promise stands in rows of its own."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-22T08:30:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "no proof in the task itself"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dialogue", description=DESCRIPTION)
    manager.drop_column(
        table_class_name="Task",
        tablename="task",
        column_name="proof",
        db_column_name="proof",
        schema=None,
    )
    return manager
