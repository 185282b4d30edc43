"""A log with ratings, and somebody who may write to the database itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from dialogue.core.clock import at, local_day, now, start_of
from dialogue.core.database import DB
from dialogue.core.local import LocalEngine
from surveys.actions.ratings import rate
from surveys.proofs.actions import enter_due
from surveys.proofs.queries import Standing, of_receipt
from surveys.proofs.tables import LedgerLeaf
from surveys.queries.counters import CounterCard
from surveys.rules import Level
from tests.surveys.builders import rating

GUARDED = ("ledger_leaf", "ledger_node", "ledger_head")


async def rated(
    card: CounterCard, levels: list[Level], moment: datetime | None = None
) -> list[str]:
    """Receipts, in the order of the levels."""
    with at(moment or now()):
        made = [rating(card, level) for level in levels]
        await rate(made)
    return [each.receipt for each in made]


async def entered(days: int = 1) -> None:
    """So many days later all of it is in the log, and signed."""
    noon = start_of(local_day(now()) + timedelta(days=days)) + timedelta(hours=12)
    with at(noon):  # at midnight the last half-day is not over yet
        await enter_due()


async def standing_of(card: CounterCard, receipt: str) -> Standing:
    found = await of_receipt(card.ward, card.ward_slug, receipt)
    assert found is not None
    return found


async def unguarded() -> None:
    """Takes the guards off the log's tables, as such a person could."""
    for table in GUARDED:
        if isinstance(DB, LocalEngine):
            await LedgerLeaf.raw(f"DROP TRIGGER {table}_no_update")
            await LedgerLeaf.raw(f"DROP TRIGGER {table}_no_delete")
        else:
            await LedgerLeaf.raw(f"DROP TRIGGER {table}_kept ON {table}")
