"""What a conference that takes another's place gets from it: programme and guests."""

from __future__ import annotations

from dialogue.core.bulk import insert_many
from dialogue.core.codes import public_id, token_hash
from meetings.conferences.guest_tables import Invitee
from meetings.conferences.links import guest_token
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.states import Reply
from meetings.conferences.tables import AgendaItem


async def copy_to(card: ConferenceCard, number: int) -> None:
    """In the caller's transaction. Replies are not copied: the day is another one."""
    points = await AgendaItem.select().where(AgendaItem.conference == card.id)
    await insert_many(AgendaItem, [_without_id(row) | {"conference": number} for row in points])
    guests = await Invitee.select().where(
        Invitee.conference == card.id, Invitee.removed_at.is_null()
    )
    await insert_many(Invitee, [_anew(row, number) for row in guests])


def _without_id(row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name != "id"}


def _anew(row: dict[str, object], number: int) -> dict[str, object]:
    known = public_id()
    return _without_id(row) | {
        "conference": number,
        "public_id": known,
        "link": token_hash(guest_token(known)),
        "cluster": None,
        "substitute": "",
        "reply": Reply.NONE.value,
        "replied_at": None,
        "acknowledged_at": None,
        "reminded_at": None,
        "version": 1,
    }
