"""Which number and day the clerk gave to a document of a conference."""

from __future__ import annotations

import json
from datetime import date

from meetings.conferences.documents.common import Issued, Kind
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.states import Step
from meetings.conferences.tables import ConferenceEvent


async def numbered(card: ConferenceCard) -> dict[tuple[Kind, int], Issued]:
    """By kind and what it is of (0: the conference). A later number takes the earlier one's place;
    the history keeps both."""
    rows = (
        await ConferenceEvent.select(ConferenceEvent.data)
        .where(
            ConferenceEvent.ward == card.ward,
            ConferenceEvent.conference == card.id,
            ConferenceEvent.step == Step.NUMBER_PAPER.value,
        )
        .order_by(ConferenceEvent.id)
    )
    said = [json.loads(row["data"]) for row in rows]
    return {
        (Kind(each["kind"]), each["of"]): Issued(each["number"], date.fromisoformat(each["day"]))
        for each in said
    }
