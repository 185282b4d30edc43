"""Jobs of time: each is registered, and runs on an empty and on a filled database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogue.core import clock, jobs
from dialogue.core.jobs import Work
from dialogue.matters.queries.facts import facts
from dialogue.matters.states import MatterState, Step
from dialogue.matters.tables import Matter, MatterEvent
from tests.matters import builders
from web import lifespan  # noqa: F401  as the server registers them

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
