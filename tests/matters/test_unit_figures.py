"""What the register says of each unit in a period."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from dialogue.core.clock import HANOI, at
from dialogue.matters.actions import verdicts
from dialogue.matters.actions.tasks import NewTask, open_task
from dialogue.matters.queries.unit_figures import UnitFigures, unit_figures
from dialogue.matters.states import VerdictLevel
from tests.matters.builders import (
    Scene,
    answered_again,
    assigned,
    drafting_,
    hash_of,
    not_enough,
    published,
    received,
    scene,
    sealed,
)

pytestmark = pytest.mark.integration
MARCH = datetime(2027, 3, 3, 9, tzinfo=HANOI)
HALF = (date(2027, 1, 1), date(2027, 6, 30))
LATER = datetime(2027, 9, 1, 9, tzinfo=HANOI)


@pytest.fixture
async def place(db: None) -> Scene:
    with at(MARCH):
        return await scene()


async def of_unit(place: Scene, unit: int | None) -> UnitFigures:
    with at(LATER):
        found = await unit_figures(place.ward, *HALF)
    return next(each for each in found if each.unit == unit)


async def test_received_and_answered_in_time_or_late(place: Scene) -> None:
    with at(MARCH):
        await published(place)
        await published(place, public=False)
        await assigned(place)
        await received(place)  # nobody's yet
    found = await of_unit(place, place.unit)
    assert (found.received, found.answered) == (3, 2)
    assert (found.in_time.part, found.in_time.n, found.late) == (2, 3, 1)
    assert found.median_days == 0
    assert (await of_unit(place, None)).received == 1


async def test_an_answer_after_its_due_day_is_late(place: Scene) -> None:
    with at(MARCH):
        new = await drafting_(place)
    with at(MARCH + timedelta(days=60)):
        await answered_again(place, new)
    found = await of_unit(place, place.unit)
    assert (found.answered, found.late) == (1, 1)


async def test_a_public_promise_that_is_still_open_is_late(place: Scene) -> None:
    with at(MARCH):
        new = await drafting_(place)
        due = date(2027, 4, 1)
        await open_task(place.head, NewTask("Nạo vét cống", place.unit, due, matter=new.id))
        assert not (await of_unit(place, place.unit)).promises.due  # nobody has read it yet
        await answered_again(place, new)
    found = await of_unit(place, place.unit)
    assert (found.promises.due, found.promises.kept, found.promises_late) == (1, 0, 1)


async def test_asked_again_counts_each_time_and_five_verdicts_give_no_share(place: Scene) -> None:
    with at(MARCH):
        new = await published(place)
        await not_enough(new)
        await answered_again(place, new)
        await verdicts.give_verdict(hash_of(new), VerdictLevel.SATISFIED)
    found = await of_unit(place, place.unit)
    assert (found.answered, found.reopened) == (1, 1)
    assert (found.clear.n, found.clear.shown, found.clear.part) == (2, False, 0)


async def test_what_is_sealed_is_in_no_figure(place: Scene) -> None:
    with at(MARCH):
        await sealed(place)
    with at(LATER):
        assert await unit_figures(place.ward, *HALF) == ()


async def test_only_these_days_count(place: Scene) -> None:
    with at(MARCH):
        await published(place)
    with at(LATER):
        assert await unit_figures(place.ward, date(2026, 7, 1), date(2026, 12, 31)) == ()
        day = await unit_figures(place.ward, MARCH.date(), MARCH.date())
    assert [each.received for each in day] == [1]
