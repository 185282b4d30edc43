"""The first due day of answers that stood on the board before it had its own column."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from dialogue.matters.tables import Published

ID = "2026-11-22T03:36:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "the due day so far was the first one"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dialogue", description=DESCRIPTION)

    async def run() -> None:
        await Published.raw("UPDATE published SET first_due_on = due_on")

    manager.add_raw(run)
    return manager
