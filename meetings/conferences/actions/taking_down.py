"""A new opinion in two hops to the database: it is entered, then the rest goes with COMMIT.

Two consoles save beside each other while a thousand phones follow. Said in SQL once; whether the
hall is open, its next number and a second sending are seen by the statement that enters it.
"""

from __future__ import annotations

from dialogue.core.bulk import fetch, run_many
from dialogue.core.memo import remembered
from meetings.conferences.actions.holding import LOCK, OPEN, Row
from meetings.conferences.hall_tables import Opinion
from meetings.conferences.queries.conferences import ConferenceCard, conference_in_hall
from meetings.conferences.states import SpeakerState

_NEW = {
    column._meta.name: column.get_default_value()
    for column in Opinion._meta.columns
    if column._meta.name not in {"id", "number"}
}
_ENTER = (  # noqa: S608  names are ours
    'INSERT INTO conference_opinion ({names}, "number") SELECT {marks}, last_number + 1 '
    "FROM conference WHERE id = ? AND ward = ? AND locked_to = '' AND state IN ({states}) "
    "ON CONFLICT (operation) DO NOTHING RETURNING id, number"
).format(
    names=", ".join(f'"{name}"' for name in _NEW),
    marks=", ".join("?" * len(_NEW)),
    states=", ".join(f"'{state.value}'" for state in OPEN),
)
_DRAWN = "UPDATE conference SET last_number = ? WHERE id = ?"
_DRAWN_AND_SHOWN = "UPDATE conference SET last_number = ?, on_screen = ? WHERE id = ?"
_SAID = "UPDATE conference_speaker SET opinion = ? WHERE ward = ? AND conference = ? AND state = ?"


@remembered(seconds=30)
async def named(ward: int, number: int) -> ConferenceCard:
    """For what never changes of a conference, its ids. How it stands is seen by what is written.

    Raises NotFound.
    """
    return await conference_in_hall(ward, number)


async def enter(card: ConferenceCard, values: Row) -> tuple[int, int] | None:
    """A new opinion: its id, and the hall's next number. Whoever writes here next waits for us.

    values: columns by name; the others are as in a new row. None: nothing was entered, as the
    hall takes nothing down now or its operation is known.
    """
    await run_many(LOCK, [(card.id, card.ward)])
    row = _NEW | values
    made = await fetch(_ENTER, [*map(row.__getitem__, _NEW), card.id, card.ward])
    return (made[0]["id"], made[0]["number"]) if made else None


async def draw(card: ConferenceCard, number: int) -> None:
    """The number is taken. The hall is held."""
    await run_many(_DRAWN, [(number, card.id)])


async def draw_with_the_turn(card: ConferenceCard, number: int, which: int) -> None:
    """Who is speaking has said it, and everybody sees it. The hall is held."""
    await run_many(_DRAWN_AND_SHOWN, [(number, which, card.id)])
    await run_many(_SAID, [(which, card.ward, card.id, SpeakerState.SPEAKING.value)])
