"""One huddle at the end of each half-day."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from meetings.huddles.tables import Huddle

ID = "2026-11-22T08:42:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "unique keys of huddles, open points by an index alone"

STATEMENTS = [
    "CREATE UNIQUE INDEX huddle_key ON huddle (ward, day, half)",
    "CREATE INDEX huddle_point_open ON huddle_point (ward, id) WHERE state = 'open'",
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="meetings", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await Huddle.raw(statement)

    manager.add_raw(run)
    return manager
