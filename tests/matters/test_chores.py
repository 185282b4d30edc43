"""Jobs of time: each is registered, and runs on an empty and on a filled database."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from dialogue.core import clock, jobs
from dialogue.core.database import DB
from dialogue.core.jobs import MAIN, SLOW, Runner, Work, ask
from dialogue.core.tables import Job
from dialogue.matters import chores
from dialogue.matters.queries.facts import facts
from dialogue.matters.states import MatterState, Step
from dialogue.matters.tables import Matter, MatterEvent
from tests.matters import builders
from web import lifespan

pytestmark = pytest.mark.integration
REPEATING = {
    "check-texts",
    "erase-old-contacts",
    "erase-old-jobs",
    "erase-old-rating-changes",
    "erase-old-tickets",
    "enter-words",
    "level-ratings",
    "release-follow-ups",
    "watch-matters",
}


async def run_all() -> None:
    for kind in sorted(jobs._repeating):
        await jobs._handlers[kind](Work(1, kind, kind, None, {}, 1))


async def test_every_repeating_job_runs(db: None) -> None:
    """Twice on each: a worker may be lost after its work was done."""
    assert set(jobs._repeating) >= REPEATING
    await run_all()
    place = await builders.scene()
    silent = await builders.published(place)
    late = await builders.received(place, name="Nguyễn Văn An", contact="0912345678", consent="1")
    with clock.at(clock.now() + timedelta(days=60)):
        await run_all()
        await run_all()
    assert (await facts(place.ward, silent.id)).state is MatterState.CLOSED
    overdue = await MatterEvent.count().where(
        MatterEvent.matter == late.id, MatterEvent.step == Step.OVERDUE.value
    )
    assert overdue == 1
    row = await Matter.select(Matter.contact).where(Matter.id == late.id).first()
    assert row is not None
    assert row["contact"] != ""  # still open: whoever answers it must be able to call


def test_each_lane_has_its_runner() -> None:
    runners = [part for part in lifespan.make_parts().values() if isinstance(part, Runner)]
    served = [kind for runner in runners for kind in runner._mine(jobs._handlers)]
    assert sorted(served) == sorted(jobs._handlers)


async def test_what_is_due_is_done_while_all_texts_are_checked(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, may = asyncio.Event(), asyncio.Event()

    async def hours(ward: int) -> list[int]:
        here.set()
        await may.wait()
        return []

    await builders.scene()
    monkeypatch.setattr(chores, "altered", hours)
    main = Runner(lane=MAIN)
    async with asyncio.timeout(60):
        checking = asyncio.create_task(Runner(lane=SLOW).work_once())
        await here.wait()
        async with DB.transaction():
            await ask("erase-old-tickets", "due now")
        while await main.work_once():
            continue
    assert await Job.exists().where(Job.key == "due now", Job.state == "done")
    may.set()
    assert await checking
