"""What is sealed is not there, for every act of everybody who may not open the box."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dialogue.core import audit
from dialogue.core.errors import Conflict, NotFound
from dialogue.matters.actions import approval, attachments, drafting, personal_data, tasks, triage
from dialogue.matters.actions.proving import Proof, claim_done
from dialogue.matters.actions.tasks import NewTask
from dialogue.matters.queries import attachments as files
from dialogue.matters.queries import board, promises
from dialogue.matters.queries import tasks as lists
from dialogue.matters.queries.facts import facts
from dialogue.matters.queries.history import events
from dialogue.matters.queries.matters import matter_for
from dialogue.matters.queries.queue import queue
from dialogue.matters.queries.waiting import waiting_for
from dialogue.matters.states import Exposure, MatterState, Step
from dialogue.matters.tables import Published, PublishedAnswer
from dialogue.ward.states import Role
from tests.matters import builders
from tests.matters.builders import Scene
from tests.matters.test_attachments import attach

pytestmark = pytest.mark.integration
LATER = date(2099, 1, 1)


async def sealed_in_work(place: Scene) -> int:
    """It lay with an officer, and names a number."""
    new = await builders.drafting_(place)
    await triage.seal(place.keeper, new.id, "Tố cáo.")
    return new.id


async def test_no_act_tells_a_sealed_matter_from_none(db: None) -> None:
    place = await builders.scene()
    matter = await sealed_in_work(place)
    file = await attach(place.ward, matter)
    inspector = await builders.person(place.ward, "thanh-tra", Role.INSPECTOR)
    for actor in (place.keeper, place.deputy, place.head, place.officer, inspector):
        for words in ("mưa", "không có trong lời"):
            with pytest.raises(NotFound):
                await personal_data.decide(actor, matter, "body", words, Exposure.MASK)
        with pytest.raises(NotFound):
            await tasks.open_task(actor, NewTask("Làm", place.unit, LATER, matter=matter))
        with pytest.raises(NotFound):
            await attachments.mark_public(actor, file, public=True, confirmed=True)
        with pytest.raises(NotFound):
            await files.read(actor, file)
        with pytest.raises(NotFound):
            await drafting.add_note(actor, matter, "Ghi chú")
        with pytest.raises(NotFound):
            await triage.unseal(actor, matter, "Nhầm.")
    with pytest.raises(Conflict):  # who may open it decides nothing for the public either
        await personal_data.decide(place.chairman, matter, "body", "mưa", Exposure.MASK)


async def test_sealing_takes_it_out_of_every_hand(db: None) -> None:
    place = await builders.scene()
    matter = await sealed_in_work(place)
    found = await facts(place.ward, matter)
    assert (found.unit, found.officer, found.leader) == (None, None, None)
    last = (await events(place.ward, matter))[-1]
    assert last.step is Step.SEAL
    hands = {"unit": place.unit, "officer": place.officer.staff, "leader": None}
    assert last.data == hands


async def test_a_promise_of_a_sealed_matter_is_in_no_list(db: None) -> None:
    place = await builders.scene()
    new = await builders.drafting_(place)
    wanted = NewTask("Làm", place.unit, LATER, place.officer.staff, new.id)
    promise = await tasks.open_task(place.officer, wanted)
    other = await tasks.open_task(place.head, NewTask("Khác", place.unit, LATER))
    await triage.seal(place.keeper, new.id)
    for actor in (place.keeper, place.deputy, place.head, place.officer):
        assert [card.id for card in (await lists.task_list(actor)).cards] == [other]
        assert [card.id for card in await lists.open_tasks(actor, unit=place.unit)] == [other]
        for attempt in (
            lists.task(actor, promise),
            tasks.report_progress(actor, promise, "x"),
            claim_done(actor, promise, Proof("x")),
        ):
            with pytest.raises(NotFound):
                await attempt
    await claim_done(place.head, other, Proof("Ảnh."))
    assert [card.id for card in (await lists.task_list(place.chairman)).cards] == [promise]
    assert (await lists.task(place.chairman, promise)).card.text == "Làm"


async def test_a_list_prints_no_word_of_the_box(db: None) -> None:
    place = await builders.scene()
    matter = await sealed_in_work(place)
    lines = [(item.id, item.words) for item in await queue(place.chairman)]
    assert lines == [(matter, "")]
    assert [one.item.words for one in await waiting_for(place.chairman)] == [""]


async def test_a_hidden_lead_leads_no_more_than_none(db: None) -> None:
    """And the try is written down."""
    place = await builders.scene()
    hidden, new = await sealed_in_work(place), await builders.received(place)
    for lead in (hidden, hidden + 1_000):
        with pytest.raises(NotFound):
            await triage.merge(place.keeper, new.id, lead)
    tries = [each for each in await audit.entries(place.ward) if each.action == "sealed-refused"]
    assert [(each.staff, each.subject) for each in tries] == [(place.keeper.staff, hidden)]


async def board_of(place: Scene) -> tuple[object, ...]:
    """All that anybody reads of the first answer."""
    page = await board.answer(place.ward, 1)
    listed = await board.board(place.ward, "nạo vét")
    return replace(page, similar=[]), listed.items, (await promises.promises(place.ward)).cards


async def answered_once(place: Scene) -> int:
    """Published, with a promise and a file, and sent back by its asker."""
    new = await builders.drafting_(place)
    await drafting.save_draft(place.officer, new.id, 0, builders.GOOD)
    wanted = NewTask("Nạo vét cống", place.unit, LATER, place.officer.staff, new.id)
    await tasks.open_task(place.officer, wanted)
    await drafting.send_for_check(place.officer, new.id)
    await approval.pass_up(place.head, new.id, place.deputy.staff)
    await approval.approve(place.deputy, new.id)
    file = await attach(place.ward, new.id)
    await attachments.mark_public(place.keeper, file, public=True, confirmed=True)
    await builders.not_enough(new)
    return new.id


async def test_sealing_in_a_second_round_takes_the_first_answer_off_the_board(db: None) -> None:
    place = await builders.scene()
    matter = await answered_once(place)
    _, found, promised = await board_of(place)
    assert (len(found), len(promised)) == (1, 1)  # type: ignore[arg-type]
    await triage.seal(place.keeper, matter, "Tố cáo.")
    with pytest.raises(NotFound):
        await board.answer(place.ward, 1)
    assert (await board.board(place.ward, "nạo vét")).items == []
    assert (await promises.promises(place.ward)).cards == []
    assert await Published.count() + await PublishedAnswer.count() == 0


async def test_a_number_once_given_is_nobody_else_s(db: None) -> None:
    place = await builders.scene()
    await triage.seal(place.keeper, await answered_once(place))
    await builders.published(place)
    assert [item.number for item in (await board.board(place.ward)).items] == [2]


async def test_unsealing_puts_back_what_was_public(db: None) -> None:
    place = await builders.scene()
    matter = await answered_once(place)
    before = await board_of(place)
    await triage.seal(place.keeper, matter, "Tố cáo.")
    await triage.unseal(place.chairman, matter, "Nhầm.")
    assert await board_of(place) == before
    found = await facts(place.ward, matter)
    assert (found.unit, found.state) == (place.unit, MatterState.RECEIVED)
    assert (await matter_for(place.keeper, matter)).title != ""
    await triage.seal(place.keeper, matter, "Tố cáo thật.")
    with pytest.raises(NotFound):
        await board.answer(place.ward, 1)
