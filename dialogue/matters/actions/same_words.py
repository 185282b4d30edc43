"""The same words twice in a few minutes are told to their sender, not taken twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from dialogue.core import clock
from dialogue.core.errors import AlreadySent
from dialogue.core.text import canonical
from dialogue.matters.states import Source
from dialogue.matters.tables import Matter

if TYPE_CHECKING:
    from dialogue.matters.actions.intake import NewMatter

SAME_WORDS = timedelta(minutes=10)


async def refuse_repeats(new: Sequence[NewMatter]) -> None:
    """Raises AlreadySent. The earlier one's code is not told: it is its sender's.

    Looks only at what came the same way: nobody learns what was said at a counter, or by
    another residential group, or typed by staff.
    """
    since = clock.now() - SAME_WORDS
    rows = await Matter.select(Matter.body, Matter.source, Matter.group, Matter.received_at).where(
        Matter.ward == new[0].ward, Matter.received_at > since, Matter.typist.is_null()
    )
    earlier = {_same(row["source"], row["group"], row["body"]): row["received_at"] for row in rows}
    for each in new:
        at = earlier.get(_same(each.source.value, each.group, each.body))
        if at is not None:
            raise AlreadySent("the same words came a moment ago", at)


def _same(source: str, group: int | None, text: str) -> tuple[str, int | None, str]:
    """What two sendings have in common when one repeats the other."""
    own = group if source == Source.GROUP.value else None
    return source, own, " ".join(canonical(text).lower().split())
