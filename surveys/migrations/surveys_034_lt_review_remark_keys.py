"""A unit says one thing of the same days, and each of its versions stays as it was written."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from surveys.reviews.tables import ReviewRemark

ID = "2026-11-22T19:05:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "key and history of units' remarks"
UNIQUE = "CREATE UNIQUE INDEX review_remark_key ON review_remark (unit, since, until)"
KEPT = "what units said is append-only"
SQLITE = [
    f"CREATE TRIGGER review_remark_event_no_{act.lower()} BEFORE {act} ON review_remark_event"
    f" BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"
    for act in ("UPDATE", "DELETE")
]
POSTGRES = [
    "CREATE FUNCTION review_remark_kept() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN RAISE EXCEPTION '{KEPT}'; END $$",
    "CREATE TRIGGER review_remark_event_kept BEFORE UPDATE OR DELETE OR TRUNCATE"
    " ON review_remark_event FOR EACH STATEMENT EXECUTE FUNCTION review_remark_kept()",
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="surveys", description=DESCRIPTION)

    async def run() -> None:
        local = ReviewRemark._meta.db.engine_type == "sqlite"
        for statement in [UNIQUE, *(SQLITE if local else POSTGRES)]:
            await ReviewRemark.raw(statement)

    manager.add_raw(run)
    return manager
