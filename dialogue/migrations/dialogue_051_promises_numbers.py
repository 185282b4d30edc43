"""What was public gets its number, what was written as proof a row of its own."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from dialogue.matters.task_tables import Task

ID = "2026-11-22T08:30:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "numbers of public promises, proofs as rows, their keys"

STATEMENTS = [
    "UPDATE task SET number = (SELECT COUNT(*) FROM task AS other WHERE other.ward = task.ward"
    " AND other.public AND other.id <= task.id) WHERE public",
    "INSERT INTO task_proof (ward, task, public_id, kind, text, media_type, digest, at)"
    " SELECT ward, id, 'proof-' || id, 'document', proof, '', '', COALESCE((SELECT MAX(at) FROM"
    " task_event WHERE task_event.task = task.id AND step = 'claim-done'), created_at)"
    " FROM task WHERE proof <> ''",
    "CREATE UNIQUE INDEX task_number ON task (ward, number)",
    "CREATE INDEX task_place ON task (ward, due, id)",
    "CREATE INDEX notice_task ON notice (task) WHERE task IS NOT NULL",
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dialogue", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await Task.raw(statement)

    manager.add_raw(run)
    return manager
