"""What the phones of the hall send: questions, and "I have this question too". Without a name.

A phone is a random id that its page keeps; only its keyed hash is stored. Limits go by phone and by
hall, never by address: five hundred phones may stand behind one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from dialogue.core.clock import now
from dialogue.core.codes import public_id
from dialogue.core.database import DB
from dialogue.core.errors import Invalid, NotFound, TooManyTries
from dialogue.core.keys import keys
from dialogue.core.text import canonical, clean
from dialogue.matters.actions.steps import ASKER
from dialogue.matters.rules import LONGEST, SHORTEST
from dialogue.ward import queries as ward_queries
from meetings.conferences.actions.holding import (
    Row,
    code_of,
    draw_number,
    goes_apart,
    hash_of,
    held,
    operation_of,
    opinion_row,
    set_apart,
)
from meetings.conferences.actions.steps import PHONE, in_state, record
from meetings.conferences.hall_tables import Opinion, OpinionVoice
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.states import (
    SEEN,
    ConferenceState,
    OpinionSource,
    OpinionState,
    Step,
)

WINDOW = timedelta(minutes=10)
MOST_OF_PHONE = 6  # questions in that time
MOST_OF_HALL = 1_000  # questions in that time: two of each phone of a full hall
_PHONE = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Sent:
    """code: sixteen digits, told to this phone and kept nowhere. again: it was sent before; the
    code is empty when another operation sent it, which alone knows it."""

    number: int
    code: str
    again: bool = False


def phone_hash(card: ConferenceCard, phone: str) -> str:
    """Another one in each hall, so that nobody follows a phone. Raises Invalid."""
    if not _PHONE.fullmatch(phone):
        raise Invalid("no id of a phone", phone="wrong")
    return keys().fixed("devices", f"hall {card.public_id} {phone}")


async def ask(
    ward: int, number: int, operation: str, phone: str, *, words: str, group: int | None = None
) -> Sent:
    """A question; it waits for the moderator. The same one of the same phone counts once.

    Raises NotFound, Invalid by field, Conflict (the hall is not open), TooManyTries.
    """
    words = clean(words)
    if len(words) < SHORTEST:
        raise Invalid("too short", words="short")
    if len(words) > LONGEST:
        raise Invalid("too long", words="long")
    if group is not None:
        await ward_queries.group(ward, group)
    apart = goes_apart(words)  # before the transaction: it takes its time on long texts
    async with DB.transaction():
        card = await held(ward, number, ConferenceState.RUNNING)
        kept, caller = operation_of(card, "phone", operation), phone_hash(card, phone)
        if known := await _known(kept):
            return Sent(known, code_of(card, operation), again=True)
        if known := await _same_words(card, caller, words):
            return Sent(known, "", again=True)
        await _limit(card, caller)
        drawn = await draw_number(card)
        made = Opinion(
            ward=ward,
            conference=card.id,
            public_id=public_id(),
            operation=kept,
            number=drawn,
            source=OpinionSource.PHONE.value,
            state=OpinionState.WAITING.value,
            group=group,
            words=words,
            tracking=hash_of(code_of(card, operation)),
            phone=caller,
            at=now(),
        )
        (row,) = await Opinion.insert(made)
        if apart:
            await set_apart(card, await opinion_row(card, row["id"]), ASKER)
        await record(card, Step.ASK, kind=PHONE, data={"opinion": row["id"], "number": drawn})
    return Sent(drawn, code_of(card, operation))


async def me_too(ward: int, number: int, item: str, phone: str) -> None:
    """Once a phone, and not for its own. item: the question's public id.

    Raises NotFound (also for what nobody may see), Invalid, Conflict (the hall is not open).
    """
    async with DB.transaction():
        card = await in_state(ward, number, ConferenceState.RUNNING)
        caller = phone_hash(card, phone)
        row = await _to_share(card, item)
        if row["phone"] == caller:
            return
        made = await OpinionVoice.insert(
            OpinionVoice(ward=ward, opinion=row["id"], phone=caller, at=now())
        ).on_conflict(target=(OpinionVoice.opinion, OpinionVoice.phone), action="DO NOTHING")
        if made and made[0].get("id"):
            await record(card, Step.ME_TOO, kind=PHONE, data={"opinion": row["id"]})


async def _to_share(card: ConferenceCard, item: str) -> Row:
    """The question, or the one that stands for it by now. Raises NotFound."""
    here = (Opinion.ward == card.ward) & (Opinion.conference == card.id)
    row = await Opinion.select().where(here, Opinion.public_id == item).first()
    if row is not None and row["state"] == OpinionState.MERGED.value:
        row = await Opinion.select().where(here, Opinion.id == row["lead"]).first()
    if row is None or row["state"] not in SEEN or not row["words"]:
        raise NotFound("no such question")
    return dict(row)


async def _known(kept: str) -> int:
    row = await Opinion.select(Opinion.number).where(Opinion.operation == kept).first()
    return 0 if row is None else int(row["number"])


async def _same_words(card: ConferenceCard, caller: str, words: str) -> int:
    """The number of the one that this phone sent in the same words; 0: none."""
    rows = await Opinion.select(Opinion.words, Opinion.number).where(
        Opinion.ward == card.ward, Opinion.conference == card.id, Opinion.phone == caller
    )
    mine = canonical(words).lower().split()
    same = [row["number"] for row in rows if canonical(row["words"]).lower().split() == mine]
    return int(same[0]) if same else 0


async def _limit(card: ConferenceCard, caller: str) -> None:
    since = now() - WINDOW
    here = (Opinion.ward == card.ward) & (Opinion.conference == card.id) & (Opinion.at > since)
    if await Opinion.count().where(here, Opinion.phone == caller) >= MOST_OF_PHONE:
        raise TooManyTries("too many questions of this phone", int(WINDOW.total_seconds()))
    phones = Opinion.source == OpinionSource.PHONE.value
    if await Opinion.count().where(here, phones) >= MOST_OF_HALL:
        raise TooManyTries("too many questions in this hall", 60)
