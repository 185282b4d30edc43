"""Which date a matter goes by now, and how near it is."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from dialogue.core.workdays import Calendar
from dialogue.matters.rules import ANSWERED, is_late
from dialogue.matters.states import ENDS, MatterState

SOON = 2  # working days before a due date that it is shown as near


class DueState(StrEnum):
    """How a due date is coloured."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"
    NONE = "none"  # no rule, no date
    DONE = "done"  # answered or ended


def step_due(
    state: MatterState, triage: date | None, draft: date | None, publish: date | None
) -> date | None:
    """The date that the present step goes by; a second answer has one date only."""
    if state is MatterState.RECEIVED:
        return triage
    if state in (MatterState.ASSIGNED, MatterState.DRAFTING):
        return draft if draft is not None and publish is not None and draft <= publish else publish
    return publish


def due_state(state: MatterState, due: date | None, today: date, calendar: Calendar) -> DueState:
    if state in ANSWERED or state in ENDS:
        return DueState.DONE
    if due is None:
        return DueState.NONE
    if is_late(state, due, today):
        return DueState.LATE
    if due <= today:
        return DueState.TODAY
    return DueState.SOON if calendar.between(today, due) <= SOON else DueState.LATER
