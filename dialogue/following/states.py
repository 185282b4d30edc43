"""What may become of a subscription. Pure."""

from __future__ import annotations

from enum import StrEnum


class FollowState(StrEnum):
    """What was stopped, refused or never confirmed is erased, not kept as a state."""

    ASKED = "asked"  # the address has not said yes
    LIVE = "live"


class Kind(StrEnum):
    """Of letters, as the outbox knows them."""

    CONFIRM = "confirm"
    DIGEST = "digest"
    STEP = "step"  # to an asker, of the asker's own matter
