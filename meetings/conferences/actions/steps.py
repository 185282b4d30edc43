"""What each action on a conference shares: its guard, its rights, its line in the history."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dialogue.core.bulk import insert_many
from dialogue.core.changes import note
from dialogue.core.clock import now
from dialogue.core.errors import Conflict, Forbidden
from dialogue.ward.rules import Actor
from meetings.conferences.queries.conferences import ConferenceCard, conference
from meetings.conferences.states import ConferenceState, Step
from meetings.conferences.tables import Conference, ConferenceEvent

KIND = "conference"  # of the change log: subject is the conference's id
STAFF, GUEST, GROUP, PHONE, SYSTEM = "staff", "guest", "group", "phone", "system"


def require(allowed: bool, what: str) -> None:
    """Raises Forbidden."""
    if not allowed:
        raise Forbidden(f"may not {what}")


async def in_state(
    ward: int, number: int, *states: ConferenceState, also_away: bool = False
) -> ConferenceCard:
    """The conference, if it is in one of these states and not away on the hall's laptop.

    also_away: a step that goes on here meanwhile. Inside the transaction of the step. Raises
    NotFound, Conflict.
    """
    card = await conference(ward, number)
    require_state(card, *states, also_away=also_away)
    return card


def require_state(card: ConferenceCard, *states: ConferenceState, also_away: bool = False) -> None:
    """Raises Conflict, as `in_state`."""
    if card.locked_to and not also_away:
        raise Conflict("the conference is on the hall's laptop")
    if states and card.state not in states:
        raise Conflict(f"the conference is {card.state.value}")


async def change(
    card: ConferenceCard, values: Mapping[str, Any], version: int | None = None
) -> None:
    """Write columns of the conference if nobody has since `version` (None: since `card`).

    Raises Conflict.
    """
    seen = card.version if version is None else version
    changes: dict[Any, Any] = {getattr(Conference, name): value for name, value in values.items()}
    rows = (
        await Conference.update({**changes, Conference.version: seen + 1})
        .where(Conference.id == card.id, Conference.ward == card.ward, Conference.version == seen)
        .returning(Conference.id)
    )
    if not rows:
        raise Conflict("the conference was changed meanwhile")


async def record(
    card: ConferenceCard,
    step: Step,
    actor: Actor | None = None,
    *,
    kind: str = "",
    reason: str = "",
    public: bool = False,
    data: Mapping[str, object] | None = None,
) -> None:
    """The step's line in the history, and the change log told: the last thing of a transaction.

    actor: a member of staff, who is named; without one, `kind` says who it was (GUEST, GROUP …).
    """
    line = {
        "ward": card.ward,
        "conference": card.id,
        "at": now(),
        "actor_kind": kind or (SYSTEM if actor is None or actor.is_system else STAFF),
        "staff": None if actor is None else actor.recorded,
        "step": step.value,
        "public": public,
        "reason": reason,
        "data": json.dumps(data or {}, ensure_ascii=False, default=str),
    }
    await insert_many(ConferenceEvent, [line])  # goes with COMMIT, in one hop
    await note(card.ward, KIND, card.id)
