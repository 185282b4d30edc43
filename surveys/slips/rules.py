"""Pure rules of dossier slips: who is drawn, who gives them out, when they end."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dialogue.core.errors import Invalid
from dialogue.ward.dossiers import bare
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from surveys.slips.states import Method, SlipState, Standing

SPENT_KEPT = timedelta(days=7)  # by then the slip itself has long been told
GIVERS = (Role.COUNTER_OFFICER, Role.CLERK, Role.DIRECTOR)
MOST_NUMBERS = 500  # of one sheet


@dataclass(frozen=True, slots=True)
class Draw:
    """How a ward draws on a day. seed: hexadecimal. share: percent. every: k."""

    seed: str
    method: Method
    share: int
    every: int


def may_give(actor: Actor) -> bool:
    return actor.has(*GIVERS)


def drawn(draw: Draw, number: str, before: int) -> bool:
    """Is this dossier invited? before: dossiers entered earlier at its counter on that day.

    By draw: HMAC-SHA256(seed, bare number) as a fraction of 2^256 lies below the share. By order:
    the first is one of the first k, as the seed says, then every k-th.
    """
    if draw.method is Method.ALL:
        return True
    if draw.method is Method.EVERY:
        return before % draw.every == int(draw.seed, 16) % draw.every
    mac = hmac.digest(bytes.fromhex(draw.seed), bare(number).encode(), hashlib.sha256)
    return int.from_bytes(mac) * 100 < draw.share << 256


def may_be_asked(procedure: str, field_procedures: Collection[str], never: Collection[str]) -> None:
    """Raises Invalid for a death registration, and where it might be one.

    procedure: its code, empty when only the field is known. never: codes, SLIP-NEVER.
    """
    if procedure in never:
        raise Invalid("nobody is asked after such a dossier", procedure="never")
    if not procedure and set(field_procedures) & set(never):
        raise Invalid("it might be one that nobody is asked after", procedure="missing")


def standing(state: SlipState, ends: date | None, today: date, *, spent: bool) -> Standing:
    """spent: the dossier has been rated, with this slip or another."""
    if spent:
        return Standing.SPENT
    if state is SlipState.REPLACED:
        return Standing.REPLACED
    if state is not SlipState.HANDED or ends is None:
        return Standing.UNKNOWN
    return Standing.ALIVE if today <= ends else Standing.EXPIRED


@dataclass(frozen=True, slots=True)
class Asked:
    """Dossiers entered from one day to another, both included, by what became of them."""

    since: date
    until: date
    entered: int
    invited: int
    handed: int
    refused: int
    answered: int

    @property
    def not_asked(self) -> int:
        """Drawn, and nobody said a word to them."""
        return self.invited - self.handed - self.refused

    def __add__(self, other: Asked) -> Asked:
        return Asked(
            min(self.since, other.since),
            max(self.until, other.until),
            self.entered + other.entered,
            self.invited + other.invited,
            self.handed + other.handed,
            self.refused + other.refused,
            self.answered + other.answered,
        )


def cohorts(days: Iterable[Asked], least: int) -> tuple[list[Asked], Asked | None]:
    """Days of one counter gathered until at least that many slips were handed: of those it may be
    told how many were answered. And the rest, of which it may not.

    Whole groups only, so that one person's answer is in no difference of two of them.
    """
    closed: list[Asked] = []
    open_: Asked | None = None
    for day in days:
        open_ = day if open_ is None else open_ + day
        if open_.handed >= least:
            closed.append(open_)
            open_ = None
    return closed, open_
