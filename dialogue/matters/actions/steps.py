"""How every step is taken: one guarded UPDATE and its line in the history, in one transaction.

The UPDATE names the state it starts from, so two clerks who press at once cannot both succeed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dialogue.core import clock
from dialogue.core.changes import note
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Forbidden, Invalid
from dialogue.core.text import clean
from dialogue.matters.actions.mailing import tell_askers
from dialogue.matters.actions.notices import tell_step
from dialogue.matters.rules import Facts
from dialogue.matters.states import MatterState, Outcome, Step, may_end, next_states
from dialogue.matters.tables import Matter, MatterEvent
from dialogue.ward.rules import Actor


@dataclass(frozen=True, slots=True)
class By:
    """Who took a step, as the history keeps it."""

    kind: str  # staff, asker, group, system
    staff: int | None = None


REASON_MOST = 2_000  # letters of a reason or comment
ASKER, GROUP, SYSTEM = By("asker"), By("group"), By("system")


def by(actor: Actor) -> By:
    return By("staff", actor.staff)


def require(allowed: bool, what: str) -> None:
    """Raises Forbidden. `allowed` is a sentence of dialogue.matters.rules."""
    if not allowed:
        raise Forbidden(what)


def needed(text: str, name: str, most: int = REASON_MOST) -> str:
    """Cleaned. Raises Invalid by the name of the field."""
    if not clean(text):
        raise Invalid(f"{name} is missing", **{name: "required"})
    return at_most(text, name, most)


def at_most(text: str, name: str, most: int = REASON_MOST) -> str:
    """Cleaned, and empty when nothing was given. Raises Invalid by the name of the field."""
    text = clean(text)
    if len(text) > most:
        raise Invalid(f"{name} is too long", **{name: "long"})
    return text


def check(matter: Facts, step: Step) -> None:
    """Raises Conflict early, before work is done for a step the state does not know."""
    if not next_states(matter.state, step):
        raise Conflict(f"no {step} from {matter.state}")


async def take(
    who: By,
    matter: Facts,
    step: Step,
    *,
    new: MatterState | None = None,
    outcome: Outcome = Outcome.NONE,
    values: Mapping[Any, Any] | None = None,
    where: Sequence[Any] = (),
    reason: str = "",
    public_note: str = "",
    data: Mapping[str, object] | None = None,
) -> None:
    """Take a step in the caller's transaction. Raises Conflict.

    new: needed where the step leads to more than one state. where: what else must still hold.
    public_note: free words that the asker reads; everything else is said from step and data.
    """
    check(matter, step)
    target = new or next(iter(next_states(matter.state, step)))
    if target not in next_states(matter.state, step) or not may_end(step, target, outcome):
        raise Conflict(f"{step} does not lead from {matter.state} to {target} {outcome}")
    changes: dict[Any, Any] = {Matter.state: target.value, **(values or {})}
    if outcome:
        changes |= {Matter.outcome: outcome.value, Matter.closed_at: clock.now()}
    changed = (
        await Matter.update(changes)
        .where(
            Matter.id == matter.id,
            Matter.ward == matter.ward,
            Matter.state == matter.state.value,
            *where,
        )
        .returning(Matter.id)
    )
    if not changed:
        raise Conflict(f"matter {matter.id} of ward {matter.ward} is not {matter.state}")
    await record(who, matter, step, target, reason=reason, public_note=public_note, data=data or {})


async def take_alone(who: By, matter: Facts, step: Step, **rest: Any) -> None:
    """A step that needs nothing else: a transaction of its own, noted as it ends."""
    async with DB.transaction():
        await take(who, matter, step, **rest)
        await note(matter.ward, step.value, matter.id)


async def record(
    who: By,
    matter: Facts,
    step: Step,
    new: MatterState,
    *,
    reason: str = "",
    public_note: str = "",
    data: Mapping[str, object],
) -> None:
    """A line in the history, in the caller's transaction, and a notice to whom it concerns."""
    (made,) = await MatterEvent.insert(
        MatterEvent(
            ward=matter.ward,
            matter=matter.id,
            at=clock.now(),
            actor_kind=who.kind,
            staff=who.staff,
            step=step.value,
            old_state=matter.state.value,
            new_state=new.value,
            reason=reason,
            public_note=public_note,
            data=as_json(data),
        )
    )
    await tell_step(matter, step, int(made["id"]), who.staff, data)
    await tell_askers(matter.ward, matter.id, int(made["id"]), step)


def as_json(data: Mapping[str, object]) -> str:
    """Dates as ISO days; letters as they are."""
    return json.dumps(data, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"{value!r} does not belong into a history")
