"""Numbered paper slips, each with a code of its own and its asker's tracking code on the stub."""

from __future__ import annotations

import secrets

from dialogue.core.bulk import insert_many
from dialogue.core.clock import now
from dialogue.core.codes import ALPHABET
from dialogue.core.database import DB
from dialogue.core.errors import Invalid
from dialogue.ward.rules import Actor
from meetings.conferences.actions.holding import held
from meetings.conferences.actions.steps import record, require
from meetings.conferences.hall_tables import Slip
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.rules import may_prepare
from meetings.conferences.states import ConferenceState, Step

PRINTED = (
    ConferenceState.COLLECTING,
    ConferenceState.ANNOUNCED,
    ConferenceState.PREPARING,
    ConferenceState.READY,
    ConferenceState.RUNNING,
)
MOST = 500  # slips at once
LETTERS = 3  # behind the number: nobody makes up a slip, and a slip of the pen is noticed


def slip_code(typed: str) -> str:
    """`12 k7m`, `012-K7M` → `012-K7M`; empty for nothing."""
    signs = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())
    if not signs:
        return ""
    digits, letters = signs[:-LETTERS], signs[-LETTERS:]
    return f"{digits.zfill(3)}-{letters}"[:16]


async def print_slips(actor: Actor, number: int, count: int) -> None:
    """So many more; their numbers go on. Raises Forbidden, Invalid, Conflict."""
    require(may_prepare(actor), "print slips")
    if not 1 <= count <= MOST:
        raise Invalid("no such number of slips", count="out-of-range")
    async with DB.transaction():
        card = await held(actor.ward, number, *PRINTED)
        first = 1 + await Slip.count().where(Slip.ward == card.ward, Slip.conference == card.id)
        moment = now()
        rows = [
            {
                "ward": card.ward,
                "conference": card.id,
                "code": f"{each:03}-{_letters()}",
                "opinion": None,
                "printed_at": moment,
            }
            for each in range(first, first + count)
        ]
        await insert_many(Slip, rows)
        await record(card, Step.PRINT_SLIPS, actor, data={"count": count})


def _letters() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LETTERS)).upper()


async def take_slip(card: ConferenceCard, code: str, opinion: int) -> None:
    """In the transaction of the opinion. Raises Invalid: used, or never printed."""
    rows = (
        await Slip.update({Slip.opinion: opinion})
        .where(
            Slip.ward == card.ward,
            Slip.conference == card.id,
            Slip.code == code,
            Slip.opinion.is_null(),
        )
        .returning(Slip.id)
    )
    if rows:
        return
    printed = await Slip.exists().where(
        Slip.ward == card.ward, Slip.conference == card.id, Slip.code == code
    )
    raise Invalid("used, or never printed", slip="used" if printed else "unprinted")
