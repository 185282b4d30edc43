"""What becomes of one dossier that was entered at a counter."""

from __future__ import annotations

from enum import StrEnum


class SlipState(StrEnum):
    OUT = "out"  # not drawn: nobody asks, and no slip is given
    DRAWN = "drawn"  # to be asked
    HANDED = "handed"  # asked: the slip was given
    REFUSED = "refused"  # asked, and did not want one
    REPLACED = "replaced"  # another slip of the same dossier stands for it


class Method(StrEnum):
    """Whom a counter invites: SLIP-INVITE."""

    ALL = "all"
    DRAW = "draw"  # by the dossier's number and the seed of the day
    EVERY = "every"  # every k-th dossier entered at a counter


class Standing(StrEnum):
    """What its bearer is told of a slip."""

    ALIVE = "alive"
    SPENT = "spent"
    EXPIRED = "expired"
    REPLACED = "replaced"
    UNKNOWN = "unknown"  # mistyped, forged, or of another installation: all the same
