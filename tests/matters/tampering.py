"""Somebody who may write to the database itself edits what is published."""

from __future__ import annotations

from dialogue.core.database import DB
from dialogue.core.local import LocalEngine
from dialogue.matters.tables import Published

KEPT = ("published", "published_answer")


async def unguarded() -> None:
    """Takes the guards off the tables, as such a person could."""
    for table in KEPT:
        on = "" if isinstance(DB, LocalEngine) else f" ON {table}"
        await Published.raw(f"DROP TRIGGER {table}_kept{on}")
