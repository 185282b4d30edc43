"""Figures of the time before sessions were noted here: entered as they were told, with a source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dialogue.core.changes import note
from dialogue.core.clock import local_day, now
from dialogue.core.database import DB
from dialogue.core.errors import Invalid, NotFound
from dialogue.ward.rules import Actor
from dialogue.ward.states import Qualifier
from meetings.coffee.actions.steps import needed, require
from meetings.coffee.rules import may_publish
from meetings.coffee.tables import CoffeeEarlier

MOST = 100_000_000
SOURCE_MOST = 300  # letters


@dataclass(frozen=True, slots=True)
class Told:
    """A number and how it was said: "hơn 1.000" is 1000, MORE_THAN."""

    value: int
    word: Qualifier | None = None


async def enter_earlier(
    actor: Actor, until: date, sessions: Told, attendances: Told, source: str
) -> int:
    """Its id. attendances: lượt. Raises Forbidden, Invalid."""
    require(may_publish(actor))
    source = needed(source, "source", SOURCE_MOST)
    if until > local_day(now()):
        raise Invalid("a day to come", until="in-the-future")
    for name, told in (("sessions", sessions), ("attendances", attendances)):
        if not 0 < told.value <= MOST:
            raise Invalid("no such number", **{name: "out-of-range"})
    async with DB.transaction():
        (made,) = await CoffeeEarlier.insert(
            CoffeeEarlier(
                ward=actor.ward,
                until=until,
                sessions=sessions.value,
                sessions_word=sessions.word or "",
                attendances=attendances.value,
                attendances_word=attendances.word or "",
                source=source,
                staff=actor.recorded,
                at=now(),
            )
        )
        await note(actor.ward, "coffee", made["id"])
    return int(made["id"])


async def take_back(actor: Actor, earlier: int) -> None:
    """It was wrong: shown no more, kept on record; a second time nothing happens.

    Raises Forbidden, NotFound.
    """
    require(may_publish(actor))
    async with DB.transaction():
        rows = (
            await CoffeeEarlier.update({CoffeeEarlier.taken_back: True})
            .where(CoffeeEarlier.id == earlier, CoffeeEarlier.ward == actor.ward)
            .returning(CoffeeEarlier.id)
        )
        if not rows:
            raise NotFound(f"no earlier figure {earlier}")
        await note(actor.ward, "coffee", earlier)
