"""A wait for the asker ends once, however it ends: the days so far count, and no day twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dialogue.core import clock
from dialogue.core.errors import Conflict
from dialogue.matters.actions import approval, drafting, triage
from dialogue.matters.actions.intake import Received
from dialogue.matters.actions.retracting import retract
from dialogue.matters.queries.history import events
from dialogue.matters.states import MatterState
from dialogue.matters.tables import Matter, Published
from dialogue.matters.waiting import resume_clocks
from dialogue.ward.states import Role
from tests.matters import builders
from tests.matters.builders import Scene, hash_of

pytestmark = pytest.mark.integration
MONDAY = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)  # due in ten working days: 21/12


async def asked_on_monday() -> tuple[Scene, Received]:
    place = await builders.scene()
    with clock.at(MONDAY):
        new = await builders.received(place)
        await triage.ask_back(place.keeper, new.id, "Ở số nhà nào?")
    return place, new


async def row_of(matter: int) -> dict[str, Any]:
    return dict(await Matter.select().where(Matter.id == matter).first() or {})


def told(row: dict[str, Any]) -> tuple[bool, int, str]:
    return row["waiting_since"] is not None, row["waited_days"], str(row["publish_due"])


@pytest.mark.parametrize(
    ("later", "waited", "due"),
    [(0, 0, "2026-12-21"), (2, 2, "2026-12-23"), (11, 5, "2026-12-28")],
)
async def test_sealing_ends_the_wait_and_unsealing_goes_on_from_there(
    db: None, later: int, waited: int, due: str
) -> None:
    place, new = await asked_on_monday()
    with clock.at(MONDAY + timedelta(days=later)):
        await triage.seal(place.keeper, new.id)
    assert told(await row_of(new.id))[:2] == (False, waited)
    last = (await events(place.ward, new.id))[-1]
    assert (last.data["waited"], last.data["due"]) == (waited, due)
    with clock.at(MONDAY + timedelta(days=14)):  # in the box the clock does not stand still
        await triage.unseal(place.chairman, new.id, "Là câu hỏi.")
        assert await resume_clocks(place.ward) == 0
        with pytest.raises(Conflict):
            await triage.ask_back(place.keeper, new.id, "Còn gì nữa?")
    row = await row_of(new.id)
    assert row["state"] == MatterState.RECEIVED
    assert told(row) == (False, waited, due)


async def test_a_reply_finds_nobody_who_waits_once_it_is_sealed(db: None) -> None:
    place, new = await asked_on_monday()
    await triage.seal(place.keeper, new.id)
    for _ in ("sealed", "and unsealed"):
        with pytest.raises(Conflict):
            await triage.reply(place.ward, hash_of(new), "Số 12.")
        if (await row_of(new.id))["state"] == MatterState.SEALED:
            await triage.unseal(place.chairman, new.id, "Là câu hỏi.")


async def test_taking_it_back_ends_the_wait(db: None) -> None:
    _, new = await asked_on_monday()
    with clock.at(MONDAY + timedelta(days=2)):
        await retract(hash_of(new))
    row = await row_of(new.id)
    assert row["state"] == MatterState.RETRACTED
    assert told(row) == (False, 2, "2026-12-23")


async def test_the_wait_goes_on_for_the_others_who_asked(db: None) -> None:
    place = await builders.scene()
    with clock.at(MONDAY):
        lead, other = await builders.received(place), await builders.received(place)
        await triage.merge(place.keeper, other.id, lead.id)
        await triage.ask_back(place.keeper, lead.id, "Ở số nhà nào?")
    with clock.at(MONDAY + timedelta(days=1)):
        await retract(hash_of(other))
    assert told(await row_of(lead.id)) == (True, 0, "2026-12-21")
    with clock.at(MONDAY + timedelta(days=3)):
        await triage.reply(place.ward, hash_of(lead), "Số 12.")
    assert told(await row_of(lead.id)) == (False, 3, "2026-12-24")


@pytest.mark.parametrize("sealed", [False, True])
async def test_the_board_shows_the_date_of_a_second_answer_that_waited(
    db: None, sealed: bool
) -> None:
    place = await builders.scene()
    head = await place.person("truong-khac", Role.UNIT_HEAD, unit=place.other_unit)
    with clock.at(MONDAY):
        new = await builders.published(place)
        await builders.not_enough(new)
        await approval.move_to_unit(place.chairman, new.id, place.other_unit, "Đúng việc.")
        await drafting.hand_back(head, new.id, "Không phải việc của phòng.")
        before = (await row_of(new.id))["publish_due"]
        await triage.ask_back(place.keeper, new.id, "Ở số nhà nào?")
    with clock.at(MONDAY + timedelta(days=2)):
        if sealed:
            await triage.seal(place.keeper, new.id)
            await triage.unseal(place.chairman, new.id, "Là câu hỏi.")
        else:
            await triage.reply(place.ward, hash_of(new), "Số 12.")
    due = (await row_of(new.id))["publish_due"]
    public = await Published.select().where(Published.matter == new.id).first()
    assert due == before + timedelta(days=2)
    assert public is not None
    assert public["due_on"] == due
