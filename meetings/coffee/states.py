"""States of a coffee session (cà phê sáng, process.md §5) and the ways out of what was said."""

from __future__ import annotations

from enum import StrEnum


class SessionState(StrEnum):
    ANNOUNCED = "announced"
    RUNNING = "running"
    HELD = "held"
    REPORTED = "reported"
    CANCELLED = "cancelled"


class WayOut(StrEnum):
    """How an item was settled. A session ends only when none is without one."""

    NONE = ""
    ANSWERED = "answered"  # on the spot
    TAKEN = "taken"  # along, into the register
    REDIRECTED = "redirected"  # the receiver is named
    THANKS = "thanks"
    SEPARATE = "separate"  # to those who open the sealed box; its words leave the session
    DROPPED = "dropped"  # a slip of the finger: shown to nobody


class Step(StrEnum):
    """What happens to a session. The values stand in its history and never change meaning."""

    ANNOUNCE = "announce"
    MOVE = "move"
    CANCEL = "cancel"
    OPEN = "open"
    COUNT = "count"
    NOTE = "note"
    SETTLE = "settle"
    CLOSE = "close"
    PROMISE = "promise"
    ADD_PHOTO = "add-photo"
    DROP_PHOTO = "drop-photo"
    PUBLISH = "publish"


MET = (SessionState.HELD, SessionState.REPORTED)
STEPS: dict[SessionState, dict[Step, SessionState]] = {
    SessionState.ANNOUNCED: {
        Step.MOVE: SessionState.ANNOUNCED,
        Step.CANCEL: SessionState.CANCELLED,
        Step.OPEN: SessionState.RUNNING,
    },
    SessionState.RUNNING: {
        Step.COUNT: SessionState.RUNNING,
        Step.NOTE: SessionState.RUNNING,
        Step.SETTLE: SessionState.RUNNING,
        Step.PROMISE: SessionState.RUNNING,
        Step.CLOSE: SessionState.HELD,
    },
    SessionState.HELD: {
        Step.PROMISE: SessionState.HELD,
        Step.ADD_PHOTO: SessionState.HELD,
        Step.DROP_PHOTO: SessionState.HELD,
        Step.PUBLISH: SessionState.REPORTED,
    },
    SessionState.REPORTED: {
        Step.PROMISE: SessionState.REPORTED,
        Step.DROP_PHOTO: SessionState.REPORTED,  # somebody in it no longer agrees
    },
    SessionState.CANCELLED: {},
}
CHANGEABLE = frozenset({WayOut.NONE, WayOut.ANSWERED, WayOut.REDIRECTED, WayOut.THANKS})
"""What may still be settled otherwise while it goes on; the register takes nothing back."""
