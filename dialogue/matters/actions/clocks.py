"""Due dates set and moved: a fresh clock, a new calendar, and what is overdue."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from piccolo.columns.combination import WhereRaw

from dialogue.core import clock
from dialogue.core.changes import note
from dialogue.core.database import DB
from dialogue.core.workdays import Calendar
from dialogue.matters.actions.public_copy import move_due
from dialogue.matters.actions.steps import SYSTEM, record
from dialogue.matters.deadlines import (
    HAND_OVER,
    REOPENING,
    RULES,
    SEALED,
    SILENCE,
    Basis,
    Dates,
    dates,
    moved,
    read_basis,
    waited_days,
    with_calendar,
)
from dialogue.matters.queries.facts import COLUMNS, facts_of, families
from dialogue.matters.rules import Facts
from dialogue.matters.states import BEFORE_ANSWER, MatterState, Step
from dialogue.matters.tables import Matter, MatterEvent
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import in_force

OPEN = [state.value for state in (*BEFORE_ANSWER, MatterState.REOPENED)]
COUNTED = [*OPEN, MatterState.SEALED.value]  # the hand-over of what is sealed has its clock, too
BATCH = 100  # rows a transaction: it keeps within 50 ms
DUE = {
    "ack": Matter.ack_due,
    "triage": Matter.triage_due,
    "draft": Matter.draft_due,
    "publish": Matter.publish_due,
}
KEPT = DUE | {HAND_OVER: Matter.publish_due}  # the answer waits while it is sealed, and its date
_NO_LINE = (
    "NOT EXISTS (SELECT 1 FROM matter_event AS told WHERE told.matter = matter.id"
    " AND told.step = {} AND told.data LIKE '%\"due\": \"' || matter.publish_due || '\"%')"
)
PRESENT = (Matter.publish_due, Matter.clock_rules, Matter.calendar_version)  # the clock that runs


async def started(ward: int, start: datetime) -> tuple[Basis, Dates]:
    """The clock of a new matter by the rules of its day 0. No rule: no due date."""
    return await _run(ward, start, RULES, reopened=False)


async def restarted(ward: int, start: datetime) -> tuple[Basis, Dates]:
    """The clock of a reopened matter: one date, by CLK-REOPEN."""
    return await _run(ward, start, {"publish": REOPENING}, reopened=True)


async def sealed(ward: int, start: datetime) -> tuple[Basis, Dates]:
    """The clock of what is handed over, by CLK-SEALED."""
    return await _run(ward, start, SEALED, reopened=False)


async def laid_aside(found: Facts, again: Resumed) -> dict[str, object]:
    """The clock of the answer as it stands when the matter is sealed, for JSON."""
    rows = await Matter.select(*PRESENT).where(Matter.id == found.id)
    now = rows[0] | {column._meta.name: value for column, value in again.values.items()}
    return {column._meta.name: now[column._meta.name] for column in PRESENT}


async def _run(
    ward: int, start: datetime, rules: Mapping[str, str], *, reopened: bool
) -> tuple[Basis, Dates]:
    counting = await ward_queries.clock(ward)
    zero = counting.day_zero(clock.local_time(start))
    found = {step: in_force(counting.rules, code, zero.day) for step, code in rules.items()}
    basis = Basis(
        start,
        {step: None if row is None else int(row.value) for step, row in found.items()},
        zero.cutoff.isoformat("minutes") if zero.cutoff else "",
        reopened=reopened,
        calendar=counting.calendar.version,
    )
    return basis, dates(counting.calendar, basis)


async def rule_days(ward: int, code: str, on: date) -> int | None:
    """Working days of a clock rule; None when none is in force."""
    rule = await ward_queries.rule(ward, code, on)
    return None if rule is None else int(rule.value)


async def verdict_due(ward: int, answered: datetime) -> date | None:
    """The last day for a verdict (CLK-SILENT)."""
    on = clock.local_day(answered)
    days = await rule_days(ward, SILENCE, on)
    calendar = await ward_queries.calendar(ward)
    return None if days is None else calendar.add(on, days)


def columns(basis: Basis, made: Dates) -> dict[Any, Any]:
    """What a matter keeps of its clock. A step the clock does not have keeps its date."""
    kept: dict[Any, Any] = {KEPT[step]: due for step, due in made.due.items()}
    return kept | {Matter.clock_rules: basis.to_json(), Matter.calendar_version: basis.calendar}


# The wait for an asker


@dataclass(frozen=True, slots=True)
class Resumed:
    """A clock that goes on. values: columns of the matter. said: days waited and the new date,
    for the history. Both are empty for a matter that did not wait."""

    values: Mapping[Any, Any] = field(default_factory=dict)
    said: Mapping[str, object] = field(default_factory=dict)


async def resumed(found: Facts) -> Resumed:
    """However the wait ends, every later date moves by the days that it lasted."""
    row = (
        await Matter.select(Matter.waiting_since, Matter.clock_rules)
        .where(Matter.id == found.id, Matter.ward == found.ward)
        .first()
    )
    since: datetime | None = row["waiting_since"] if row else None
    if row is None or since is None:
        return Resumed()
    calendar = await ward_queries.calendar(found.ward)
    waited = waited_days(calendar, clock.local_day(since), clock.local_day(clock.now()))
    values: dict[Any, Any] = {Matter.waiting_since: None, Matter.waited_days: waited}
    basis = read_basis(row["clock_rules"])
    if basis is None:
        return Resumed(values, {"waited": waited})
    basis = with_calendar(replace(basis, waited=waited), calendar)
    made = dates(calendar, basis)
    return Resumed(columns(basis, made) | values, {"waited": waited, "due": made.due["publish"]})


async def tell_board(found: Facts, again: Resumed) -> None:
    """In the caller's transaction: the board shows the date of a second answer."""
    due = again.said.get("due")
    if isinstance(due, date):
        await move_due(found.ward, found.id, due)


# A new calendar


async def recompute(ward: int) -> int:
    """How many matters' dates moved. In batches; may be called again at any time."""
    calendar, last, count = await ward_queries.calendar(ward), 0, 0
    while rows := await _behind(ward, calendar.version, last):
        async with DB.transaction():
            moved_ids = [row["id"] for row in rows if await _follow(row, calendar)]
            if moved_ids:
                await note(ward, Step.MOVE_DUE_DATE.value, *moved_ids)
        last, count = rows[-1]["id"], count + len(moved_ids)
    return count


async def would_move(ward: int, calendar: Calendar) -> int:
    """How many open matters a new calendar would give another date: before it is set."""
    today, last, count = clock.local_day(clock.now()), 0, 0
    while rows := await _behind(ward, calendar.version, last):
        count += sum(_would_move(row, calendar, today) for row in rows)
        last = rows[-1]["id"]
    return count


def _would_move(row: dict[str, Any], calendar: Calendar, today: date) -> bool:
    basis = read_basis(row["clock_rules"])
    if basis is None:
        return False
    due = dates(calendar, with_calendar(basis, calendar)).due
    old = {step: row[KEPT[step]._meta.name] for step in due}
    return any(moved(old[step], due[step], today) != old[step] for step in due)


async def _behind(ward: int, version: int, last: int) -> list[dict[str, Any]]:
    """Open matters whose dates stand on an older calendar, the next hundred after `last`."""
    rows: list[dict[str, Any]] = (
        await Matter.select(*COLUMNS, *DUE.values(), Matter.clock_rules)
        .where(
            Matter.ward == ward,
            Matter.state.is_in(COUNTED),
            Matter.calendar_version < version,
            Matter.id > last,
        )
        .order_by(Matter.id)
        .limit(BATCH)
    )
    return rows


async def _follow(row: dict[str, Any], calendar: Calendar) -> bool:
    """Did a date move? The old and the new one stand in the history, where the asker sees them."""
    basis = read_basis(row["clock_rules"])
    if basis is None:
        return False
    today = clock.local_day(clock.now())
    made = dates(calendar, with_calendar(basis, calendar))
    old = {step: row[KEPT[step]._meta.name] for step in made.due}
    new = {step: moved(old[step], due, today) for step, due in made.due.items()}
    found = facts_of(row, await families(row["ward"]))
    values = columns(with_calendar(basis, calendar), Dates(made.day_zero, new))
    same = (Matter.id == found.id) & (Matter.ward == found.ward)
    ours = Matter.clock_rules == row["clock_rules"]
    if not await Matter.update(values).where(same, ours).returning(Matter.id):
        return False  # another one was here first, and told it
    changed = {step: [old[step], new[step]] for step in new if old[step] != new[step]}
    if changed:
        if "publish" in new:
            await move_due(found.ward, found.id, new["publish"])
        data: dict[str, object] = {"why": "calendar", "calendar": calendar.version, **changed}
        await record(SYSTEM, found, Step.MOVE_DUE_DATE, found.state, data=data)
    return bool(changed)


# What comes of time alone


async def note_overdue(ward: int) -> int:
    """A line in the history of what became late since, once a due date: owner and chairman.

    How many. data: the date, and whom it concerns.
    """
    today, count = clock.local_day(clock.now()), 0
    rows, known = await _untold(ward, today), await families(ward)
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        async with DB.transaction():
            told = await _told(ward, [row["id"] for row in batch])
            late = [row for row in batch if (row["id"], str(row["publish_due"])) not in told]
            for row in late:
                found = facts_of(row, known)
                data = {"due": row["publish_due"], "unit": found.unit, "officer": found.officer}
                await record(SYSTEM, found, Step.OVERDUE, found.state, data=data)
            if late:
                await note(ward, Step.OVERDUE.value, *(row["id"] for row in late))
        count += len(late)
    return count


async def _untold(ward: int, today: date) -> list[dict[str, Any]]:
    """What is late and has no line of it yet, the oldest first.

    Sorted here: asked for in their order, all matters of the ward would be walked by their ids.
    """
    rows: list[dict[str, Any]] = await Matter.select(*COLUMNS, Matter.publish_due).where(
        Matter.ward == ward,
        Matter.publish_due < today,
        Matter.state.is_in(OPEN),
        WhereRaw(_NO_LINE, Step.OVERDUE.value),
    )
    return sorted(rows, key=itemgetter("id"))


async def _told(ward: int, matters: list[int]) -> set[tuple[int, str]]:
    """Matter and due date of every overdue line written already."""
    rows = await MatterEvent.select(MatterEvent.matter, MatterEvent.data).where(
        MatterEvent.ward == ward,
        MatterEvent.matter.is_in(matters),
        MatterEvent.step == Step.OVERDUE.value,
    )
    return {(row["matter"], json.loads(row["data"])["due"]) for row in rows}
