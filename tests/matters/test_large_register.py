"""A large register costs as a small one: its lists are walked by an index, never sorted."""

from __future__ import annotations

from typing import Any

import pytest

from dialogue.core import local
from dialogue.core.database import DB
from dialogue.core.jobs import Work
from dialogue.core.local import LocalEngine
from dialogue.matters.actions.clocks import note_overdue
from dialogue.matters.chores import check_texts
from dialogue.matters.queries import board, tasks
from dialogue.matters.queries.notices import inbox, unread
from dialogue.matters.queries.queue import Filters, overdue, queue, queue_count
from dialogue.matters.queries.tasks import PromiseState
from dialogue.matters.queries.waiting import waiting_for
from dialogue.matters.states import MatterState
from dialogue.matters.tables import Published
from dialogue.ward.rules import Actor
from tests.matters import builders
from tests.matters.build import approve, house, matter
from tests.matters.tampering import unguarded

pytestmark = pytest.mark.integration
LARGE = ("matter", "notice", "published", "task")  # tables that grow with the years


@pytest.fixture
def plans(db: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How SQLite finds the rows of each SELECT, line by line."""
    if not isinstance(DB, LocalEngine):
        pytest.skip("plans of SQLite")
    found: list[str] = []
    fetch = local._fetch

    def explained(raw: Any, sql: str, args: Any, before: Any) -> Any:
        if sql.lstrip().startswith("SELECT"):
            found.extend(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {sql}", args))
        return fetch(raw, sql, args, before)

    monkeypatch.setattr(local, "_fetch", explained)
    return found


def walked(plans: list[str]) -> list[str]:
    """What would cost more with each year: a table read whole, or a list sorted."""
    scans = {f"SCAN {name}" for name in LARGE}
    whole = [line for line in plans if line.split(" USING")[0] in scans]
    by_ward = [line for line in plans if "_ward (ward=?)" in line and line.split()[1] in LARGE]
    return [*whole, *by_ward, *(line for line in plans if line.endswith("FOR ORDER BY"))]


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(late=True),
        Filters(states=(MatterState.CLOSED,)),
        Filters(unit=1),
        Filters(group=1),
    ],
    ids=["open", "late", "closed", "of a unit", "of a group"],
)
async def test_the_queue_is_read_in_its_order(plans: list[str], filters: Filters) -> None:
    place = await builders.scene()
    for actor in (place.chairman, place.keeper, place.deputy):
        plans.clear()
        await queue(actor, filters)
        await queue_count(actor, filters)
        assert walked(plans) == []


async def test_what_waits_for_a_leader_is_read_in_its_order(plans: list[str]) -> None:
    place = await builders.scene()
    plans.clear()
    await _home(place.chairman)
    assert walked(plans) == []


async def _home(actor: Actor) -> None:
    await waiting_for(actor)
    await overdue(actor, 8)
    await tasks.open_tasks(actor, limit=8)
    await tasks.task_count(actor, PromiseState.LATE, 99)
    await unread(actor)
    await inbox(actor)


async def test_what_is_overdue_is_found_without_what_is_closed(plans: list[str]) -> None:
    place = await builders.scene()
    plans.clear()
    assert await note_overdue(place.ward) == 0
    assert walked(plans) == []
    assert any("matter_queue (ward=? AND state=? AND publish_due<?)" in line for line in plans)


async def test_own_work_is_found_without_the_work_of_others(plans: list[str]) -> None:
    place = await builders.scene()
    plans.clear()
    await queue(place.officer, Filters(mine=True))
    assert any("matter_of_officer" in line for line in plans)
    assert any("matter_of_leader" in line for line in plans)


async def test_a_leader_reads_of_a_silent_edit_of_the_newest_and_of_what_the_night_found(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "CHECKED", 2)
    home = await house()
    numbers = [await approve(home, await matter(home, f"Câu {each}")) for each in range(4)]
    await unguarded()
    for number in (numbers[0], numbers[3]):
        await Published.update({Published.answer: "Sửa lén."}).where(Published.number == number)
    assert await board.altered_lately(home.ward) == [numbers[3]]
    await check_texts(Work(1, "check-texts", "tonight", None, {}, 1))
    assert await board.altered_lately(home.ward) == [numbers[0], numbers[3]]
