"""The check-list of a conference, and the proofs of what was made known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from dialogue.core.clock import local_day
from dialogue.ward import queries as ward_queries
from meetings.conferences.checklist import Done, Line, lines
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.queries.history import first_days
from meetings.conferences.states import Posting, Subject
from meetings.conferences.tables import PostingProof, Tick


@dataclass(frozen=True, slots=True)
class Proof:
    """What was made known where and when, by whom (N2). current: of the notice in force."""

    public_id: str
    subject: Subject
    kind: Posting
    place: str
    posted_on: date
    evidence: str
    media_type: str
    digest: str
    alt: str
    who: str
    at: datetime
    current: bool


async def checklist(card: ConferenceCard) -> tuple[Line, ...]:
    rows = await Tick.select(Tick.item, Tick.done_on, Tick.note).where(
        Tick.ward == card.ward, Tick.conference == card.id
    )
    posted: dict[tuple[str, str], date] = {}
    for proof in await proofs(card):
        if proof.current:
            posted.setdefault((proof.subject.value, proof.kind.value), proof.posted_on)
    done = Done(
        {row["item"]: (row["done_on"], row["note"]) for row in rows},
        await first_days(card.ward, card.id),
        posted,
    )
    return lines(card.day, await ward_queries.rules(card.ward), done)


async def proofs(card: ConferenceCard) -> tuple[Proof, ...]:
    """In the order in which they were noted."""
    rows = (
        await PostingProof.select(*PostingProof.all_columns(), PostingProof.staff.name)
        .where(PostingProof.ward == card.ward, PostingProof.conference == card.id)
        .order_by(PostingProof.id)
    )
    noticed = None if card.announced_at is None else local_day(card.announced_at)
    return tuple(
        Proof(
            row["public_id"],
            Subject(row["subject"]),
            Posting(row["kind"]),
            row["place"],
            row["posted_on"],
            row["evidence"],
            row["media_type"],
            row["digest"],
            row["alt"],
            row["staff.name"] or "",
            row["at"],
            row["subject"] != Subject.NOTICE.value
            or not card.sequence  # never moved: paper may go out before it is told here
            or (noticed is not None and row["posted_on"] >= noticed),
        )
        for row in rows
    )
