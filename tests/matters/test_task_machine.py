"""Any road of a promise, by the real actions: none ends without a way out, nothing is forgotten."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from dialogue.core import clock
from dialogue.core.codes import tracking_hash
from dialogue.core.database import database
from dialogue.core.errors import Conflict
from dialogue.core.keys import keys
from dialogue.matters.actions import judging, tasks
from dialogue.matters.actions.proving import Proof, claim_done
from dialogue.matters.actions.tasks import NewTask
from dialogue.matters.queries import promises
from dialogue.matters.queries.tasks import TaskPage, task
from dialogue.matters.results import Kept
from dialogue.matters.states import TASK_STEPS, TaskState, TaskStep
from dialogue.matters.task_tables import TaskEvent
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from tests.matters.build import House, approve, house, matter_with_code

pytestmark = pytest.mark.integration
START = datetime(2026, 11, 30, 2, tzinfo=UTC)
ENDS = {TaskState.DONE, TaskState.STOPPED}
Walk = Coroutine[Any, Any, Any]


class Promises(RuleBasedStateMachine):
    """One ward, one promise a run; its day goes on as the rules are taken."""

    loop: asyncio.AbstractEventLoop
    people: dict[str, Actor]
    ward: int
    house: House

    @initialize(days=st.integers(1, 20))
    def promise(self, days: int) -> None:
        self.now = START
        self.first = START.date() + timedelta(days=days)
        self.steps = ["open"]
        self.run(self._promise())

    async def _promise(self) -> None:
        head = self.people["head"]
        at = self.house
        asked, code = await matter_with_code(at, "Hẻm ngập", group=at.groups[0])
        self.code = tracking_hash(keys(), code)
        new = NewTask("Nạo vét", head.unit or 0, self.first, matter=asked)
        self.task = await tasks.open_task(head, new)
        await approve(at, asked)
        self.name = (await task(head, self.task)).card.public_id

    def run(self, walk: Walk) -> Any:
        with clock.at(self.now):
            return self.loop.run_until_complete(walk)

    def page(self) -> TaskPage:
        found = self.run(task(self.people["head"], self.task))
        assert isinstance(found, TaskPage)
        return found

    @property
    def state(self) -> TaskState:
        return self.page().card.state

    def is_open(self) -> bool:
        return self.state is TaskState.OPEN

    def is_claimed(self) -> bool:
        return self.state is TaskState.DONE_CLAIMED

    def take(self, walk: Walk, step: str) -> None:
        self.run(walk)
        self.steps.append(step)

    @rule(days=st.integers(1, 9))
    def time_goes_on(self, days: int) -> None:
        self.now += timedelta(days=days)
        if self.run(judging.confirm_by_silence(self.ward, self.task)):
            self.steps.append("confirm")

    @precondition(is_open)
    @rule()
    def progress(self) -> None:
        self.take(tasks.report_progress(self.people["officer"], self.task, "Đang làm"), "progress")

    @precondition(is_open)
    @rule(days=st.integers(1, 9))
    def move(self, days: int) -> None:
        card = self.page().card
        walk = tasks.ask_new_date(
            self.people["head"], self.task, card.due + timedelta(days=days), "Mưa"
        )
        if card.moved >= 2 or self.now.date() > card.due:
            with pytest.raises(Conflict):
                self.run(walk)
        else:
            self.take(walk, "move-date")

    @precondition(is_open)
    @rule(whom=st.sampled_from(("officer", "head")))
    def give(self, whom: str) -> None:
        if self.page().card.officer != self.people[whom].staff:
            walk = tasks.give(self.people["head"], self.task, self.people[whom].staff)
            self.take(walk, "give")

    @precondition(is_open)
    @rule()
    def claim(self) -> None:
        self.take(claim_done(self.people["officer"], self.task, Proof("Biên bản")), "claim-done")

    @precondition(is_open)
    @rule()
    def propose_stop(self) -> None:
        self.take(tasks.propose_stop(self.people["head"], self.task, "Hết đất"), "propose-stop")

    @precondition(is_open)
    @rule()
    def stop(self) -> None:
        self.take(tasks.stop(self.people["chairman"], self.task, "Hết đất"), "stop")

    @precondition(is_claimed)
    @rule(kept=st.booleans(), asker=st.booleans())
    def judge(self, kept: bool, asker: bool) -> None:
        by_inspector = judging.judge_as_inspector
        if asker:
            walk = judging.judge_by_asker(self.code, self.name, kept=kept, reason="Đã xem")
        else:
            walk = by_inspector(self.people["inspector"], self.task, kept=kept, reason="Đã xem")
        self.take(walk, "confirm" if kept else "dispute")

    @invariant()
    def the_first_date_stands_and_the_history_is_whole(self) -> None:
        if not hasattr(self, "task"):
            return
        page = self.page()
        assert page.card.first_due == self.first
        assert [line.step.value for line in page.lines] == self.steps
        moves = [line.data for line in page.lines if line.step is TaskStep.MOVE_DATE]
        dates = [self.first.isoformat(), *(each["new"] for each in moves)]
        assert [each["old"] for each in moves] == dates[:-1]
        assert page.card.due.isoformat() == dates[-1]

    @invariant()
    def there_is_a_way_out(self) -> None:
        if hasattr(self, "task"):
            state = self.state
            assert (TASK_STEPS[state] == {}) == (state in ENDS)

    def teardown(self) -> None:
        """The kept rate is what the history says; and whatever is open can still be ended."""
        if not hasattr(self, "task"):
            return
        until = self.now.date()
        counted = self.run(promises.kept_promises(self.ward, START.date(), until))
        assert counted == self.run(recount(START.date(), until))
        if self.state is TaskState.DONE_CLAIMED:
            self.now += timedelta(days=40)
            assert self.run(judging.confirm_by_silence(self.ward, self.task))
        elif self.state is TaskState.OPEN:
            self.run(tasks.stop(self.people["chairman"], self.task, "Hết đất"))
        assert self.state in ENDS


async def recount(since: date, until: date) -> Kept:
    """From the lines of the history alone."""
    rows = await TaskEvent.select().order_by(TaskEvent.id)
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["task"], []).append(row)
    fates = [fate(lines) for lines in found.values() if since <= first_date(lines) <= until]
    names = ("kept", "late", "stopped", "open")
    return Kept(len(fates), **{name: fates.count(name) for name in names})


def first_date(lines: list[dict[str, Any]]) -> date:
    return date.fromisoformat(json.loads(lines[0]["data"])["due"])


def fate(lines: list[dict[str, Any]]) -> str:
    last = next(line for line in reversed(lines) if line["step"] not in BESIDE)
    if last["step"] == "stop":
        return "stopped"
    if last["step"] != "confirm":
        return "open"
    claimed = next(line for line in reversed(lines) if line["step"] == "claim-done")
    return "kept" if clock.local_day(claimed["at"]) <= first_date(lines) else "late"


BESIDE = {"progress", "give", "move-date", "propose-stop"}


@pytest.fixture
def machine(fresh_database: None) -> Iterator[type[Promises]]:
    """In a loop of its own: hypothesis takes its steps one by one, outside of any."""
    loop = asyncio.new_event_loop()
    opened = database()

    async def begin() -> None:
        await opened.__aenter__()
        home = await house(groups=1)
        Promises.house = home
        Promises.ward = home.ward
        Promises.people = {
            "head": await home.person(Role.UNIT_HEAD, unit="VP"),
            "officer": await home.person(Role.OFFICER, unit="VP"),
            "chairman": await home.person(Role.CHAIRMAN),
            "inspector": await home.person(Role.INSPECTOR),
        }

    Promises.loop = loop
    loop.run_until_complete(begin())
    yield Promises
    loop.run_until_complete(opened.__aexit__(None, None, None))
    loop.close()


def test_any_road_of_a_promise(machine: type[Promises]) -> None:
    few = settings(
        max_examples=12,
        stateful_step_count=14,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=few)
