"""The result of a conference: what it lacks, what was put right in it, what is said of it later."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from dialogue.core.clock import local_day, now
from dialogue.matters.states import TaskState
from dialogue.ward import queries as wards
from dialogue.ward.states import Role
from meetings.conferences.lacks import Missing, lacks
from meetings.conferences.outcome_tables import FollowUp
from meetings.conferences.record import Pledge, Record
from meetings.conferences.states import Posting, Step
from meetings.conferences.tables import ConferenceEvent

TOLD = (Posting.MEDIA, Posting.NOTICE_BOARD, Posting.GROUP_HEADS)  # rule DLG-RESULT


@dataclass(frozen=True, slots=True)
class Correction:
    """Of something published. what: conclusion, answer, assessment; of: its id, 0: the whole."""

    on: date
    what: str
    of: int
    old: str
    new: str
    reason: str


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody said of a promise afterwards. task: None: of the conference."""

    task: int | None
    text: str
    public: bool
    staff_name: str
    at: datetime


async def missing(ward: int, known: Record) -> tuple[Missing, ...]:
    """Before it may be published; empty: nothing."""
    headed = {each.unit for each in await wards.holders(ward, Role.UNIT_HEAD, Role.DIRECTOR)}
    headless = {each.id for each in await wards.units(ward)} - headed
    return lacks(known, headless, local_day(now()))


async def corrections(ward: int, number: int) -> tuple[Correction, ...]:
    """Oldest first; without those of what was sealed since, whose words are gone."""
    rows = (
        await ConferenceEvent.select()
        .where(
            ConferenceEvent.ward == ward,
            ConferenceEvent.conference == number,
            ConferenceEvent.step == Step.CORRECT.value,
        )
        .order_by(ConferenceEvent.id)
    )
    found = (
        Correction(local_day(row["at"]), reason=row["reason"], **json.loads(row["data"]))
        for row in rows
    )
    return tuple(each for each in found if each.new)


async def words(ward: int, number: int, *, public: bool = False) -> tuple[Word, ...]:
    """Of the inspection board and of the chair, oldest first."""
    rows = (
        await FollowUp.select()
        .where(FollowUp.ward == ward, FollowUp.conference == number)
        .order_by(FollowUp.number, FollowUp.id)
    )
    people = {each.id: each.name for each in await wards.staff_list(ward)}
    return tuple(
        Word(row["task"], row["text"], row["public"], people.get(row["staff"], ""), row["at"])
        for row in rows
        if row["public"] or not public
    )


def untold(known: Record) -> tuple[Posting, ...]:
    """Where the result has not been made known yet."""
    done = {each.kind for each in known.posted}
    return tuple(each for each in TOLD if each not in done)


def unsaid(known: Record, said: tuple[Word, ...], today: date) -> tuple[Pledge, ...]:
    """Promises that would end without a word: not done, not stopped, with no new date ahead of
    them, and nobody has said anything of them since."""
    spoken = {each.task for each in said}
    return tuple(
        each
        for each in known.pledges
        if each.task.state not in {TaskState.DONE, TaskState.STOPPED}
        and each.task.id not in spoken
        and not (each.task.due > each.task.first_due and each.task.due >= today)
    )


def to_review(known: Record) -> tuple[Pledge, ...]:
    """Late or disputed: what the inspection board looks at (T+60)."""
    return tuple(each for each in known.pledges if each.task.days_late or each.task.disputed)
