"""States of a stack of paper slips, and where the slips came from."""

from __future__ import annotations

from enum import StrEnum


class Source(StrEnum):
    PAPER = "paper"
    PHONE = "phone"  # asked by telephone, written down
    FILE = "file"  # a spreadsheet


class StackState(StrEnum):
    READY = "ready"  # read from a file, to be looked at and confirmed
    SECOND = "second"  # drawn: waits to be entered again by somebody else
    DIFFERS = "differs"  # entered twice, and not the same: waits for a decision
    COUNTED = "counted"
    DISCARDED = "discarded"


WAITING = frozenset({StackState.READY, StackState.SECOND, StackState.DIFFERS})
