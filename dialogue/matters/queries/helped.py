"""Which answers helped most people before they asked."""

from __future__ import annotations

from dialogue.matters.search import Filters, newest
from dialogue.matters.tables import Published

AMONG = 500  # newest answers of a field: what helped years ago may be out of date


async def most_helped(ward: int, field: int, limit: int) -> list[int]:
    """Places of a field's answers that were said to answer, the most often said first."""
    places = await newest(ward, "", Filters(field=field), limit=AMONG)
    rows = await (
        Published.select(Published.place)
        .where(
            Published.ward == ward,
            Published.place.is_in(places or [0]),
            Published.helped > 0,
        )
        .order_by(Published.helped, ascending=False)
        .order_by(Published.place, ascending=False)
        .limit(limit)
    )
    return [int(row["place"]) for row in rows]
