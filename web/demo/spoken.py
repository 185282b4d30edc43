"""What people wrote beside their rating: a few words that became matters of the register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from dialogue.core import clock
from surveys import mixing
from surveys.actions.ratings import rate
from surveys.comments.actions import read_first
from surveys.comments.queries import Wanted, comments
from surveys.queries.counters import CounterCard, counters
from surveys.rows import NewRating
from surveys.rules import Level
from web.demo.content import content
from web.demo.place import Place
from web.demo.ratings import new_rating

DAYS = 2  # working days before today


async def tell(place: Place) -> None:
    """One comment a counter, on the last working days: they wait for the register keeper."""
    cards = await counters(place.id)
    given = list(zip(cards, content("comments")["matters"], strict=False))
    for back in range(DAYS, 0, -1):
        at = place.days.at(-back, 15, 40)
        with clock.at(at):
            await rate([_rating(card, each) for card, each in given[back - 1 :: DAYS]])
        with clock.at(at + timedelta(hours=2)):
            await mixing.enter_due()
    await _read_some(place)


async def _read_some(place: Place) -> None:
    """The chairman has read one; the others wait for their first reader."""
    chairman = place.people["chu-tich"]
    today = clock.local_day(clock.now())
    found = await comments(chairman, Wanted(today - timedelta(days=60), today))
    for group in found.groups[:1]:
        await read_first(chairman, [each.said.public_id for each in group])


def _rating(card: CounterCard, given: Mapping[str, Any]) -> NewRating:
    return new_rating(
        card,
        Level(given["level"]),
        clock.now(),
        reasons=tuple(given["reasons"]),
        field=card.fields[0].id,
        comment=given["text"],
    )
