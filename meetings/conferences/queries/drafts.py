"""Answers that units have drafted to questions sent ahead."""

from __future__ import annotations

from collections.abc import Sequence

from dialogue.matters.tables import Draft


async def newest_drafts(ward: int, matters: Sequence[int]) -> dict[int, str]:
    """The newest text of each matter that has one. For who prepares or chairs."""
    rows = (
        await Draft.select(Draft.matter, Draft.text)
        .where(Draft.ward == ward, Draft.matter.is_in(list(matters) or [0]))
        .order_by(Draft.round)
        .order_by(Draft.version)
    )
    return {row["matter"]: row["text"] for row in rows}
