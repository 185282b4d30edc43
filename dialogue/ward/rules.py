"""Who may do what in a ward, and which rule is in force on a day: pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, Protocol, TypeVar

from dialogue.ward.states import Certainty, Role

# First words of our own addresses; a ward of that name would hide them. tests/test_routes.py
# compares this with the routes. A new one needs a look at the wards that exist.
RESERVED = frozenset(
    "api apple-touch-icon bang-tin demo en favicon h health healthz huong-dan live manifest "  # noqa: SIM905
    "metrics moi q quan-tri quay readyz robots s search sitemap staff static sw theo-doi tim tinh "
    "to-truong tra-cuu v1 van-de vi well-known www".split()
)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CODE = re.compile(r"[A-ZĐ0-9]+(-[A-ZĐ0-9]+)*")
_LOGIN = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")

SESSION_IDLE = timedelta(hours=8)  # a browser unused for so long is signed out
SESSION_LIFE = timedelta(hours=12)  # and every one after so long
LINK_DAYS = 365  # life of a group head's personal link, unless said otherwise
LINK_DAYS_MOST = 730
PASSWORD_LEAST, PASSWORD_MOST = 8, 200  # letters

SYSTEM = 0  # Actor.staff of the command line and of jobs: no row of staff has it


def usable_slug(slug: str) -> bool:
    """Small Latin letters, digits, single hyphens, 3 to 60 letters, and no word of ours."""
    return 3 <= len(slug) <= 60 and slug not in RESERVED and bool(_SLUG.fullmatch(slug))


def usable_code(code: str) -> bool:
    """Of a unit, field or topic: capitals, digits, single hyphens, at most 12."""
    return len(code) <= 12 and bool(_CODE.fullmatch(code))


def usable_login(login: str) -> bool:
    """Small Latin letters, digits, single hyphens or dots, 2 to 60 letters."""
    return 2 <= len(login) <= 60 and bool(_LOGIN.fullmatch(login))


def usable_password(password: str) -> bool:
    """Length alone: 8 to 200 letters, and not the same letter all along."""
    return PASSWORD_LEAST <= len(password) <= PASSWORD_MOST and len(set(password)) > 1


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a signed-in member of staff. Actions take it and check its rights themselves.

    fields: ids of the fields in which a deputy chairman approves, children of a parent included.
    must_change: somebody else knows the password, so nothing is done before it is changed.
    """

    ward: int
    staff: int
    name: str
    title: str
    unit: int | None
    roles: frozenset[Role]
    fields: frozenset[int] = frozenset()
    must_change: bool = False

    def has(self, *roles: Role) -> bool:
        """Does the actor hold one of these roles?"""
        return not self.roles.isdisjoint(roles)

    @property
    def is_system(self) -> bool:
        return self.staff == SYSTEM

    @property
    def recorded(self) -> int | None:
        """Who goes into the audit log: None for the system."""
        return self.staff or None


def system_actor(ward: int) -> Actor:
    """The command line, a job, the first set-up: keeps the ward, approves and reads nothing."""
    roles = frozenset({Role.KEEPER, Role.DIRECTOR, Role.REGISTER_KEEPER})
    return Actor(ward, SYSTEM, "Hệ thống", "", None, roles)


@dataclass(frozen=True, slots=True)
class GroupVisitor:
    """A residential group's head who came by a personal link.

    name: as shown, "Khu phố 1 (Phú Mỹ cũ)". holder: who got the link. link: its row.
    """

    ward: int
    group: int
    name: str
    holder: str
    link: int
    ends_at: datetime


def shown_group(name: str, origin: str) -> str:
    """`Khu phố 1 (Phú Mỹ cũ)`: the origin tells namesakes of merged wards apart."""
    return f"{name} ({origin})" if origin else name


# Rights. A sentence each; actions and pages ask the same one.

# These open the sealed box, approve, triage, oversee, or read a whole unit's matters with their
# askers: whoever could give them, or sign in as who holds them, would do so in the ward's name.
GUARDED_ROLES = frozenset(
    {
        Role.CHAIRMAN,
        Role.DEPUTY,
        Role.REGISTER_KEEPER,
        Role.INSPECTOR,
        Role.SEALED_READER,
        Role.UNIT_HEAD,
        Role.DIRECTOR,
    }
)
# A keeper gives these, and each chairman hears of it: they too read matters that lie with them.
TOLD_ROLES = frozenset({Role.OFFICER, Role.CLERK, Role.COUNTER_OFFICER})


def may_keep_accounts(actor: Actor) -> bool:
    return actor.has(Role.KEEPER, Role.CHAIRMAN)


def may_change_account(actor: Actor, roles: Iterable[Role]) -> bool:
    """roles: what the account holds and shall hold. Only the chairman touches the guarded ones.

    Else a keeper, who answers nobody, would give that right to himself. The first chairman comes
    by the command line.
    """
    guarded = not GUARDED_ROLES.isdisjoint(roles)
    return may_keep_accounts(actor) and (not guarded or actor.is_system or actor.has(Role.CHAIRMAN))


def may_keep_ward(actor: Actor) -> bool:
    """Units, fields, topics, procedures, residential groups, the ward's own card."""
    return actor.has(Role.KEEPER)


def may_keep_calendar(actor: Actor) -> bool:
    """Due dates hang on it, so whoever keeps the register may mend it too."""
    return actor.has(Role.KEEPER, Role.REGISTER_KEEPER, Role.CHAIRMAN)


def may_make_links(actor: Actor) -> bool:
    return actor.has(Role.KEEPER, Role.REGISTER_KEEPER)


def may_change_rules(actor: Actor) -> bool:
    return actor.has(Role.CHAIRMAN)


def may_enter_figures(actor: Actor) -> bool:
    return actor.has(
        Role.KEEPER, Role.REGISTER_KEEPER, Role.CLERK, Role.DIRECTOR, Role.UNIT_HEAD, Role.CHAIRMAN
    )


# Dated rules


class Dated(Protocol):
    """Something in force from one day to another, both included; until None: still."""

    @property
    def since(self) -> date: ...
    @property
    def until(self) -> date | None: ...


D = TypeVar("D", bound=Dated)


@dataclass(frozen=True, slots=True)
class RuleValue:
    """One row of the rule table. ward None: for all wards. value: parsed JSON."""

    id: int
    ward: int | None
    code: str
    topic: str
    text: str
    source: str
    value: Any
    unit: str
    since: date
    until: date | None
    software: str
    certainty: Certainty
    note: str


def covers(row: Dated, day: date) -> bool:
    return row.since <= day and (row.until is None or day <= row.until)


def overlap(one: Dated, other: Dated) -> bool:
    """Do the two share a day?"""
    return one.since <= (other.until or date.max) and other.since <= (one.until or date.max)


def overlaps(rows: Iterable[D]) -> list[tuple[D, D]]:
    """Neighbours that share a day, among rows of one code and owner."""
    ordered = sorted(rows, key=lambda row: row.since)
    return [pair for pair in pairwise(ordered) if overlap(*pair)]


def in_force(rows: Iterable[RuleValue], code: str, on: date) -> RuleValue | None:
    """The ward's own row before the one for all; None is a gap: there is no rule that day."""
    found = [row for row in rows if row.code == code and covers(row, on)]
    return max(found, key=lambda row: row.ward is not None, default=None)


def may_be_overridden(row: RuleValue) -> bool:
    """A ward sets house rules; the law is not its to set."""
    return row.certainty is Certainty.HOUSE


_CHOICES = {
    "RAT-REASON": ("asked", "required"),
    "SLIP-INVITE": ("all", "draw", "every"),
}
_LEAST = {"RAT-MIN-N": 5}  # or the chairman alone could ask for each single rating
_MOST = {"SLIP-SHARE": 100, "API-SLIPS": 200, "API-RATINGS": 500}  # percent; one transaction
_GROWS = frozenset({"SLIP-NEVER"})  # a ward may add to the list, and leave nothing out
_FORWARD = frozenset({"RAT-MIN-N"})  # figures that were shown are made of the rule of their days


def may_hold_from(code: str, since: date, today: date) -> bool:
    """May a ward change what holds from this day on? Some rules never for days that are past."""
    return code not in _FORWARD or since >= today


def fits_rule(code: str, old: Any, new: Any) -> bool:
    """May `new` stand where `old` stands? The same kind; numbers at least 1, or what is said for
    the code; times as HH:MM."""
    if code in _CHOICES:
        return new in _CHOICES[code]
    if code in _GROWS:
        return isinstance(new, list) and set(old) <= set(new)
    if isinstance(old, bool) or old is None:
        return type(new) is type(old)
    if isinstance(old, int):
        whole = isinstance(new, int) and not isinstance(new, bool)
        return whole and _LEAST.get(code, 1) <= new <= _MOST.get(code, 10_000)
    if isinstance(old, str):
        return isinstance(new, str) and read_time(new) is not None
    return type(new) is type(old) and bool(new)


def read_time(text: str) -> time | None:
    """`17:00`; None when it is no time of day."""
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
        return None
    return time.fromisoformat(text)


def read_value(text: str) -> Any:
    """The value column of a rule."""
    return json.loads(text)


# Signing in


@dataclass(frozen=True, slots=True)
class Patience:
    """`free` failures cost nothing; then 2, 4, 8 … seconds after the last one, at most `most`."""

    free: int
    most: int

    def seconds(self, failures: int) -> int:
        over = failures - self.free
        return 0 if over < 0 else min(2 ** min(over + 1, 20), self.most)


# One account from one browser or address waits; an account or an address alone is never refused,
# or anybody could lock its owner or a whole hall out: answers there only come slower.
PAIR_PATIENCE = Patience(free=5, most=60)
ADDRESS_PATIENCE = Patience(free=60, most=3)
ACCOUNT_PATIENCE = Patience(free=20, most=3)
FAILURES_COUNT = timedelta(minutes=30)  # older failures are forgotten


def wait_seconds(patience: Patience, failures: int, last: datetime | None, now: datetime) -> int:
    """How long from now until the next try is looked at; 0: at once."""
    if last is None:
        return 0
    left = timedelta(seconds=patience.seconds(failures)) - (now - last)
    return max(0, -(-int(left.total_seconds() * 1000) // 1000))
