"""A unit that ends next week gets nothing it cannot answer, and nothing stays with it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from dialogue.core.clock import at, local_day
from dialogue.core.errors import Invalid, NotFound
from dialogue.matters.actions import approval, drafting, triage
from dialogue.matters.actions.triage import Assignment
from dialogue.matters.queries.facts import facts
from dialogue.matters.queries.queue import queue
from dialogue.matters.states import Kind, MatterState
from dialogue.ward import actions as ward_actions
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import system_actor
from tests.matters import builders
from tests.matters.builders import Scene

pytestmark = pytest.mark.integration
MONDAY = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)  # an answer is due on 21/12
NEXT_WEEK, DUE = date(2026, 12, 14), date(2026, 12, 21)


async def ending(place: Scene, until: date) -> None:
    await ward_actions.end_unit(system_actor(place.ward), place.unit, until)


def given(place: Scene) -> Assignment:
    return Assignment(Kind.QUESTION, "Nạo vét cống", field=place.field)


async def test_it_is_given_nothing_that_is_due_after_its_end(db: None) -> None:
    place = await builders.scene()
    with at(MONDAY):
        new, other = await builders.received(place), await builders.assigned(place)
        await ending(place, NEXT_WEEK)
        with pytest.raises(Invalid) as refused:
            await triage.assign(place.keeper, new.id, given(place))
        assert refused.value.errors == {"unit": "ends"}
        await approval.move_to_unit(place.chairman, other.id, place.other_unit, "Sáp nhập.")
        with pytest.raises(Invalid):
            await approval.move_to_unit(place.chairman, other.id, place.unit, "Nhầm.")
        assert (await facts(place.ward, new.id)).state is MatterState.RECEIVED


async def test_until_its_last_day_it_is_a_unit_as_any(db: None) -> None:
    place = await builders.scene()
    with at(MONDAY):
        new = await builders.received(place)
        await ending(place, DUE)
        await triage.assign(place.keeper, new.id, given(place))
        assert place.unit in {card.id for card in await ward_queries.units(place.ward)}
        await drafting.give_to_officer(place.head, new.id, place.officer.staff)


async def test_what_lies_there_when_it_ends_is_seen_and_moved(db: None) -> None:
    place = await builders.scene()
    with at(MONDAY):
        new = await builders.assigned(place)
        await ending(place, NEXT_WEEK)
    with at(MONDAY + timedelta(days=9)):
        assert local_day(MONDAY + timedelta(days=9)) > NEXT_WEEK
        assert [item.id for item in await queue(place.chairman)] == [new.id]
        with pytest.raises(NotFound):
            await approval.move_to_unit(place.chairman, new.id, place.unit, "Nhầm.")
        await approval.move_to_unit(place.chairman, new.id, place.other_unit, "Đã sáp nhập.")
        found = await facts(place.ward, new.id)
    assert (found.state, found.unit) == (MatterState.ASSIGNED, place.other_unit)
