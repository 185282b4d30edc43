"""What is sealed is handed over in three working days; the date of its answer waits."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from dialogue.core import clock
from dialogue.matters.actions import triage
from dialogue.matters.actions.clocks import recompute
from dialogue.matters.actions.intake import NewMatter, Received, receive
from dialogue.matters.queries.due import DueState
from dialogue.matters.queries.matters import explain_for, matter_for, slip
from dialogue.matters.queries.queue import Filters, QueueItem, overdue, queue, queue_count
from dialogue.ward import actions as ward_actions
from dialogue.ward.cards import DayCard
from dialogue.ward.rules import system_actor
from dialogue.ward.states import DayKind, Role
from tests.matters import builders
from tests.matters.builders import Scene

pytestmark = pytest.mark.integration
MONDAY = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)  # its answer is due on 21/12
FRIDAY_EVENING = datetime(2026, 12, 11, 11, 0, tzinfo=UTC)  # after 17:00: day 0 is Monday, 14/12
HAND_OVER = date(2026, 12, 17)


@pytest.fixture
async def box(db: None) -> tuple[Scene, Received]:
    place = await builders.scene()
    with clock.at(MONDAY):
        new = await builders.received(place)
    with clock.at(FRIDAY_EVENING):
        await triage.seal(place.keeper, new.id)
    return place, new


async def listed(place: Scene, filters: Filters) -> list[QueueItem]:
    items = await queue(place.chairman, filters)
    assert await queue_count(place.chairman, filters) == len(items)
    return items


async def test_it_shows_the_clock_of_its_hand_over(box: tuple[Scene, Received]) -> None:
    place, new = box
    with clock.at(FRIDAY_EVENING):
        view = await matter_for(place.chairman, new.id)
        (item,) = await listed(place, Filters())
    assert (view.due, view.publish_due, view.due_state) == (HAND_OVER, HAND_OVER, DueState.LATER)
    assert (item.due, item.due_state) == (HAND_OVER, DueState.LATER)
    found = await explain_for(place.chairman, new.id)
    assert found is not None
    (line,) = found.lines
    assert (line.rule, line.days, line.due) == ("CLK-SEALED", 3, HAND_OVER)
    assert line.source
    assert found.zero.day == date(2026, 12, 14)


async def test_late_it_leads_the_list_of_who_may_open_the_box_alone(
    box: tuple[Scene, Received],
) -> None:
    place, new = box
    reader = await place.person("duoc-doc", Role.SEALED_READER)
    with clock.at(datetime(2026, 12, 18, 2, 0, tzinfo=UTC)):
        for actor in (place.chairman, reader):
            assert [item.id for item in await overdue(actor)] == [new.id]
        (item,) = await listed(place, Filters(due=DueState.LATE))
        assert item.due_state is DueState.LATE
        assert item.words == ""
        for actor in (place.keeper, place.deputy, place.head):
            assert await overdue(actor) == []
            assert await queue_count(actor, Filters(late=True)) == 0
        await triage.hand_over_sealed(place.chairman, new.id, "Thanh tra thành phố")
        assert await overdue(place.chairman) == []


async def test_unsealed_the_date_of_its_answer_holds_again(box: tuple[Scene, Received]) -> None:
    place, new = box
    with clock.at(FRIDAY_EVENING + timedelta(hours=1)):
        await triage.unseal(place.chairman, new.id, "Là câu hỏi.")
        view = await matter_for(place.keeper, new.id)
        found = await explain_for(place.keeper, new.id)
    assert (view.publish_due, view.first_due) == (date(2026, 12, 21), date(2026, 12, 21))
    assert found is not None
    assert [line.rule for line in found.lines] == [
        "CLK-ACK", "CLK-TRIAGE", "CLK-DRAFT", "CLK-PUBLISH",
    ]  # fmt: skip


async def test_a_day_off_announced_meanwhile_moves_the_date_when_it_is_unsealed(
    box: tuple[Scene, Received],
) -> None:
    place, new = box
    off = DayCard(date(2026, 12, 15), DayKind.HOLIDAY, "Nghỉ bù", "", "", "")
    with clock.at(FRIDAY_EVENING + timedelta(hours=1)):
        await ward_actions.change_calendar(system_actor(place.ward), [off])
        await triage.unseal(place.chairman, new.id, "Là câu hỏi.")
    assert (await matter_for(place.keeper, new.id)).publish_due == date(2026, 12, 22)


async def test_the_slip_of_a_paper_tells_nothing_of_the_box(box: tuple[Scene, Received]) -> None:
    place, new = box
    assert (await slip(place.ward, new.id)).first_due == date(2026, 12, 21)


async def test_a_day_off_announced_meanwhile_moves_the_hand_over(
    box: tuple[Scene, Received],
) -> None:
    place, new = box
    off = DayCard(date(2026, 12, 15), DayKind.HOLIDAY, "Nghỉ bù", "", "", "")
    with clock.at(FRIDAY_EVENING + timedelta(hours=1)):
        await ward_actions.change_calendar(system_actor(place.ward), [off])
        assert await recompute(place.ward) == 1
        assert await recompute(place.ward) == 0
        view = await matter_for(place.chairman, new.id)
    assert view.due == HAND_OVER + timedelta(days=1)


@pytest.mark.parametrize("public", [True, False])
async def test_unsealed_it_is_as_public_as_its_asker_has_chosen(db: None, public: bool) -> None:
    place = await builders.scene()
    with clock.at(MONDAY):
        made = await receive(NewMatter(place.ward, builders.words(), public=public))
        await triage.seal(place.keeper, made.id)
        assert not (await matter_for(place.chairman, made.id)).public
        await triage.unseal(place.chairman, made.id, "Là câu hỏi.")
    assert (await matter_for(place.keeper, made.id)).public is public
