"""Sums of reasons move into the rows of their days; their own table goes."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from surveys.tables import RatingDay

ID = "2026-11-22T22:20:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "reasons from a table of their own into the sums of a day"
REASONS = ("wait redo unclear manner extra fee online place wrong other").split()
TIMES = (
    "coalesce((SELECT times FROM rating_reason_day AS own"
    " WHERE own.key = rating_day.key || '|{code}'), 0)"
)
MOVED = ", ".join(f"reason_{code} = {TIMES.format(code=code)}" for code in REASONS)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="surveys", description=DESCRIPTION)

    async def run() -> None:
        await RatingDay.raw(f"UPDATE rating_day SET {MOVED}")  # noqa: S608  names are ours

    manager.add_raw(run)  # before the table is dropped
    manager.drop_table("RatingReasonDay", "rating_reason_day")
    return manager
