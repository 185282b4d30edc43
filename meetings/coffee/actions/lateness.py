"""A short report that is late (rule COF-REPORT) is told to who publishes it, once."""

from __future__ import annotations

from dialogue.core.clock import local_day, now
from dialogue.core.database import DB
from dialogue.core.i18n import day as shown_day
from dialogue.core.jobs import Work, every
from dialogue.matters.actions.notices import AboutMeeting, tell_meeting
from dialogue.ward import queries as ward_queries
from meetings.coffee.queries.sessions import SessionCard, limits, unreported
from meetings.coffee.rules import PUBLISHERS, report_due

TOLD = "coffee-late"  # said of a notice, as a step would be


@every(minutes=60, kind="late-coffee-reports")
async def tell_by_the_clock(work: Work) -> None:
    for ward in await ward_queries.wards():
        await tell_late(ward.id)


async def tell_late(ward: int) -> int:
    """How many are late today. May run twice: each is told once."""
    today, late = local_day(now()), 0
    calendar = await ward_queries.calendar(ward)
    for card in await unreported(ward):
        days = (await limits(ward, card.day)).report
        if days is None or card.closed_at is None:
            continue
        due = report_due(calendar, local_day(card.closed_at), days)
        if due < today:
            late += 1
            await _tell(ward, card, AboutMeeting(TOLD, "coffee", card.slug, _name(card), due))
    return late


def _name(card: SessionCard) -> str:
    return f"{card.place}, {shown_day(card.day)}"


async def _tell(ward: int, card: SessionCard, about: AboutMeeting) -> None:
    async with DB.transaction():
        await tell_meeting(ward, f"coffee-late-{card.id}", about, *PUBLISHERS)
