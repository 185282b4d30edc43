"""The order of the queue, and whom a merged matter went to, as indexes: a list of a hundred
thousand is walked from its first line, never sorted. ON_DESK and ORDER are those of queue.py.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from dialogue.matters.tables import Matter

ID = "2026-11-22T08:41:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "the register in order"

ON_DESK = (
    "CASE WHEN state IN ('received', 'waiting_for_asker', 'assigned', 'drafting',"
    " 'checking', 'approving', 'reopened', 'sealed') THEN 1 ELSE 0 END"
)
ORDER = (
    "COALESCE(CASE WHEN state = 'received' THEN triage_due"
    " WHEN state IN ('assigned', 'drafting') AND draft_due <= publish_due"
    " THEN draft_due ELSE publish_due END, '9999-12-31')"
)
STATEMENTS = (
    f"CREATE INDEX matter_desk ON matter (ward, ({ON_DESK}), ({ORDER}), id)",
    f"CREATE INDEX matter_late ON matter (ward, ({ON_DESK}), publish_due, id)",
    f"CREATE INDEX matter_in_state ON matter (ward, state, ({ORDER}), id)",
    f"CREATE INDEX matter_of_officer ON matter (officer, ({ON_DESK}))",
    f"CREATE INDEX matter_of_leader ON matter (leader, ({ON_DESK}))",
    "CREATE INDEX matter_lead ON matter (ward, lead) WHERE lead IS NOT NULL",
    "CREATE INDEX notice_by_time ON notice (staff, at, id)",
    "CREATE INDEX task_officer ON task (officer, state, due, id)",
    "CREATE INDEX task_unit ON task (unit, state, due, id)",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dialogue", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await Matter.raw(statement)

    manager.add_raw(run)
    return manager
