"""What is published changes by a new answer, a correction or a taking down: the database sees to it.

A new answer has a higher round, a correction a higher version, what is taken down is blank. Earlier
texts stay as they are, or go blank with the rest.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from dialogue.matters.tables import Published

ID = "2026-11-22T08:40:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "nothing published changes in silence"

MESSAGE = "what is published changes by a correction alone"
SHOWN = ("title", "body", "answer", "summary_en")
KEPT = ("text", "summary_en", "reason", "by_name", "by_title")
CHANGED = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in SHOWN)
SILENT = (
    f"({CHANGED}) AND NEW.answer <> ''"
    " AND NEW.round <= OLD.round AND NOT (NEW.round = OLD.round AND NEW.version > OLD.version)"
)
REWRITTEN = f"({' OR '.join(f'NEW.{name} <> OLD.{name}' for name in KEPT)}) AND NEW.text <> ''"

SQLITE = [
    f"CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table} WHEN {when}"
    f" BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    for table, when in (("published", SILENT), ("published_answer", REWRITTEN))
]
POSTGRES = [
    "CREATE FUNCTION published_kept() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$",
    *(
        f"CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table} FOR EACH ROW"
        f" WHEN ({when}) EXECUTE FUNCTION published_kept()"
        for table, when in (("published", SILENT), ("published_answer", REWRITTEN))
    ),
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dialogue", description=DESCRIPTION)

    async def run() -> None:
        local = Published._meta.db.engine_type == "sqlite"
        for statement in SQLITE if local else POSTGRES:
            await Published.raw(statement)

    manager.add_raw(run)
    return manager
