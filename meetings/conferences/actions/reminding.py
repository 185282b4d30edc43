"""Some days before the day, guests who have not replied or not read the notice are reminded.

Their own page tells them, the inbox tells the office, and a list to print says whom to call.
"""

from __future__ import annotations

from datetime import timedelta

from dialogue.core.clock import local_day, now
from dialogue.core.database import DB
from dialogue.core.errors import Conflict
from dialogue.core.jobs import Work, every
from dialogue.matters.actions.notices import AboutMeeting, tell_meeting
from dialogue.ward import queries as ward_queries
from dialogue.ward.states import Role
from meetings.conferences.actions.steps import in_state, record
from meetings.conferences.checklist import remind_before
from meetings.conferences.guest_tables import Invitee
from meetings.conferences.queries.conferences import ConferenceCard, conferences
from meetings.conferences.queries.guests import unheard
from meetings.conferences.states import NOTICED, Step

TOLD = "remind-guests"  # said of a notice, as a step would be
OFFICE = (Role.CLERK, Role.REGISTER_KEEPER)


@every(minutes=60, kind="remind-guests")
async def remind_by_the_clock(work: Work) -> None:
    for ward in await ward_queries.wards():
        await remind(ward.id)


async def remind(ward: int) -> int:
    """Each guest once, from the day of the check-list on. How many now. May run twice."""
    today, marked = local_day(now()), 0
    for card in await conferences(ward):
        near = card.day - timedelta(days=remind_before()) <= today < card.day
        if card.state in NOTICED and near and not card.locked_to:
            marked += await _remind(card)
    return marked


async def _remind(card: ConferenceCard) -> int:
    async with DB.transaction():
        try:
            card = await in_state(card.ward, card.id, *NOTICED)
        except Conflict:  # it began meanwhile
            return 0
        rows = (
            await Invitee.update({Invitee.reminded_at: now()})
            .where(Invitee.conference == card.id, unheard(), Invitee.reminded_at.is_null())
            .returning(Invitee.id)
        )
        if rows:
            about = AboutMeeting(TOLD, "conference", str(card.id), card.title)
            key = f"guests-{card.id}-{card.day}-{local_day(now())}"
            await tell_meeting(card.ward, key, about, *OFFICE)
            await record(card, Step.REMIND, data={"guests": len(rows)})
    return len(rows)
