"""What people wrote beside their rating: a few words that became matters of the register."""

from __future__ import annotations

from datetime import timedelta

from dialogue.core import clock
from surveys import actions, mixing, queries
from surveys.rules import Level
from web.demo.content import content
from web.demo.place import Place
from web.demo.ratings import new_rating


async def tell(place: Place) -> None:
    """One comment a counter, on the last working day: they wait for the register keeper."""
    cards = await queries.counters(place.id)
    words = content("comments")["matters"]
    at = place.days.at(-1, 15, 40)
    given = [
        new_rating(
            card,
            Level(each["level"]),
            at,
            reasons=tuple(each["reasons"]),
            field=card.fields[0].id,
            comment=each["text"],
        )
        for card, each in zip(cards, words, strict=False)
    ]
    with clock.at(at):
        await actions.rate(given)
    with clock.at(at + timedelta(hours=2)):
        await mixing.enter_due()
