from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import BigInt

ID = "2026-11-22T04:32:36:996465"
VERSION = "1.38.0"
DESCRIPTION = "index the audit log by its subject"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="dialogue", description=DESCRIPTION
    )

    manager.alter_column(
        table_class_name="AuditEntry",
        tablename="audit_entry",
        column_name="subject",
        db_column_name="subject",
        params={"index": True},
        old_params={"index": False},
        column_class=BigInt,
        old_column_class=BigInt,
        schema=None,
    )

    return manager
