"""Answers and promises of many wards beside each other: one statement a figure, not one a ward."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from piccolo.query.functions import Count, Sum

from dialogue.core.clock import local_day, now, start_of
from dialogue.matters.queries.board import WAITING, open_group
from dialogue.matters.queries.tasks import PromiseState, in_state, is_public
from dialogue.matters.results import MIN_N, AnswerGroup, Figures, OpenGroup, figures
from dialogue.matters.states import TaskState
from dialogue.matters.tables import Matter, Published
from dialogue.matters.task_tables import Task
from dialogue.ward.provinces import day_ends
from dialogue.ward.queries import rule_everywhere
from dialogue.ward.rules import in_force


@dataclass(frozen=True, slots=True)
class PromiseCount:
    """Public promises as they stand now. late: of the open ones, past their date."""

    open: int = 0
    late: int = 0


async def figures_beside(wards: Sequence[int], since: date, until: date) -> dict[int, Figures]:
    """As `board.figures`, for each of these wards: what its own board tells the public."""
    moment = now()
    answers, waiting = await _answers(wards, since, until), await _waiting(wards)
    ends, least = await day_ends(wards, local_day(moment)), await _least(wards)
    return {
        ward: figures(
            since,
            until,
            answers[ward],
            waiting[ward],
            moment=moment,
            ends=ends[ward],
            min_n=least[ward],
        )
        for ward in wards
    }


async def _answers(
    wards: Sequence[int], since: date, until: date
) -> Mapping[int, list[AnswerGroup]]:
    columns = (Published.ward, Published.in_time, Published.days, Published.verdict)
    rows = (
        await Published.select(*columns, Count(alias="n"), Sum(Published.askers, alias="askers"))
        .where(
            Published.ward.is_in(list(wards)),
            Published.published_at >= start_of(since),
            Published.published_at < start_of(until + timedelta(days=1)),
        )
        .group_by(*columns)
    )
    found: defaultdict[int, list[AnswerGroup]] = defaultdict(list)
    for row in rows:
        found[row.pop("ward")].append(AnswerGroup(**row))
    return found


async def _waiting(wards: Sequence[int]) -> Mapping[int, list[OpenGroup]]:
    columns = (Matter.ward, Matter.publish_due, Matter.round, Matter.public, Matter.state)
    rows = (
        await Matter.select(*columns, Count(alias="n"))
        .where(
            Matter.ward.is_in(list(wards)), Matter.state.is_in([state.value for state in WAITING])
        )
        .group_by(*columns)
    )
    found: defaultdict[int, list[OpenGroup]] = defaultdict(list)
    for row in rows:
        found[row["ward"]].append(open_group(row))
    return found


async def _least(wards: Sequence[int]) -> dict[int, int]:
    rows, today = await rule_everywhere("RAT-MIN-N"), local_day(now())
    rules = {
        ward: in_force([each for each in rows if each.ward in {None, ward}], "RAT-MIN-N", today)
        for ward in wards
    }
    return {ward: MIN_N if rule is None else int(rule.value) for ward, rule in rules.items()}


async def promises_beside(wards: Sequence[int]) -> Mapping[int, PromiseCount]:
    mine = Task.ward.is_in(list(wards)) & is_public()
    still = await _counted(mine & (Task.state == TaskState.OPEN.value))
    late = await _counted(mine & in_state(PromiseState.LATE))
    return {ward: PromiseCount(still.get(ward, 0), late.get(ward, 0)) for ward in wards}


async def _counted(where: Any) -> dict[int, int]:
    rows = await Task.select(Task.ward, Count(alias="n")).where(where).group_by(Task.ward)
    return {row["ward"]: int(row["n"]) for row in rows}
