"""What every act on a session needs: the row, the guard, the line in its history."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dialogue.core.changes import note
from dialogue.core.clock import now
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.core.text import clean
from dialogue.ward.rules import Actor
from meetings.coffee.rules import PLACE_MOST
from meetings.coffee.states import STEPS, SessionState, Step
from meetings.coffee.tables import CoffeeEvent, CoffeeSession

Row = dict[str, Any]


def require(allowed: bool) -> None:
    """Raises Forbidden."""
    if not allowed:
        raise Forbidden("not this person's part of a coffee session")


async def own_session(actor: Actor, slug: str) -> Row:
    """Raises NotFound."""
    row = (
        await CoffeeSession.select()
        .where(CoffeeSession.ward == actor.ward, CoffeeSession.slug == slug[:20])
        .first()
    )
    if row is None:
        raise NotFound(f"no session {slug!r}")
    return dict(row)


async def take(  # noqa: PLR0917  a sentence: which, step, who, what changes, what is told
    row: Row,
    step: Step,
    actor: Actor,
    changes: Mapping[Any, Any] | None = None,
    data: Mapping[str, object] | None = None,
    version: int | None = None,
) -> None:
    """Guarded by the states that allow the step, and by the version where one was read.

    Call it first: on PostgreSQL it holds the row for the rest of the transaction. Raises Conflict.
    """
    await _move(row, step, changes or {}, version)
    await record(actor, row["id"], step, data)
    await note(actor.ward, "coffee", row["id"])


async def _move(row: Row, step: Step, changes: Mapping[Any, Any], version: int | None) -> None:
    state = SessionState(row["state"])
    if step not in STEPS[state]:
        raise Conflict(f"a session that is {state} takes no step {step}")
    guard = [
        CoffeeSession.id == row["id"],
        CoffeeSession.ward == row["ward"],
        CoffeeSession.state == state.value,
    ]
    if version is not None:
        guard.append(CoffeeSession.version == version)
    moved = (
        await CoffeeSession.update(
            {
                **changes,
                CoffeeSession.state: STEPS[state][step].value,
                CoffeeSession.version: CoffeeSession.version + 1,
            }
        )
        .where(*guard)
        .returning(CoffeeSession.id)
    )
    if not moved:
        raise Conflict("the session was changed meanwhile")


async def record(
    actor: Actor, session: int, step: Step, data: Mapping[str, object] | None = None
) -> None:
    await CoffeeEvent.insert(
        CoffeeEvent(
            ward=actor.ward,
            session=session,
            at=now(),
            staff=actor.recorded,
            step=step.value,
            data=json.dumps(data or {}, ensure_ascii=False, default=str),
        )
    )


def needed(text: str, field: str, most: int = PLACE_MOST) -> str:
    """Cleaned. Raises Invalid by the field's name."""
    text = clean(text)
    if not text:
        raise Invalid(f"no {field}", **{field: "missing"})
    if len(text) > most:
        raise Invalid(f"{field} is too long", **{field: "too-long"})
    return text
