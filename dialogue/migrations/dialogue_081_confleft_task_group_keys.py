"""A group stands beside a promise once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from dialogue.matters.task_tables import TaskGroup

ID = "2026-11-22T15:21:30:000001"
VERSION = "1.38.0"
DESCRIPTION = "unique key of the groups of a promise"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dialogue", description=DESCRIPTION)

    async def run() -> None:
        await TaskGroup.raw('CREATE UNIQUE INDEX task_group_key ON task_group (task, "group")')

    manager.add_raw(run)
    return manager
