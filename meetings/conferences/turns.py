"""Who speaks next, and how long: pure.

The rule is printed on the screen: whose group has spoken least comes first; among those, whose
questions were left without an answer last time; then whoever raised the hand first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

MOST_SECONDS = 3600  # of one turn, with all that was added


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody who waits to speak. party: the group or organisation; None: neither, one party."""

    id: int
    party: str | None
    queued_at: datetime


def fair_order(
    waiting: Iterable[Hand], spoken: Mapping[str | None, int], left: Collection[str | None] = ()
) -> list[Hand]:
    """The order of turns. spoken: turns taken in this hall by party; left: parties whose
    questions of the last conference got no answer there.

    A second speaker of a party waits until each other party that waits had as many turns.
    """
    found: list[tuple[tuple[int, bool, datetime, int], Hand]] = []
    before: Counter[str | None] = Counter()
    for hand in sorted(waiting, key=lambda each: (each.queued_at, each.id)):
        turns = spoken.get(hand.party, 0) + before[hand.party]
        before[hand.party] += 1
        found.append(((turns, hand.party not in left, hand.queued_at, hand.id), hand))
    return [hand for _place, hand in sorted(found, key=lambda each: each[0])]


def moved(order: Sequence[int], which: int, *, up: bool) -> list[int]:
    """The ids with one of them a place further up or down; at the end it stays."""
    place = order.index(which)
    other = place - 1 if up else place + 1
    made = list(order)
    if 0 <= other < len(made):
        made[place], made[other] = made[other], made[place]
    return made
