"""Matters that may be the same: what triage looks at before it merges."""

from __future__ import annotations

from dialogue.core.text import words
from dialogue.matters.quality import content_words
from dialogue.matters.queries.queue import (
    EXCERPT,
    QueueItem,
    items,
    on_desk,
    seen_rows,
    visible,
)
from dialogue.matters.rules import SEALED, may_read_register, undecided
from dialogue.matters.tables import Matter
from dialogue.ward.rules import Actor

LOOKED_AT = 200  # open matters, the most pressing
LEAST = 3  # content words in common


async def like_this(actor: Actor, matter: int, text: str, limit: int = 4) -> list[QueueItem]:
    """Open matters of the actor's own list that share most words with `text`."""
    if not may_read_register(actor):
        return []
    own = content_words(words(text))
    shared = {
        facts.id: len(own & content_words(words(row["title"] or row["body"][:EXCERPT])))
        for facts, row in await seen_rows(actor, [visible(actor), on_desk()], LOOKED_AT)
        if facts.id != matter and facts.state not in SEALED and not undecided(facts)
    }
    nearest = sorted(
        (each for each, count in shared.items() if count >= LEAST), key=lambda each: -shared[each]
    )[:limit]
    if not nearest:
        return []
    found = {
        facts.id: item for facts, item in await items(actor, [Matter.id.is_in(nearest)], limit)
    }
    return [found[each] for each in nearest if each in found]
