"""What another system's machine brings to the counters: dossiers to give slips for, ratings."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dialogue.core.clock import now
from dialogue.core.errors import Invalid, NotFound
from dialogue.ward.machines.actions import record_call
from dialogue.ward.machines.queries import MachineCard, require
from dialogue.ward.machines.rules import Scope
from dialogue.ward.queries import amount
from dialogue.ward.rules import SYSTEM, Actor
from dialogue.ward.states import Role
from surveys.actions.ratings import rate
from surveys.kiosks.rules import KEEP_RULE
from surveys.queries.counters import CounterCard, counter_of_ward
from surveys.rows import Kept, NewRating
from surveys.rules import Level, Series, field_kept, reasons_kept
from surveys.slips.actions import give
from surveys.slips.queries import SlipCard, businesses

SLIPS_RULE, SLIPS = "API-SLIPS", 50
RATINGS_RULE, RATINGS = "API-RATINGS", 200
AHEAD = timedelta(minutes=10)  # clocks of machines
LATE = 60  # days, without a rule


@dataclass(frozen=True, slots=True)
class NewDossier:
    """counter: its code. procedure: national code or the ward's short name; empty: field's code."""

    number: str
    counter: str
    procedure: str = ""
    field: str = ""


async def give_slips(machine: MachineCard, dossiers: Sequence[NewDossier]) -> list[SlipCard]:
    """Each dossier with what became of it, in their order; all or none, in the caller's
    transaction.

    As at the counter: who is invited has a slip, what was entered before keeps its answer; who is
    in mourning is answered as who was not drawn. Raises Forbidden; Invalid by place
    (`slips/3/dossier`), also for a procedure after which nobody is asked.
    """
    require(machine, Scope.SLIPS)
    if not dossiers:
        raise Invalid("no dossier", slips="missing")
    if len(dossiers) > await amount(machine.ward, SLIPS_RULE, SLIPS):
        raise Invalid("too many dossiers", slips="too-many")
    actor = _at_the_counter(machine)
    cards = [await _give(actor, place, each) for place, each in enumerate(dossiers)]
    await record_call(machine, "send-machine-slips", len(cards))
    return cards


def _at_the_counter(machine: MachineCard) -> Actor:
    """It may what a counter's officer may with slips; the log names it beside."""
    roles = frozenset({Role.COUNTER_OFFICER})
    return Actor(machine.ward, SYSTEM, machine.name, "", None, roles)


async def _give(actor: Actor, place: int, new: NewDossier) -> SlipCard:
    try:
        about = await _about(actor.ward, new)
        return await give(actor, new.counter, new.number, about)
    except NotFound as error:
        raise Invalid(str(error), **{f"slips/{place}/counter": "unknown"}) from error
    except Invalid as error:
        wrong = {f"slips/{place}/{NAMES.get(n, n)}": key for n, key in error.errors.items()}
        raise Invalid(str(error), **wrong) from error


NAMES = {"about": "procedure", "number": "dossier"}


async def _about(ward: int, new: NewDossier) -> str:
    """The key of the counter's business; of an unknown one something that is not there."""
    card = await counter_of_ward(ward, new.counter)
    if not card.active:
        raise Invalid("the counter is closed", counter="closed")
    if not new.procedure:
        return f"linh-vuc:{new.field}" if new.field else ""
    known = await businesses(card)
    found = (b.key for b in known if b.procedure and new.procedure in {b.key, b.code})
    return next(found, new.procedure)


# Ratings


@dataclass(frozen=True, slots=True)
class Pressed:
    """counter: its code. field: a code, empty for other business. at: None where nobody knows."""

    counter: str
    level: Level
    field: str = ""
    reasons: tuple[str, ...] = ()
    at: datetime | None = None


async def take_ratings(machine: MachineCard, pressed: Sequence[Pressed]) -> int:
    """Counted in a series of their own; all or none, in the caller's transaction.

    Nothing written names the machine, so there is no line in the log, and of `at` only day and
    half stay, while their figures are open (docs/decisions/012-kept-ratings.md). Raises Forbidden;
    Invalid by place (`ratings/3/field`).
    """
    require(machine, Scope.RATINGS)
    if not pressed:
        raise Invalid("no rating", ratings="missing")
    if len(pressed) > await amount(machine.ward, RATINGS_RULE, RATINGS):
        raise Invalid("too many ratings", ratings="too-many")
    oldest = now() - timedelta(days=await amount(machine.ward, KEEP_RULE, LATE))
    cards = {code: await _counter(machine.ward, code) for code in {p.counter for p in pressed}}
    made = [_rating(cards, place, each, oldest) for place, each in enumerate(pressed)]
    await rate(made)
    return len(made)


async def _counter(ward: int, code: str) -> CounterCard | None:
    """Also a closed one: it was open when somebody stood there. None for an unknown one."""
    try:
        return await counter_of_ward(ward, code)
    except NotFound:
        return None


def _rating(
    cards: Mapping[str, CounterCard | None], place: int, pressed: Pressed, oldest: datetime
) -> NewRating:
    """Nobody has its receipt, so nobody can change it."""
    try:
        card = cards[pressed.counter]
        if card is None:
            raise Invalid("no such counter", counter="unknown")
        if pressed.at is not None and not oldest <= pressed.at <= now() + AHEAD:
            raise Invalid("no time we take", at="too-old" if pressed.at < oldest else "ahead")
        return NewRating(
            card,
            pressed.level,
            nonce=secrets.token_hex(32),
            body="",
            receipt=secrets.token_hex(16),
            field=field_kept(_field(card, pressed.field), [each.id for each in card.fields]),
            reasons=reasons_kept(pressed.level, pressed.reasons),
            series=Series.MACHINE,
            kept=Kept(pressed.at, 0),
        )
    except Invalid as error:
        wrong = {f"ratings/{place}/{name}": key for name, key in error.errors.items()}
        raise Invalid(str(error), **wrong) from error


def _field(card: CounterCard, code: str) -> int | None:
    """0, which no field has, for one that the counter does not offer."""
    if not code:
        return None
    return next((each.id for each in card.fields if each.code == code), 0)
