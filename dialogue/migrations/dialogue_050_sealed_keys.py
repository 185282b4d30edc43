"""Each sealed copy under a key of its own."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Text

ID = "2026-11-22T08:30:00:000050"
VERSION = "1.38.0"
DESCRIPTION = "keys of sealed copies"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dialogue", description=DESCRIPTION)
    manager.add_column(
        table_class_name="SealedCopy",
        tablename="sealed_copy",
        column_name="key",
        db_column_name="key",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": "",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "choices": None,
            "secret": False,
        },
        schema=None,
    )
    return manager
