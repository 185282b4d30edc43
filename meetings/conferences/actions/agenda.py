"""The programme of a conference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from dialogue.core.database import DB
from dialogue.core.errors import Invalid
from dialogue.core.text import clean
from dialogue.ward.rules import Actor
from meetings.conferences.actions.steps import change, in_state, record, require
from meetings.conferences.rules import may_prepare
from meetings.conferences.states import AHEAD, AgendaKind, ConferenceState, Step
from meetings.conferences.tables import AgendaItem

MOST_POINTS = 30
LONGEST = 300  # letters of a point
MOST_MINUTES = 600


@dataclass(frozen=True, slots=True)
class NewPoint:
    minutes: int
    kind: AgendaKind
    text: str
    who: str = ""


async def set_agenda(actor: Actor, number: int, points: Sequence[NewPoint], version: int) -> None:
    """The whole programme anew, in this order. Raises Forbidden, NotFound, Conflict, Invalid."""
    require(may_prepare(actor), "lay down a programme")
    cleaned = [_checked(point, place) for place, point in enumerate(points, 1)]
    if not 1 <= len(cleaned) <= MOST_POINTS:
        raise Invalid(f"{len(cleaned)} points", points="out-of-range")
    async with DB.transaction():
        card = await in_state(actor.ward, number, *AHEAD, ConferenceState.RUNNING)
        await change(card, {}, version)
        await AgendaItem.delete().where(AgendaItem.conference == number)
        await AgendaItem.insert(
            *(
                AgendaItem(
                    ward=actor.ward,
                    conference=number,
                    position=place,
                    minutes=point.minutes,
                    kind=point.kind.value,
                    text=point.text,
                    who=point.who,
                )
                for place, point in enumerate(cleaned, 1)
            )
        )
        data = {"points": [asdict(point) for point in cleaned]}
        await record(card, Step.CHANGE_AGENDA, actor, data=data)


def _checked(point: NewPoint, place: int) -> NewPoint:
    text, who = clean(point.text), clean(point.who)
    if not text:
        raise Invalid("a point without words", **{f"text_{place}": "missing"})
    if len(text) > LONGEST:
        raise Invalid("too long a point", **{f"text_{place}": "too-long"})
    if len(who) > 200:
        raise Invalid("too long a name", **{f"who_{place}": "too-long"})
    if not 1 <= point.minutes <= MOST_MINUTES:
        raise Invalid(f"{point.minutes} minutes", **{f"minutes_{place}": "out-of-range"})
    return NewPoint(point.minutes, point.kind, text, who)
