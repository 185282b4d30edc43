"""One matter, several askers: merged whenever it is seen, and never into each other."""

from __future__ import annotations

import asyncio

import pytest

from dialogue.core import clock
from dialogue.core.errors import Conflict, Invalid
from dialogue.matters.actions import approval, triage
from dialogue.matters.queries import board
from dialogue.matters.queries.facts import facts
from dialogue.matters.queries.tracking import tracking
from dialogue.matters.states import ENDS, MatterState
from dialogue.matters.tables import Matter
from dialogue.ward.rules import Actor
from tests.matters import builders
from web.staff.steps import WORDS

pytestmark = pytest.mark.integration
S = MatterState


async def test_two_merged_into_each_other_at_once_leave_one_to_lead(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = await builders.scene()
    one, two = (await builders.received(place)).id, (await builders.received(place)).id
    both, check = asyncio.Barrier(2), triage._fit_lead

    async def together(actor: Actor, matter: int, lead: int) -> str:
        found = await check(actor, matter, lead)
        await both.wait()
        return found

    monkeypatch.setattr(triage, "_fit_lead", together)
    ends = await asyncio.gather(
        triage.merge(place.keeper, one, two),
        triage.merge(place.keeper, two, one),
        return_exceptions=True,
    )
    assert [type(end) for end in ends if end is not None] == [Conflict]
    states = {(await facts(place.ward, each)).state for each in (one, two)}
    assert states == {S.RECEIVED, S.MERGED}
    led = await Matter.select(Matter.lead).where(Matter.lead.is_not_null())
    assert len(led) == 1


async def test_what_has_a_lead_leads_nothing_and_its_askers_go_along(db: None) -> None:
    place = await builders.scene()
    first, second, third = [(await builders.received(place)).id for _ in range(3)]
    await triage.merge(place.keeper, first, second)
    for unfit in (first, third):
        with pytest.raises(Invalid):
            await triage.merge(place.keeper, third, unfit)
    await triage.merge(place.keeper, second, third)
    rows = await Matter.select(Matter.id, Matter.lead).order_by(Matter.id)
    assert [row["lead"] for row in rows] == [third, third, None]


async def test_figures_count_one_matter_and_all_its_askers(db: None) -> None:
    """Five groups with the same question: "1 việc, 5 nơi cùng hỏi", also when one comes late."""
    place = await builders.scene()
    lead = await builders.approving(place)
    for _ in range(3):
        await triage.merge(place.keeper, (await builders.received(place)).id, lead.id)
    await approval.approve(place.deputy, lead.id)
    await builders.published(place)
    late = await builders.received(place)
    await triage.merge(place.keeper, late.id, lead.id)
    page = await board.board(place.ward)
    assert [item.askers for item in page.items] == [1, 5]
    today = clock.local_day(clock.now())
    sums = await board.figures(place.ward, today, today)
    assert (sums.answered, sums.askers) == (2, 6)


async def test_nothing_is_merged_into_what_is_finished(db: None) -> None:
    """Its verdict is somebody else's: who asks later asks again and judges the own answer."""
    place = await builders.scene()
    lead, late = await builders.published(place), await builders.received(place)
    for state in sorted(ENDS - {S.MERGED, S.SEALED_DONE}):
        await Matter.update({Matter.state: state.value}).where(Matter.id == lead.id)
        with pytest.raises(Invalid) as refused:
            await triage.merge(place.keeper, late.id, lead.id)
        assert refused.value.errors == {"lead": "finished-lead"}
    assert (await facts(place.ward, late.id)).state is S.RECEIVED
    assert "hỏi lại" in str(WORDS["finished-lead"])


async def test_who_is_merged_into_an_open_answer_judges_it_alone(db: None) -> None:
    place = await builders.scene()
    lead, late = await builders.published(place), await builders.received(place)
    await triage.merge(place.keeper, late.id, lead.id)
    assert (await tracking(builders.hash_of(late))).may_judge
