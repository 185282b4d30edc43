"""Composite unique keys are raw SQL: Piccolo's Unique() breaks CREATE TABLE on SQLite."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from surveys.forms.tables import Survey

ID = "2026-11-22T15:37:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "unique keys of forms and surveys"
UNIQUE = [
    ("survey_form", "ward, code, number"),
    ("survey", "ward, slug"),
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="surveys", description=DESCRIPTION)

    async def run() -> None:
        for table, columns in UNIQUE:
            await Survey.raw(f"CREATE UNIQUE INDEX {table}_key ON {table} ({columns})")

    manager.add_raw(run)
    return manager
