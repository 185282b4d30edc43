"""One alert of a kind about the same days; marks are few among many ratings."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from surveys.tables import Rating

ID = "2026-11-22T15:58:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "keys of alerts, an index of marks"

STATEMENTS = (
    "CREATE UNIQUE INDEX alert_key ON alert (ward, counter, kind, since, half)",
    "CREATE INDEX rating_marked ON rating (ward, day) WHERE pattern <> ''",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="surveys", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await Rating.raw(statement)

    manager.add_raw(run)
    return manager
