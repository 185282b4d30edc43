"""SQLite is told how a large register is spread, so that its plans are the same at any size.

Without statistics it takes `ward = ?` for a rare value and reads the whole ward. The figures are
those of ANALYZE on a hundred thousand matters (tests/bench/register.py), each `rows, rows for one
value of the first column, of the first two …`. PostgreSQL gathers its own.
Source: https://www.sqlite.org/queryplanner-ng.html, "fixed results of ANALYZE".
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from dialogue.core.database import DB
from dialogue.core.local import LocalEngine
from dialogue.matters.tables import Matter

ID = "2026-11-22T08:45:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "statistics of a large register"

STATISTICS = """
approval approval_matter 69898 1
attachment attachment_matter 20000 2
draft draft_key 69898 1 1 1
draft draft_matter 69898 1
internal_note internal_note_matter 20000 2
matter matter_desk 100000 100000 13000 20 1
matter matter_field 100000 4167
matter matter_group 100000 2500
matter matter_in_state 100000 100000 5883 13 1
matter matter_late 100000 100000 13000 20 1
matter matter_lead 6982 6982 1
matter matter_of_leader 100000 50000 6500
matter matter_of_officer 100000 7693 1000
matter matter_officer 100000 7693
matter matter_publish_due 100000 78
matter matter_queue 100000 100000 5883 13
matter matter_received_at 100000 1
matter matter_state 100000 5883
matter matter_unit 100000 14286
matter matter_ward 100000 100000
matter sqlite_autoindex_matter_1 100000 1
matter sqlite_autoindex_matter_2 100000 1
matter_event matter_event_matter 548926 6
notice notice_by_time 133333 10257 1 1
notice notice_key 133333 10257 1
notice notice_matter 133333 2
notice notice_place 133333 10257 1
notice notice_unread 6666 513 1
notice notice_ward 133333 133333
personal_data personal_data_key 20000 2 2 1
personal_data personal_data_matter 20000 2
published published_board 67907 67907 1
published published_facets 67907 67907 16977 3575 3575 152 152 152 152
published published_figures 67907 67907 1 1 1 1 1
published published_key 67907 67907 1
published published_place 67907 1
published published_published_at 67907 1
published published_ward 67907 67907
published sqlite_autoindex_published_1 67907 1
published_answer published_answer_key 67907 1 1 1
published_answer published_answer_matter 67907 1
task sqlite_autoindex_task_1 3430 1
task task_board 3430 3430 1715 4 1
task task_due 3430 4
task task_matter 3430 1
task task_officer 3430 286 143 2 1
task task_unit 3430 572 286 2 1
task task_ward 3430 3430
task_event task_event_task 3430 1
verdict verdict_key 60000 1 1 1
verdict verdict_matter 60000 1
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dialogue", description=DESCRIPTION)

    async def run() -> None:
        if not isinstance(DB, LocalEngine):
            return
        await Matter.raw("ANALYZE")  # makes the table, which no CREATE may
        await Matter.raw("DELETE FROM sqlite_stat1")
        for line in STATISTICS.strip().splitlines():
            table, index, figures = line.split(" ", 2)
            known = await Matter.raw("SELECT 1 FROM sqlite_master WHERE name = {}", index)
            if known:
                await Matter.raw(
                    "INSERT INTO sqlite_stat1 VALUES ({}, {}, {})", table, index, figures
                )

    manager.add_raw(run)
    return manager
