"""One session at an address, one item and one deed by the name that a device gave it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from meetings.coffee.tables import CoffeeSession

ID = "2026-11-22T11:50:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "unique keys of coffee sessions, reads by an index alone"

STATEMENTS = [
    "CREATE UNIQUE INDEX coffee_session_slug ON coffee_session (ward, slug)",
    "CREATE INDEX coffee_session_days ON coffee_session (ward, day, id)",
    'CREATE UNIQUE INDEX coffee_group_key ON coffee_group (session, "group")',
    "CREATE UNIQUE INDEX coffee_item_client ON coffee_item (ward, client)",
    "CREATE UNIQUE INDEX coffee_item_number ON coffee_item (session, number)",
    "CREATE UNIQUE INDEX coffee_deed_client ON coffee_deed (ward, client)",
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="meetings", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await CoffeeSession.raw(statement)

    manager.add_raw(run)
    return manager
