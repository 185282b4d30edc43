"""How an opinion of a conference stands on a day: pure."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from dialogue.core.clock import local_day
from meetings.conferences.record import Heard
from meetings.conferences.states import OpinionState, Outcome


class Standing(StrEnum):
    ANSWERED = "answered"  # in the hall
    PUBLISHED = "published"  # in writing, on the board
    AWAITED = "awaited"  # a written answer, its day has not passed
    LATE = "late"
    FORWARDED = "forwarded"
    TASK = "task"
    OPEN = "open"  # nobody has said yet what becomes of it
    MERGED = "merged"
    NOT_SHOWN = "not-shown"


_BY_OUTCOME = {
    Outcome.ANSWERED: Standing.ANSWERED,
    Outcome.FORWARDED: Standing.FORWARDED,
    Outcome.TASK: Standing.TASK,
}


def standing(each: Heard, today: date) -> Standing:
    if each.lead is not None or each.state is OpinionState.MERGED:
        return Standing.MERGED
    if each.state is OpinionState.NOT_SHOWN:
        return Standing.NOT_SHOWN
    if each.answer_number is not None:
        return Standing.PUBLISHED
    if each.outcome in _BY_OUTCOME:
        return _BY_OUTCOME[each.outcome]
    if each.outcome is Outcome.WRITTEN:
        return Standing.LATE if each.due and each.due < today else Standing.AWAITED
    return Standing.OPEN


def in_time(each: Heard, today: date) -> bool | None:
    """Was it answered by its day? None where there is no day, or it has not come."""
    if each.due is None:
        return None
    answered = each.written_at or (each.settled_at if each.outcome is Outcome.ANSWERED else None)
    if answered is None:
        return False if each.due < today else None
    return local_day(answered) <= each.due
