"""How opinions come in: once a ticket, cleaned, encrypted, with their clock running."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from dialogue.core import clock
from dialogue.core.database import DB
from dialogue.core.errors import AlreadySent, Forbidden, Invalid, NotFound, TicketUsed
from dialogue.matters.actions import intake, triage
from dialogue.matters.actions.intake import NewMatter, Ticket
from dialogue.matters.queries.matters import explain, matter_for
from dialogue.matters.queries.queue import queue
from dialogue.matters.queries.tracking import group_matters, tracking
from dialogue.matters.states import MatterState, Source, Step
from dialogue.matters.tables import Matter
from dialogue.ward import actions as ward_actions
from dialogue.ward.rules import GroupVisitor, system_actor
from dialogue.ward.states import Role
from tests.matters import builders

pytestmark = pytest.mark.integration
CODE = "1234567890123456"


async def test_one_ticket_is_one_matter(db: None) -> None:
    place = await builders.scene()
    new = NewMatter(place.ward, builders.words(), code=CODE)
    ticket = Ticket("n" * 64, "k1.abc")
    first = await intake.receive(new, ticket)
    again = [await intake.receive(new, ticket) for _ in range(3)]
    assert {received.id for received in again} == {first.id}
    assert await Matter.count() == 1
    with pytest.raises(TicketUsed):
        await intake.receive(NewMatter(place.ward, builders.words()), Ticket("n" * 64, "k1.xyz"))
    assert await Matter.count() == 1


async def test_five_posts_of_one_ticket_at_once(db: None) -> None:
    place = await builders.scene()
    new = NewMatter(place.ward, builders.words(), code=CODE)
    posts = [intake.receive(new, Ticket("n" * 64, "k1.abc")) for _ in range(5)]
    assert {received.public_id for received in await asyncio.gather(*posts)} == {new.public_id}
    assert await Matter.count() == 1


async def test_the_same_words_are_not_taken_twice_in_ten_minutes(db: None) -> None:
    place = await builders.scene()
    await builders.received(place, "Hoà bình: đèn đường  tổ 5 hỏng.")
    with pytest.raises(AlreadySent) as told:
        await builders.received(place, "hòa bình: ĐÈN đường tổ 5 hỏng.")
    assert CODE not in str(told.value)
    other = await builders.scene("sai-gon")
    await builders.received(other, "Hoà bình: đèn đường tổ 5 hỏng.")
    with clock.at(clock.now() + timedelta(minutes=11)):
        await builders.received(place, "Hoà bình: đèn đường tổ 5 hỏng.")


async def test_only_what_came_the_same_way_is_a_repeat(db: None) -> None:
    """Or the form would tell when somebody else's comment or letter came in."""
    place = await builders.scene()
    text = "Đèn đường tổ 5 hỏng."
    async with DB.transaction():
        await intake.open_for_ratings([NewMatter(place.ward, text, Source.RATING)])
    on_paper = NewMatter(place.ward, text, Source.GROUP)
    await intake.receive_on_behalf(place.keeper, on_paper)
    await builders.received(place, text)
    ends = clock.now() + timedelta(hours=1)
    for name in ("Tổ 5", "Tổ 6"):
        group = await ward_actions.add_group(system_actor(place.ward), name)
        visitor = GroupVisitor(place.ward, group, name, "Bà Hoa", group, ends)
        await intake.receive_for_group(visitor, [NewMatter(place.ward, text)])
        with pytest.raises(AlreadySent):
            await intake.receive_for_group(visitor, [NewMatter(place.ward, text)])
    assert await Matter.count() == 5


@pytest.mark.parametrize(
    ("body", "more", "wrong"),
    [
        ("ngắn quá", {}, "body"),
        ("x" * 4_001, {}, "body"),
        ("Đèn đường hỏng ba bóng", {"contact": "0912345678"}, "consent"),
        ("Đèn đường hỏng ba bóng", {"name": "x" * 121, "consent": "1"}, "name"),
    ],
)
async def test_what_is_wrong_is_named(
    db: None, body: str, more: dict[str, str], wrong: str
) -> None:
    with pytest.raises(Invalid) as told:
        await intake.receive(NewMatter(1, body, **more))  # type: ignore[arg-type]
    assert list(told.value.errors) == [wrong]


async def test_contact_is_locked_and_shown_to_those_who_must_call(db: None) -> None:
    place = await builders.scene()
    new = await builders.received(place, name="Nguyễn Văn An", contact="0912345678", consent="1")
    row = await Matter.select(Matter.contact, Matter.asker_name).first()
    assert row is not None
    assert "0912345678" not in row["contact"]
    assert "Nguyễn" not in row["asker_name"]
    watcher = await builders.person(place.ward, "thanh-tra", Role.INSPECTOR)
    assert (await matter_for(watcher, new.id)).asker is None
    asker = (await matter_for(place.keeper, new.id)).asker
    assert asker is not None
    assert (asker.name, asker.contact) == ("Nguyễn Văn An", "0912345678")


async def test_another_wards_field_is_not_found(db: None) -> None:
    place, other = await builders.scene(), await builders.scene("sai-gon")
    with pytest.raises(NotFound):
        await builders.received(place, field=other.field)


async def test_a_denunciation_is_flagged_and_hidden_until_somebody_looked(db: None) -> None:
    place = await builders.scene()
    text = "Cán bộ phòng này nhận 5 triệu để làm nhanh hồ sơ của tôi."
    new = await builders.received(place, text, field=place.field)
    view = await matter_for(place.keeper, new.id)
    assert (view.sensitive, view.suggested_unit) == (True, place.unit)
    for actor in (place.head, place.officer, place.deputy):
        assert await queue(actor) == []
    await triage.seal(place.keeper, new.id)
    seen = await tracking(builders.hash_of(new))
    assert (seen.separate, seen.body, seen.state) == (True, "", MatterState.SEALED)
    assert [line.step for line in seen.journey] == [Step.RECEIVE]


async def test_staff_enter_on_behalf_and_are_recorded(db: None) -> None:
    place = await builders.scene()
    counter = await builders.person(place.ward, "mot-cua", Role.COUNTER_OFFICER)
    spoken = NewMatter(place.ward, "  Bà con hỏi   bao giờ làm đường.", source=Source.RECEPTION)
    new = await intake.receive_on_behalf(counter, spoken)
    view = await matter_for(counter, new.id)
    assert (view.typist, view.source) == (counter.staff, Source.RECEPTION)
    assert view.body == "Bà con hỏi   bao giờ làm đường."
    with pytest.raises(Invalid):
        await intake.receive_on_behalf(counter, NewMatter(place.ward, builders.words()))
    watcher = await builders.person(place.ward, "thanh-tra", Role.INSPECTOR)
    with pytest.raises(Forbidden):
        await intake.receive_on_behalf(watcher, spoken)


async def test_a_groups_head_sends_several_at_once(db: None) -> None:
    place = await builders.scene()
    group = await ward_actions.add_group(system_actor(place.ward), "Tổ dân phố số 9")
    ends = clock.now() + timedelta(days=1)
    visitor = GroupVisitor(place.ward, group, "Tổ dân phố số 9", "Bà Hoa", 1, ends)
    texts = [NewMatter(place.ward, builders.words()) for _ in range(3)]
    received = await intake.receive_for_group(visitor, texts, Ticket("g" * 64, "b"))
    assert await intake.receive_for_group(visitor, texts, Ticket("g" * 64, "b")) == received
    assert [one.body for one in await group_matters(visitor)] == [
        new.body for new in reversed(texts)
    ]
    with pytest.raises(Invalid):
        await intake.receive_for_group(visitor, [texts[0], NewMatter(place.ward, "ngắn")])
    assert await Matter.count() == 3


async def test_comments_of_ratings_come_in_the_callers_transaction(db: None) -> None:
    place = await builders.scene()
    new = [
        NewMatter(place.ward, "Chờ lâu.", source=Source.RATING, counter="Quầy 2") for _ in range(3)
    ]
    async with DB.transaction():
        received = await intake.open_for_ratings(new)
    assert [each.public_id for each in received] == [each.public_id for each in new]
    views = [await matter_for(place.keeper, each.id) for each in received]
    assert {(view.source, view.counter) for view in views} == {(Source.RATING, "Quầy 2")}


async def test_due_dates_are_counted_and_explained(db: None) -> None:
    place = await builders.scene()
    friday = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # 09:00 in Vietnam, before 24/11
    with clock.at(friday):
        new = await builders.received(place)
        view = await matter_for(place.keeper, new.id)
    assert [view.day_zero, view.ack_due, view.triage_due, view.draft_due, view.publish_due] == [
        date(2026, 11, 20),
        date(2026, 11, 23),
        date(2026, 11, 25),
        date(2026, 11, 30),
        date(2026, 12, 7),
    ]
    told = await explain(place.ward, new.id)
    assert told is not None
    assert [line.due for line in told.lines][-1] == view.publish_due
    off = {skipped.day: skipped.name for skipped in told.lines[1].skipped}
    assert off[date(2026, 11, 24)]
    assert off[date(2026, 11, 22)] == ""


async def test_before_the_first_rule_there_is_no_due_date(db: None) -> None:
    place = await builders.scene()
    with clock.at(datetime(2020, 6, 30, 2, 0, tzinfo=UTC)):
        new = await builders.received(place)
        view = await matter_for(place.keeper, new.id)
    assert (view.publish_due, view.first_due, view.due) == (None, None, None)
    told = await explain(place.ward, new.id)
    assert told is not None
    assert {line.source for line in told.lines} == {""}
