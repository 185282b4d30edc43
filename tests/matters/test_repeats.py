"""The same question asked again: found, confirmed by a person, and answered with what changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from dialogue.core import clock
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.matters import nearness
from dialogue.matters.actions import approval, drafting, personal_data, publishing, triage
from dialogue.matters.actions.intake import Received
from dialogue.matters.actions.repeats import confirm_same, say_since_last, undo_same
from dialogue.matters.queries import board
from dialogue.matters.queries.askings import Question, earlier_askings, likely_askings
from dialogue.matters.queries.history import events
from dialogue.matters.repeats import Thresholds, likeness, may_be_same, must_tell
from dialogue.matters.states import Exposure, Kind, Step
from tests.matters import builders
from tests.matters.builders import Scene

pytestmark = pytest.mark.integration
FLOOD = "Ngõ tổ 12 cứ mưa trên 30 phút là ngập, nước tràn vào nhà, miệng cống bị bùn đất lấp."
AGAIN = "Mưa là ngõ tổ 12 lại ngập, nước tràn vào nhà vì miệng cống vẫn bị bùn lấp."
OTHER = "Con tôi học mẫu giáo, gia đình tạm trú thì có được miễn học phí không?"
SAID = "Sau lần trả lời trước, đội thoát nước đã nạo vét và đặt thêm một miệng cống ngày 2/11/2026."
LIMITS = Thresholds(0.5, 0.1, 2)


def flat(_term: str) -> float:
    return 1.0


def test_likeness_is_fair_to_long_and_short_ones() -> None:
    one, same, other = (nearness.terms(text) for text in (FLOOD, AGAIN, OTHER))
    assert likeness(one, one, flat) == pytest.approx(1)
    assert likeness(one, same, flat) == likeness(same, one, flat) > 0.5
    assert likeness(one, other, flat) < 0.2
    assert likeness({}, one, flat) == 0


def test_the_same_field_and_place_need_less() -> None:
    assert not may_be_same(0.45, LIMITS)
    assert may_be_same(0.45, LIMITS, same_field=True)
    assert not may_be_same(0.35, LIMITS, same_field=True)
    assert may_be_same(0.35, LIMITS, same_field=True, same_group=True)


def test_from_the_second_asking_on_the_answer_tells() -> None:
    assert [must_tell(count, LIMITS) for count in (1, 2, 3)] == [False, True, True]
    assert not must_tell(9, Thresholds(0.5, 0.1, None))


async def answered(place: Scene, body: str, at: datetime) -> Received:
    """Asked and answered in public within a day."""
    with clock.at(at):
        new = await builders.received(place, body)
        given = triage.Assignment(Kind.QUESTION, "Ngõ ngập khi mưa", field=place.field)
        await triage.assign(place.keeper, new.id, given)
        await drafting.give_to_officer(place.head, new.id, place.officer.staff)
        await builders.answered_again(place, new)
    return new


async def drafted_again(place: Scene, earlier: Received) -> Received:
    """Confirmed as the same, with a draft that does not say what changed."""
    new = await builders.drafted(place)
    await confirm_same(place.keeper, new.id, earlier.id)
    return new


LONG_AGO = datetime(2024, 6, 10, 2, tzinfo=UTC)


async def looked_for(place: Scene, new: Received, body: str) -> list[int]:
    asked = Question(place.ward, new.id, body, None, None, new.received_at)
    return [each.matter for each in await likely_askings(asked)]


async def test_it_is_found_over_years_and_only_what_came_before(db: None) -> None:
    place = await builders.scene()
    old = await answered(place, FLOOD, LONG_AGO)
    await answered(place, OTHER, LONG_AGO + timedelta(days=30))
    new = await builders.received(place, AGAIN)
    assert await looked_for(place, new, AGAIN) == [old.id]
    (likely,) = await likely_askings(
        Question(place.ward, new.id, AGAIN, None, None, new.received_at)
    )
    assert (str(likely.asked_on), likely.number) == ("2024-06-10", 1)
    assert await looked_for(place, old, FLOOD) == []
    await publishing.take_down(place.deputy, old.id, "Lộ thông tin riêng.")
    assert await looked_for(place, new, AGAIN) == []


async def test_another_ward_is_not_looked_into(db: None) -> None:
    place, other = await builders.scene(), await builders.scene("sai-gon")
    await answered(other, FLOOD, LONG_AGO)
    new = await builders.received(place, AGAIN)
    assert await looked_for(place, new, AGAIN) == []


async def test_a_keeper_confirms_and_takes_it_back(db: None) -> None:
    place = await builders.scene()
    old = await answered(place, FLOOD, LONG_AGO)
    new = await builders.received(place, AGAIN)
    with pytest.raises(Forbidden):
        await confirm_same(place.deputy, new.id, old.id)
    await confirm_same(place.keeper, new.id, old.id)
    await confirm_same(place.keeper, new.id, old.id)
    again = await earlier_askings(place.ward, new.id)
    assert (again.count, [each.matter for each in again.earlier]) == (2, [old.id])
    assert again.last is not None
    assert again.last.answer.endswith("Lần nữa.")
    assert await looked_for(place, new, AGAIN) == []
    await undo_same(place.keeper, new.id)
    with pytest.raises(Conflict):
        await undo_same(place.keeper, new.id)
    assert (await earlier_askings(place.ward, new.id)).count == 1
    steps = [event.step for event in await events(place.ward, new.id)]
    assert steps == [Step.RECEIVE, Step.SAME_QUESTION, Step.NOT_SAME]


async def test_three_askings_in_whatever_order_they_are_found(db: None) -> None:
    place = await builders.scene()
    first = await answered(place, FLOOD, LONG_AGO)
    second = await answered(place, f"{AGAIN} Lần hai.", LONG_AGO + timedelta(days=300))
    third = await builders.received(place, AGAIN)
    await confirm_same(place.keeper, third.id, second.id)
    await confirm_same(place.keeper, second.id, first.id)
    again = await earlier_askings(place.ward, third.id)
    assert (again.count, [each.matter for each in again.earlier]) == (3, [first.id, second.id])


async def test_what_came_later_or_was_never_answered_is_no_earlier_asking(db: None) -> None:
    place, other = await builders.scene(), await builders.scene("sai-gon")
    new, still_open = await builders.received(place), await builders.received(place)
    later = await builders.published(place)
    for unfit in (new, still_open, later):
        with pytest.raises(Invalid):
            await confirm_same(place.keeper, new.id, unfit.id)
    strange = await builders.published(other)
    sealed = await builders.sealed(place)
    for hidden in (strange, sealed):
        with pytest.raises(NotFound):
            await confirm_same(place.keeper, new.id, hidden.id)


async def test_without_what_changed_no_answer_goes_up(db: None) -> None:
    place = await builders.scene()
    old = await answered(place, FLOOD, LONG_AGO)
    new = await drafted_again(place, old)
    with pytest.raises(Invalid) as refused:
        await drafting.send_for_check(place.officer, new.id)
    assert refused.value.errors == {"changed": "since-last"}
    await say_since_last(place.officer, new.id, SAID)
    await drafting.send_for_check(place.officer, new.id)
    await approval.pass_up(place.head, new.id, place.deputy.staff)
    number = await approval.approve(place.deputy, new.id)
    assert number is not None
    page = await board.answer(place.ward, number)
    assert page.changed == SAID
    assert [(each.number, str(each.asked_on)[:4]) for each in page.askings] == [
        (1, "2024"),
        (2, str(clock.local_day(new.received_at).year)),
    ]
    assert (await board.answer(place.ward, 1)).askings == page.askings
    assert (await board.altered(place.ward)) == []


async def test_confirmed_late_it_still_does_not_pass(db: None) -> None:
    place = await builders.scene()
    old = await answered(place, FLOOD, LONG_AGO)
    new = await builders.approving(place)
    await confirm_same(place.keeper, new.id, old.id)
    with pytest.raises(Invalid):
        await approval.approve(place.deputy, new.id)
    assert await approval.ready_to_approve(place.deputy, new.id) is None
    await approval.return_draft(place.deputy, new.id, "Nói thêm điều đã thay đổi.")
    await say_since_last(place.officer, new.id, SAID)
    await drafting.send_for_check(place.officer, new.id)


async def test_only_who_writes_says_it_and_while_it_is_written(db: None) -> None:
    place = await builders.scene()
    old = await answered(place, FLOOD, LONG_AGO)
    new = await drafted_again(place, old)
    with pytest.raises(Forbidden):
        await say_since_last(place.keeper, new.id, SAID)
    with pytest.raises(Invalid):
        await say_since_last(place.officer, new.id, "  ")
    await say_since_last(place.officer, new.id, SAID)
    await say_since_last(place.officer, new.id, SAID)
    said = [e for e in await events(place.ward, new.id) if e.step is Step.SINCE_LAST]
    assert len(said) == 1
    await drafting.send_for_check(place.officer, new.id)
    with pytest.raises(Conflict):
        await say_since_last(place.officer, new.id, "Khác.")


async def test_personal_data_in_it_is_decided_and_masked(db: None) -> None:
    place = await builders.scene()
    old = await answered(place, FLOOD, LONG_AGO)
    new = await drafted_again(place, old)
    await say_since_last(place.officer, new.id, f"{SAID} Gọi 0912 345 678.")
    await drafting.send_for_check(place.officer, new.id)
    await approval.pass_up(place.head, new.id, place.deputy.staff, leave=True)
    (hit,) = await personal_data.undecided(place.ward, new.id)
    assert hit.part == personal_data.CHANGED
    await personal_data.decide(place.officer, new.id, hit.part, hit.fragment, Exposure.MASK)
    number = await approval.approve(place.deputy, new.id)
    assert number is not None
    assert "0912" not in (await board.answer(place.ward, number)).changed


async def test_what_is_sealed_leaves_the_series(db: None) -> None:
    place = await builders.scene()
    old = await answered(place, FLOOD, LONG_AGO)
    second = await builders.received(place, AGAIN)
    await confirm_same(place.keeper, second.id, old.id)
    await triage.seal(place.keeper, second.id)
    third = await builders.received(place, f"{AGAIN} Nữa.")
    await confirm_same(place.keeper, third.id, old.id)
    assert (await earlier_askings(place.ward, third.id)).count == 2
