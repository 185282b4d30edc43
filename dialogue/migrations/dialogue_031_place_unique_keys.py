"""Unique keys of the tables that tell how places became what they are."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from dialogue.ward.tables import GroupSuccession

ID = "2026-11-22T04:50:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "unique keys of successions and former areas"
UNIQUE = [("group_succession", "old, new"), ("former_area", "ward, name")]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dialogue", description=DESCRIPTION)

    async def run() -> None:
        for table, columns in UNIQUE:
            await GroupSuccession.raw(f"CREATE UNIQUE INDEX {table}_key ON {table} ({columns})")

    manager.add_raw(run)
    return manager
