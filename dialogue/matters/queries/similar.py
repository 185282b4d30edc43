"""Matters that may be the same: what triage looks at before it merges."""

from __future__ import annotations

from dialogue.core.text import words
from dialogue.matters.quality import content_words
from dialogue.matters.queries.queue import QueueItem, queue
from dialogue.ward.rules import Actor

LOOKED_AT = 200  # open matters, the most pressing
LEAST = 3  # content words in common


async def like_this(actor: Actor, matter: int, text: str, limit: int = 4) -> list[QueueItem]:
    """Open matters of the actor's own list that share most words with `text`."""
    own = content_words(words(text))
    shared = {
        item: len(own & content_words(words(item.words)))
        for item in await queue(actor, limit=LOOKED_AT)
        if item.id != matter
    }
    near = [item for item, count in shared.items() if count >= LEAST]
    return sorted(near, key=lambda item: -shared[item])[:limit]
