"""What happened to a matter, line by line, and what colleagues wrote beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dialogue.matters.queries.sealed_words import NOT_SEALED, SealedWords
from dialogue.matters.states import Rejection, Step
from dialogue.matters.tables import InternalNote, MatterEvent


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the history. data: what the sentence in the reader's language is made from."""

    id: int
    at: datetime
    actor_kind: str
    staff: int | None
    staff_name: str
    staff_title: str
    step: Step
    old_state: str
    new_state: str
    reason: str
    public_note: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Note:
    """round, version: of the draft it speaks of, None before there was one."""

    author_name: str
    author_title: str
    text: str
    at: datetime
    round: int | None
    version: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Someone proposed to reject it; a second person looks."""

    staff: int
    staff_name: str
    why: Rejection
    reason: str
    at: datetime


async def events(ward: int, matter: int, sealed: SealedWords = NOT_SEALED) -> tuple[Event, ...]:
    """The whole history, oldest first."""
    rows = (
        await MatterEvent.select(
            MatterEvent.id,
            MatterEvent.at,
            MatterEvent.actor_kind,
            MatterEvent.staff,
            MatterEvent.staff.name,
            MatterEvent.staff.title,
            MatterEvent.step,
            MatterEvent.old_state,
            MatterEvent.new_state,
            MatterEvent.reason,
            MatterEvent.public_note,
            MatterEvent.data,
        )
        .where(MatterEvent.ward == ward, MatterEvent.matter == matter)
        .order_by(MatterEvent.id)
    )
    return tuple(_event(sealed.back(MatterEvent, row)) for row in rows)


def _event(row: dict[str, Any]) -> Event:
    name, title = row.pop("staff.name") or "", row.pop("staff.title") or ""
    given = row | {"step": Step(row["step"]), "data": json.loads(row["data"])}
    return Event(**given, staff_name=name, staff_title=title)


def open_proposal(history: tuple[Event, ...]) -> Proposal | None:
    steps = (Step.PROPOSE_REJECTION, Step.KEEP, Step.REJECT)
    last = next((event for event in reversed(history) if event.step in steps), None)
    if last is None or last.step is not Step.PROPOSE_REJECTION or last.staff is None:
        return None
    why = Rejection(last.data["why"])
    return Proposal(last.staff, last.staff_name, why, last.reason, last.at)


async def notes(ward: int, matter: int, sealed: SealedWords = NOT_SEALED) -> tuple[Note, ...]:
    found = (
        await InternalNote.select(
            InternalNote.id,
            InternalNote.author.name,
            InternalNote.author.title,
            InternalNote.text,
            InternalNote.at,
            InternalNote.round,
            InternalNote.version,
        )
        .where(InternalNote.ward == ward, InternalNote.matter == matter)
        .order_by(InternalNote.id)
    )
    rows = [sealed.back(InternalNote, row) for row in found]
    return tuple(
        Note(
            row["author.name"],
            row["author.title"],
            row["text"],
            row["at"],
            row["round"],
            row["version"],
        )
        for row in rows
    )
