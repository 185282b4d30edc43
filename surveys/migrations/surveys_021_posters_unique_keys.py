"""Composite unique keys are raw SQL: Piccolo's Unique() breaks CREATE TABLE on SQLite."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from surveys.tables import Counter

ID = "2026-11-22T15:40:00:000021"
VERSION = "1.38.0"
DESCRIPTION = "unique keys of moves and stacks"
UNIQUE = [
    ("former_unit", "counter, until"),
    ("paper_stack", "ward, digest"),
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="surveys", description=DESCRIPTION)

    async def run() -> None:
        for table, columns in UNIQUE:
            await Counter.raw(f"CREATE UNIQUE INDEX {table}_key ON {table} ({columns})")

    manager.add_raw(run)
    return manager
