"""One way out for every message: `deliver` says delivered, later or never, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeVar

from dialogue.outbox.states import Result


@dataclass(frozen=True, slots=True)
class Outcome:
    """said: a code or a few words for staff. Never what the other side wrote: it may quote."""

    result: Result
    said: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """sender: the name beside our address. stop: address of the page that ends it all, or empty;
    one POST to it does so too (RFC 8058).
    """

    to: str
    sender: str
    subject: str
    text: str
    html: str
    language: str = "vi"
    stop: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A signed POST."""

    url: str
    secret: bytes
    body: bytes


Message_contra = TypeVar("Message_contra", contravariant=True)


class Adapter(Protocol[Message_contra]):
    """message_id: the same at each attempt, so that the other side can drop a repetition."""

    async def deliver(self, message: Message_contra, message_id: str) -> Outcome: ...
