"""What every act on letters shares: the right, the line in the history, texts that are needed."""

from __future__ import annotations

from typing import Any

from dialogue.core.changes import note
from dialogue.core.clock import now
from dialogue.core.errors import Forbidden, Invalid
from dialogue.core.text import clean
from dialogue.letters.states import Step
from dialogue.letters.tables import Letter, LetterEvent
from dialogue.ward.rules import Actor

CHANGED = "letter"  # kind of change: staff pages alone show it
ERASED: dict[Any, Any] = {Letter.key: "", Letter.content: ""}


async def record(ward: int, wanted: int, actor: Actor | None, step: Step) -> None:
    event = LetterEvent(
        ward=ward,
        letter=wanted,
        at=now(),
        staff=None if actor is None else actor.recorded,
        step=step.value,
    )
    await LetterEvent.insert(event)
    await note(ward, CHANGED, wanted)


def needed(typed: str, name: str, most: int) -> str:
    """Raises Invalid by field."""
    text = clean(typed)
    if not text:
        raise Invalid(f"no {name}", **{name: "missing"})
    if len(text) > most:
        raise Invalid(f"{name} is too long", **{name: "too-long"})
    return text


def require(allowed: bool, what: str) -> None:
    if not allowed:
        raise Forbidden(f"may not {what}")
