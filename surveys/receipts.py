"""Reads of a rating by its receipt, which only its sender has, for as long as it may be changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from dialogue.core.clock import now
from dialogue.core.errors import NotFound
from surveys.queries.counters import CounterCard
from surveys.rows import change_right
from surveys.rules import CHANGE_LIFE, Level
from surveys.tables import Rating, RatingChange

FRESH = timedelta(minutes=2)  # who opens the thank-you page so soon is the one who sent it


async def change_ends(ward: int, receipt: str) -> datetime | None:
    """Until when the reply may be changed; None: no longer."""
    token, _mask = change_right(receipt)
    row = (
        await RatingChange.select(RatingChange.ends)
        .where(RatingChange.ward == ward, RatingChange.token == token, RatingChange.ends > now())
        .first()
    )
    return None if row is None else row["ends"]


async def just_given(card: CounterCard, receipt: str) -> Level | None:
    """The level, for two minutes; None later, when somebody else may hold the phone."""
    ends = await change_ends(card.ward, receipt)
    if ends is None or ends - CHANGE_LIFE + FRESH < now():
        return None
    return Level((await changeable(card, receipt, now()))["level"])


async def changeable(card: CounterCard, receipt: str, moment: datetime) -> dict[str, Any]:
    """The rating of this receipt, while it may be changed. Raises NotFound."""
    token, mask = change_right(receipt)
    right = (
        await RatingChange.select(RatingChange.rating)
        .where(
            RatingChange.token == token,
            RatingChange.ward == card.ward,
            RatingChange.ends > moment,
        )
        .first()
    )
    if right is None:
        raise NotFound("no reply that may still be changed")
    row: dict[str, Any] | None = (
        await Rating.select(
            Rating.id,
            Rating.field,
            Rating.series,
            Rating.level,
            Rating.reasons,
            Rating.day,
            Rating.half,
        )
        .where(
            Rating.id == right["rating"] ^ mask,
            Rating.ward == card.ward,
            Rating.counter == card.id,
        )
        .first()
    )
    if row is None:
        raise NotFound("the receipt is another counter's")
    return row
