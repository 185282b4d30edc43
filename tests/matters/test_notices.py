"""The inbox: who is told of what, once, in the transaction of the act, by the rights of now."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta

import pytest

from dialogue.core import clock, jobs
from dialogue.core.clock import HANOI
from dialogue.core.errors import Conflict, NotFound
from dialogue.core.jobs import Runner
from dialogue.matters.actions import approval, drafting, notices, tasks, triage
from dialogue.matters.actions.clocks import note_overdue
from dialogue.matters.actions.intake import Received
from dialogue.matters.actions.reminders import erase_old, make_morning_lists, tell_due_soon
from dialogue.matters.actions.tasks import NewTask
from dialogue.matters.queries.notices import NoticeItem, inbox, notice, switched_off, unread
from dialogue.matters.queries.tasks import promises_of
from dialogue.matters.tables import Matter, Notice, Task
from dialogue.matters.telling import FIXED, NoticeKind
from dialogue.ward.actions.accounts import switch_staff
from dialogue.ward.rules import Actor, system_actor
from dialogue.ward.states import Role
from tests.matters import builders
from tests.matters.builders import Scene

pytestmark = pytest.mark.integration
MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=HANOI)
SATURDAY = datetime(2026, 12, 5, 9, 0, tzinfo=HANOI)
K = NoticeKind


async def kinds(actor: Actor) -> list[str]:
    """The oldest first."""
    return [item.kind.value for item in reversed(await inbox(actor))]


async def clear(*people: Actor) -> None:
    for person in people:
        await notices.mark_all_read(person, 2**62)


async def last(actor: Actor) -> NoticeItem:
    return (await inbox(actor))[0]


async def dispute(place: Scene) -> Received:
    """A promise of the officer's that the inspectors do not see kept."""
    new = await builders.published(place)
    due = clock.local_day(clock.now() + timedelta(days=9))
    given = NewTask("Nạo vét cống", place.unit, due, place.officer.staff, new.id)
    task = await tasks.open_task(place.head, given)
    await tasks.claim_done(place.officer, task, "Biên bản 12")
    inspector = await place.person("thanh-tra", Role.INSPECTOR)
    await tasks.judge_as_inspector(inspector, task, kept=False, reason="Còn đọng nước.")
    return new


async def commented(place: Scene) -> Received:
    new = await builders.drafting_(place)
    await drafting.add_note(place.keeper, new.id, "Hỏi thêm đội thoát nước.")
    return new


async def returned(place: Scene) -> Received:
    new = await builders.checking(place)
    await approval.return_draft(place.head, new.id, "Thiếu ngày.")
    return new


async def handed_back(place: Scene) -> Received:
    new = await builders.assigned(place)
    await drafting.hand_back(place.head, new.id, "Không phải việc của phòng.")
    return new


async def moved(place: Scene) -> Received:
    new = await builders.assigned(place)
    await place.person("phong-khac", Role.UNIT_HEAD, unit=place.other_unit)
    await approval.move_to_unit(place.chairman, new.id, place.other_unit, "Đúng đơn vị.")
    return new


async def reopened(place: Scene) -> Received:
    new = await builders.published(place)
    await builders.not_enough(new)
    return new


ACTS: list[tuple[Callable[[Scene], Awaitable[Received]], NoticeKind, set[str]]] = [
    (builders.assigned, K.ASSIGNED, {"truong-phong"}),
    (builders.drafting_, K.ASSIGNED, {"chuyen-vien"}),
    (builders.checking, K.ASSIGNED, {"truong-phong"}),
    (builders.approving, K.ASSIGNED, {"pho-chu-tich"}),
    (moved, K.ASSIGNED, {"phong-khac"}),
    (returned, K.RETURNED, {"chuyen-vien"}),
    (handed_back, K.RETURNED, {"tong-hop"}),
    (builders.published, K.APPROVED, {"chuyen-vien", "truong-phong"}),
    (reopened, K.REOPENED, {"chuyen-vien", "truong-phong", "pho-chu-tich"}),
    (dispute, K.DISPUTED, {"chuyen-vien", "truong-phong", "chu-tich"}),
    (commented, K.COMMENTED, {"chuyen-vien", "truong-phong"}),
]


@pytest.mark.parametrize(("act", "kind", "logins"), ACTS, ids=[f"{a[0].__name__}" for a in ACTS])
async def test_each_act_tells_whom_it_concerns(
    db: None,
    act: Callable[[Scene], Awaitable[Received]],
    kind: NoticeKind,
    logins: set[str],
) -> None:
    place = await builders.scene()
    new = await act(place)
    newest = await Notice.select(Notice.key).order_by(Notice.id, ascending=False).first()
    assert newest is not None
    rows = await Notice.select(Notice.staff.login, Notice.kind, Notice.matter).where(
        Notice.key == newest["key"]
    )
    assert {row["staff.login"] for row in rows} == logins
    assert {(row["kind"], row["matter"]) for row in rows} == {(kind.value, new.id)}


async def test_nobody_is_told_of_what_they_did_themselves(db: None) -> None:
    place = await builders.scene()
    new = await builders.drafted(place)
    await drafting.add_note(place.officer, new.id, "Tự ghi.")
    assert await kinds(place.officer) == ["assigned"]


async def test_the_third_reopening_is_told_to_the_chairman(db: None) -> None:
    place = await builders.scene()
    await builders.reopened(place)
    assert (await last(place.chairman)).kind is K.REOPENED


async def test_a_unit_without_a_head_is_the_chairmans_to_know(db: None) -> None:
    place = await builders.scene()
    new = await builders.assigned(place)
    await approval.move_to_unit(place.chairman, new.id, place.other_unit, "Đúng đơn vị.")
    assert await kinds(place.chairman) == []  # he did it himself
    boss = await place.person("chu-tich-2", Role.CHAIRMAN)
    again = await builders.assigned(place)
    await approval.move_to_unit(place.chairman, again.id, place.other_unit, "Đúng đơn vị.")
    assert await kinds(boss) == ["assigned"]


async def test_act_and_notice_stand_or_fall_together(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> None:
        raise Conflict("power cut")

    place = await builders.scene()
    new = await builders.checking(place)
    before = await Notice.count()
    monkeypatch.setattr("dialogue.matters.actions.steps.note", fails)
    with pytest.raises(Conflict):
        await approval.pass_up(place.head, new.id, place.deputy.staff)
    assert await Notice.count() == before


async def test_case_13_and_14_an_emergency_is_told_at_once(db: None) -> None:
    """A threat, a fire: chairman, register and the ward's police, before any working day."""
    place = await builders.scene()
    police = await _police(place)
    new = await builders.received(place, "Cháy nhà ở hẻm 12, xin phường cứu giúp ngay!")
    assert new.urgent
    for person in (place.chairman, place.keeper):
        told = await last(person)
        assert (told.kind, told.subject.matter) == (K.URGENT, new.id)
    told = await last(police)  # may not read what is not triaged: told without its words
    assert (told.kind, told.subject.words, told.subject.matter) == (K.URGENT, "", None)


async def _police(place: Scene) -> Actor:
    from dialogue.ward import queries

    (unit,) = [card.id for card in await queries.units(place.ward) if card.code == "CAP"]
    return await place.person("cong-an", Role.UNIT_HEAD, unit=unit)


# Rights


async def test_case_9_and_36_what_is_sealed_since_is_gone(db: None) -> None:
    place = await builders.scene()
    new = await builders.checking(place)
    assert await unread(place.head) == 2
    (first, _second) = await inbox(place.head)
    await triage.seal(place.keeper, new.id)
    for person in (place.head, place.officer, place.keeper, place.deputy):
        assert (await unread(person), await inbox(person)) == (0, [])
    with pytest.raises(NotFound):
        await notice(place.head, first.id)
    with pytest.raises(NotFound):
        await notices.mark_read(place.officer, first.id)  # another person's


async def test_the_chairman_sees_a_sealed_line_without_its_words(db: None) -> None:
    place = await builders.scene()
    new = await builders.approving(place)
    await approval.return_draft(place.chairman, new.id, "Xem lại.")
    await drafting.send_for_check(place.officer, new.id)
    await approval.pass_up(place.head, new.id, place.chairman.staff)
    assert (await last(place.chairman)).subject.words == "Nạo vét cống"
    await triage.seal(place.keeper, new.id)
    told = await last(place.chairman)
    assert (told.subject.words, told.subject.matter) == ("", new.id)


async def test_what_lies_with_another_unit_now_has_no_words(db: None) -> None:
    place = await builders.scene()
    new = await builders.drafting_(place)
    assert (await last(place.head)).subject.words == "Nạo vét cống"
    await approval.move_to_unit(place.chairman, new.id, place.other_unit, "Đúng đơn vị.")
    for person in (place.head, place.officer):
        told = await last(person)
        assert (told.subject.words, told.subject.matter) == ("", None)


async def test_an_inbox_is_its_owners_and_its_wards(db: None) -> None:
    place, other = await builders.scene(), await builders.scene("sai-gon")
    await builders.assigned(place)
    assert await kinds(other.head) == []
    told = await last(place.head)
    with pytest.raises(NotFound):
        await notices.mark_read(other.head, told.id)
    assert await unread(place.head) == 1


async def test_a_notice_holds_no_word_of_the_matter(db: None) -> None:
    place = await builders.scene()
    new = await builders.approving(place)
    await approval.return_draft(place.deputy, new.id, "Thiếu ngày nạo vét.")
    assert "nạo vét" not in str(await Notice.select()).lower()


# Reading


async def test_read_one_and_read_all_up_to_what_was_seen(db: None) -> None:
    place = await builders.scene()
    for _ in range(3):
        await builders.assigned(place)
    newest, middle, oldest = await inbox(place.head)
    await notices.mark_read(place.head, oldest.id)
    await notices.mark_read(place.head, oldest.id)
    assert [item.id for item in await inbox(place.head, unread_only=True)] == [
        newest.id,
        middle.id,
    ]
    await notices.mark_all_read(place.head, middle.id)  # the newest came while the page was open
    assert [item.id for item in await inbox(place.head, unread_only=True)] == [newest.id]
    assert await unread(place.head) == 1


async def test_pages_go_on_from_the_last_line(db: None) -> None:
    place = await builders.scene()
    for _ in range(5):
        await builders.assigned(place)
    first = await inbox(place.head, limit=2)
    await builders.assigned(place)
    second = await inbox(place.head, before=first[-1].id, limit=2)
    third = await inbox(place.head, before=second[-1].id, limit=2)
    ids = [item.id for item in first + second + third]
    assert (len(set(ids)), ids) == (5, sorted(ids, reverse=True))


async def test_who_does_not_want_a_kind_is_not_told_but_fixed_ones_always(db: None) -> None:
    place = await builders.scene()
    await notices.choose(place.officer, list(K))
    assert await switched_off(place.officer) == frozenset(K) - FIXED
    await returned(place)
    assert await kinds(place.officer) == ["assigned"]
    await notices.choose(place.officer, [])
    await returned(place)
    assert await kinds(place.officer) == ["assigned", "assigned", "returned"]


# Time


async def test_overdue_is_told_once_to_owner_and_chairman(db: None) -> None:
    place = await builders.scene()
    with clock.at(MONDAY):
        new = await builders.drafting_(place)
    for days in (30, 31, 32):
        with clock.at(MONDAY + timedelta(days=days)):
            await note_overdue(place.ward)
    assert new.publish_due is not None
    for person in (place.officer, place.head, place.chairman):
        told = [item for item in await inbox(person) if item.kind is K.OVERDUE]
        assert [(item.subject.matter, item.due) for item in told] == [(new.id, new.publish_due)]


async def test_due_soon_is_told_once_a_date_in_whose_hands_it_is(db: None) -> None:
    place = await builders.scene()
    with clock.at(MONDAY):
        new = await builders.drafting_(place)
        assert await tell_due_soon(place.ward) == 0
    row = await Matter.select(Matter.draft_due).where(Matter.id == new.id).first()
    assert row is not None
    assert row["draft_due"] == date(2026, 12, 7)
    for day in (3, 4, 5, 6, 7):  # a Saturday and a Sunday among them
        with clock.at(datetime(2026, 12, day, 9, tzinfo=HANOI)):
            await tell_due_soon(place.ward)
    told = [item for item in await inbox(place.officer) if item.kind is K.SOON]
    assert [(item.due, item.at.day) for item in told] == [(date(2026, 12, 7), 3)]
    assert [item for item in await inbox(place.head) if item.kind is K.SOON] == []


async def test_on_days_off_nobody_is_reminded(db: None) -> None:
    place = await builders.scene()
    with clock.at(MONDAY):
        await builders.drafting_(place)
    with clock.at(SATURDAY):
        assert await tell_due_soon(place.ward) == 0


async def test_a_promise_is_told_when_near_and_when_late(db: None) -> None:
    place = await builders.scene()
    with clock.at(MONDAY):
        new = await builders.published(place)
        due = date(2026, 12, 4)
        given = NewTask("Nạo vét cống", place.unit, due, place.officer.staff, new.id)
        task = await tasks.open_task(place.keeper, given)
    await clear(place.officer, place.head, place.chairman)
    for days in range(12):
        with clock.at(MONDAY + timedelta(days=days)):
            await tell_due_soon(place.ward)
    for person, wanted in (
        (place.officer, [(K.SOON, task), (K.OVERDUE, task)]),
        (place.head, [(K.SOON, task), (K.OVERDUE, task)]),
        (place.chairman, [(K.OVERDUE, task)]),
    ):
        told = reversed(await inbox(person, unread_only=True))
        assert [(item.kind, item.subject.task) for item in told] == wanted


# The morning list


async def mornings(actor: Actor) -> list[date | None]:
    return [item.due for item in reversed(await inbox(actor)) if item.kind is K.MORNING]


async def test_the_morning_list_says_what_is_late_waits_and_is_due_today(db: None) -> None:
    place = await builders.scene()
    with clock.at(MONDAY - timedelta(days=28)):
        late = await builders.drafting_(place)
    with clock.at(MONDAY):
        waits = await builders.approving(place)
        today = await builders.drafting_(place)
        await Matter.update({Matter.publish_due: date(2026, 12, 1)}).where(Matter.id == today.id)
        due = date(2026, 11, 30)
        task = await tasks.open_task(place.head, NewTask("Vá đường", place.unit, due))
    with clock.at(MONDAY + timedelta(days=1)):
        assert await make_morning_lists(place.ward) == 2
        told = (await last(place.deputy)).morning
    assert told is not None
    assert [each.matter for each in told.late] == [late.id]
    assert [each.matter for each in told.waiting] == [waits.id]
    assert [each.matter for each in told.today] == [today.id]
    assert [each.task for each in told.promises] == [task]
    await triage.seal(place.keeper, late.id)
    told = (await last(place.deputy)).morning
    assert told is not None
    assert told.late == ()  # sealed since


async def test_not_before_the_hour_and_not_on_days_off(db: None) -> None:
    place = await builders.scene()
    for moment in (
        MONDAY.replace(hour=7, minute=29),
        SATURDAY,
        SATURDAY + timedelta(days=1),
        datetime(2027, 1, 1, 9, tzinfo=HANOI),  # a holiday
    ):
        with clock.at(moment):
            assert await make_morning_lists(place.ward) == 0
    with clock.at(MONDAY.replace(hour=7, minute=30)):
        assert await make_morning_lists(place.ward) == 2


async def test_a_ward_sets_its_own_hour(db: None) -> None:
    from dialogue.ward.actions.house_rules import HouseRule, set_rule

    place = await builders.scene()
    rule = HouseRule("NTC-MORNING", "09:30", "Quy chế làm việc", date(2026, 11, 30))
    await set_rule(place.chairman, rule)
    with clock.at(MONDAY):
        assert await make_morning_lists(place.ward) == 0
    with clock.at(MONDAY.replace(minute=30)):
        assert await make_morning_lists(place.ward) == 2


async def run_out(runner: Runner, moment: datetime) -> None:
    with clock.at(moment):
        while await runner.work_once():
            pass


@pytest.fixture
def only_mornings(monkeypatch: pytest.MonkeyPatch) -> None:
    from dialogue.matters import chores

    monkeypatch.setattr(jobs, "_repeating", {"morning-lists": 10})
    monkeypatch.setattr(jobs, "_handlers", {"morning-lists": chores.begin_the_day})


async def test_two_runners_make_one_list(db: None, only_mornings: None) -> None:
    place = await builders.scene()
    one, other = Runner(), Runner()
    await asyncio.gather(run_out(one, MONDAY), run_out(other, MONDAY))
    assert await mornings(place.chairman) == [date(2026, 11, 30)]
    await asyncio.gather(make_at(place, MONDAY), make_at(place, MONDAY))
    assert await mornings(place.chairman) == [date(2026, 11, 30)]


async def make_at(place: Scene, moment: datetime) -> None:
    with clock.at(moment):
        await make_morning_lists(place.ward)


async def test_after_a_stop_over_a_weekend_the_days_list_is_made_once(
    db: None, only_mornings: None
) -> None:
    place = await builders.scene()
    await run_out(Runner(), MONDAY + timedelta(days=4))  # Friday
    back = MONDAY + timedelta(days=7, hours=6)  # Monday at three in the afternoon
    await run_out(Runner(), back)
    await run_out(Runner(), back + timedelta(minutes=10))
    assert await mornings(place.chairman) == [date(2026, 12, 4), date(2026, 12, 7)]


async def test_a_clock_that_jumps_makes_no_second_list(db: None, only_mornings: None) -> None:
    place = await builders.scene()
    runner = Runner()
    for moment in (
        MONDAY,
        MONDAY - timedelta(minutes=40),  # set back
        MONDAY + timedelta(minutes=20),
        MONDAY + timedelta(days=1),  # a day ahead, and back again
        MONDAY + timedelta(minutes=50),
        MONDAY + timedelta(days=1, minutes=50),
    ):
        await run_out(runner, moment)
    assert await mornings(place.chairman) == [date(2026, 11, 30), date(2026, 12, 1)]


# The end


async def test_read_ones_end_after_the_days_of_the_rule_unread_ones_stay(db: None) -> None:
    place = await builders.scene()
    with clock.at(MONDAY):
        await builders.assigned(place)
        await builders.assigned(place)
        (_newest, oldest) = await inbox(place.head)
        await notices.mark_read(place.head, oldest.id)
    with clock.at(MONDAY + timedelta(days=90)):
        assert await erase_old(place.ward) == 0
    with clock.at(MONDAY + timedelta(days=91)):
        assert await erase_old(place.ward) == 1
    assert await kinds(place.head) == ["assigned"]


async def test_who_is_switched_off_is_told_nothing(db: None) -> None:
    place = await builders.scene()
    new = await builders.checking(place)
    before = await Notice.count().where(Notice.staff == place.officer.staff)
    await switch_staff(system_actor(place.ward), place.officer.staff, False)
    await approval.return_draft(place.head, new.id, "Thiếu ngày.")
    assert await Notice.count().where(Notice.staff == place.officer.staff) == before


async def test_a_sealed_matters_promise_reminds_nobody(db: None) -> None:
    place = await builders.scene()
    new = await builders.drafting_(place)
    today = clock.local_day(clock.now())
    await tasks.open_task(place.head, NewTask("Vá đường", place.unit, today, matter=new.id))
    (card,) = await promises_of(place.ward, new.id, public=False)
    assert card.matter == new.id
    await triage.seal(place.keeper, new.id)
    with clock.at(clock.now() + timedelta(days=7)):
        await tell_due_soon(place.ward)
    assert await Notice.exists().where(Notice.kind == K.OVERDUE.value) is False
    assert await Task.count() == 1
