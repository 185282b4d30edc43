"""What each write in the hall shares: one at a time there, each operation once, no denunciation.

Nothing here is an action of its own: the caller's transaction holds it all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from dialogue.core.bulk import run_many
from dialogue.core.changes import note
from dialogue.core.codes import derived_tracking_code, tracking_hash
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.core.keys import decrypt, keys
from dialogue.matters.actions.intake import NewMatter, Received, open_rows
from dialogue.matters.actions.steps import By
from dialogue.matters.denunciations import denunciation
from dialogue.matters.states import AskerKind, Source
from dialogue.matters.states import Step as MatterStep
from meetings.conferences.actions.steps import require_state
from meetings.conferences.hall_tables import Opinion
from meetings.conferences.queries.conferences import ConferenceCard, conference_in_hall
from meetings.conferences.states import ConferenceState, Hiding, OpinionState
from meetings.conferences.tables import Conference

Row = dict[str, Any]
# A note sheet is keyed in when the hall has emptied.
OPEN = (ConferenceState.RUNNING, ConferenceState.MINUTES)
LOCK = "UPDATE conference SET last_number = last_number WHERE id = ? AND ward = ?"
_OPERATION = re.compile(r"[A-Za-z0-9-]{8,64}")


def operation_of(card: ConferenceCard, kind: str, given: str) -> str:
    """What is kept of a sender's own id: the same for the same one in this hall. Raises Invalid.

    Keyed, so that whoever reads the table learns no asker's code from it.
    """
    if not _OPERATION.fullmatch(given):
        raise Invalid("no operation id", operation="wrong")
    return keys().fixed("receipts", f"hall {card.public_id} {kind} {given}")[:40]


def code_of(card: ConferenceCard, given: str) -> str:
    """The tracking code of what a phone sent by this id. It can be worked out from it alone."""
    return derived_tracking_code(keys(), f"hall {card.public_id} {given}")


def hash_of(code: str) -> str:
    return tracking_hash(keys(), code)


async def held(ward: int, number: int, *states: ConferenceState) -> ConferenceCard:
    """The hall as whoever wrote here before has left it; the next one waits until we have ended.

    Locked first, then read: what is read first may be over by the time of the lock, and a question
    would enter a hall that has closed. The card names no fields. Raises NotFound, Conflict.
    """
    await run_many(LOCK, [(number, ward)])
    card = await conference_in_hall(ward, number)
    require_state(card, *states)
    return card


async def hold(card: ConferenceCard) -> int:
    """Whoever writes in this hall waits here for the one before. The last number drawn."""
    rows = (
        await Conference.update({Conference.last_number: Conference.last_number + 0})
        .where(Conference.id == card.id, Conference.ward == card.ward)
        .returning(Conference.last_number)
    )
    return int(rows[0]["last_number"])


async def draw_number(card: ConferenceCard) -> int:
    """The next number of an opinion; it is free again if the transaction fails."""
    rows = (
        await Conference.update({Conference.last_number: Conference.last_number + 1})
        .where(Conference.id == card.id, Conference.ward == card.ward)
        .returning(Conference.last_number)
    )
    return int(rows[0]["last_number"])


async def opinion_row(card: ConferenceCard, which: int) -> Row:
    """Raises NotFound."""
    row = (
        await Opinion.select()
        .where(Opinion.id == which, Opinion.ward == card.ward, Opinion.conference == card.id)
        .first()
    )
    if row is None:
        raise NotFound(f"no opinion {which}")
    return dict(row)


async def write(row: Row, version: int, values: Mapping[str, object]) -> None:
    """Columns of an opinion, if nobody has changed it since `version`. Raises Conflict."""
    changes: dict[Any, Any] = {getattr(Opinion, name): value for name, value in values.items()}
    done = (
        await Opinion.update({**changes, Opinion.version: version + 1})
        .where(Opinion.id == row["id"], Opinion.ward == row["ward"], Opinion.version == version)
        .returning(Opinion.id)
    )
    if not done:
        raise Conflict("the opinion was changed meanwhile")


def goes_apart(words: str) -> bool:
    """Do the words show signs of a denunciation? Then no hall ever sees them."""
    return denunciation(words).hides


def in_state_of(row: Row, states: Iterable[OpinionState]) -> None:
    """Raises Conflict."""
    if row["state"] not in {state.value for state in states}:
        raise Conflict(f"the opinion is {row['state']}")


async def enter_register(card: ConferenceCard, row: Row, who: By) -> Received:
    """A matter of the register from an opinion, by its own tracking code; notes the change.

    Raises Invalid for words that the register does not take.
    """
    name = decrypt(keys(), row["key"], row["asker"]) if row["asker"] else ""
    new = NewMatter(
        card.ward,
        row["words"],
        source=Source.CONFERENCE,
        asker_kind=_asker(row),
        field=row["field"],
        group=row["group"],
        name=name,
        tracking=row["tracking"],
    )
    (received,) = await open_rows([new], who)
    await note(card.ward, MatterStep.RECEIVE.value, received.id)
    return received


def _asker(row: Row) -> AskerKind:
    return AskerKind.ORGANISATION if row["organisation"] else AskerKind.PERSON


async def set_apart(card: ConferenceCard, row: Row, who: By) -> None:
    """To the register, where few may read it; the hall keeps that there was something."""
    received = await enter_register(card, row, who)
    await write(
        row,
        row["version"],
        {
            "state": OpinionState.NOT_SHOWN.value,
            "reason": Hiding.SEPARATE.value,
            "words": "",
            "position": None,
            "matter": received.id,
            "due": received.publish_due,
        },
    )
    await off_screen(card, row["id"])


async def off_screen(card: ConferenceCard, which: int) -> None:
    """If it is there."""
    await Conference.update({Conference.on_screen: None}).where(
        Conference.id == card.id, Conference.on_screen == which
    )
