"""What is published may also be masked: a text changes too where its count of masks grows."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from dialogue.matters.tables import Published

ID = "2026-11-22T12:20:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "a mask is no silent change"

MESSAGE = "what is published changes by a correction alone"
SHOWN = ("title", "body", "answer", "summary_en")
KEPT = ("text", "summary_en", "reason", "by_name", "by_title")
CHANGED = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in SHOWN)
SILENT = (
    f"({CHANGED}) AND NEW.answer <> '' AND NEW.round <= OLD.round"
    " AND NOT (NEW.round = OLD.round AND NEW.version > OLD.version)"
    " AND NOT (NEW.version = OLD.version AND NEW.masked > OLD.masked)"
)
REWRITTEN = (
    f"({' OR '.join(f'NEW.{name} <> OLD.{name}' for name in KEPT)}) AND NEW.text <> ''"
    " AND NEW.masked <= OLD.masked"
)


def _statements(*, local: bool) -> list[str]:
    made = []
    for table, when in (("published", SILENT), ("published_answer", REWRITTEN)):
        made.append(f"DROP TRIGGER {table}_kept" + ("" if local else f" ON {table}"))
        made.append(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table} WHEN {when}"
            f" BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            if local
            else f"CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table} FOR EACH ROW"
            f" WHEN ({when}) EXECUTE FUNCTION published_kept()"
        )
    return made


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dialogue", description=DESCRIPTION)

    async def run() -> None:
        local = Published._meta.db.engine_type == "sqlite"
        for statement in _statements(local=local):
            await Published.raw(statement)

    manager.add_raw(run)
    return manager
