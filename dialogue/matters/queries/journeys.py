"""The way of a matter as its asker is told: which steps, and what of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from dialogue.matters.queries.answers import Row
from dialogue.matters.queries.history import Event, events
from dialogue.matters.states import MatterState, Step
from dialogue.matters.tables import Published

# The steps an asker is told, and what of their data.
TOLD: dict[Step, tuple[str, ...]] = {
    Step.RECEIVE: ("source",),
    Step.ASSIGN: ("unit", "due"),
    Step.REDIRECT: ("receiver", "why"),
    Step.REJECT: ("why",),
    Step.MERGE: ("lead_public_id",),
    Step.PART: (),
    Step.ASK_BACK: ("until",),
    Step.REPLY: ("due",),
    Step.TIME_OVER: ("due",),
    Step.GIVE: (),
    Step.HAND_BACK: (),
    Step.MOVE: ("unit",),
    Step.EXTEND: ("days", "old", "new"),
    Step.APPROVE: ("name", "title", "verdict_due"),
    Step.VERDICT: ("level", "round"),
    Step.REOPEN: ("level", "round", "chairman"),
    Step.ROUTE: ("due", "round"),
    Step.DECIDE: ("invited_on", "name", "title"),
    Step.SILENCE: (),
    Step.CORRECT: ("version",),
    Step.TAKE_DOWN: (),
    Step.COVER: (),
    Step.MOVE_DUE_DATE: ("why", "publish"),
    Step.ERASE_CONTACT: (),
    Step.RETRACT: (),
    Step.ASKER_LEFT: (),
}
OWN_WORDS = frozenset({Step.ASK_BACK, Step.REPLY, Step.TIME_OVER})  # between one asker and the ward
ASKERS = frozenset({Step.VERDICT, Step.REOPEN})
LEFT = frozenset({Step.RETRACT, Step.ASKER_LEFT})  # nobody else's affair
# What everybody reads beside the answer: where it lay and when, never the words that came along.
PUBLIC = frozenset({Step.ASSIGN, Step.MOVE, Step.GIVE, Step.EXTEND, Step.ROUTE})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the journey. note: free words, of the ward or of this very asker."""

    at: datetime
    step: Step
    note: str
    data: Mapping[str, Any]


async def journey_of(row: Row, lead: Row) -> tuple[Line, ...]:
    """The own way, and after merging the other one's, without what passed between others."""
    own = await events(row["ward"], row["id"])
    lines = [line for event in own if (line := _line(event, row["id"])) is not None]
    if lead is not row:
        for event in await events(row["ward"], lead["id"]):
            line = None if event.step is Step.RECEIVE else _line(event, row["id"])
            if line is not None and event.step not in OWN_WORDS:
                lines.append(line)
    return tuple(sorted(lines, key=lambda line: line.at))


async def public_way(ward: int, number: int) -> tuple[Line, ...]:
    """Steps behind an answer of the board that anybody may know of, without free words."""
    matter = (
        await Published.select(Published.matter)
        .where(Published.ward == ward, Published.number == number)
        .first()
    )
    if matter is None:
        return ()
    found = [_line(each, 0) for each in await events(ward, matter["matter"]) if each.step in PUBLIC]
    return tuple(replace(line, note="") for line in found if line is not None)


def _line(event: Event, asker: int) -> Line | None:
    """None: not for the asker's eyes. Another asker's reopening is told without the words."""
    if event.step not in TOLD or _to_another_officer(event):
        return None
    if event.step in LEFT and event.data.get("asker") != asker:
        return None
    others = event.step in ASKERS and event.data.get("asker") != asker
    if others and event.step is Step.VERDICT:
        return None
    data = {name: event.data[name] for name in TOLD[event.step] if name in event.data}
    if others:
        return Line(event.at, event.step, "", {"others": True, "round": data.get("round")})
    return Line(event.at, event.step, event.public_note, data)


def _to_another_officer(event: Event) -> bool:
    """Who writes is the unit's own affair; that somebody does was told before."""
    return event.step is Step.GIVE and event.old_state == MatterState.DRAFTING
