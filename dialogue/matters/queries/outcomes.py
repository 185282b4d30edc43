"""How the matters of a period ended, counted: each outcome by its own name, none called "solved".

Five who ask the same are one matter and five askers. What is sealed, or shows signs of it and was
not triaged yet, is in no figure.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from piccolo.query.functions import Count

from dialogue.core.clock import start_of
from dialogue.core.workdays import DAY
from dialogue.matters.queries.where import state_in, state_not_in
from dialogue.matters.rules import SEALED, UNTRIAGED
from dialogue.matters.states import ANSWERED, MatterState, Outcome, Step
from dialogue.matters.tables import Matter, MatterEvent

OPEN, TO_JUDGE = "open", "to-judge"  # beside the outcomes: no answer yet; answered, no verdict yet


@dataclass(frozen=True, slots=True)
class Tally:
    matters: int = 0
    askers: int = 0


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Of what was received from since to until, as it stands now.

    tallies: by OPEN, TO_JUDGE or the value of an Outcome; what did not happen is absent.
    why: matters redirected or not dealt with, by the reason that was chosen.
    """

    since: date
    until: date
    tallies: Mapping[str, Tally]
    why: Mapping[str, int]

    @property
    def total(self) -> Tally:
        found = self.tallies.values()
        return Tally(sum(one.matters for one in found), sum(one.askers for one in found))


async def outcomes(ward: int, since: date, until: date) -> Outcomes:
    where = _received(ward, since, until)
    own = await _counts(where, Matter.lead.is_null(), Matter.outcome, Matter.state)
    joined = await _counts(where, state_in([MatterState.MERGED]), *_of_lead())
    tallies = {
        name: Tally(own[name], own[name] + joined[name]) for name in {*own, *joined} if own[name]
    }
    return Outcomes(since, until, tallies, await _why(where))


async def most_asked(ward: int, since: date, until: date, most: int) -> list[tuple[int, int]]:
    """Fields and how many matters were received in each, the most first; those without are out."""
    rows = (
        await Matter.select(Matter.field, Count(alias="n"))
        .where(_received(ward, since, until), Matter.field.is_not_null())
        .group_by(Matter.field)
    )
    counted = [(int(row["field"]), int(row["n"])) for row in rows]
    return sorted(counted, key=lambda each: (-each[1], each[0]))[:most]


def _received(ward: int, since: date, until: date) -> Any:
    known = Matter.sensitive.eq(False) | state_not_in(UNTRIAGED)
    return (
        (Matter.ward == ward)
        & (Matter.received_at >= start_of(since))
        & (Matter.received_at < start_of(until + DAY))
        & state_not_in(SEALED)
        & known
    )


def _of_lead() -> tuple[Any, Any]:
    return Matter.lead.outcome.as_alias("outcome"), Matter.lead.state.as_alias("state")


async def _counts(where: Any, which: Any, outcome: Any, state: Any) -> Counter[str]:
    rows = (
        await Matter.select(outcome, state, Count(alias="n"))
        .where(where, which)
        .group_by(outcome, state)
    )
    found: Counter[str] = Counter()
    for row in rows:
        found[_name(row["outcome"], MatterState(row["state"]))] += int(row["n"])
    return found


def _name(outcome: str, state: MatterState) -> str:
    return outcome or (TO_JUDGE if state in ANSWERED else OPEN)


async def _why(where: Any) -> dict[str, int]:
    """By the newest reason of each: a matter may be rejected only after a second look."""
    ended = (Outcome.NOT_OURS.value, Outcome.NOT_ACCEPTED.value)
    ids = Matter.select(Matter.id).where(where, Matter.outcome.is_in(list(ended)))
    steps = [Step.REDIRECT.value, Step.REJECT.value]
    rows = (
        await MatterEvent.select(MatterEvent.matter, MatterEvent.data)
        .where(MatterEvent.matter.is_in(ids), MatterEvent.step.is_in(steps))
        .order_by(MatterEvent.id)
    )
    newest = {row["matter"]: json.loads(row["data"]).get("why", "") for row in rows}
    return dict(Counter(newest.values()))
