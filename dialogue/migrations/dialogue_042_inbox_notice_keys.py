"""Nothing is told twice, and what is unread is counted by an index alone."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from dialogue.matters.notice_tables import Notice

ID = "2026-11-22T04:46:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "unique keys of notices, index of the unread ones"

STATEMENTS = [
    "CREATE UNIQUE INDEX notice_key ON notice (staff, key)",
    "CREATE UNIQUE INDEX notice_choice_key ON notice_choice (staff, kind)",
    "CREATE INDEX notice_unread ON notice (staff, id) WHERE read_at IS NULL",
    "CREATE INDEX notice_place ON notice (staff, id)",
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dialogue", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await Notice.raw(statement)

    manager.add_raw(run)
    return manager
