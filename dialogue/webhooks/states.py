"""What a target may be called about, and how it stands. Pure."""

from __future__ import annotations

from enum import StrEnum


class HookEvent(StrEnum):
    """Public facts alone. The values stand in what is sent and never change meaning."""

    PUBLISHED = "answer.published"
    CORRECTED = "answer.corrected"
    WITHDRAWN = "answer.withdrawn"
    DUE = "promise.due"  # its day has come and it is open
    KEPT = "promise.kept"  # somebody who asked has said so, or nobody said no in time
    CHANGED = "promise.changed"  # anything else that its page tells


class HookStanding(StrEnum):
    ON = "on"
    FAILING = "failing"
    OFF = "off"
