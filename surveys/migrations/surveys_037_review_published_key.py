"""One version after the other of what was published, and none of them changed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from surveys.reviews.tables import PublishedReview

ID = "2026-11-22T22:40:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "key and history of published reviews"
UNIQUE = (
    "CREATE UNIQUE INDEX published_review_key ON published_review (ward, since, until, version)"
)
KEPT = "a published review is append-only"
SQLITE = [
    f"CREATE TRIGGER published_review_no_{act.lower()} BEFORE {act} ON published_review"
    f" BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"
    for act in ("UPDATE", "DELETE")
]
POSTGRES = [
    "CREATE FUNCTION published_review_kept() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN RAISE EXCEPTION '{KEPT}'; END $$",
    "CREATE TRIGGER published_review_kept BEFORE UPDATE OR DELETE OR TRUNCATE"
    " ON published_review FOR EACH STATEMENT EXECUTE FUNCTION published_review_kept()",
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="surveys", description=DESCRIPTION)

    async def run() -> None:
        local = PublishedReview._meta.db.engine_type == "sqlite"
        for statement in [UNIQUE, *(SQLITE if local else POSTGRES)]:
            await PublishedReview.raw(statement)

    manager.add_raw(run)
    return manager
