"""What the register says of each unit in a period: received, answered in time, late, kept.

As everywhere, five who ask the same are one matter, and what is sealed, or shows signs of it and
was not triaged yet, is in no figure. A matter counts for the unit that has it.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from piccolo.query.functions import Count

from dialogue.core import clock
from dialogue.core.clock import start_of
from dialogue.core.workdays import DAY, Calendar
from dialogue.matters.queries.board import WAITING
from dialogue.matters.queries.tasks import is_public
from dialogue.matters.queries.where import state_in, state_not_in, values
from dialogue.matters.results import MIN_N, Kept, Promise, Share, is_late, kept, median, share
from dialogue.matters.rules import SEALED, UNTRIAGED
from dialogue.matters.states import MatterState, Step, TaskState, VerdictLevel
from dialogue.matters.tables import Matter, MatterEvent, Published, Verdict
from dialogue.matters.task_tables import Task
from dialogue.ward import queries as ward_queries

STILL = {MatterState.WAITING_FOR_ASKER, MatterState.REOPENED}  # no first answer's clock runs

Within = tuple[datetime, datetime]  # the first instant, and the first after it


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """unit: None for matters that no unit has yet.

    received: in the period, answered or not. answered: for the first time in the period, publicly
    or to the asker alone. in_time: of those that had a due day, and of those whose due day in the
    period has passed without an answer. late: the others of them. median_days: working days to
    the answer. clear: "satisfied" of all verdicts given in the period. reopened: times that an
    asker asked again. promises: public ones first due in the period, as they stand now.
    """

    unit: int | None
    received: int
    answered: int
    in_time: Share
    median_days: float | None
    clear: Share
    reopened: int
    promises: Kept

    @property
    def late(self) -> int:
        return self.in_time.n - self.in_time.part

    @property
    def promises_late(self) -> int:
        """Done after their first day, or still open after it."""
        return self.promises.late + self.promises.open


@dataclass(frozen=True, slots=True)
class Answered:
    """days: working days to the first answer. in_time None: it had no due day."""

    days: int
    in_time: bool | None


async def unit_figures(ward: int, since: date, until: date) -> tuple[UnitFigures, ...]:
    """Of every unit with any figure on these days, both included; by unit, None at the end."""
    within = (start_of(since), start_of(until + DAY))
    received, missed = await _received(ward, within), await _missed(ward, since, until)
    answered = await _answered(ward, within)
    verdicts, reopened = await _verdicts(ward, within), await _reopened(ward, within)
    promised = await _promised(ward, since, until)
    rule = await ward_queries.rule(ward, "RAT-MIN-N", clock.local_day(clock.now()))
    least = MIN_N if rule is None else int(rule.value)
    units = {*received, *missed, *answered, *verdicts, *reopened, *promised}
    return tuple(
        UnitFigures(
            unit,
            received[unit],
            len(answered.get(unit, ())),
            _in_time(answered.get(unit, ()), missed[unit]),
            median(Tally(each.days for each in answered.get(unit, ()))),
            _clear(verdicts.get(unit, ()), least),
            reopened[unit],
            kept(promised.get(unit, ()), since, until, clock.local_day(clock.now())),
        )
        for unit in sorted(units, key=lambda each: (each is None, each))
    )


def _in_time(answered: Iterable[Answered], missed: int) -> Share:
    known = [each.in_time for each in answered if each.in_time is not None]
    return Share(sum(known), len(known) + missed, shown=bool(known or missed))


def _clear(levels: Iterable[str], least: int) -> Share:
    given = list(levels)
    return share(given.count(VerdictLevel.SATISFIED.value), len(given), least)


def _shown() -> Any:
    """Matters that are in a figure: leads alone, nothing sealed or perhaps to be sealed."""
    known = Matter.sensitive.eq(False) | state_not_in(UNTRIAGED)
    return Matter.lead.is_null() & state_not_in(SEALED) & known


async def _received(ward: int, within: Within) -> Tally[int | None]:
    rows = (
        await Matter.select(Matter.unit, Count(alias="n"))
        .where(
            Matter.ward == ward,
            Matter.received_at >= within[0],
            Matter.received_at < within[1],
            _shown(),
        )
        .group_by(Matter.unit)
    )
    return Tally({row["unit"]: int(row["n"]) for row in rows})


async def _missed(ward: int, since: date, until: date) -> Tally[int | None]:
    """Due on these days, over, and no first answer yet."""
    moment = clock.now()
    rows = await Matter.select(Matter.unit, Matter.publish_due).where(
        Matter.ward == ward,
        Matter.publish_due >= since,
        Matter.publish_due <= min(until, clock.local_day(moment)),
        Matter.round == 1,
        state_in(set(WAITING) - STILL),
        _shown(),
    )
    calendar = await ward_queries.calendar(ward)
    return Tally(
        row["unit"]
        for row in rows
        if is_late(row["publish_due"], moment, calendar.ends(row["publish_due"]))
    )


async def _answered(ward: int, within: Within) -> dict[int | None, list[Answered]]:
    columns = (
        Matter.id,
        Matter.unit,
        Matter.day_zero,
        Matter.answered_at,
        Matter.publish_due,
        Matter.first_due,
        Matter.round,
    )
    rows = await Matter.select(*columns).where(
        Matter.ward == ward,
        Matter.answered_at >= within[0],
        Matter.answered_at < within[1],
        _shown(),
    )
    public = await Published.select(Published.matter, Published.in_time).where(
        Published.ward == ward,
        Published.published_at >= within[0],
        Published.published_at < within[1],
    )
    judged = {row["matter"]: row["in_time"] for row in public}
    calendar = await ward_queries.calendar(ward)
    found: dict[int | None, list[Answered]] = {}
    for row in rows:
        found.setdefault(row["unit"], []).append(_one(row, judged, calendar))
    return found


def _one(row: Mapping[str, Any], judged: Mapping[int, bool | None], calendar: Calendar) -> Answered:
    """A public answer is judged as on the board, a private one by the due day it had then."""
    days = max(0, calendar.between(row["day_zero"], clock.local_day(row["answered_at"])))
    if row["id"] in judged:
        return Answered(days, judged[row["id"]])
    due = row["publish_due"] if row["round"] == 1 else row["first_due"]
    late = due and is_late(due, row["answered_at"], calendar.ends(due))
    return Answered(days, None if due is None else not late)


async def _verdicts(ward: int, within: Within) -> dict[int | None, list[str]]:
    rows = await Verdict.select(Verdict.matter.unit.as_alias("unit"), Verdict.level).where(
        Verdict.ward == ward,
        Verdict.at >= within[0],
        Verdict.at < within[1],
        Verdict.matter.state.not_in(values(SEALED)),
    )
    found: dict[int | None, list[str]] = {}
    for row in rows:
        found.setdefault(row["unit"], []).append(row["level"])
    return found


async def _reopened(ward: int, within: Within) -> Tally[int | None]:
    rows = await MatterEvent.select(MatterEvent.matter.unit.as_alias("unit")).where(
        MatterEvent.ward == ward,
        MatterEvent.step == Step.REOPEN.value,
        MatterEvent.at >= within[0],
        MatterEvent.at < within[1],
        MatterEvent.matter.state.not_in(values(SEALED)),
    )
    return Tally(row["unit"] for row in rows)


async def _promised(ward: int, since: date, until: date) -> dict[int | None, list[Promise]]:
    rows = await Task.select(Task.unit, Task.first_due, Task.done_on, Task.state).where(
        Task.ward == ward, Task.first_due >= since, Task.first_due <= until, is_public()
    )
    found: dict[int | None, list[Promise]] = {}
    for row in rows:
        one = Promise(row["first_due"], row["done_on"], TaskState(row["state"]))
        found.setdefault(row["unit"], []).append(one)
    return found
