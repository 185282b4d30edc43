"""Reviews as everybody reads them: frozen when the chairman approved them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dialogue.core.errors import NotFound
from surveys.reviews.tables import PublishedReview
from surveys.reviews.terms import Span


@dataclass(frozen=True, slots=True)
class Published:
    """name, title: who approved it. content: as it was given to `publish`."""

    since: date
    until: date
    version: int
    at: datetime
    name: str
    title: str
    content: Mapping[str, Any]

    @property
    def span(self) -> Span:
        return self.since, self.until


async def published_reviews(ward: int) -> tuple[Published, ...]:
    """The newest version of each period, the latest period first."""
    rows = (
        await PublishedReview.select()
        .where(PublishedReview.ward == ward)
        .order_by(PublishedReview.until, PublishedReview.since, ascending=False)
        .order_by(PublishedReview.version, ascending=False)
    )
    found: dict[Span, Published] = {}
    for row in rows:
        found.setdefault((row["since"], row["until"]), _card(row))
    return tuple(found.values())


async def published_review(ward: int, span: Span) -> Published | None:
    """The newest version; None before there is one."""
    row = (
        await PublishedReview.select()
        .where(
            PublishedReview.ward == ward,
            PublishedReview.since == span[0],
            PublishedReview.until == span[1],
        )
        .order_by(PublishedReview.version, ascending=False)
        .first()
    )
    return None if row is None else _card(row)


async def public_review(ward: int, span: Span) -> Published:
    """Raises NotFound."""
    found = await published_review(ward, span)
    if found is None:
        raise NotFound("no review of these days was published")
    return found


def _card(row: Mapping[str, Any]) -> Published:
    return Published(
        row["since"],
        row["until"],
        row["version"],
        row["at"],
        row["name"],
        row["title"],
        json.loads(row["content"]),
    )
