"""Whom a matter is given to: a unit that still stands when its answer is due."""

from __future__ import annotations

from datetime import date

from dialogue.core import clock
from dialogue.core.errors import Invalid
from dialogue.matters.rules import Facts
from dialogue.matters.tables import Matter
from dialogue.ward import queries as ward_queries


async def due_of(found: Facts) -> date | None:
    """When the asker is to have an answer; None without a rule."""
    row = (
        await Matter.select(Matter.publish_due)
        .where(Matter.id == found.id, Matter.ward == found.ward)
        .first()
    )
    return row["publish_due"] if row else None


async def standing_until(ward: int, unit: int, due: date | None) -> None:
    """Raises Invalid for a unit whose last day comes before the answer is due, or has passed."""
    card = next((each for each in await ward_queries.units(ward, True) if each.id == unit), None)
    if card is None or card.until is None:
        return
    if card.until < max(due or date.min, clock.local_day(clock.now())):
        raise Invalid(f"unit {unit} ends on {card.until}", unit="ends")
