"""Due dates set and moved: a fresh clock, a new calendar, and what is overdue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from dialogue.core import clock
from dialogue.matters.deadlines import (
    REOPENING,
    RULES,
    SILENCE,
    Basis,
    Dates,
    dates,
)
from dialogue.matters.states import BEFORE_ANSWER, MatterState
from dialogue.matters.tables import Matter
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import in_force

OPEN = [state.value for state in (*BEFORE_ANSWER, MatterState.REOPENED)]
BATCH = 100  # rows a transaction: it keeps within 50 ms
DUE = {
    "ack": Matter.ack_due,
    "triage": Matter.triage_due,
    "draft": Matter.draft_due,
    "publish": Matter.publish_due,
}


async def started(ward: int, start: datetime) -> tuple[Basis, Dates]:
    """The clock of a new matter by the rules of its day 0. No rule: no due date."""
    return await _run(ward, start, RULES, reopened=False)


async def restarted(ward: int, start: datetime) -> tuple[Basis, Dates]:
    """The clock of a reopened matter: one date, by CLK-REOPEN."""
    return await _run(ward, start, {"publish": REOPENING}, reopened=True)


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
    kept: dict[Any, Any] = {DUE[step]: due for step, due in made.due.items()}
    return kept | {Matter.clock_rules: basis.to_json(), Matter.calendar_version: basis.calendar}
