"""What stops an answer, who may let it pass, and that a poor one needs a second person."""

from __future__ import annotations

import pytest

from dialogue.core.errors import Conflict, Forbidden, Invalid
from dialogue.matters.actions import approval, drafting, stopping, triage
from dialogue.matters.actions.deciding import not_a_denunciation
from dialogue.matters.actions.triage import Assignment
from dialogue.matters.quality import Stop
from dialogue.matters.queries.matters import matter_for
from dialogue.matters.states import Kind, Step
from dialogue.matters.tables import Draft
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from tests.matters import builders

pytestmark = pytest.mark.integration


async def test_a_gap_of_a_template_goes_to_nobody(db: None) -> None:
    """Neither from the drafter's hands, nor out of the leader's should it have come there."""
    place = await builders.scene()
    new = await builders.drafting_(place)
    gap = f"{builders.GOOD} Trước ngày {{ngày}}."
    await drafting.save_draft(place.officer, new.id, 0, gap)
    with pytest.raises(Invalid) as refused:
        await drafting.send_for_check(place.officer, new.id)
    assert refused.value.errors == {"text": "gap"}
    await drafting.save_draft(place.officer, new.id, 1, builders.GOOD, "Before {date}.")
    with pytest.raises(Invalid):
        await drafting.send_for_check(place.officer, new.id)
    other = await builders.approving(place)
    await Draft.update({Draft.text: gap}).where(Draft.matter == other.id)
    with pytest.raises(Invalid) as late:
        await approval.approve(place.deputy, other.id)
    assert late.value.errors == {"text": "placeholder"}


async def test_no_answer_names_whom_its_question_accuses(db: None) -> None:
    place = await builders.scene()
    new = await builders.received(place, "Cán bộ Nguyễn Văn Mẫu đòi tiền khi xét cống thoát nước.")
    await not_a_denunciation(place.keeper, new.id, "Phản ánh, không tố cáo.")
    given = Assignment(Kind.QUESTION, "Nạo vét cống", field=place.field)
    await triage.assign(place.keeper, new.id, given)
    await drafting.give_to_officer(place.head, new.id, place.officer.staff)
    named = f"{builders.GOOD} Ông Nguyễn Văn Mẫu đã được nhắc."
    await drafting.save_draft(place.officer, new.id, 0, named)
    await drafting.send_for_check(place.officer, new.id)
    with pytest.raises(Invalid):
        await approval.pass_up(place.head, new.id, place.deputy.staff)
    await approval.pass_up(place.head, new.id, place.deputy.staff, "Xem giúp.")
    with pytest.raises(Invalid) as refused:
        await approval.approve(place.deputy, new.id)
    assert refused.value.errors == {"text": "accused-name"}
    await _only_a_second_person_clears_it(place, new.id, named)


async def _only_a_second_person_clears_it(place: builders.Scene, matter: int, named: str) -> None:
    for who, reason, error in (
        (place.officer, "Không quy kết ai.", Forbidden),
        (place.head, "Không quy kết ai.", Forbidden),  # it is with the leader by now
        (place.deputy, " ", Invalid),
    ):
        with pytest.raises(error):
            await clears(who, matter, reason)
    await clears(place.deputy, matter, "Chỉ nói đã nhắc nhở, không quy kết ai.")
    view = await matter_for(place.head, matter)
    assert [(each.name, each.reason) for each in view.cleared] == [
        (place.deputy.name, "Chỉ nói đã nhắc nhở, không quy kết ai.")
    ]
    with pytest.raises(Conflict):
        await clears(place.deputy, matter, "Lần nữa.")
    await approval.return_draft(place.deputy, matter, "Viết gọn hơn.")
    await drafting.save_draft(place.officer, matter, 1, f"{named} Xin cảm ơn.")
    await drafting.send_for_check(place.officer, matter)
    assert (await matter_for(place.head, matter)).cleared == ()  # of another text
    await clears(place.head, matter, "Chỉ nhắc tên.")
    await approval.pass_up(place.head, matter, place.deputy.staff)
    assert await approval.approve(place.deputy, matter) == 1


async def clears(actor: Actor, matter: int, reason: str) -> None:
    await stopping.clear_stop(actor, matter, Stop.ACCUSED_NAME, reason)


async def test_a_poor_answer_is_never_passed_by_its_drafter_alone(db: None) -> None:
    place = await builders.scene()
    poor = "Phường sẽ xem xét trong thời gian tới."
    new = await builders.assigned(place)
    await drafting.give_to_officer(place.head, new.id, place.head.staff)
    await drafting.save_draft(place.head, new.id, 0, poor)
    await drafting.send_for_check(place.head, new.id)
    await approval.pass_up(place.head, new.id, place.deputy.staff, "Chờ cấp trên.")
    assert await approval.ready_to_approve(place.deputy, new.id) is None
    with pytest.raises(Invalid) as unsaid:
        await approval.approve(place.deputy, new.id)
    assert unsaid.value.errors == {"reason": "required"}
    await approval.return_draft(place.deputy, new.id, "Xem lại.")
    second = await builders.person(place.ward, "pho-phong", Role.UNIT_HEAD, unit=place.unit)
    await drafting.send_for_check(place.head, new.id)
    with pytest.raises(Invalid) as own:
        await approval.pass_up(place.head, new.id, place.deputy.staff, "Chờ.", own=True)
    assert own.value.errors == {"own": "second"}
    await approval.pass_up(second, new.id, place.deputy.staff, "Chờ cấp trên.")
    await approval.approve(place.deputy, new.id)


async def test_the_leader_is_the_second_person_where_no_other_head_is(db: None) -> None:
    place = await builders.scene()
    new = await builders.assigned(place)
    await drafting.give_to_officer(place.head, new.id, place.head.staff)
    await drafting.save_draft(place.head, new.id, 0, "Phường sẽ xem xét trong thời gian tới.")
    await drafting.send_for_check(place.head, new.id)
    await approval.pass_up(place.head, new.id, place.deputy.staff, "Chờ cấp trên.")
    await approval.approve(place.deputy, new.id, reason="Cấp trên trả lời sau.")
    last = (await matter_for(place.head, new.id)).history[-1]
    assert (last.step, last.staff_name, last.reason, last.public_note) == (
        Step.APPROVE,
        place.deputy.name,
        "Cấp trên trả lời sau.",
        "",
    )
