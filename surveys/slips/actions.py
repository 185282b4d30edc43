"""The only writers of dossier slips, each act with its line in the log."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from dialogue.core import audit
from dialogue.core.clock import local_day, now
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Invalid, SlipUsed
from dialogue.core.keys import keys
from dialogue.letters.queries import is_quiet
from dialogue.ward import queries as ward_queries
from dialogue.ward.dossiers import dossier_hash, dossier_number
from dialogue.ward.rules import Actor
from surveys.queries.counters import CounterCard, counter_of_ward
from surveys.slips.codes import code_hash, day_seed, slip_code
from surveys.slips.queries import (
    Business,
    SheetRow,
    SlipCard,
    businesses,
    check_giver,
    draw_by_rules,
    draw_key,
    draw_of,
    never_asked,
    sheet_rows,
    slip_of,
    slip_of_dossier,
)
from surveys.slips.rules import MOST_NUMBERS, Draw, drawn, may_be_asked
from surveys.slips.states import SlipState
from surveys.slips.tables import DossierSlip, InviteDay

ID_BITS = 53
COUNT = (  # counts grow, and shrink when something is mended; gives how many were entered
    "INSERT INTO slip_day (key, ward, counter, day, entered, invited, handed, refused, answered) "
    "VALUES ({}, {}, {}, {}, {}, {}, {}, {}, 0) ON CONFLICT (key) DO UPDATE SET "
    "entered = slip_day.entered + excluded.entered, invited = slip_day.invited + excluded.invited, "
    "handed = slip_day.handed + excluded.handed, refused = slip_day.refused + excluded.refused "
    "RETURNING entered"
)


async def publish_draw(ward: int, day: date) -> Draw:
    """How this ward draws on a day, fixed from then on. May be called again."""
    known = await draw_of(ward, day)
    if known is not None:
        return known
    method, share, every = await draw_by_rules(ward, day)
    row = InviteDay(
        key=draw_key(ward, day),
        ward=ward,
        day=day,
        seed=day_seed(keys(), ward, day),
        method=method.value,
        share=share,
        every=every,
    )
    async with DB.transaction():
        await InviteDay.insert(row).on_conflict(target=InviteDay.key, action="DO NOTHING")
    found = await draw_of(ward, day)
    assert found is not None  # noqa: S101  ours, or that of who was quicker
    return found


async def enter(actor: Actor, counter: str, typed: str, about: str) -> SlipCard:
    """Is this dossier invited? The first answer stands, however often and wherever it is asked.

    counter: its code. typed: the dossier's number. about: Business.key. Raises Forbidden,
    NotFound; Invalid(number=…), Invalid(about=…) for a procedure after which nobody is asked;
    Invalid(number="quiet") for a household that a letter of condolence went to.
    """
    check_giver(actor)
    card = await counter_of_ward(actor.ward, counter)
    number = dossier_number(typed)
    await _check_quiet(actor.ward, dossier_hash(keys(), card.ward, number))
    return await _entered(actor, card, number, about)


async def give(actor: Actor, counter: str, typed: str, about: str) -> SlipCard:
    """`enter`, and `hand` to who is invited: for programs.

    Near a letter of condolence the answer is that of a dossier which the draw leaves out, and one
    entered then stays out: no other system learns where somebody died. Raises as `enter`, but for
    the household, and as `hand`.
    """
    check_giver(actor)
    card = await counter_of_ward(actor.ward, counter)
    number = dossier_number(typed)
    quiet = await is_quiet(card.ward, dossier_hash(keys(), card.ward, number))
    found = await _entered(actor, card, number, about, quiet=quiet)
    if quiet:
        return replace(found, state=SlipState.OUT, ends=None)
    return await hand(actor, found.id) if found.invited and not found.spent else found


async def _entered(
    actor: Actor, card: CounterCard, number: str, about: str, *, quiet: bool = False
) -> SlipCard:
    chosen = await _chosen(card, about)
    draw = await publish_draw(actor.ward, local_day(now()))
    async with DB.transaction():
        await _enter(actor, card, number, chosen, None if quiet else draw)
    found = await slip_of_dossier(actor.ward, number)
    assert found is not None  # noqa: S101  just written
    return found


async def _chosen(card: CounterCard, about: str) -> Business:
    known = await businesses(card)
    chosen = next((each for each in known if each.key == about), None)
    if chosen is None:
        raise Invalid("the counter has no such business", about="unknown" if about else "missing")
    never = await never_asked(card.ward, local_day(now()))
    beside = [each.code for each in await ward_queries.procedures(card.ward, field=chosen.field)]
    may_be_asked(chosen.code, [] if chosen.procedure else beside, never)
    return chosen


async def _enter(
    actor: Actor, card: CounterCard, number: str, chosen: Business, draw: Draw | None
) -> None:
    """Nothing for a dossier that was entered before, by whomever. draw None: it is left out."""
    dossier, day = dossier_hash(keys(), card.ward, number), local_day(now())
    row = _row(card.ward, card.id, chosen.field, chosen.procedure, dossier, day)
    made = await DossierSlip.insert(DossierSlip(**row)).on_conflict(
        target=DossierSlip.live, action="DO NOTHING"
    )
    if not made or not made[0].get("id"):
        return
    before = await _count(row, entered=1) - 1
    if draw is not None and drawn(draw, number, before):
        await DossierSlip.update({DossierSlip.state: SlipState.DRAWN.value}).where(
            DossierSlip.id == row["id"]
        )
        await _count(row, invited=1)
    await _record(actor, "enter-dossier", row["id"])


async def _check_quiet(ward: int, dossier: str) -> None:
    """dossier: its hash. Raises Invalid near a letter of condolence."""
    if await is_quiet(ward, dossier):
        raise Invalid("nobody is asked so near a death", number="quiet")


def _row(  # noqa: PLR0917  a row
    ward: int, counter: int, field: int | None, procedure: int | None, dossier: str, day: date
) -> dict[str, Any]:
    return {
        "id": secrets.randbits(ID_BITS),
        "ward": ward,
        "counter": counter,
        "field": field,
        "procedure": procedure,
        "dossier": dossier,
        "live": dossier,
        "day": day,
        "state": SlipState.OUT.value,
    }


async def hand(actor: Actor, wanted: int) -> SlipCard:
    """The slip is given; a second time, the same slip is printed again.

    Raises Forbidden, NotFound, SlipUsed; Invalid near a letter of condolence; Conflict for a
    dossier that was not drawn or whose slip was replaced.
    """
    card = await slip_of(actor, wanted)
    await _check_quiet(actor.ward, card.dossier)
    _check_unspent(card)
    if card.state is SlipState.HANDED:
        return card
    if card.state not in {SlipState.DRAWN, SlipState.REFUSED}:
        raise Conflict("this dossier is not invited")
    life = await _life(actor.ward)
    async with DB.transaction():
        await _move(card, SlipState.HANDED, **_handed(card.id, life))
        await _count(_place(card), handed=1, refused=-int(card.state is SlipState.REFUSED))
        await _record(actor, "hand-slip", card.id)
    return await slip_of(actor, wanted)


async def refuse(actor: Actor, wanted: int) -> None:
    """Was asked, and wants no slip. Raises as `hand`; Conflict also once it was handed out."""
    card = await slip_of(actor, wanted)
    if card.state is not SlipState.DRAWN:
        raise Conflict("only who is still to be asked refuses")
    async with DB.transaction():
        await _move(card, SlipState.REFUSED)
        await _count(_place(card), refused=1)
        await _record(actor, "refuse-slip", card.id)


async def reissue(actor: Actor, wanted: int) -> SlipCard:
    """Another slip in place of one that was lost, which is no longer good. It is counted once.

    Raises as `hand`; Conflict also when there is none to replace.
    """
    old = await slip_of(actor, wanted)
    await _check_quiet(actor.ward, old.dossier)
    _check_unspent(old)
    if old.state is not SlipState.HANDED:
        raise Conflict("no slip of this dossier to replace")
    life = await _life(actor.ward)
    new = _row(old.ward, old.counter, old.field, old.procedure, old.dossier, old.day)
    handed = {"state": SlipState.HANDED.value, **_handed(new["id"], life)}
    async with DB.transaction():
        await _move(old, SlipState.REPLACED, live=None)
        await DossierSlip.insert(DossierSlip(**(new | handed)))
        await _record(actor, "replace-slip", new["id"])
    return await slip_of(actor, new["id"])


async def hand_many(
    actor: Actor, counter: str, lines: Sequence[str], about: str
) -> list[tuple[SheetRow, SlipCard]]:
    """A sheet: every dossier is entered, and who is invited has a slip. For programs, too.

    Each line by itself: what is done stays when a later one fails, and the whole may be sent
    again. Lines with a problem are passed over. Raises Forbidden, NotFound, Invalid(numbers=…).
    """
    check_giver(actor)
    if len(lines) > MOST_NUMBERS:
        raise Invalid("too many lines", numbers="too-many")
    rows = [row for row in await sheet_rows(actor.ward, lines) if not row.problem]
    if not rows:
        raise Invalid("no line to give a slip for", numbers="none")
    made = []
    for row in rows:
        card = await enter(actor, counter, row.number, about)
        if card.invited and not card.spent:
            card = await hand(actor, card.id)
        made.append((row, card))
    return made


def _check_unspent(card: SlipCard) -> None:
    if card.spent:
        raise SlipUsed("this dossier has been rated")


async def _life(ward: int) -> timedelta:
    """RAT-CODE-LIFE. Raises Conflict when no rule holds: then no slip is given."""
    rule = await ward_queries.rule(ward, "RAT-CODE-LIFE", local_day(now()))
    if rule is None:
        raise Conflict("no rule says how long a slip lives")
    return timedelta(days=int(rule.value))


def _handed(slip: int, life: timedelta) -> dict[str, Any]:
    token = code_hash(keys(), slip_code(keys(), slip))
    return {"token": token, "ends": local_day(now()) + life}


async def _move(card: SlipCard, state: SlipState, **more: Any) -> None:
    """Raises Conflict when somebody was quicker."""
    changed = await (
        DossierSlip.update({DossierSlip.state: state.value}, **more)
        .where(
            DossierSlip.id == card.id,
            DossierSlip.ward == card.ward,
            DossierSlip.state == card.state.value,
        )
        .returning(DossierSlip.id)
    )
    if not changed:
        raise Conflict("somebody else has just changed this slip")


def _place(card: SlipCard) -> dict[str, Any]:
    return {"ward": card.ward, "counter": card.counter, "day": card.day}


async def _count(  # the counts that grow by an act
    place: dict[str, Any], *, entered: int = 0, invited: int = 0, handed: int = 0, refused: int = 0
) -> int:
    """How many were entered at this counter on this day, with this one."""
    ward, counter, day = place["ward"], place["counter"], place["day"]
    counts = (entered, invited, handed, refused)
    (row,) = await InviteDay.raw(COUNT, f"{counter}|{day}", ward, counter, day, *counts)
    return int(row["entered"])


async def _record(actor: Actor, action: str, slip: int) -> None:
    """Never with the dossier's number."""
    await audit.record(actor.ward, actor.staff or None, action, "slip", slip)
