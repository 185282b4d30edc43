"""The clerk issues a document and types its number and day back: the program makes drafts."""

from __future__ import annotations

import re
from datetime import date

from dialogue.core.clock import local_day, now
from dialogue.core.database import DB
from dialogue.core.errors import Invalid
from dialogue.core.text import clean
from dialogue.ward.rules import Actor
from meetings.conferences.actions.steps import in_state, record, require
from meetings.conferences.documents.common import Kind
from meetings.conferences.rules import may_prepare
from meetings.conferences.states import Step

_NUMBER = re.compile(r"\d{1,6}[A-Za-z]{0,3}")


async def number_paper(  # noqa: PLR0917  which one, its number, its day
    actor: Actor, conference: int, kind: Kind, of: int, number: str, day: date
) -> None:
    """of: an opinion or a guest, 0: the conference. number: digits alone; the symbol is known.

    Raises Forbidden, NotFound, Invalid (number, day), Conflict (on the hall's laptop).
    """
    require(may_prepare(actor), "number a document")
    number = clean(number).lstrip("0")
    wrong = {
        "number": "" if _NUMBER.fullmatch(number) else "wrong",
        "day": "in-the-future" if day > local_day(now()) else "",
    }
    if errors := {name: word for name, word in wrong.items() if word}:
        raise Invalid("a number", **errors)
    async with DB.transaction():
        card = await in_state(actor.ward, conference)
        data = {"kind": kind.value, "of": of, "number": number, "day": day.isoformat()}
        await record(card, Step.NUMBER_PAPER, actor, data=data)
