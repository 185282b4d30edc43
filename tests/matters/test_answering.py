"""Drafts that nobody overwrites, three people for an answer, time that is extended once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from dialogue.core import clock
from dialogue.core.errors import (
    Conflict,
    DraftConflict,
    Forbidden,
    Invalid,
    NeedsTask,
    PersonalDataLeft,
)
from dialogue.matters.actions import approval, clocks, drafting, triage, verdicts
from dialogue.matters.actions.triage import Assignment
from dialogue.matters.queries import board
from dialogue.matters.queries.matters import matter_for
from dialogue.matters.queries.queue import overdue
from dialogue.matters.queries.tracking import tracking
from dialogue.matters.queries.waiting import waiting_for
from dialogue.matters.states import Kind, MatterState, Outcome, Rejection, Step, VerdictLevel
from dialogue.matters.waiting import close_all_silent, resume_clocks
from dialogue.ward import actions as ward_actions
from dialogue.ward.cards import DayCard
from dialogue.ward.rules import system_actor
from dialogue.ward.states import DayKind, Role
from tests.matters import builders

pytestmark = pytest.mark.integration


async def test_the_second_save_loses_nothing(db: None) -> None:
    place = await builders.scene()
    new = await builders.drafting_(place)
    saves = [
        drafting.save_draft(place.officer, new.id, 0, f"{builders.GOOD} Một."),
        drafting.save_draft(place.colleague, new.id, 0, f"{builders.GOOD} Hai."),
    ]
    results = await asyncio.gather(*saves, return_exceptions=True)
    (lost,) = [result for result in results if isinstance(result, DraftConflict)]
    assert {lost.mine[-4:-1], lost.theirs[-4:-1]} == {"Một", "Hai"}
    view = await matter_for(place.officer, new.id)
    assert [draft.text for draft in view.drafts] == [lost.theirs]
    assert (lost.author, lost.version) == (view.drafts[0].author_name, 1)
    assert [event.step for event in view.history].count(Step.SAVE_DRAFT) == 1
    saved = await drafting.save_draft(place.colleague, new.id, lost.version, lost.mine)
    assert saved.version == 2
    assert len((await matter_for(place.officer, new.id)).drafts) == 2


async def test_two_clerks_at_once_and_one_wins(db: None) -> None:
    place = await builders.scene()
    new = await builders.received(place)
    given = Assignment(Kind.QUESTION, "Nạo vét", field=place.field)
    both = await asyncio.gather(
        triage.assign(place.keeper, new.id, given),
        triage.reject(place.keeper, new.id, Rejection.EMPTY),
        return_exceptions=True,
    )
    assert [type(result) for result in both if result is not None] == [Conflict]
    assert len([result for result in both if result is None]) == 1


async def test_a_promise_needs_a_task_and_gaps_are_refused(db: None) -> None:
    place = await builders.scene()
    new = await builders.drafting_(place)
    await drafting.save_draft(place.officer, new.id, 0, builders.GOOD, promises=True)
    await drafting.send_for_check(place.officer, new.id)
    with pytest.raises(Invalid) as unsaid:
        await approval.pass_up(place.head, new.id, place.deputy.staff, "Xem giúp.")
    assert unsaid.value.errors == {"leave": "confirm"}
    await approval.pass_up(place.head, new.id, place.deputy.staff, "Xem giúp.", leave=True)
    with pytest.raises(NeedsTask):
        await approval.approve(place.deputy, new.id)
    assert (await matter_for(place.head, new.id)).state is MatterState.APPROVING


async def test_a_poor_answer_passes_only_with_a_reason(db: None) -> None:
    place = await builders.scene()
    new = await builders.drafted(place, text="Phường sẽ xem xét trong thời gian tới.")
    await drafting.send_for_check(place.officer, new.id)
    with pytest.raises(Invalid):
        await approval.pass_up(place.head, new.id, place.deputy.staff)
    await approval.pass_up(place.head, new.id, place.deputy.staff, "Chờ cấp trên.")
    waiting = await waiting_for(place.deputy)
    assert [(one.next, one.by_name, one.reason) for one in waiting] == [
        (Step.APPROVE, place.head.name, "Chờ cấp trên.")
    ]


async def test_one_person_does_two_things_only_when_nobody_else_can(db: None) -> None:
    place = await builders.scene()
    new = await builders.assigned(place)
    await drafting.give_to_officer(place.head, new.id, place.head.staff)
    await drafting.save_draft(place.head, new.id, 0, builders.GOOD)
    await drafting.send_for_check(place.head, new.id)
    await approval.pass_up(place.head, new.id, place.deputy.staff)  # the only head: noted
    await approval.approve(place.deputy, new.id)
    (record,) = (await matter_for(place.head, new.id)).approvals
    assert record.remarks == (approval.DRAFTER_CHECKED,)
    again = await builders.assigned(place)
    second = await builders.person(place.ward, "pho-phong", Role.UNIT_HEAD, unit=place.unit)
    await drafting.give_to_officer(place.head, again.id, place.head.staff)
    await drafting.save_draft(place.head, again.id, 0, builders.GOOD)
    await drafting.send_for_check(place.head, again.id)
    with pytest.raises(Invalid) as unsaid:
        await approval.pass_up(place.head, again.id, place.deputy.staff)
    assert unsaid.value.errors == {"own": "confirm"}
    await approval.pass_up(place.head, again.id, place.deputy.staff, own=True)
    await approval.return_draft(place.deputy, again.id, "Người khác xem giúp.")
    await drafting.send_for_check(place.head, again.id)
    await approval.pass_up(second, again.id, place.deputy.staff)


async def test_who_wrote_approves_only_when_no_other_leader_can(db: None) -> None:
    place = await builders.scene()
    new = await builders.assigned(place)
    wrote = await builders.person(
        place.ward, "kiem-nhiem", Role.OFFICER, Role.CHAIRMAN, unit=place.unit
    )
    await drafting.give_to_officer(place.head, new.id, wrote.staff)
    await drafting.save_draft(wrote, new.id, 0, builders.GOOD)
    await drafting.send_for_check(wrote, new.id)
    await approval.pass_up(place.head, new.id, wrote.staff)
    with pytest.raises(Forbidden):
        await approval.approve(wrote, new.id)
    for leader in (place.chairman, place.deputy):
        await ward_actions.switch_staff(system_actor(place.ward), leader.staff, active=False)
    await approval.approve(wrote, new.id)
    (record,) = (await matter_for(place.head, new.id)).approvals
    assert record.remarks == (approval.DRAFTER_APPROVED,)


async def test_personal_data_is_left_to_the_leader_knowingly(db: None) -> None:
    place = await builders.scene()
    new = await builders.drafted(place, text=f"{builders.GOOD} Gọi 0912 345 678.")
    await drafting.send_for_check(place.officer, new.id)
    with pytest.raises(Invalid) as unsaid:
        await approval.pass_up(place.head, new.id, place.deputy.staff)
    assert unsaid.value.errors == {"leave": "confirm"}
    await approval.pass_up(place.head, new.id, place.deputy.staff, leave=True)
    with pytest.raises(PersonalDataLeft):
        await approval.approve(place.deputy, new.id)


async def test_time_is_extended_once_and_within_the_rule(db: None) -> None:
    place = await builders.scene()
    new = await builders.drafted(place)
    with pytest.raises(Invalid):
        await approval.extend(place.deputy, new.id, 6, "Chờ khảo sát.")
    due = await approval.extend(place.deputy, new.id, 5, "Chờ khảo sát.")
    with pytest.raises(Conflict):
        await approval.extend(place.deputy, new.id, 1, "Nữa.")
    seen = await tracking(builders.hash_of(new))
    assert (seen.publish_due, seen.first_due) == (due, new.publish_due)
    assert [line.note for line in seen.journey if line.step is Step.EXTEND] == ["Chờ khảo sát."]
    late = await builders.drafted(place)
    with clock.at(clock.now() + timedelta(days=60)), pytest.raises(Conflict):
        await approval.extend(place.deputy, late.id, 1, "Muộn.")


async def test_more_time_for_a_second_answer_is_public(db: None) -> None:
    place = await builders.scene()
    new = await builders.published(place)
    judged = await builders.not_enough(new)
    first = (await board.answer(place.ward, 1)).item
    assert (first.due_on, first.first_due_on) == (judged.due, new.publish_due)
    due = await approval.extend(place.deputy, new.id, 5, "Chờ khảo sát.")
    item = (await board.answer(place.ward, 1)).item
    assert (item.due_on, item.first_due_on) == (due, new.publish_due)
    assert judged.due is not None
    assert due > judged.due


async def test_merged_askers_share_the_answer_and_judge_alone(db: None) -> None:
    place = await builders.scene()
    lead, twin = await builders.drafted(place), await builders.received(place)
    await triage.merge(place.keeper, twin.id, lead.id)
    await drafting.send_for_check(place.officer, lead.id)
    await approval.pass_up(place.head, lead.id, place.deputy.staff)
    await approval.approve(place.deputy, lead.id)
    seen = await tracking(builders.hash_of(twin))
    assert seen.answer is not None
    assert (seen.merged_into, seen.may_judge) == (lead.public_id, True)
    first = await verdicts.give_verdict(builders.hash_of(lead), VerdictLevel.SATISFIED)
    assert first.state is MatterState.PUBLISHED
    judged = await verdicts.give_verdict(
        builders.hash_of(twin), VerdictLevel.NOT, "Nhà tôi vẫn ngập.", reopens=True
    )
    assert judged.state is MatterState.DRAFTING
    told = await tracking(builders.hash_of(lead))
    reopened = next(line for line in told.journey if line.step is Step.REOPEN)
    assert (reopened.note, reopened.data["others"]) == ("", True)


async def test_a_third_reopening_goes_to_the_chairman(db: None) -> None:
    place = await builders.scene()
    new = await builders.reopened(place)
    view = await matter_for(place.chairman, new.id)
    assert (view.state, view.round) == (MatterState.REOPENED, 3)
    assert [one.next for one in await waiting_for(place.chairman)] == [Step.DECIDE]
    reopening = [event for event in view.history if event.step is Step.REOPEN]
    assert reopening[0].data["superior"] == place.deputy.staff
    await verdicts.decide(place.chairman, new.id, "Mời ông/bà gặp trực tiếp.")
    view = await matter_for(place.chairman, new.id)
    assert (view.state, view.outcome) == (MatterState.CLOSED_FINAL, Outcome.FINAL)


async def test_superior_and_head_know_of_a_reopening_until_it_is_answered(db: None) -> None:
    place = await builders.scene()
    new = await builders.published(place)
    await builders.not_enough(new)

    async def waits() -> list[list[tuple[Step, str]]]:
        people = (place.deputy, place.head, place.officer, place.colleague, place.chairman)
        return [[(one.next, one.again) for one in await waiting_for(each)] for each in people]

    told = [(Step.REOPEN, "Vẫn ngập.")]
    assert await waits() == [told, told, [(Step.SAVE_DRAFT, "Vẫn ngập.")], [], []]
    await drafting.save_draft(place.officer, new.id, 0, f"{builders.GOOD} Lần nữa.")
    await drafting.send_for_check(place.officer, new.id)
    assert await waits() == [told, [(Step.PASS_UP, "Vẫn ngập.")], [], [], []]
    await approval.pass_up(place.head, new.id, place.deputy.staff)
    assert (await waits())[:2] == [[(Step.APPROVE, "Vẫn ngập.")], told]
    await approval.approve(place.deputy, new.id)
    assert await waits() == [[], [], [], [], []]


async def test_silence_closes_and_is_not_satisfaction(db: None) -> None:
    place = await builders.scene()
    new = await builders.published(place)
    with pytest.raises(Conflict):
        await verdicts.close_silent(place.ward, new.id)
    assert await close_all_silent(place.ward) == 0
    with clock.at(clock.now() + timedelta(days=40)):
        assert await close_all_silent(place.ward) == 1
    view = await matter_for(place.keeper, new.id)
    assert (view.state, view.outcome) == (MatterState.CLOSED, Outcome.SILENT)


async def test_the_clock_stops_for_the_asker_once(db: None) -> None:
    place = await builders.scene()
    monday = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
    with clock.at(monday):
        new = await builders.received(place)
        await triage.ask_back(place.keeper, new.id, "Ở số nhà nào?")
        seen = await tracking(builders.hash_of(new))
    assert (seen.question, str(seen.reply_until)) == ("Ở số nhà nào?", "2026-12-14")
    with clock.at(monday + timedelta(days=2)):
        await triage.reply(place.ward, builders.hash_of(new), "Số 12, ngõ 5.")
        assert str((await tracking(builders.hash_of(new))).publish_due) == "2026-12-23"
        with pytest.raises(Conflict):
            await triage.ask_back(place.keeper, new.id, "Còn gì nữa?")
    with clock.at(monday):
        silent = await builders.received(place)
        await triage.ask_back(place.keeper, silent.id, "Ở số nhà nào?")
    with clock.at(monday + timedelta(days=8)):
        assert await resume_clocks(place.ward) == 1
    view = await matter_for(place.keeper, silent.id)
    assert (view.state, str(view.publish_due)) == (MatterState.RECEIVED, "2026-12-28")


async def test_a_new_holiday_moves_due_dates_and_says_so(db: None) -> None:
    place = await builders.scene()
    with clock.at(datetime(2026, 12, 7, 2, 0, tzinfo=UTC)):
        new = await builders.received(place)
        day = datetime(2026, 12, 10, tzinfo=UTC).date()
        off = DayCard(day, DayKind.HOLIDAY, "Nghỉ đột xuất", "", "house", "")
        await ward_actions.change_calendar(system_actor(place.ward), [off])
        assert await clocks.recompute(place.ward) == 1
        assert await clocks.recompute(place.ward) == 0
    view = await matter_for(place.keeper, new.id)
    assert (str(new.publish_due), str(view.publish_due)) == ("2026-12-21", "2026-12-22")
    moved = view.history[-1]
    assert (moved.step, moved.data["publish"]) == (
        Step.MOVE_DUE_DATE,
        ["2026-12-21", "2026-12-22"],
    )


async def test_two_who_count_anew_at_once_tell_it_once(db: None) -> None:
    """The job of the calendar, and a person or another process beside it."""
    place = await builders.scene()
    with clock.at(datetime(2026, 12, 7, 2, 0, tzinfo=UTC)):
        new = await builders.received(place)
        day = datetime(2026, 12, 10, tzinfo=UTC).date()
        off = DayCard(day, DayKind.HOLIDAY, "Nghỉ đột xuất", "", "house", "")
        await ward_actions.change_calendar(system_actor(place.ward), [off])
        both = (clocks.recompute(place.ward), clocks.recompute(place.ward))
        assert sorted(await asyncio.gather(*both)) == [0, 1]
    view = await matter_for(place.keeper, new.id)
    assert [line.step for line in view.history].count(Step.MOVE_DUE_DATE) == 1


async def test_overdue_is_written_once(db: None) -> None:
    place = await builders.scene()
    new = await builders.drafted(place)
    assert await clocks.note_overdue(place.ward) == 0
    with clock.at(clock.now() + timedelta(days=30)):
        assert await clocks.note_overdue(place.ward) == 1
        assert await clocks.note_overdue(place.ward) == 0
        assert [item.id for item in await overdue(place.head)] == [new.id]
        (mine,) = await waiting_for(place.officer)
        assert (mine.next, mine.late_days > 0) == (Step.SEND_FOR_CHECK, True)


async def test_an_insult_needs_two_people(db: None) -> None:
    place = await builders.scene()
    new = await builders.received(place)
    await triage.reject(place.keeper, new.id, Rejection.INSULT)
    assert (await matter_for(place.keeper, new.id)).state is MatterState.RECEIVED
    with pytest.raises(Forbidden):
        await triage.agree(place.keeper, new.id)
    view = await matter_for(place.chairman, new.id)
    assert (view.may_agree, Step.REJECT in view.steps) == (True, False)
    await triage.agree(place.head, new.id)
    view = await matter_for(place.chairman, new.id)
    assert (view.state, view.outcome) == (MatterState.REJECTED, Outcome.NOT_ACCEPTED)


async def test_after_two_hand_backs_the_chairman_decides(db: None) -> None:
    place = await builders.scene()
    new = await builders.received(place)
    given = Assignment(Kind.QUESTION, "Nạo vét", field=place.field)
    for _ in range(2):
        await triage.assign(place.keeper, new.id, given)
        await drafting.hand_back(place.head, new.id, "Không phải việc của phòng.")
    await triage.assign(place.keeper, new.id, given)
    with pytest.raises(Conflict):
        await drafting.hand_back(place.head, new.id, "Lần nữa.")
    assert [one.next for one in await waiting_for(place.chairman)] == [Step.MOVE]


async def test_internal_notes_stay_inside(db: None) -> None:
    place = await builders.scene()
    new = await builders.drafted(place)
    await drafting.add_note(place.head, new.id, "Bí mật trong nhà")
    assert [note.text for note in (await matter_for(place.head, new.id)).notes] == [
        "Bí mật trong nhà"
    ]
    assert "Bí mật" not in repr(await tracking(builders.hash_of(new)))
