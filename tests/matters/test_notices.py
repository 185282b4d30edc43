"""The inbox: who is told of what, once, in the transaction of the act, by the rights of now."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from dialogue.core import clock
from dialogue.core.errors import Conflict, NotFound
from dialogue.core.jobs import Work
from dialogue.core.tables import Job
from dialogue.matters.actions import approval, drafting, judging, notices, tasks, triage
from dialogue.matters.actions.intake import Received
from dialogue.matters.actions.proving import Proof, claim_done
from dialogue.matters.actions.reminders import tell_due_soon
from dialogue.matters.actions.tasks import NewTask
from dialogue.matters.chores import tell_of_account
from dialogue.matters.notice_tables import Notice
from dialogue.matters.queries.notices import (
    LAST,
    NoticeItem,
    inbox,
    newest,
    notice,
    switched_off,
    unread,
)
from dialogue.matters.telling import FIXED, NoticeKind
from dialogue.ward import actions as ward_actions
from dialogue.ward.actions.accounts import switch_staff
from dialogue.ward.rules import Actor, system_actor
from dialogue.ward.states import Role
from tests.matters import builders
from tests.matters.builders import Scene

pytestmark = pytest.mark.integration
K = NoticeKind


async def kinds(actor: Actor) -> list[str]:
    """The oldest first."""
    return [item.kind.value for item in reversed(await inbox(actor))]


async def last(actor: Actor) -> NoticeItem:
    return (await inbox(actor))[0]


async def dispute(place: Scene) -> Received:
    """A promise of the officer's that the inspectors do not see kept."""
    new = await builders.published(place)
    due = clock.local_day(clock.now() + timedelta(days=9))
    given = NewTask("Nạo vét cống", place.unit, due, place.officer.staff, new.id)
    task = await tasks.open_task(place.head, given)
    await claim_done(place.officer, task, Proof("Biên bản 12"))
    inspector = await place.person("thanh-tra", Role.INSPECTOR)
    await judging.judge_as_inspector(inspector, task, kept=False, reason="Còn đọng nước.")
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
    (dispute, K.DISPUTED, {"chuyen-vien", "truong-phong", "pho-chu-tich", "chu-tich"}),
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


async def test_an_approval_settles_what_asked_for_it(db: None) -> None:
    """For everybody: what is approved waits for nobody, and is late for nobody."""
    place = await builders.scene()
    new = await builders.approving(place)
    assert await kinds(place.deputy) == ["assigned"]
    assert await unread(place.deputy) == 1
    await approval.approve(place.deputy, new.id)
    assert await unread(place.deputy) == 0
    for person in (place.officer, place.head):
        waiting = await inbox(person, unread_only=True)
        assert [item.kind for item in waiting] == [K.APPROVED]  # this is news


async def test_what_is_done_reminds_nobody(db: None) -> None:
    place = await builders.scene()
    due = clock.local_day(clock.now() + timedelta(days=1))
    task = await tasks.open_task(
        place.keeper, NewTask("Vá đường", place.unit, due, place.officer.staff)
    )
    with clock.at(clock.now() + timedelta(days=9)):
        await tell_due_soon(place.ward)
        for person in (place.officer, place.head, place.chairman):
            assert (await inbox(person, unread_only=True))[0].kind is K.OVERDUE
        await claim_done(place.officer, task, Proof("Biên bản 12"))
    for person in (place.officer, place.head, place.chairman):
        assert await unread(person) == 0


async def test_an_opened_matter_is_read_and_its_promise_is_not(db: None) -> None:
    place = await builders.scene()
    new = await builders.drafting_(place)
    due = clock.local_day(clock.now() + timedelta(days=9))
    given = NewTask("Nạo vét cống", place.unit, due, place.officer.staff, new.id)
    task = await tasks.open_task(place.keeper, given)
    assert await unread(place.officer) == 2
    await notices.mark_seen(place.officer, matter=new.id)
    (left,) = await inbox(place.officer, unread_only=True)
    assert left.subject.task == task
    await notices.mark_seen(place.officer, task=task)
    assert await unread(place.officer) == 0
    assert await unread(place.head) > 0  # another person's stays


async def test_case_9_and_36_what_is_sealed_since_is_gone(db: None) -> None:
    place = await builders.scene()
    new = await builders.checking(place)
    assert await unread(place.head) == 1  # the other one is settled: the head has acted on it
    (first, _second) = await inbox(place.head)
    await triage.seal(place.keeper, new.id)
    for person in (place.head, place.officer, place.keeper, place.deputy):
        assert (await unread(person), await inbox(person)) == (0, [])
    with pytest.raises(NotFound):
        await notice(place.head, first.id)
    for person in (place.officer, place.head):  # another person's, and one's own
        with pytest.raises(NotFound):
            await notices.mark_read(person, first.id)


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


async def test_the_chairman_hears_what_the_keeper_does_to_accounts(db: None) -> None:
    """And nobody switches that off; what the chairman did is no news."""
    place = await builders.scene()
    keeper = await place.person("quan-tri", Role.KEEPER)
    await notices.choose(place.chairman, set(NoticeKind))
    made = await ward_actions.add_staff(
        keeper, "moi", "Mới", "", [Role.OFFICER], password="mật khẩu tạm"
    )
    await ward_actions.set_password(keeper, made, "mật khẩu khác")
    await ward_actions.set_roles(keeper, made, [Role.CLERK])
    await ward_actions.set_password(place.chairman, made, "mật khẩu nữa")
    for work in await Job.select().where(Job.kind == "tell-account").order_by(Job.id):
        for _twice in range(2):  # a job may run again
            said = json.loads(work["payload"])
            await tell_of_account(Work(work["id"], work["kind"], work["key"], place.ward, said, 1))
    told = [item for item in await inbox(place.chairman) if item.kind is NoticeKind.ACCOUNT]
    assert [(item.step, item.by_name, item.account_name) for item in reversed(told)] == [
        ("add-staff", "Người quan-tri", "Mới"),
        ("reset-password", "Người quan-tri", "Mới"),
        ("set-roles", "Người quan-tri", "Mới"),
    ]
    assert await inbox(place.head) == []


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
    second = await inbox(place.head, before=(first[-1].at, first[-1].id), limit=2)
    third = await inbox(place.head, before=(second[-1].at, second[-1].id), limit=2)
    ids = [item.id for item in first + second + third]
    assert (len(set(ids)), ids) == (5, sorted(ids, reverse=True))


async def test_the_moment_decides_the_order_not_when_the_line_was_written(db: None) -> None:
    place = await builders.scene()
    moment = clock.now().replace(microsecond=0)
    for hours in (1, 3, 2, 3):
        with clock.at(moment - timedelta(hours=hours)):
            await builders.assigned(place)
    shown, before = [], LAST
    while page := await inbox(place.head, before=before, limit=1):
        shown += page
        before = (page[-1].at, page[-1].id)
    assert [moment - item.at for item in shown] == [timedelta(hours=n) for n in (1, 2, 3, 3)]
    assert shown[2].id > shown[3].id
    assert await newest(place.head) == shown[2].id


async def test_all_is_read_up_to_a_past_moment(db: None) -> None:
    place = await builders.scene()
    moment = clock.now()
    for hours in (1, 3):
        with clock.at(moment - timedelta(hours=hours)):
            await builders.assigned(place)
    with clock.at(moment - timedelta(hours=2)):
        await notices.mark_all_read(place.head, await newest(place.head))
    assert [item.read for item in await inbox(place.head)] == [False, True]


async def test_who_does_not_want_a_kind_is_not_told_but_fixed_ones_always(db: None) -> None:
    place = await builders.scene()
    await notices.choose(place.officer, list(K))
    assert await switched_off(place.officer) == frozenset(K) - FIXED
    await returned(place)
    assert await kinds(place.officer) == ["assigned"]
    await notices.choose(place.officer, [])
    await returned(place)
    assert await kinds(place.officer) == ["assigned", "assigned", "returned"]


async def test_who_is_switched_off_is_told_nothing(db: None) -> None:
    place = await builders.scene()
    new = await builders.checking(place)
    before = await Notice.count().where(Notice.staff == place.officer.staff)
    await switch_staff(system_actor(place.ward), place.officer.staff, False)
    await approval.return_draft(place.head, new.id, "Thiếu ngày.")
    assert await Notice.count().where(Notice.staff == place.officer.staff) == before
