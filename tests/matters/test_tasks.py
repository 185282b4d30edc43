"""Promises: who may do what, the dates that stay, who says that they were kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from dialogue.core import clock
from dialogue.core.codes import tracking_hash
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.core.jobs import Runner
from dialogue.core.keys import keys
from dialogue.matters import chores
from dialogue.matters.actions import judging
from dialogue.matters.actions import tasks as act
from dialogue.matters.actions.proving import Proof, claim_done
from dialogue.matters.actions.tasks import NewTask
from dialogue.matters.queries import board, promises
from dialogue.matters.queries import tasks as read
from dialogue.matters.queries.promises import PromiseFilters
from dialogue.matters.queries.tasks import PromiseState
from dialogue.matters.results import Kept
from dialogue.matters.states import TaskState
from dialogue.matters.task_tables import Task
from dialogue.ward import actions as ward_actions
from dialogue.ward.actions.groups import enter_group
from dialogue.ward.rules import Actor, GroupVisitor, system_actor
from dialogue.ward.states import Role
from tests.matters.build import House, approve, house, matter, matter_with_code

pytestmark = pytest.mark.integration
START = datetime(2026, 11, 30, 2, tzinfo=UTC)  # a Monday, nine in the morning in Vietnam
DUE = date(2026, 12, 15)


async def promised(home: House, head: Actor, **more: object) -> tuple[int, int]:
    """A promise and the matter whose published answer made it."""
    asked = await matter(home, "Hẻm 47 ngập sau mưa", group=home.groups[0])
    new = NewTask("Nạo vét cống hẻm 47", head.unit or 0, DUE, matter=asked)
    task = await act.open_task(head, new)
    await approve(home, asked, "Nạo vét xong trước 15/12.")
    return task, asked


async def test_a_promise_leads_to_its_answer_and_back(db: None) -> None:
    home = await house()
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    with clock.at(START):
        asked = await matter(home, "Hẻm 47 ngập sau mưa")
        assert not await read.has_task(home.ward, asked)
        task = await act.open_task(head, NewTask("Nạo vét", head.unit or 0, DUE, matter=asked))
        assert await read.has_task(home.ward, asked)
        assert (await promises.promises(home.ward)).cards == []
        number = await approve(home, asked)
        page = await board.answer(home.ward, number)
        (card,) = page.promises
        assert (card.text, card.answer, card.title) == ("Nạo vét", 1, "Hẻm 47 ngập sau mưa")
        assert (await promises.promise_called(home.ward, card.public_id)).card == card
        assert (await promises.promises(home.ward)).cards == [card]
        assert (await read.task(head, task)).card == card


async def test_what_staff_write_later_is_masked_in_public(db: None) -> None:
    """Nobody decided it: a promise on a published answer is public at once."""
    home = await house()
    head, leader = (
        await home.person(Role.UNIT_HEAD, unit="VP"),
        await home.person(Role.CHAIRMAN),
    )
    text = "Sửa cống số nhà 12/5 của bà Lan, gọi 0912345678, biển 29A-123.45."
    with clock.at(START):
        task, asked = await promised(home, head)
        await act.open_task(head, NewTask(text, head.unit or 0, DUE, matter=asked, evidence=text))
        await act.report_progress(head, task, text)
        await act.stop(leader, task, text, text)
        cards = (await promises.promises(home.ward)).cards
        number = next(card.answer for card in cards)
        of_answer = (await board.answer(home.ward, number or 0)).promises
        (stopped,) = [card for card in cards if card.id == task]
        lines = (await promises.promise_called(home.ward, stopped.public_id)).lines
    shown = repr((cards, of_answer, lines))
    assert [each for each in ("12/5", "0912345678", "123.45") if each in shown] == []
    assert text in repr(await read.task(leader, task))


async def test_dates_move_twice_before_they_pass_and_all_stay(db: None) -> None:
    home = await house()
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    with clock.at(START):
        task, _ = await promised(home, head)
        with pytest.raises(Invalid):
            await act.ask_new_date(head, task, DUE, "Không muộn hơn")
        with pytest.raises(Invalid):
            await act.ask_new_date(head, task, DUE + timedelta(days=1), " ")
        await act.ask_new_date(head, task, DUE + timedelta(days=5), "Chờ giao hàng")
        await act.ask_new_date(head, task, DUE + timedelta(days=9), "Mưa lớn")
        with pytest.raises(Conflict):
            await act.ask_new_date(head, task, DUE + timedelta(days=20), "Lần ba")
        page = await read.task(head, task)
        other, _ = await promised(home, head)
    assert (page.card.first_due, page.card.due, page.card.moved) == (DUE, date(2026, 12, 24), 2)
    moves = [line for line in page.lines if line.step == "move-date"]
    assert [(line.text, line.data["old"], line.data["new"]) for line in moves] == [
        ("Chờ giao hàng", "2026-12-15", "2026-12-20"),
        ("Mưa lớn", "2026-12-20", "2026-12-24"),
    ]
    with clock.at(START + timedelta(days=16)), pytest.raises(Conflict):
        await act.ask_new_date(head, other, DUE + timedelta(days=9), "Đã quá hạn")


async def test_done_needs_proof_and_somebody_elses_word(db: None) -> None:
    home = await house()
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    inspector = await home.person(Role.INSPECTOR)
    with clock.at(START):
        task, _ = await promised(home, head)
        with pytest.raises(Invalid):
            await claim_done(head, task, Proof("  "))
        with pytest.raises(Conflict):
            await judging.judge_as_inspector(inspector, task, kept=True)
        await claim_done(head, task, Proof("Biên bản 12/BB-UBND"))
        card = (await read.task(head, task)).card
        assert (card.state, card.confirm_due) == (TaskState.DONE_CLAIMED, date(2026, 12, 14))
        with pytest.raises(Invalid):
            await judging.judge_as_inspector(inspector, task, kept=False)
        await judging.judge_as_inspector(inspector, task, kept=False, reason="Vẫn còn ngập")
        card = (await read.task(head, task)).card
        assert (card.state, card.done_on) == (TaskState.OPEN, None)
        await act.report_progress(head, task, "Đang làm lại")
        await claim_done(head, task, Proof("Ảnh ngày 30/11"))
        await judging.judge_as_inspector(inspector, task, kept=True)
        page = await read.task(head, task)
    assert (page.card.state, page.card.confirmed_by, page.card.kept) == (
        TaskState.DONE,
        "inspection",
        True,
    )
    assert [line.step.value for line in page.lines] == [
        "open", "claim-done", "dispute", "progress", "claim-done", "confirm",
    ]  # fmt: skip


async def test_silence_confirms_after_ten_working_days_and_is_marked(db: None) -> None:
    home = await house()
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    assert chores.let_silence_confirm is not None
    with clock.at(START):
        task, _ = await promised(home, head)
        await claim_done(head, task, Proof("Biên bản 12"))
    for day, state in ((14, TaskState.DONE_CLAIMED), (15, TaskState.DONE)):
        with clock.at(datetime(2026, 12, day, 2, tzinfo=UTC)):
            while await Runner().work_once():
                pass
            assert await judging.confirm_by_silence(home.ward, task) is False
            assert (await read.task(head, task)).card.state is state
    card = (await read.task(head, task)).card
    assert (card.confirmed_by, card.done_on) == ("silence", date(2026, 11, 30))


async def visitor(home: House, group: int) -> GroupVisitor:
    token = await ward_actions.make_group_link(system_actor(home.ward), group, "ông Bảy")
    return await enter_group(token)


async def test_asker_and_group_judge_their_own_promise_alone(db: None) -> None:
    home, far = await house(groups=3), await house("sai-gon")
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    asked, code = await matter_with_code(home, "Hẻm 47 ngập", group=home.groups[0])
    _, stranger = await matter_with_code(home, "Chuyện khác", group=home.groups[1])
    _, twin = await matter_with_code(
        home, "Cũng hẻm 47", lead=asked, state="merged", group=home.groups[2]
    )
    own, other, third = [await visitor(home, group) for group in home.groups]
    hashed = {each: tracking_hash(keys(), each) for each in (code, stranger, twin)}
    with clock.at(START):
        new = NewTask("Nạo vét", head.unit or 0, DUE, matter=asked)
        task = await act.open_task(head, new)
        await claim_done(head, task, Proof("Biên bản"))
        row = await Task.select(Task.public_id).first()
        assert row is not None
        name = row["public_id"]
        for early in (
            judging.judge_by_asker(hashed[code], name, kept=True),
            judging.judge_for_group(own, name, kept=True),
        ):
            with pytest.raises(NotFound):
                await early  # not answered yet
        await approve(home, asked)
        for wrong in (hashed[stranger], "1234", ""):
            with pytest.raises(NotFound):
                await judging.judge_by_asker(wrong, name, kept=True)
        for somebody in (other, await visitor(far, far.groups[0])):
            with pytest.raises(NotFound):
                await judging.judge_for_group(somebody, name, kept=True)
        with pytest.raises(Invalid):
            await judging.judge_for_group(own, name, kept=False, reason=" ")
        await judging.judge_for_group(own, name, kept=False, reason="Còn ngập")
        await claim_done(head, task, Proof("Biên bản 2"))
        await judging.judge_for_group(third, name, kept=False, reason="Còn ngập")  # asked too
        await claim_done(head, task, Proof("Biên bản 3"))
        await judging.judge_by_asker(hashed[twin], name, kept=False, reason="Còn ngập")
        await claim_done(head, task, Proof("Biên bản 4"))
        await judging.judge_by_asker(hashed[code], name, kept=True)
        with pytest.raises(Conflict):
            await judging.judge_by_asker(hashed[code], name, kept=False, reason="Nghĩ lại")
        card = (await read.task(head, task)).card
    assert (card.state, card.confirmed_by) == (TaskState.DONE, "asker")
    assert [proof.text for proof in card.proofs] == [
        "Biên bản", "Biên bản 2", "Biên bản 3", "Biên bản 4",
    ]  # fmt: skip


async def test_who_may_not(db: None) -> None:
    home, other = await house(), await house("sai-gon")
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    far = await home.person(Role.UNIT_HEAD, Role.OFFICER, unit="KT")
    observer = await home.person(Role.OBSERVER, Role.KEEPER)
    stranger = await other.person(Role.CHAIRMAN, Role.UNIT_HEAD, Role.INSPECTOR, unit="VP")
    task, asked = await promised(home, head)
    later = DUE + timedelta(days=5)
    for actor, error in ((far, Forbidden), (observer, Forbidden), (stranger, NotFound)):
        for attempt in (
            act.report_progress(actor, task, "x"),
            act.ask_new_date(actor, task, later, "x"),
            claim_done(actor, task, Proof("x")),
            judging.judge_as_inspector(actor, task, kept=True),
            act.stop(actor, task, "x"),
        ):
            with pytest.raises(error):
                await attempt
    new = NewTask("x", home.units["VP"], DUE, matter=asked)
    for actor, refused in ((far, Forbidden), (observer, Forbidden), (stranger, NotFound)):
        with pytest.raises(refused):
            await act.open_task(actor, new)
    with pytest.raises(NotFound):
        await act.open_task(stranger, NewTask("x", other.units["VP"], DUE, matter=asked))
    with pytest.raises(Forbidden):
        await read.task(observer, task)
    assert [line.step.value for line in (await read.task(head, task)).lines] == ["open"]


async def test_an_opened_task_names_a_unit_a_person_and_a_day(db: None) -> None:
    home = await house()
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    unit = head.unit or 0
    with clock.at(START):
        for new in (
            NewTask(" ", unit, DUE),
            NewTask("x", 0, DUE),
            NewTask("x", unit, date(2026, 11, 29)),
            NewTask("x", unit, DUE, officer=0),
            NewTask("x" * 2_001, unit, DUE),
        ):
            with pytest.raises(Invalid):
                await act.open_task(head, new)
    assert await Task.count() == 0


async def test_a_leader_stops_with_a_reason_and_says_where_it_went(db: None) -> None:
    home = await house()
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    leader = await home.person(Role.DEPUTY)
    task, asked = await promised(home, head)
    with pytest.raises(Invalid):
        await act.stop(leader, task, "")
    await act.stop(leader, task, "Không thuộc phường", "Sở Xây dựng")
    page = await read.task(head, task)
    assert page.card.state is TaskState.STOPPED
    assert page.lines[-1].data["went_to"] == "Sở Xây dựng"
    with pytest.raises(Conflict):
        await claim_done(head, task, Proof("x"))
    assert not await read.has_task(home.ward, asked)


async def test_lists_pages_and_days_late(db: None) -> None:
    home = await house()
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    unit = head.unit or 0
    with clock.at(START):
        asked = await matter(home, "Hỏi")
        await approve(home, asked)
        for day in (1, 2, 3, 10, 10):
            new = NewTask(f"Việc {day}", unit, date(2026, 12, day), head.staff, asked)
            await act.open_task(head, new)
    with clock.at(START + timedelta(days=5)):  # 05/12
        first = await promises.promises(home.ward, limit=3)
        second = await promises.promises(home.ward, after=first.after, limit=3)
        dues = [card.due.day for card in first.cards + second.cards]
        assert (dues, second.after) == ([1, 2, 3, 10, 10], "")
        assert [c.days_late for c in await read.open_tasks(head, unit=unit)] == [3, 2, 1, 0, 0]
        assert len(await read.open_tasks(head, officer=head.staff)) == 5
        assert await read.open_tasks(head, unit=unit + 1) == []
        late = await promises.promises(home.ward, PromiseFilters(PromiseState.LATE))
        assert [card.late for card in late.cards] == [True] * 3
        assert await read.to_confirm(head) == []
    for wrong in ("x", "0.2026-13-01.1", "3.2026-12-01.1", "2026-12-01.1"):
        with pytest.raises(Invalid):
            await promises.promises(home.ward, after=wrong)


async def test_the_kept_rate_counts_first_dates(db: None) -> None:
    home = await house()
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    inspector = await home.person(Role.INSPECTOR)
    with clock.at(START):
        task, _ = await promised(home, head)
        await act.ask_new_date(head, task, date(2026, 12, 20), "Chờ hàng")
        await promised(home, head)
    with clock.at(datetime(2026, 12, 18, 2, tzinfo=UTC)):
        await claim_done(head, task, Proof("Xong"))
        await judging.judge_as_inspector(inspector, task, kept=True)
        rate = await promises.kept_promises(home.ward, date(2026, 12, 1), date(2026, 12, 31))
        assert rate == Kept(due=2, kept=0, late=1, stopped=0, open=1)
        assert (await read.task(head, task)).card.kept is False


async def test_public_lines_carry_no_number_of_a_person(db: None) -> None:
    home = await house()
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    task, _ = await promised(home, head)
    await act.report_progress(head, task, "Đã gọi 0912345678 tại 27 đường Trần Phú")
    card = (await read.task(head, task)).card
    page = await promises.promise_called(home.ward, card.public_id)
    assert page.lines[-1].text == "Đã gọi ••••5678 tại ••••"
    assert (await read.task(head, task)).lines[-1].text.startswith("Đã gọi 0912345678")
