"""An asker takes the question back: by the code, before it is answered, and never as "solved"."""

from __future__ import annotations

import asyncio

import pytest

from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.matters.actions import approval, drafting, triage
from dialogue.matters.actions.intake import Received
from dialogue.matters.actions.retracting import retract
from dialogue.matters.actions.verdicts import give_verdict
from dialogue.matters.queries import board
from dialogue.matters.queries.askers import asker_count
from dialogue.matters.queries.facts import facts
from dialogue.matters.queries.history import events
from dialogue.matters.queries.matters import matter_for
from dialogue.matters.queries.notices import inbox
from dialogue.matters.queries.tracking import TrackingView, tracking
from dialogue.matters.states import MatterState, Outcome, Redirection, Step, VerdictLevel
from tests.matters import builders
from tests.matters.builders import Scene, hash_of

pytestmark = pytest.mark.integration
S = MatterState
BEFORE = ("received", "assigned", "drafting_", "checking", "approving")


async def seen(new: Received) -> TrackingView:
    return await tracking(hash_of(new))


@pytest.mark.parametrize("state", BEFORE)
async def test_it_ends_with_an_outcome_of_its_own(db: None, state: str) -> None:
    place = await builders.scene()
    new: Received = await getattr(builders, state)(place)
    assert (await seen(new)).may_retract
    await retract(hash_of(new), "Tôi đã tự làm được.")
    found = await seen(new)
    assert (found.state, found.outcome) == (S.RETRACTED, Outcome.RETRACTED)
    assert not found.may_retract
    last = (await events(place.ward, new.id))[-1]
    assert (last.step, last.actor_kind) == (Step.RETRACT, "asker")
    assert last.public_note == "Tôi đã tự làm được."


async def test_while_the_ward_asks_back_it_can_be_taken_back_too(db: None) -> None:
    place = await builders.scene()
    new = await builders.received(place)
    await triage.ask_back(place.keeper, new.id, "Ngập ở đoạn nào?")
    await retract(hash_of(new))
    assert (await seen(new)).question == ""
    with pytest.raises(Conflict):
        await triage.reply(place.ward, hash_of(new), "Đoạn đầu hẻm.")


async def test_a_second_click_does_nothing(db: None) -> None:
    place = await builders.scene()
    new = await builders.received(place)
    await retract(hash_of(new))
    await retract(hash_of(new))
    assert [e.step for e in await events(place.ward, new.id)] == [Step.RECEIVE, Step.RETRACT]


async def test_not_once_it_is_answered_and_not_while_it_is_answered_again(db: None) -> None:
    place = await builders.scene()
    answered, private = (
        await builders.published(place),
        await builders.published(place, public=False),
    )
    again = await builders.published(place)
    await builders.not_enough(again)
    for new in (answered, private, again):
        assert not (await seen(new)).may_retract
        with pytest.raises(Conflict):
            await retract(hash_of(new))
    ended = await builders.received(place)
    await triage.redirect(place.keeper, ended.id, "Công an thành phố", Redirection.NOT_OURS)
    with pytest.raises(Conflict):
        await retract(hash_of(ended))


async def test_a_code_that_is_none_and_a_reason_without_end(db: None) -> None:
    place = await builders.scene()
    with pytest.raises(NotFound):
        await retract("0" * 64)
    new = await builders.received(place)
    with pytest.raises(Invalid):
        await retract(hash_of(new), "a" * 2_001)
    assert (await seen(new)).state is S.RECEIVED


async def test_the_unit_is_told(db: None) -> None:
    place = await builders.scene()
    new = await builders.drafting_(place)
    await retract(hash_of(new))
    for person in (place.officer, place.head):
        assert (await inbox(person))[0].step == Step.RETRACT
    fresh = await builders.received(place)
    await retract(hash_of(fresh))
    assert (await inbox(place.keeper))[0].step == Step.RETRACT


async def _merged(place: Scene) -> tuple[Received, Received, Received]:
    """The one that leads, in the officer's hands, and two that were merged into it."""
    lead = await builders.drafted(place)
    others = [await builders.received(place) for _ in range(2)]
    for each in others:
        await triage.merge(place.keeper, each.id, lead.id)
    return lead, others[0], others[1]


async def test_one_of_several_leaves_and_it_goes_on_for_the_others(db: None) -> None:
    place = await builders.scene()
    lead, one, other = await _merged(place)
    await retract(hash_of(one), "Nhà tôi không còn ngập.")
    assert await asker_count(place.ward, lead.id) == 2
    assert (await seen(one)).outcome is Outcome.RETRACTED
    assert (await seen(other)).state is S.DRAFTING
    assert Step.ASKER_LEFT not in {line.step for line in (await seen(lead)).journey}
    shown = await matter_for(place.officer, lead.id)
    assert shown.history[-1].step is Step.ASKER_LEFT
    assert [twin.id for twin in shown.twins] == [other.id]


async def test_the_one_who_leads_leaves_and_the_words_of_another_are_answered(db: None) -> None:
    place = await builders.scene()
    lead, one, _other = await _merged(place)
    await retract(hash_of(lead))
    mine = await seen(lead)
    assert (mine.state, mine.journey[-1].step) == (S.RETRACTED, Step.ASKER_LEFT)
    await drafting.send_for_check(place.officer, lead.id)
    await approval.pass_up(place.head, lead.id, place.deputy.staff)
    number = await approval.approve(place.deputy, lead.id)
    assert number is not None
    public = await board.answer(place.ward, number)
    assert (public.body, public.item.askers) == ((await seen(one)).body, 2)
    mine = await seen(lead)
    assert (mine.answer, mine.may_judge, mine.state) == (None, False, S.RETRACTED)
    with pytest.raises(Conflict):
        await give_verdict(hash_of(lead), VerdictLevel.SATISFIED)
    for code in (one, _other):
        await give_verdict(hash_of(code), VerdictLevel.SATISFIED)
    assert (await facts(place.ward, lead.id)).state is S.CLOSED


async def test_the_last_who_leaves_ends_it(db: None) -> None:
    place = await builders.scene()
    lead, one, other = await _merged(place)
    for each in (lead, one, other):
        assert (await facts(place.ward, lead.id)).state is S.DRAFTING
        await retract(hash_of(each))
    assert (await facts(place.ward, lead.id)).state is S.RETRACTED
    assert await asker_count(place.ward, lead.id) == 0


async def test_two_who_leave_at_once_leave_nothing_open(db: None) -> None:
    place = await builders.scene()
    lead, one, other = await _merged(place)
    await asyncio.gather(*(retract(hash_of(each)) for each in (lead, one, other)))
    assert (await facts(place.ward, lead.id)).state is S.RETRACTED


async def test_whoever_left_does_not_come_back_with_another_merge(db: None) -> None:
    place = await builders.scene()
    first, second = await builders.received(place), await builders.received(place)
    third = await builders.received(place)
    await triage.merge(place.keeper, first.id, second.id)
    await retract(hash_of(second))
    await triage.merge(place.keeper, second.id, third.id)
    assert await asker_count(place.ward, third.id) == 2
    assert (await seen(second)).state is S.RETRACTED


async def test_what_may_denounce_stays_hidden_when_it_is_taken_back(db: None) -> None:
    place = await builders.scene()
    body = "Tôi tố cáo ông Nguyễn Văn X nhận tiền 5 triệu đồng để làm nhanh hồ sơ."
    new = await builders.received(place, body)
    await retract(hash_of(new))
    for person in (place.deputy, place.head):
        with pytest.raises(NotFound):
            await matter_for(person, new.id)
