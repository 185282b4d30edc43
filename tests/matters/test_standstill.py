"""After the server stood still: what fell due meanwhile is told once, whoever comes back."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from dialogue.core import jobs
from dialogue.core.clock import HANOI, at
from dialogue.core.jobs import Runner
from dialogue.matters import chores
from dialogue.matters.queries.history import events
from dialogue.matters.queries.notices import inbox
from dialogue.matters.states import Step
from dialogue.matters.telling import NoticeKind as K
from tests.matters import builders

pytestmark = pytest.mark.integration
MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=HANOI)  # a draft is due on 7/12, the answer on 14/12
BACK = datetime(2026, 12, 16, 14, 0, tzinfo=HANOI)


@pytest.fixture
def hourly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_repeating", {"watch-matters": 60})
    monkeypatch.setattr(jobs, "_handlers", {"watch-matters": chores.watch})


async def run_out(runner: Runner, moment: datetime) -> None:
    with at(moment):
        while await runner.work_once():
            pass


async def test_what_fell_due_while_the_server_stood_is_told_once_each(
    db: None, hourly: None
) -> None:
    place = await builders.scene()
    with at(MONDAY):
        late, soon = await builders.drafting_(place), None
    await run_out(Runner(), MONDAY + timedelta(hours=1))  # and then nothing for two weeks
    with at(BACK - timedelta(days=7)):
        soon = await builders.drafting_(place)
    await asyncio.gather(run_out(Runner(), BACK), run_out(Runner(), BACK))
    for hours in (1, 2, 24, 25):
        await run_out(Runner(), BACK + timedelta(hours=hours))
    told = [(item.kind, item.subject.matter) for item in await inbox(place.officer)]
    assert told.count((K.OVERDUE, late.id)) == 1
    assert told.count((K.SOON, late.id)) == 0  # its time was over when the server came back
    assert told.count((K.SOON, soon.id)) == 1
    steps = [line.step for line in await events(place.ward, late.id)]
    assert steps.count(Step.OVERDUE) == 1
