"""Reads of follow-ups, for the centre's director."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dialogue.core.errors import Forbidden, NotFound
from dialogue.ward.rules import Actor
from surveys.queries.counters import counter_staff
from surveys.rules import FollowUpState, may_follow_up, may_see_single
from surveys.tables import (
    FollowUp,
)


@dataclass(frozen=True, slots=True)
class FollowUpItem:
    """since, until: the days among whose ratings it stands. field None: other business."""

    id: int
    counter: int
    label: str
    field: int | None
    since: date
    until: date
    released_on: date
    reasons: tuple[str, ...]
    open_due: date | None
    due: date | None
    state: FollowUpState
    cause: str
    remedy: str
    done_at: datetime | None


async def follow_ups(
    actor: Actor, state: FollowUpState = FollowUpState.OPEN, limit: int = 100
) -> list[FollowUpItem]:
    """The earliest due first; without those held, and those of a counter where the actor works.

    Raises Forbidden to all but the centre's director.
    """
    if not may_follow_up(actor):
        raise Forbidden("only the centre's director follows up")
    rows = (
        await _follow_ups(actor)
        .where(FollowUp.state == state.value)
        .order_by(FollowUp.due)
        .order_by(FollowUp.id)
        .limit(limit)
    )
    seen = {each: await counter_staff(actor.ward, each) for each in {r["counter"] for r in rows}}
    return [_follow_up(row) for row in rows if may_see_single(actor, seen[row["counter"]])]


async def follow_up(actor: Actor, wanted: int) -> FollowUpItem:
    """Raises Forbidden as follow_ups; NotFound, also for what is held or of the own counter."""
    if not may_follow_up(actor):
        raise Forbidden("only the centre's director follows up")
    row = await _follow_ups(actor).where(FollowUp.id == wanted).first()
    if row is None or not may_see_single(actor, await counter_staff(actor.ward, row["counter"])):
        raise NotFound(f"no follow-up {wanted}")
    return _follow_up(row)


def _follow_ups(actor: Actor) -> Any:
    """Of the ward, each with its span: what is held has none."""
    query = FollowUp.select(*FollowUp.all_columns(), FollowUp.counter.label)
    return query.where(FollowUp.ward == actor.ward, FollowUp.until.is_not_null())


def _follow_up(row: dict[str, Any]) -> FollowUpItem:
    same = ("id", "counter", "field", "since", "until", "released_on", "open_due", "due")
    return FollowUpItem(
        **{name: row[name] for name in same},
        label=row["counter.label"],
        reasons=tuple(each for each in row["reasons"].split(",") if each),
        state=FollowUpState(row["state"]),
        cause=row["cause"],
        remedy=row["remedy"],
        done_at=row["done_at"],
    )
