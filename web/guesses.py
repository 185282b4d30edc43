"""Guessing is slowed, without shutting out a shared address (abuse: a hall behind one address).

Each wrong code makes the next wrong answers from its address slower, and from everywhere when
many come at once. A right code is always answered at once: against trying them all out stands
their length (50 bits), not a closed door. Those who are being held back take one of a few places;
when none is left, a wrong code is told to come back. Kept in memory alone: an address is never
written down.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic

from dialogue.core.errors import TooManyTries

WINDOW = 600.0  # seconds in which wrong tries are remembered
FREE = 10  # wrong tries of an address without delay
FREE_EVERYWHERE = 200
LONGEST = 8.0  # seconds
PLACES = 40  # of one address, held back at once
PLACES_EVERYWHERE = 400


@dataclass(slots=True)
class Tries:
    """Wrong tries, by their moments, and how many are held back just now."""

    free: int
    places: int
    wrong: deque[float] = field(default_factory=deque)
    held: int = 0

    def delay(self, moment: float) -> float:
        while self.wrong and self.wrong[0] < moment - WINDOW:
            self.wrong.popleft()
        over = len(self.wrong) - self.free
        return min(0.1 * 2.0 ** min(over, 10), LONGEST) if over >= 0 else 0.0


class Guesses:
    """One for each kind of code. most: addresses remembered."""

    def __init__(self, most: int = 10_000) -> None:
        self._most = most
        self._all = Tries(FREE_EVERYWHERE, PLACES_EVERYWHERE)
        self._by_address: dict[str, Tries] = {}

    @asynccontextmanager
    async def guarding(self, address: str) -> AsyncIterator[Verdict]:
        """Around the look-up: say `verdict.right = True` in it when the code was right.

        Raises TooManyTries after the look-up of a wrong code when all places are taken.
        """
        tries, verdict = self._of(address), Verdict()
        yield verdict
        if verdict.right:
            return
        if tries.held >= tries.places or self._all.held >= self._all.places:
            raise TooManyTries("too many wrong codes at once", int(LONGEST))
        await self._hold(tries)

    async def _hold(self, tries: Tries) -> None:
        moment = monotonic()
        both = (tries, self._all)
        delay = max(each.delay(moment) for each in both)
        for each in both:
            each.wrong.append(moment)
            each.held += 1
        try:
            await asyncio.sleep(delay)
        finally:
            for each in both:
                each.held -= 1

    def _of(self, address: str) -> Tries:
        if address not in self._by_address and len(self._by_address) >= self._most:
            quiet = [a for a, tries in self._by_address.items() if not tries.held]
            for known in quiet[: self._most // 2 + 1]:  # the oldest first
                del self._by_address[known]
        return self._by_address.setdefault(address, Tries(FREE, PLACES))


@dataclass(slots=True)
class Verdict:
    right: bool = False
