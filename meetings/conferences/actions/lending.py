"""A conference goes to a hall's laptop, and is called back when the laptop is lost."""

from __future__ import annotations

import json
import secrets
from base64 import b64decode, b64encode

from dialogue.core.clock import now
from dialogue.core.codes import public_id
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Invalid
from dialogue.core.keys import keys, lock, unlock
from dialogue.core.text import clean
from dialogue.ward.rules import Actor
from meetings.conferences.actions.holding import held
from meetings.conferences.actions.steps import change, record, require
from meetings.conferences.loan_tables import HallLoan
from meetings.conferences.loans import KEY, Content
from meetings.conferences.queries.conferences import ConferenceCard, conference
from meetings.conferences.queries.loans import luggage, state_of
from meetings.conferences.rules import may_chair, may_prepare
from meetings.conferences.states import NOTICED, ConferenceState, Step

LENDS = (*NOTICED, ConferenceState.RUNNING, ConferenceState.MINUTES)
NAME_MOST, REASON_MOST = 60, 2_000
CONTACTS = "contacts"  # the purpose whose key locks the secret of a loan
LENT = ("receipts", "tracking")  # purposes whose keys the laptop needs for its askers' codes


async def lend(actor: Actor, number: int, laptop: str) -> Content:
    """Locked here from now on, but for questions sent ahead. What goes into the file.

    laptop: what people call it. Raises NotFound, Forbidden, Invalid (laptop), Conflict: not
    announced yet, over, or away already.
    """
    require(may_prepare(actor), "take a conference to the hall")
    laptop = clean(laptop)
    if not 1 <= len(laptop) <= NAME_MOST:
        raise Invalid("which laptop", laptop="required")
    secret = secrets.token_bytes(KEY)
    async with DB.transaction():
        card = await held(actor.ward, number, *LENDS)
        rows = await luggage(actor.ward, number)
        base = state_of(_of_the_hall(rows, number))
        base["matters"] = [row["public_id"] for row in rows["matter"]]
        base["tasks"] = [row["id"] for row in rows["task"]]
        loan = HallLoan(
            ward=card.ward,
            conference=card.id,
            public_id=public_id(),
            laptop=laptop,
            secret=lock(keys(), CONTACTS, secret),
            base=json.dumps(base, ensure_ascii=False),
            staff=actor.recorded,
            lent_at=now(),
        )
        await HallLoan.insert(loan)
        await change(card, {"locked_to": laptop})
        await record(card, Step.LOCK, actor, data={"laptop": laptop, "loan": loan.public_id})
    return {
        "loan": loan.public_id,
        "laptop": laptop,
        "lent_at": loan.lent_at.isoformat(),
        "conference": card.id,
        "base": base,
        "secret": b64encode(secret).decode(),
        "lent_keys": {purpose: keys().oldest(purpose).hex() for purpose in LENT},
        "rows": rows,
    }


def _of_the_hall(
    rows: dict[str, list[dict[str, object]]], number: int
) -> dict[str, list[dict[str, object]]]:
    """As the laptop will have them: without the conference before it."""
    own = [row for row in rows["conference"] if row["id"] == number]
    opinions = [row for row in rows["conference_opinion"] if row["conference"] == number]
    return rows | {"conference": own, "conference_opinion": opinions}


def secret_of(row: dict[str, object]) -> bytes:
    """The key of the file that comes back. Raises Invalid: its master key is gone."""
    return unlock(keys(), CONTACTS, str(row["secret"]))


def kept_secret(told: str) -> str:
    """As this installation keeps it."""
    return lock(keys(), CONTACTS, b64decode(told))


async def recall(actor: Actor, number: int, reason: str) -> None:
    """The laptop is lost: the conference goes on here. What it held may still come back later.

    Raises NotFound, Forbidden, Invalid (reason), Conflict: it is not away.
    """
    require(may_chair(actor), "call a conference back")
    why = clean(reason)
    if not why or len(why) > REASON_MOST:
        raise Invalid("why", reason="long" if why else "required")
    async with DB.transaction():
        card = await _away(actor.ward, number)
        await HallLoan.update({HallLoan.recalled_at: now(), HallLoan.recall_reason: why}).where(
            HallLoan.ward == card.ward,
            HallLoan.conference == card.id,
            HallLoan.returned_at.is_null(),
            HallLoan.recalled_at.is_null(),
        )
        await change(card, {"locked_to": ""})
        await record(card, Step.UNLOCK, actor, reason=why, data={"laptop": card.locked_to})


async def _away(ward: int, number: int) -> ConferenceCard:
    card = await conference(ward, number)
    if not card.locked_to:
        raise Conflict("the conference is here")
    return card
