"""What a group's head saw at the counters: a report of the register, told to who oversees."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dialogue.core import clock
from dialogue.core.errors import Forbidden, Invalid
from dialogue.matters.actions import approval, drafting, triage, verdicts
from dialogue.matters.actions.deciding import not_a_denunciation
from dialogue.matters.actions.intake import Received
from dialogue.matters.actions.supervising import NewNote, supervise
from dialogue.matters.actions.triage import Assignment
from dialogue.matters.queries.matters import matter_for
from dialogue.matters.queries.notices import inbox
from dialogue.matters.queries.supervision import centre, counts, notes, seen_of
from dialogue.matters.states import Kind, MatterState, Source, VerdictLevel
from dialogue.matters.supervision import seen_kinds
from dialogue.ward import actions as ward_actions
from dialogue.ward.actions.groups import enter_group
from dialogue.ward.rules import Actor, GroupVisitor, system_actor
from dialogue.ward.states import Role
from tests.matters.builders import GOOD, Scene, hash_of, scene

pytestmark = pytest.mark.integration
WORDS = "Sáng thứ hai quầy hộ tịch tám giờ rưỡi mới có người, bà con đứng chờ ngoài sân."
ACCUSES = "Tôi tố cáo cán bộ quầy 2 Nguyễn Văn Dũng nhận tiền 500 nghìn của bà con để làm nhanh."
ALL_DAYS = (date(2000, 1, 1), date(2099, 12, 31))


@pytest.fixture
async def place(db: None) -> Scene:
    return await scene()


@pytest.fixture
async def head(place: Scene) -> GroupVisitor:
    keeper = system_actor(place.ward)
    group = await ward_actions.add_group(keeper, "Tổ dân phố số 9")
    return await enter_group(await ward_actions.make_group_link(keeper, group, "bà Sáu"))


@pytest.fixture
async def director(place: Scene) -> Actor:
    return await place.person("giam-doc", Role.DIRECTOR, unit=await centre(place.ward))


@pytest.fixture
async def inspector(place: Scene) -> Actor:
    return await place.person("thanh-tra", Role.INSPECTOR)


def today() -> date:
    return clock.local_day(clock.now())


async def noted(head: GroupVisitor, place: Scene, words: str = WORDS) -> Received:
    return await supervise(head, NewNote("hours", today(), words, place.field))


async def told(actor: Actor) -> list[str]:
    return [item.kind.value for item in await inbox(actor)]


async def test_it_is_a_report_of_the_register_with_its_clocks(
    place: Scene, head: GroupVisitor
) -> None:
    new = await noted(head, place)
    view = await matter_for(place.keeper, new.id)
    assert (view.kind, view.source, view.group) == (Kind.REPORT, Source.GROUP, head.group)
    assert (view.state, view.public) == (MatterState.RECEIVED, False)
    assert view.publish_due == new.publish_due
    assert (await seen_of(place.ward, [new.id]))[new.id].seen_on == today()


async def test_director_and_inspectors_are_told_once_and_read_it_at_once(
    place: Scene, head: GroupVisitor, director: Actor, inspector: Actor
) -> None:
    new = await noted(head, place)
    for actor in (director, inspector):
        assert await told(actor) == ["supervision"]
        assert (await matter_for(actor, new.id)).body == WORDS
        (line,) = await notes(actor, *ALL_DAYS)
        assert (line.seen, line.seen_on, line.group) == ("hours", today(), head.group)
    given = Assignment(Kind.REPORT, "Quầy mở muộn", field=place.field, unit=director.unit)
    await triage.assign(place.keeper, new.id, given)
    assert await told(inspector) == ["supervision"]


async def test_it_is_answered_to_the_head_alone_whatever_triage_says(
    place: Scene, head: GroupVisitor, director: Actor
) -> None:
    new = await noted(head, place)
    given = Assignment(Kind.REPORT, "Quầy mở muộn", field=place.field, unit=place.unit, public=True)
    await triage.assign(place.keeper, new.id, given)
    await drafting.give_to_officer(place.head, new.id, place.officer.staff)
    await drafting.save_draft(place.officer, new.id, 0, GOOD)
    await drafting.send_for_check(place.officer, new.id)
    await approval.pass_up(place.head, new.id, place.deputy.staff)
    await approval.approve(place.deputy, new.id)
    view = await matter_for(place.keeper, new.id)
    assert (view.state, view.number) == (MatterState.ANSWERED, None)
    await verdicts.give_verdict(hash_of(new), VerdictLevel.NOT, "Vẫn muộn.", reopens=True)
    assert (await matter_for(place.keeper, new.id)).round == 2


async def test_signs_of_a_denunciation_are_told_to_nobody_before_a_person_has_looked(
    place: Scene, head: GroupVisitor, director: Actor, inspector: Actor
) -> None:
    new = await noted(head, place, ACCUSES)
    assert (await matter_for(place.keeper, new.id)).facts.sensitive
    for actor in (director, inspector):
        assert await told(actor) == []
        assert await notes(actor, *ALL_DAYS) == []
    assert (await counts(place.ward, *ALL_DAYS)).total == 0
    await not_a_denunciation(place.keeper, new.id, "Góp ý giờ giấc.")
    assert await told(inspector) == ["supervision"]


async def test_what_is_sealed_is_in_no_count(place: Scene, head: GroupVisitor) -> None:
    new = await noted(head, place)
    await triage.seal(place.keeper, new.id, "có dấu hiệu tố cáo")
    assert (await counts(place.ward, *ALL_DAYS)).total == 0


async def test_counts_by_field_and_kind_are_of_the_days_on_which_it_was_seen(
    place: Scene, head: GroupVisitor
) -> None:
    yesterday = today() - timedelta(days=1)
    await noted(head, place)
    await supervise(head, NewNote("wait", yesterday, f"{WORDS} Hôm qua.", place.field))
    await supervise(head, NewNote("wait", yesterday, f"{WORDS} Không rõ lĩnh vực."))
    found = await counts(place.ward, yesterday, yesterday)
    assert {field: dict(kinds) for field, kinds in found.by_field.items()} == {
        place.field: {"wait": 1},
        None: {"wait": 1},
    }
    assert (await counts(place.ward, *ALL_DAYS)).total == 3


@pytest.mark.parametrize(
    ("seen", "days", "wrong"),
    [("", 0, "seen"), ("hours", 1, "seen_on"), ("hours", -400, "seen_on")],
)
async def test_a_kind_and_a_day_of_the_last_year_are_needed(
    place: Scene, head: GroupVisitor, seen: str, days: int, wrong: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await supervise(head, NewNote(seen, today() + timedelta(days=days), WORDS))
    assert list(refused.value.errors) == [wrong]
    assert (await counts(place.ward, *ALL_DAYS)).total == 0


async def test_counts_are_for_who_oversees(place: Scene) -> None:
    with pytest.raises(Forbidden):
        await notes(place.officer, *ALL_DAYS)


@pytest.mark.unit
def test_every_kind_has_its_words_and_fits_its_column() -> None:
    codes = [kind.code for kind in seen_kinds()]
    assert len(codes) == len(set(codes))
    assert all(kind.vi and kind.en and len(kind.code) <= 12 for kind in seen_kinds())
