"""What a conference has but once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from meetings.conferences.tables import Conference

ID = "2026-11-22T11:43:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "unique keys of conferences"

STATEMENTS = [
    "CREATE UNIQUE INDEX conference_key ON conference (ward, slug)",
    "CREATE UNIQUE INDEX conference_field_key ON conference_field (conference, field)",
    'CREATE UNIQUE INDEX conference_cluster_group_key ON conference_cluster_group (cluster, "group")',
    "CREATE UNIQUE INDEX conference_tick_key ON conference_tick (conference, item)",
    "CREATE UNIQUE INDEX conference_invitee_key"
    ' ON conference_invitee (conference, kind, folded, COALESCE("group", 0))'
    " WHERE removed_at IS NULL",
    "CREATE UNIQUE INDEX conference_opinion_number ON conference_opinion (conference, number)",
    "CREATE UNIQUE INDEX conference_voice_key ON conference_opinion_voice (opinion, phone)",
    "CREATE UNIQUE INDEX conference_slip_key ON conference_slip (conference, code)",
    "CREATE UNIQUE INDEX conference_conclusion_opinion_key"
    " ON conference_conclusion_opinion (conclusion, opinion)",
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="meetings", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await Conference.raw(statement)

    manager.add_raw(run)
    return manager
