"""What may become of a message. Pure."""

from __future__ import annotations

from enum import StrEnum


class MessageState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"  # the other side has said that it took it
    REFUSED = "refused"  # it will never take it
    GIVEN_UP = "given-up"  # it did not answer for all the gaps of the rule
    DROPPED = "dropped"  # nothing was left to say, or nobody to say it to


class Way(StrEnum):
    MAIL = "mail"
    WEBHOOK = "webhook"


class Result(StrEnum):
    """What an adapter says of one attempt."""

    DELIVERED = "delivered"
    LATER = "later"
    NEVER = "never"
