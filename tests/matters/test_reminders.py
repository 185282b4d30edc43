"""What time alone tells: each thing once, whoever runs it and however the clock was set."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta

import pytest

from dialogue.core import clock, jobs
from dialogue.core.clock import HANOI
from dialogue.core.jobs import Runner
from dialogue.matters.actions import notices, tasks, triage
from dialogue.matters.actions.clocks import note_overdue
from dialogue.matters.actions.reminders import erase_old, make_morning_lists, tell_due_soon
from dialogue.matters.actions.tasks import NewTask
from dialogue.matters.notice_tables import Notice
from dialogue.matters.queries.notices import NoticeItem, inbox
from dialogue.matters.queries.tasks import promises_of
from dialogue.matters.tables import Matter
from dialogue.matters.task_tables import Task
from dialogue.matters.telling import NoticeKind
from dialogue.ward.rules import Actor
from tests.matters import builders
from tests.matters.builders import Scene

pytestmark = pytest.mark.integration
MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=HANOI)
SATURDAY = datetime(2026, 12, 5, 9, 0, tzinfo=HANOI)
K = NoticeKind


async def last(actor: Actor) -> NoticeItem:
    return (await inbox(actor))[0]


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
        for person in (place.officer, place.head, place.chairman):
            await notices.mark_all_read(person, 2**62)
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
    assert len(await inbox(place.head)) == 1


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
