"""The queue of a residential group in its order, as that of the whole ward: never sorted."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from dialogue.core.database import DB
from dialogue.core.local import LocalEngine
from dialogue.matters.tables import Matter

ID = "2026-11-22T10:35:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "the queue of a group in order"

ON_DESK = (
    "CASE WHEN state IN ('received', 'waiting_for_asker', 'assigned', 'drafting',"
    " 'checking', 'approving', 'reopened', 'sealed') THEN 1 ELSE 0 END"
)
ORDER = (
    "COALESCE(CASE WHEN state = 'received' THEN triage_due"
    " WHEN state IN ('assigned', 'drafting') AND draft_due <= publish_due"
    " THEN draft_due ELSE publish_due END, '9999-12-31')"
)
INDEX = f'CREATE INDEX matter_of_group ON matter ("group", ({ON_DESK}), ({ORDER}), id)'
STATISTICS = (
    "INSERT INTO sqlite_stat1 (tbl, idx, stat)"
    " VALUES ('matter', 'matter_of_group', '100000 2500 325 2 1')"
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dialogue", description=DESCRIPTION)

    async def run() -> None:
        await Matter.raw(INDEX)
        if isinstance(DB, LocalEngine):
            await Matter.raw(STATISTICS)

    manager.add_raw(run)
    return manager
