"""The audit log is append-only: the database itself refuses to change or remove an entry."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from dialogue.core.tables import AuditEntry

ID = "2026-11-22T03:20:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "the audit log is append-only"

SQLITE = [
    f"CREATE TRIGGER audit_entry_no_{act.lower()} BEFORE {act} ON audit_entry"
    " BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
    for act in ("UPDATE", "DELETE")
]
POSTGRES = [
    "CREATE FUNCTION audit_entry_kept() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$",
    "CREATE TRIGGER audit_entry_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_kept()",
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dialogue", description=DESCRIPTION)

    async def run() -> None:
        local = AuditEntry._meta.db.engine_type == "sqlite"
        for statement in SQLITE if local else POSTGRES:
            await AuditEntry.raw(statement)

    manager.add_raw(run)
    return manager
