"""Last time we promised: the conference before and its promises, computed and never typed."""

from __future__ import annotations

from meetings.conferences.briefing import LastTime
from meetings.conferences.queries.conferences import ConferenceCard, conferences
from meetings.conferences.queries.records import public_record, record


async def last_time(card: ConferenceCard, *, public: bool = False) -> LastTime | None:
    """Of the newest conference before this one whose result is out; None: there was none.

    public: as everybody may read it, masked and without what is private.
    """
    for each in await conferences(card.ward):
        if each.starts_at < card.starts_at and each.published_at is not None:
            known = await (public_record(each) if public else record(each.ward, each.id))
            return LastTime(each, known.pledges)
    return None
