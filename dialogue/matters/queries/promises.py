"""Promises as the public reads them: late ones first, one with its history, how many were kept."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from piccolo.query import OrderByRaw
from piccolo.query.functions import Max

from dialogue.core import clock
from dialogue.core.errors import Invalid, NotFound
from dialogue.matters.queries.masks import NOTHING_DECIDED, Decided, decided
from dialogue.matters.queries.tasks import (
    PromiseState,
    TaskCard,
    TaskLine,
    TaskList,
    TaskPage,
    cards_of,
    in_state,
    is_public,
    lines_of,
    masked,
    read_cursor,
)
from dialogue.matters.results import Kept, Promise, kept
from dialogue.matters.states import MatterState, TaskState, TaskStep
from dialogue.matters.tables import Matter, Published
from dialogue.matters.task_tables import Task, TaskEvent, TaskGroup
from dialogue.ward import queries as ward_queries
from dialogue.ward.lineage import lineage

SECTIONS = (  # of the list: what is in them, and is the latest of them first?
    ((TaskState.OPEN,), False),
    ((TaskState.DONE_CLAIMED,), False),
    ((TaskState.DONE, TaskState.STOPPED), True),
)


@dataclass(frozen=True, slots=True)
class PromiseFilters:
    """None: not narrowed. field: with the fields below it; group: with those that went into it."""

    state: PromiseState | None = None
    unit: int | None = None
    field: int | None = None
    group: int | None = None


async def promises(
    ward: int, filters: PromiseFilters | None = None, after: str = "", limit: int = 20
) -> TaskList:
    """Public promises: overdue, then due soon, then said to be done, then settled, newest first.

    after: section, day and id of the last one shown. Raises Invalid for a bad one.
    """
    number, place = _read_place(after)
    narrowed = await _narrowed(ward, filters or PromiseFilters())
    rows: list[dict[str, Any]] = []
    marks: list[int] = []
    for section in range(number, len(SECTIONS)):
        found = await _section(ward, section, narrowed, place, limit + 1 - len(rows))
        rows += found
        marks += [section] * len(found)
        place = ""
        if len(rows) > limit:
            break
    cards = await masked(ward, await cards_of(ward, rows[:limit]))
    more = len(rows) > limit
    last = cards[-1] if more else None
    return TaskList(cards, f"{marks[limit - 1]}.{last.due.isoformat()}.{last.id}" if last else "")


def _read_place(after: str) -> tuple[int, str]:
    if not after:
        return 0, ""
    found = re.fullmatch(r"([0-2])\.(.{1,40})", after)
    if found is None:
        raise Invalid(f"{after!r} is no place in the list", after="wrong")
    read_cursor(found[2])
    return int(found[1]), found[2]


async def _section(
    ward: int, section: int, narrowed: list[Any], place: str, limit: int
) -> list[dict[str, Any]]:
    states, latest = SECTIONS[section]
    query = Task.select().where(
        Task.ward == ward,
        is_public(),
        Task.state.is_in([state.value for state in states]),
        *narrowed,
    )
    if place:
        day, last = read_cursor(place)
        beyond = Task.due < day if latest else Task.due > day
        further = Task.id < last if latest else Task.id > last
        query = query.where(beyond | ((Task.due == day) & further))
    rows = await (
        query.order_by(Task.due, ascending=not latest)
        .order_by(Task.id, ascending=not latest)
        .limit(limit)
    )
    return [dict(row) for row in rows]


async def _narrowed(ward: int, filters: PromiseFilters) -> list[Any]:
    where = []
    if filters.state is not None:
        where.append(in_state(filters.state))
    if filters.unit is not None:
        where.append(Task.unit == filters.unit)
    if filters.field is not None:
        where.append(await _of_field(ward, filters.field))
    if filters.group is not None:
        where.append(await _of_group(ward, filters.group))
    return where


async def _of_field(ward: int, field: int) -> Any:
    cards = await ward_queries.fields(ward, past=True)
    wanted = [field, *(card.id for card in cards if card.parent == field)]
    asked = Matter.select(Matter.id).where(Matter.ward == ward, Matter.field.is_in(wanted))
    return Task.field.is_in(wanted) | Task.matter.is_in(asked)


async def _of_group(ward: int, group: int) -> Any:
    """Also what was asked by others first, and by this group again (merged)."""
    wanted = [group, *(await lineage(ward)).forebears(group)]
    mine = (Matter.ward == ward) & Matter.group.is_in(wanted)
    asked = Matter.select(Matter.id).where(mine)
    merged = Matter.select(Matter.lead).where(mine, Matter.lead.is_not_null())
    beside = TaskGroup.select(TaskGroup.task).where(
        TaskGroup.ward == ward, TaskGroup.group.is_in(wanted)
    )
    own = Task.group.is_in(wanted) | Task.id.is_in(beside)
    return own | Task.matter.is_in(asked) | Task.matter.is_in(merged)


async def changed_last(
    ward: int, filters: PromiseFilters | None = None, limit: int = 30
) -> list[TaskPage]:
    """Public promises to which something happened last, newest first, each with its history."""
    shown = Task.select(Task.id).where(
        Task.ward == ward, is_public(), *await _narrowed(ward, filters or PromiseFilters())
    )
    last = (
        await TaskEvent.select(
            TaskEvent.task, Max(TaskEvent.at, alias="last"), Max(TaskEvent.id, alias="newest")
        )
        .where(
            TaskEvent.ward == ward,
            TaskEvent.task.is_in(shown),
            TaskEvent.step.not_in([step.value for step in INTERNAL]),
        )
        .group_by(TaskEvent.task)
        .order_by(OrderByRaw("last"), OrderByRaw("newest"), ascending=False)
        .limit(limit)
    )
    return [await _page(ward, Task.id == row["task"]) for row in last]


async def public_cards(ward: int, wanted: Any, limit: int) -> list[TaskCard]:
    """Public promises of which something holds, by their dates."""
    rows = await (
        Task.select()
        .where(Task.ward == ward, is_public(), wanted)
        .order_by(Task.due, Task.id)
        .limit(limit)
    )
    return await masked(ward, await cards_of(ward, [dict(row) for row in rows]))


async def public_promises(ward: int) -> int:
    """How many there are."""
    return int(await Task.count().where(Task.ward == ward, is_public()))


async def promise(ward: int, number: int) -> TaskPage:
    """A public promise with its history. Raises NotFound."""
    return await _page(ward, Task.number == number)


async def promise_called(ward: int, public_id: str) -> TaskPage:
    """By the name it has for programs. Raises NotFound."""
    return await _page(ward, Task.public_id == public_id)


async def _page(ward: int, named: Any) -> TaskPage:
    row = await Task.select().where(Task.ward == ward, is_public(), named).first()
    if row is None:
        raise NotFound("no such promise")
    said = (await decided(ward, [row["matter"] or 0])).get(row["matter"], NOTHING_DECIDED)
    (card,) = await masked(ward, await cards_of(ward, [row]))
    lines = [line for line in await lines_of(row) if line.step not in INTERNAL]
    return TaskPage(card, [_covered(line, said) for line in lines])


@dataclass(frozen=True, slots=True)
class TakenDown:
    """A promise that left the public pages with its answer. answer: number of the board."""

    number: int
    answer: int
    on: date
    reason: str


async def taken_down(ward: int, number: int) -> TakenDown | None:
    """None for one that stands, that never was public, or that left with something sealed."""
    row = await Task.select(Task.matter).where(Task.ward == ward, Task.number == number).first()
    if row is None or row["matter"] is None:
        return None
    gone = (
        await Published.select(Published.number, Published.withdrawn_on, Published.withdrawn_reason)
        .where(
            Published.ward == ward,
            Published.matter == row["matter"],
            Published.state == MatterState.WITHDRAWN.value,
        )
        .first()
    )
    if gone is None:
        return None
    return TakenDown(number, gone["number"], gone["withdrawn_on"], gone["withdrawn_reason"])


# Who does it, what is only proposed, when the list got it.
INTERNAL = frozenset({TaskStep.GIVE, TaskStep.PROPOSE_STOP, TaskStep.SHOW})
TOLD = ("by", "old", "new", "times", "group", "kept")


def _covered(line: TaskLine, said: Decided) -> TaskLine:
    """As the public reads it: what people typed, not the dates and codes of the program."""
    typed = {name: said.line(str(line.data[name])) for name in ("went_to",) if name in line.data}
    known = {name: line.data[name] for name in TOLD if name in line.data}
    return replace(line, text=said.line(line.text), data=known | typed)


async def group_tasks(ward: int, group: int, limit: int = 100) -> list[TaskCard]:
    """What was publicly promised to a residential group: to be confirmed first, then by date."""
    rows = await (
        Task.select()
        .where(Task.ward == ward, is_public(), await _of_group(ward, group))
        .order_by(Task.due, ascending=False)
        .limit(limit)
    )
    cards = await masked(ward, await cards_of(ward, [dict(row) for row in rows]))
    order = {TaskState.DONE_CLAIMED: 0, TaskState.OPEN: 1}
    return sorted(cards, key=lambda card: order.get(card.state, 2))


async def kept_promises(
    ward: int,
    since: date,
    until: date,
    *,
    public: bool = True,
    filters: PromiseFilters | None = None,
) -> Kept:
    """The kept rate of promises first due in the period, both days included."""
    query = Task.select(Task.first_due, Task.done_on, Task.state).where(
        Task.ward == ward,
        Task.first_due >= since,
        Task.first_due <= until,
        *await _narrowed(ward, filters or PromiseFilters()),
    )
    rows = await (query.where(is_public()) if public else query)
    facts = [Promise(row["first_due"], row["done_on"], TaskState(row["state"])) for row in rows]
    return kept(facts, since, until, clock.local_day(clock.now()))


@dataclass(frozen=True, slots=True)
class PromiseOptions:
    """Units, fields and groups that some public promise belongs to; groups of today."""

    units: Collection[int]
    fields: Collection[int]
    groups: Collection[int]


async def promise_options(ward: int) -> PromiseOptions:
    rows = await Task.select(
        Task.unit, Task.field, Task.group, Task.matter.field.as_alias("about"),
        Task.matter.group.as_alias("place"),
    ).where(Task.ward == ward, is_public())  # fmt: skip
    parents = {card.id: card.parent for card in await ward_queries.fields(ward, past=True)}
    fields = {row[name] for row in rows for name in ("field", "about")} - {None}
    fields |= {parents[each] for each in fields if parents.get(each)}
    beside = await TaskGroup.select(TaskGroup.group).where(
        TaskGroup.ward == ward,
        TaskGroup.task.public == True,  # noqa: E712  a column
    )
    asked = {row[name] for row in rows for name in ("group", "place")} - {None}
    places, groups = await lineage(ward), set()
    for each in asked | {row["group"] for row in beside}:
        heirs = places.heirs(each)
        groups.add(next(iter(heirs)) if len(heirs) == 1 else each)
    return PromiseOptions({row["unit"] for row in rows}, fields, groups)
