"""Tries to sign in: counted, slowed, and looked at a few at once.

A browser that somebody signed in with has a budget of its own (known_devices). All others are
strangers: one account from one address waits after some failures, by the minute at most. An
account that is guessed at from everywhere, or an address from which many accounts are, is never
refused: answers there only come some seconds later. So nobody uses up another's tries. The one
who is left waiting is who guesses, and who signs in to the very same account for the first time
from the very same address.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from piccolo.columns.combination import Where

from dialogue.core.clock import now
from dialogue.core.codes import password_fits
from dialogue.core.database import DB
from dialogue.core.errors import TooManyTries
from dialogue.core.keys import keys
from dialogue.ward.rules import (
    ACCOUNT_PATIENCE,
    ADDRESS_PATIENCE,
    FAILURES_COUNT,
    PAIR_PATIENCE,
    wait_seconds,
)
from dialogue.ward.tables import SignInAttempt

BUSY = 5  # seconds to wait when no place is left
pause: Callable[[float], Awaitable[None]] = asyncio.sleep  # tests do not wait


class Lane:
    """Passwords are hashed one after the other, on a thread of its own: argon2 takes memory and a
    processor, and a flood of it must not keep those waiting who are at work.

    most: tries held at once; of_one: of one account, or of one address.
    """

    def __init__(self, most: int, of_one: int) -> None:
        self._most, self._of_one = most, of_one
        self._taken: Counter[str] = Counter()
        self._thread = ThreadPoolExecutor(1, "passwords")

    @contextmanager
    def place(self, *names: str) -> Iterator[None]:
        """Raises TooManyTries when all are taken."""
        full = self._taken.total() >= self._most * len(names)
        if full or any(self._taken[name] >= self._of_one for name in names):
            raise TooManyTries("too many sign-ins at once", BUSY)
        self._taken.update(names)
        try:
            yield
        finally:
            self._taken.subtract(names)
            self._taken += Counter()  # forgets those at nought

    async def fits(self, stored: str | None, password: str) -> bool:
        """stored None: an unknown account; takes as long as a known one."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, password_fits, stored, password)


OWNERS = Lane(most=40, of_one=4)
STRANGERS = Lane(most=60, of_one=15)


@dataclass(frozen=True, slots=True)
class Place:
    """Whose tries are counted together, as keyed hashes. known: a browser with the mark."""

    account: str
    source: str  # of the browser's nonce, or of the address
    known: bool

    @property
    def lane(self) -> Lane:
        return OWNERS if self.known else STRANGERS


def place_of(account: str, address: str, device: str | None) -> Place:
    """device: the nonce of the browser's mark for this account."""
    source = f"device {device}" if device else f"at {address}"
    fixed = keys().fixed
    return Place(
        fixed("attempts", f"account {account}"), fixed("attempts", source), device is not None
    )


async def open_attempt(place: Place) -> int:
    """Notes the try as failed before it is looked at, so that many at once do not slip by.

    Gives its id, and strangers their answer later. Raises TooManyTries with the seconds to wait.
    """
    moment = now()
    async with DB.transaction():
        mine = await _failures(
            moment, SignInAttempt.account == place.account, SignInAttempt.address == place.source
        )
        last = max(mine, default=None)
        if wait := wait_seconds(PAIR_PATIENCE, len(mine), last, moment):
            raise TooManyTries("too many failed sign-ins", wait)
        slower = 0 if place.known else await _slower(place, moment)
        (row,) = await SignInAttempt.insert(
            SignInAttempt(account=place.account, address=place.source, at=moment)
        )
    await pause(slower)
    return int(row["id"])


async def _slower(place: Place, moment: datetime) -> int:
    account = await _failures(moment, SignInAttempt.account == place.account)
    address = await _failures(moment, SignInAttempt.address == place.source)
    return max(ACCOUNT_PATIENCE.seconds(len(account)), ADDRESS_PATIENCE.seconds(len(address)))


async def _failures(moment: datetime, *whose: Where) -> list[datetime]:
    """The newest; more would not make the wait longer."""
    rows = (
        await SignInAttempt.select(SignInAttempt.at)
        .where(*whose, SignInAttempt.at > moment - FAILURES_COUNT)
        .order_by(SignInAttempt.id, ascending=False)
        .limit(200)
    )
    return [row["at"] for row in rows]


async def succeeded(place: Place, attempt: int) -> None:
    """In the caller's transaction. A known browser starts afresh; of strangers' tries this one is
    taken out alone, as the end of a wait would tell others there that the owner came."""
    mine = SignInAttempt.id == attempt
    if place.known:
        mine = SignInAttempt.address == place.source
    await SignInAttempt.delete().where(mine)
