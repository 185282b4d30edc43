"""Keys and orders of promises and their notices."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from dialogue.matters.task_tables import Task

ID = "2026-11-22T08:30:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "keys of promises"

STATEMENTS = [
    "CREATE UNIQUE INDEX task_number ON task (ward, number)",
    "CREATE INDEX task_place ON task (ward, due, id)",
    "CREATE INDEX notice_task ON notice (task) WHERE task IS NOT NULL",
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dialogue", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await Task.raw(statement)

    manager.add_raw(run)
    return manager
