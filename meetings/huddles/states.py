"""States of a huddle (hội ý cuối buổi, process.md §6) and of a point noted in it."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Half(IntEnum):
    """Buổi of a day: the huddle is held at its end. As ratings have it."""

    MORNING = 0
    AFTERNOON = 1


class HuddleState(StrEnum):
    DUE = "due"  # opened by itself
    CLOSED = "closed"  # held
    MISSED = "missed"  # the day went by


class PointState(StrEnum):
    """A point comes up in every huddle until it is no longer open."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"  # with a reason
    REMOVED = "removed"  # a slip, taken out while its huddle went on: shown to nobody


class Step(StrEnum):
    """What happens to a huddle. The values stand in its history and never change meaning."""

    OPEN = "open"
    NOTE_FIGURES = "note-figures"
    ADD_POINT = "add-point"
    CHANGE_POINT = "change-point"
    REMOVE_POINT = "remove-point"
    REVIEW_POINT = "review-point"
    CLOSE = "close"
    MISS = "miss"


POINT_ENDS = frozenset({PointState.DONE, PointState.DROPPED})
