"""Versions that wait for the log are found by ids made of their tokens: an index less to write."""

from collections import Counter

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Varchar

from surveys.proofs.tables import LedgerPending
from surveys.proofs.tokens import pending_ids

ID = "2026-11-23T02:20:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "waiting versions are found by their ids"


async def renumber() -> None:
    """Those of this half-day, which had random ids."""
    seen: Counter[str] = Counter()
    for row in await LedgerPending.select(LedgerPending.id, LedgerPending.token):
        new = pending_ids(row["token"])[seen[row["token"]]]
        seen[row["token"]] += 1
        await LedgerPending.update({LedgerPending.id: new}).where(LedgerPending.id == row["id"])


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="surveys", description=DESCRIPTION)
    manager.add_raw(renumber)
    manager.alter_column(
        table_class_name="LedgerPending",
        tablename="ledger_pending",
        column_name="token",
        db_column_name="token",
        params={"index": False},
        old_params={"index": True},
        column_class=Varchar,
        old_column_class=Varchar,
        schema=None,
    )
    return manager
