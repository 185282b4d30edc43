"""The log of commitments is append-only: the database itself refuses to change or remove a row."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from surveys.proofs.tables import LedgerLeaf

ID = "2026-11-22T15:49:59:000001"
VERSION = "1.38.0"
DESCRIPTION = "the log of commitments is append-only"
TABLES = ("ledger_leaf", "ledger_node", "ledger_head")

SQLITE = [
    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}"
    " BEGIN SELECT RAISE(ABORT, 'the log of commitments is append-only'); END"
    for table in TABLES
    for act in ("UPDATE", "DELETE")
]
POSTGRES = [
    "CREATE FUNCTION ledger_kept() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'the log of commitments is append-only'; END $$",
    *(
        f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION ledger_kept()"
        for table in TABLES
    ),
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="surveys", description=DESCRIPTION)

    async def run() -> None:
        local = LedgerLeaf._meta.db.engine_type == "sqlite"
        for statement in SQLITE if local else POSTGRES:
            await LedgerLeaf.raw(statement)

    manager.add_raw(run)
    return manager
