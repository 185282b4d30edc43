"""Published answers as a search shows them: few columns, and the texts to show words in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dialogue.core import clock
from dialogue.matters.seals import ANSWER, answer_seal
from dialogue.matters.tables import Published

COLUMNS = [
    getattr(Published, name)
    for name in (*ANSWER, "place", "state", "field", "group", "published_at", "corrected_on")
] + [Published.checksum]


@dataclass(frozen=True, slots=True)
class AnswerHit:
    """title, body, answer: empty for one whose text was changed past our own actions."""

    number: int
    title: str
    body: str
    answer: str
    state: str
    field: int | None
    group: int | None
    published_on: date
    corrected: bool


async def answer_hits(ward: int, places: Sequence[int]) -> list[AnswerHit]:
    """By their places on the board, in that order."""
    rows = await Published.select(*COLUMNS).where(
        Published.ward == ward, Published.place.is_in(list(places) or [0])
    )
    known = {row["place"]: _hit(row) for row in rows}
    return [known[place] for place in places if place in known]


def _hit(row: dict[str, Any]) -> AnswerHit:
    intact = row["checksum"] == answer_seal(row)
    return AnswerHit(
        number=row["number"],
        title=row["title"] if intact else "",
        body=row["body"] if intact else "",
        answer=row["answer"] if intact else "",
        state=row["state"],
        field=row["field"],
        group=row["group"],
        published_on=clock.local_day(row["published_at"]),
        corrected=row["corrected_on"] is not None,
    )
