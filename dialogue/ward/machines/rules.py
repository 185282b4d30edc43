"""Pure rules of other systems' machines that write in with a token."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from ipaddress import ip_address, ip_network

from dialogue.core.errors import TooManyTries
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role

NAME_MOST = 60  # letters
KEY_LEAST, KEY_MOST = 8, 120  # letters of an Idempotency-Key
KEEPERS = (Role.REGISTER_KEEPER, Role.DIRECTOR)
WATCHERS = (*KEEPERS, Role.KEEPER, Role.CHAIRMAN)  # who may also stop one
PREFIX = {4: 16, 6: 32}  # bits of an address that one provider's region has in common
KNOWN = 20_000  # callers whose pace is remembered; more begin anew
RATE_RULE, KEEP_RULE = "API-RATE", "API-KEEP-DAYS"


class Scope(StrEnum):
    """What a token opens, and nothing beside it."""

    SLIPS = "slips:write"
    RATINGS = "ratings:write"
    CASES = "cases:write"
    QUESTIONS = "questions:write"


class Standing(StrEnum):
    NEVER = "never"  # not used yet
    USED = "used"
    ENDED = "ended"
    REVOKED = "revoked"


def may_keep_machines(actor: Actor) -> bool:
    """Who answers for what comes in: the register's keeper, the centre's director."""
    return actor.has(*KEEPERS)


def may_watch_machines(actor: Actor) -> bool:
    """To stop one that is misused, everybody who answers for the house."""
    return actor.has(*WATCHERS)


def standing(
    used_on: date | None, ends: date | None, revoked_on: date | None, today: date
) -> Standing:
    """ends: the last day of the token."""
    if revoked_on is not None:
        return Standing.REVOKED
    if ends is not None and today > ends:
        return Standing.ENDED
    return Standing.NEVER if used_on is None else Standing.USED


def scopes_kept(text: str) -> frozenset[Scope]:
    return frozenset(Scope(each) for each in text.split(",") if each)


def scopes_text(scopes: Collection[Scope]) -> str:
    return ",".join(sorted(scopes))


def network_of(address: str) -> str:
    """What a neighbourhood of addresses has in common; what is no address stays as it is."""
    try:
        known = ip_address(address.partition("/")[0])
    except ValueError:
        return address
    return str(ip_network((known, PREFIX[known.version]), strict=False))


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of the `most` calls of this minute. wait: seconds to the next one."""

    most: int
    calls: int
    wait: int


@dataclass(slots=True)
class Pace:
    """How often each machine or address called in the running minute, in this process."""

    calls: dict[int | str, tuple[int, int]] = field(default_factory=dict)  # who → minute, calls

    def step(self, who: int | str, seconds: float, most: int) -> Left:
        """seconds: since 1970. Raises TooManyTries with the seconds to the next minute."""
        minute = int(seconds // 60)
        wait = int((minute + 1) * 60 - seconds) + 1
        began, calls = self.calls.get(who, (minute, 0))
        calls = calls + 1 if began == minute else 1
        if len(self.calls) >= KNOWN:
            self.calls.clear()
        self.calls[who] = (minute, calls)
        if calls > most:
            raise TooManyTries("too many calls in a minute", wait)
        return Left(most, most - calls, wait)
