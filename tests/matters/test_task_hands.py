"""Promises: proof, whose hands, stops, the rules of the ward, where they come from, lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from dialogue.core import clock
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.matters.actions import judging, publishing
from dialogue.matters.actions import tasks as act
from dialogue.matters.actions.proving import Photo, Proof, claim_done
from dialogue.matters.actions.tasks import NewTask
from dialogue.matters.queries import promises
from dialogue.matters.queries import tasks as read
from dialogue.matters.queries.promises import PromiseFilters
from dialogue.matters.queries.proofs import read_photo
from dialogue.matters.queries.tasks import PromiseState
from dialogue.matters.states import OriginKind, ProofKind, TaskState
from dialogue.ward import queries as ward_queries
from dialogue.ward.actions.house_rules import HouseRule, set_rule
from dialogue.ward.states import Role
from tests.matters.build import approve, house, matter
from tests.matters.test_attachments import photo
from tests.matters.test_tasks import DUE, START, promised

pytestmark = pytest.mark.integration


async def test_proof_is_a_document_a_photo_or_a_group_heads_word(db: None) -> None:
    home = await house()
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    with clock.at(START):
        task, _ = await promised(home, head)
        group, file = home.groups[0], photo()
        for half in (
            Proof(),
            Proof(" "),
            Proof(photo=Photo(file, "", harmless=True)),
            Proof(photo=Photo(file, "Cống", harmless=False)),
            Proof(photo=Photo(file, "x" * 301, harmless=True)),
            Proof(group=group),
            Proof(word="Đã thông."),
            Proof(word="Đã thông.", group=0),
            Proof("x" * 2_001),
        ):
            with pytest.raises(Invalid):
                await claim_done(head, task, half)
        whole = Proof("Số 12", Photo(file, "Cống đã nạo vét", harmless=True), group, "Đã thông.")
        await claim_done(head, task, whole)
        page = await promises.promise(home.ward, 1)
    shown = [(proof.kind, proof.text, proof.group) for proof in page.card.proofs]
    assert shown == [
        (ProofKind.DOCUMENT, "Số 12", None),
        (ProofKind.PHOTO, "Cống đã nạo vét", None),
        (ProofKind.GROUP, "Đã thông.", group),
    ]
    assert page.lines[-1].text == "Số 12 · Cống đã nạo vét · Đã thông."
    seen = await read_photo(home.ward, task, page.card.proofs[1].public_id)
    assert (seen.media_type, seen.data) == (file.media_type, file.data)
    for wrong in (page.card.proofs[0].public_id, "x"):
        with pytest.raises(NotFound):
            await read_photo(home.ward, task, wrong)


async def test_it_is_given_on_within_the_unit_and_by_leaders_beyond(db: None) -> None:
    home = await house()
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    officer = await home.person(Role.OFFICER, unit="VP")
    far = await home.person(Role.UNIT_HEAD, unit="KT")
    leader = await home.person(Role.DEPUTY)
    with clock.at(START):
        task, _ = await promised(home, head)
        assert (await read.task(head, task)).card.officer == head.staff  # nobody was named
        await act.give(head, task, officer.staff)
        for attempt, error in (
            (act.give(officer, task, head.staff), Forbidden),
            (act.give(head, task, far.staff, far.unit), Forbidden),
            (act.give(head, task, officer.staff), Invalid),
            (act.give(head, task, 0), Invalid),
            (act.give(leader, task, far.staff, 0), Invalid),
        ):
            with pytest.raises(error):
                await attempt
        await act.give(leader, task, far.staff, far.unit)
        with pytest.raises(Forbidden):
            await act.report_progress(officer, task, "x")
        await act.report_progress(far, task, "Đã nhận")
        page = await read.task(far, task)
        public = await promises.promise(home.ward, 1)
    assert (page.card.unit, page.card.officer, page.card.first_due) == (far.unit, far.staff, DUE)
    assert [line.step.value for line in page.lines] == ["open", "give", "give", "progress"]
    assert [line.step.value for line in public.lines] == ["open", "progress"]  # who does it


async def test_a_unit_proposes_to_stop_and_the_leader_declares_it(db: None) -> None:
    home = await house()
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    officer = await home.person(Role.OFFICER, unit="VP")
    leader = await home.person(Role.CHAIRMAN)
    with clock.at(START):
        task, _ = await promised(home, head)
        with pytest.raises(Forbidden):
            await act.propose_stop(officer, task, "Không có đất")
        with pytest.raises(Invalid):
            await act.propose_stop(head, task, "")
        await act.propose_stop(head, task, "Không có đất")
        assert (await read.task(head, task)).card.state is TaskState.OPEN
        assert [card.id for card in await read.proposed_stops(leader)] == [task]
        assert "đất" not in repr(await promises.promise(home.ward, 1))
        await act.stop(leader, task, "Không có đất", "Sở Xây dựng")
        assert await read.proposed_stops(leader) == []
        assert "Không có đất" in repr(await promises.promise(home.ward, 1))


async def test_how_long_to_look_and_how_often_to_move_are_rules_of_the_ward(db: None) -> None:
    home = await house()
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    chairman = await home.person(Role.CHAIRMAN)
    for code, value in (("PRM-CONFIRM", 3), ("PRM-MOVES", 1)):
        await set_rule(chairman, HouseRule(code, value, "Quy chế làm việc", START.date()))
    with clock.at(START):
        task, _ = await promised(home, head)
        await act.ask_new_date(head, task, DUE + timedelta(days=1), "Mưa")
        with pytest.raises(Conflict):
            await act.ask_new_date(head, task, DUE + timedelta(days=2), "Mưa")
        await claim_done(head, task, Proof("Biên bản"))
        assert (await read.task(head, task)).card.confirm_due == date(2026, 12, 3)


async def test_a_dispute_goes_to_the_deputy_in_charge_or_the_chairman(db: None) -> None:
    home = await house()
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    officer = await home.person(Role.OFFICER, unit="VP")
    chairman = await home.person(Role.CHAIRMAN)
    unit = head.unit or 0
    assert await judging.superior(home.ward, unit, officer.staff) == chairman.staff
    own = [card.id for card in await ward_queries.fields(home.ward) if card.unit == unit]
    deputy = await home.person(Role.DEPUTY, fields=own[:1])
    assert await judging.superior(home.ward, unit, officer.staff) == deputy.staff
    assert await judging.superior(home.ward, unit, head.staff) == chairman.staff


async def test_what_has_no_matter_names_where_it_was_promised(db: None) -> None:
    """A conclusion is public at once; what a huddle notes stays inside."""
    home = await house()
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    with clock.at(START):
        said = NewTask(
            "Mở thêm quầy", head.unit or 0, DUE, origin_kind=OriginKind.CONCLUSION,
            origin="abc", origin_name="Hội nghị đối thoại 30/11/2026", public=True,
            field=home.fields["TP-HT"], group=home.groups[0],
        )  # fmt: skip
        await act.open_task(head, said)
        inside = NewTask("Sửa máy lấy số", head.unit or 0, DUE, origin_kind=OriginKind.HUDDLE)
        await act.open_task(head, inside)
        for wrong in (replace(said, field=0), replace(said, group=0)):
            with pytest.raises(Invalid):
                await act.open_task(head, wrong)
        (card,) = (await promises.promises(home.ward)).cards
    assert (card.number, card.origin_kind, card.origin, card.origin_name) == (
        1, OriginKind.CONCLUSION, "abc", "Hội nghị đối thoại 30/11/2026",
    )  # fmt: skip
    assert card.answer is None


async def test_a_number_is_given_once_and_kept(db: None) -> None:
    home = await house()
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    chairman = await home.person(Role.CHAIRMAN)
    with clock.at(START):
        hidden = await matter(home, "Chưa trả lời")
        await act.open_task(head, NewTask("Sau", head.unit or 0, DUE, matter=hidden))
        _, asked = await promised(home, head)
        await approve(home, hidden)
        await publishing.take_down(chairman, asked, "Có dữ liệu cá nhân.")
        with pytest.raises(NotFound):
            await promises.promise(home.ward, 1)
        assert (await promises.promise(home.ward, 2)).card.text == "Sau"
        third, _ = await promised(home, head)
        assert (await read.task(head, third)).card.number == 3


async def test_lists_are_narrowed_by_unit_field_group_and_state(db: None) -> None:
    home = await house(groups=3)
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    unit, fields = head.unit or 0, await ward_queries.fields(home.ward)
    child = next(card for card in fields if card.parent is not None)
    with clock.at(START):
        for text, group, more in (
            ("Một", home.groups[0], {}),
            ("Hai", home.groups[1], {"field": child.code}),
        ):
            asked = await matter(home, text, group=group, **more)
            await act.open_task(head, NewTask(text, unit, DUE, matter=asked))
            await approve(home, asked)
        await matter(home, "Cũng hỏi", lead=asked, state="merged", group=home.groups[2])

        async def texts(**filters: Any) -> list[str]:
            found = await promises.promises(home.ward, PromiseFilters(**filters))
            return [card.text for card in found.cards]

        assert await texts(unit=unit) == ["Một", "Hai"]
        assert await texts(unit=unit + 1) == []
        assert await texts(group=home.groups[0]) == ["Một"]
        assert await texts(group=home.groups[2]) == ["Hai"]  # asked the same: merged
        assert await texts(field=child.parent) == ["Hai"]
        assert await texts(field=child.id, state=PromiseState.DONE) == []
        options = await promises.promise_options(home.ward)
        assert (options.units, options.groups) == ({unit}, set(home.groups[:2]))
