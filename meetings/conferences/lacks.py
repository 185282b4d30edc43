"""What a result still lacks before it may be published: pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from meetings.conferences.record import Concluded, Record
from meetings.conferences.states import Outcome


class Lack(StrEnum):
    NO_CONCLUSION = "no-conclusion"
    UNIT = "unit"
    PERSON = "person"  # none named, and the unit has no head
    DUE = "due"
    PAST = "past"  # its date is over
    RECEIVER = "receiver"  # beyond the ward's powers: to whom it goes
    OUTCOME = "outcome"  # an opinion whose way out of the hall nobody noted
    ANSWER = "answer"  # answered in the hall, and nobody wrote down what was said
    ANSWER_DUE = "answer-due"  # a written answer without a date
    ASSESSMENT = "assessment"


@dataclass(frozen=True, slots=True)
class Missing:
    """of: position of the conclusion, or code of the opinion; empty: the whole."""

    lack: Lack
    of: str = ""


def lacks(record: Record, headless: Collection[int], today: date) -> tuple[Missing, ...]:
    """headless: ids of units without a head."""
    return tuple(_lacks(record, headless, today))


def _lacks(record: Record, headless: Collection[int], today: date) -> Iterator[Missing]:
    if not record.conclusions:
        yield Missing(Lack.NO_CONCLUSION)
    for each in record.conclusions:
        yield from (Missing(lack, str(each.position)) for lack in _of(each, headless, today))
    for heard in record.in_hall:
        if heard.outcome is None:
            yield Missing(Lack.OUTCOME, heard.code)
        elif heard.outcome is Outcome.ANSWERED and not (heard.said or heard.withheld):
            yield Missing(Lack.ANSWER, heard.code)
        elif heard.outcome is Outcome.WRITTEN and heard.due is None:
            yield Missing(Lack.ANSWER_DUE, heard.code)
    if not record.card.assessment:
        yield Missing(Lack.ASSESSMENT)


def _of(each: Concluded, headless: Collection[int], today: date) -> Iterator[Lack]:
    if each.why_no_task:
        return
    if each.beyond:
        if not each.receiver:
            yield Lack.RECEIVER
        return
    if each.unit is None:
        yield Lack.UNIT
    elif each.staff is None and each.unit in headless:
        yield Lack.PERSON
    if each.due is None:
        yield Lack.DUE
    elif each.due < today:
        yield Lack.PAST
