"""How often each reason was given stands in the day's own row: a column a reason."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Integer

ID = "2026-11-22T22:20:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "columns for reasons in the sums of a day"
REASONS = ("wait redo unclear manner extra fee online place wrong other").split()


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="surveys", description=DESCRIPTION)
    for code in REASONS:
        column = Integer(default=0)
        manager.add_column(
            "RatingDay",
            "rating_day",
            f"reason_{code}",
            column_class=Integer,
            params=column._meta.params,
        )
    return manager
