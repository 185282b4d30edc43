"""Notices that time alone causes: what is due soon, what is late, the leaders' morning list.

Each may run at any moment and as often as it likes: a line has a key made of what it is about
and of the date, so it is written once, whoever runs it and however the clock was set.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dialogue.core import clock
from dialogue.core.database import DB
from dialogue.matters.actions.notices import Telling, hearers, tell
from dialogue.matters.notice_tables import Notice
from dialogue.matters.queries.due import SOON, DueState, step_due
from dialogue.matters.queries.facts import COLUMNS, facts_of, families
from dialogue.matters.queries.queue import Filters, overdue, queue
from dialogue.matters.queries.tasks import open_tasks
from dialogue.matters.queries.waiting import waiting_for
from dialogue.matters.queries.where import state_in, values
from dialogue.matters.rules import SEALED, Facts
from dialogue.matters.states import MatterState, TaskState
from dialogue.matters.tables import Matter
from dialogue.matters.task_tables import Task
from dialogue.matters.telling import HANDS, LATE_TASK, Ear, Holders, NoticeKind, after
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor, read_time
from dialogue.ward.states import Role

MORNING, KEEP = "NTC-MORNING", "NTC-KEEP"  # rules
BATCH = 100  # lines a transaction
MOST_LISTED = 100  # of each part of a morning list
LEADERS = (Role.CHAIRMAN, Role.DEPUTY)


async def tell_due_soon(ward: int) -> int:
    """Matters and promises due within SOON working days, on working days: once a date.

    How many lines are new.
    """
    today = clock.local_day(clock.now())
    calendar = await ward_queries.calendar(ward)
    if not calendar.is_working(today):
        return 0
    until = calendar.add(today, SOON)
    tellings = await _matters_soon(ward, today, until)
    tellings += await _promises_due(ward, today, until)
    return await _tell_all(ward, tellings)


async def _tell_all(ward: int, tellings: list[Telling]) -> int:
    count = 0
    for start in range(0, len(tellings), BATCH):
        async with DB.transaction():
            count += await tell(ward, tellings[start : start + BATCH])
    return count


async def _matters_soon(ward: int, today: date, until: date) -> list[Telling]:
    near = [
        (due >= today) & (due <= until)
        for due in (Matter.triage_due, Matter.draft_due, Matter.publish_due)
    ]
    dues = (Matter.triage_due, Matter.draft_due, Matter.publish_due)
    rows = await Matter.select(*COLUMNS, *dues).where(
        Matter.ward == ward, state_in(HANDS), near[0] | near[1] | near[2]
    )
    known = await families(ward)
    made = []
    for row in rows:
        due = step_due(MatterState(row["state"]), *(row[each._meta.name] for each in dues))
        if due is not None and today <= due <= until:
            made.append(await _soon(facts_of(row, known), due))
    return made


async def _soon(found: Facts, due: date) -> Telling:
    people = await hearers(found.ward, [HANDS[found.state]], after(found, {}))
    key = f"soon-{found.id}-{due.isoformat()}"
    return Telling(NoticeKind.SOON, key, people, matter=found.id, data={"due": due})


async def _promises_due(ward: int, today: date, until: date) -> list[Telling]:
    """Near ones to whoever works on them, late ones to the chairman too."""
    rows = await Task.select(Task.id, Task.matter, Task.unit, Task.officer, Task.due).where(
        Task.ward == ward,
        Task.state == TaskState.OPEN.value,
        Task.due <= until,
        Task.matter.is_null() | Task.matter.state.not_in(values(SEALED)),
    )
    return [await _promise_due(ward, row, today) for row in rows]


async def _promise_due(ward: int, row: dict[str, Any], today: date) -> Telling:
    late = row["due"] < today
    to = Holders(row["unit"], row["officer"])
    ears = LATE_TASK if late else (Ear.OFFICER, Ear.HEADS)
    return Telling(
        NoticeKind.OVERDUE if late else NoticeKind.SOON,
        f"task-{'late' if late else 'soon'}-{row['id']}-{row['due'].isoformat()}",
        await hearers(ward, ears, to),
        row["matter"],
        row["id"],
        {"due": row["due"]},
    )


# The morning list


async def make_morning_lists(ward: int) -> int:
    """For each leader once a working day, from the hour of the rule on. How many were made.

    After a stop the day's list is made late rather than never; days that went by get none.
    """
    here = clock.local_time(clock.now())
    today = here.date()
    rule = await ward_queries.rule(ward, MORNING, today)
    start = read_time(rule.value) if rule is not None else None
    calendar = await ward_queries.calendar(ward)
    if start is None or here.time() < start or not calendar.is_working(today):
        return 0
    made = 0
    for card in await ward_queries.holders(ward, *LEADERS):
        made += await _morning_list(await ward_queries.actor(ward, card.id), today)
    return made


async def _morning_list(actor: Actor, today: date) -> int:
    key = f"morning-{today.isoformat()}"
    if await Notice.exists().where(Notice.staff == actor.staff, Notice.key == key):
        return 0  # so that the lists are read once a day only
    data = await _day_of(actor, today)
    telling = Telling(NoticeKind.MORNING, key, frozenset({actor.staff}), data=data)
    return await _tell_all(actor.ward, [telling])


async def _day_of(actor: Actor, today: date) -> dict[str, object]:
    """Ids alone: the words are read when the list is, by the rights of that moment."""
    due_today = await queue(actor, Filters(due=DueState.TODAY), limit=MOST_LISTED)
    promises = [card.id for card in await open_tasks(actor) if card.due <= today]
    return {
        "due": today,
        "late": [item.id for item in await overdue(actor, MOST_LISTED)],
        "waiting": [one.item.id for one in await waiting_for(actor, MOST_LISTED)],
        "today": [item.id for item in due_today],
        "promises": promises[:MOST_LISTED],
    }


# The end


async def erase_old(ward: int) -> int:
    """Read notices, after the days of the rule; unread ones wait for their reader."""
    rule = await ward_queries.rule(ward, KEEP, clock.local_day(clock.now()))
    if rule is None:
        return 0
    old = Notice.read_at < clock.now() - timedelta(days=int(rule.value))
    count = 0
    while rows := await Notice.select(Notice.id).where(Notice.ward == ward, old).limit(BATCH):
        await Notice.delete().where(Notice.id.is_in([row["id"] for row in rows]))
        count += len(rows)
    return count
