"""The phones of the hall: moderated, counted once, and each asker told what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest

from dialogue.core.clock import at
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound, TooManyTries
from dialogue.core.local import LocalEngine
from dialogue.matters.queries.tracking import tracking
from dialogue.matters.states import MatterState
from dialogue.matters.tables import Matter
from meetings.conferences.actions import moderating, opening, phones, picking, settling
from meetings.conferences.actions.holding import hash_of
from meetings.conferences.actions.phones import MOST_OF_PHONE
from meetings.conferences.actions.settling import Settlement
from meetings.conferences.hall_tables import Opinion, OpinionVoice
from meetings.conferences.queries import floor
from meetings.conferences.queries.floor import OpinionCard
from meetings.conferences.states import Hiding, OpinionState, Outcome
from tests.meetings.hall_build import (
    ACCUSES,
    OTHER,
    QUESTION,
    START,
    Hall,
    hall,
    phone_id,
    running,
    sent_ahead,
)

pytestmark = pytest.mark.integration


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with at(START):
        yield


async def every(place: Hall) -> tuple[OpinionCard, ...]:
    return await floor.opinions(place.ward, place.number)


async def show(place: Hall, *cards: OpinionCard) -> None:
    for card in cards:
        await moderating.show(place.clerk, place.number, card.id, card.version)


async def shared(place: Hall, card: OpinionCard, phone: int) -> None:
    await phones.me_too(place.ward, place.number, card.public_id, phone_id(phone))


# Asking


async def test_nothing_from_a_phone_is_seen_before_somebody_has_read_it(db: None) -> None:
    place = await running()
    await place.ask(1)
    assert (await floor.floor(place.ward, place.number)).seen == ()
    (card,) = await every(place)
    with pytest.raises(NotFound):
        await shared(place, card, 2)
    await show(place, card)
    assert [each.number for each in (await floor.floor(place.ward, place.number)).seen] == [1]


async def test_sent_twice_it_is_one_question_with_one_code(db: None) -> None:
    place = await running()
    first = await place.ask(1)
    again = await place.ask(1)
    other_words = await place.ask(1, operation="another-operation")
    assert (again.number, again.code, again.again) == (1, first.code, True)
    assert (other_words.number, other_words.code, other_words.again) == (1, "", True)
    assert len(await every(place)) == 1


async def somebody_waits() -> None:
    """For a lock of ours. SQLite lets nobody begin to write beside us."""
    if isinstance(DB, LocalEngine):
        return
    for _ in range(1000):
        if await Opinion.raw("SELECT 1 FROM pg_locks WHERE NOT granted"):
            return
        await asyncio.sleep(0.01)
    raise AssertionError("nobody waits")


async def test_what_waits_while_a_hall_closes_does_not_enter_it(db: None) -> None:
    place = await running()
    closing = asyncio.Event()

    async def ask() -> None:
        await closing.wait()
        await place.ask(1)

    asking = asyncio.create_task(ask())  # of its own transaction
    async with DB.transaction():
        await opening.close_hall(place.clerk, place.number)
        closing.set()
        await somebody_waits()
    with pytest.raises(Conflict):
        await asking
    assert await every(place) == ()


async def test_two_hundred_phones_at_once_none_blocked_none_twice(db: None) -> None:
    place = await running()
    await asyncio.gather(*(place.ask(phone) for phone in [*range(200), *range(0, 200, 7)]))
    cards = await every(place)
    assert [card.number for card in cards] == list(range(1, 201))
    assert len({card.words for card in cards}) == 200
    assert [card.number for card in await every(place)] == [card.number for card in cards]


async def test_one_phone_is_asked_to_wait_and_the_others_are_not(db: None) -> None:
    place = await running()
    for number in range(MOST_OF_PHONE):
        await place.ask(1, f"{QUESTION} Lần {number}.", operation=f"operation-1-{number}")
    with pytest.raises(TooManyTries):
        await place.ask(1, OTHER, operation="operation-too-many")
    await place.ask(2)
    with at(START + timedelta(minutes=11)):
        await place.ask(1, OTHER, operation="operation-too-many")


async def test_only_a_hall_that_is_open_takes_questions(db: None) -> None:
    place = await hall()
    with pytest.raises(Conflict):
        await place.ask(1)
    await opening.open_hall(place.clerk, place.number)
    with pytest.raises(Invalid):
        await phones.ask(place.ward, place.number, "operation", "kein-id", words=QUESTION)
    with pytest.raises(Invalid):
        await phones.ask(place.ward, place.number, "?", phone_id(1), words=QUESTION)


async def test_a_denunciation_is_taken_and_shown_to_nobody_in_the_hall(db: None) -> None:
    place = await running()
    sent = await place.ask(1, ACCUSES)
    (card,) = await every(place)
    assert (card.words, card.state, card.hiding) == (
        "",
        OpinionState.NOT_SHOWN,
        Hiding.SEPARATE,
    )
    with pytest.raises(Conflict):
        await show(place, card)
    assert await Opinion.exists().where(Opinion.words.like("%tố cáo%")) is False
    told = await tracking(hash_of(sent.code))
    assert told.denounces


# I have this question too


async def test_each_phone_counts_once_and_its_own_question_not_again(db: None) -> None:
    place = await running()
    await place.ask(1)
    await show(place, *await every(place))
    (card,) = await every(place)
    for phone in (1, 2, 3, 2):
        await shared(place, card, phone)
    assert [each.askers for each in await every(place)] == [3]
    assert await OpinionVoice.count() == 2


async def test_what_is_merged_brings_its_askers_along(db: None) -> None:
    place = await running()
    for phone in (1, 2, 3):
        await place.ask(phone)
    first, second, third = await every(place)
    await show(place, first, second)
    await shared(place, second, 4)
    await shared(place, second, 1)  # asked the first one itself
    second = (await every(place))[1]
    await moderating.merge(place.clerk, place.number, second.id, second.version, first.id)
    await moderating.merge(place.clerk, place.number, second.id, second.version, first.id)
    await moderating.merge(place.clerk, place.number, third.id, third.version, first.id)
    assert next(each.askers for each in await every(place)) == 4  # phones 1, 2, 3, 4
    await shared(place, second, 5)  # its page was a moment old
    assert next(each.askers for each in await every(place)) == 5
    with pytest.raises(Invalid):
        await moderating.merge(place.clerk, place.number, first.id, 2, third.id)


async def test_one_answer_and_each_asker_an_own_code(db: None) -> None:
    place = await running()
    one, two = await place.ask(1), await place.ask(2)
    first, second = await every(place)
    await show(place, first)
    await moderating.merge(place.clerk, place.number, second.id, 1, first.id)
    how = Settlement(Outcome.WRITTEN)
    await settling.settle(place.clerk, place.number, first.id, 2, how)
    lead, merged = await tracking(hash_of(one.code)), await tracking(hash_of(two.code))
    assert (lead.state, lead.askers) == (MatterState.RECEIVED, 2)
    assert merged.merged_into == lead.public_id


# Moderation


@pytest.mark.parametrize("why", Hiding)
async def test_what_is_not_shown_is_answered_all_the_same(db: None, why: Hiding) -> None:
    place = await running()
    await place.ask(1)
    (card,) = await every(place)
    await moderating.hide(place.clerk, place.number, card.id, card.version, why)
    await moderating.hide(place.clerk, place.number, card.id, card.version, why)
    (kept,) = await every(place)
    assert (kept.hiding, kept.matter is None) == (why, why is Hiding.EMPTY)
    assert (kept.words == "") == (why is Hiding.SEPARATE)
    view = await floor.floor(place.ward, place.number)
    assert (view.seen, dict(view.account.hidden)) == ((), {why: 1})


async def test_two_moderators_cannot_both_decide(db: None) -> None:
    place = await running()
    await place.ask(1)
    (card,) = await every(place)
    await show(place, card)
    with pytest.raises(Conflict):
        await moderating.hide(place.clerk, place.number, card.id, card.version, Hiding.RUDE)


# The chair


async def test_the_chair_picks_and_orders_and_the_rest_is_promised_in_writing(db: None) -> None:
    place = await running()
    sent = [await place.ask(phone) for phone in (1, 2, 3)]
    await show(place, *await every(place))
    one, _two, three = await every(place)
    for card in (one, three):
        await picking.pick(place.chairman, place.number, card.id, card.version)
        await picking.pick(place.chairman, place.number, card.id, card.version)
    await picking.move(place.chairman, place.number, three.id, [one.id, three.id], up=True)
    with pytest.raises(Conflict):  # seen before it was moved
        await picking.move(place.chairman, place.number, three.id, [one.id, three.id], up=True)
    view = await floor.floor(place.ward, place.number)
    assert [card.number for card in view.picked] == [3, 1]
    await place.ask(4)
    late = (await every(place))[3]
    await show(place, late)  # after the chair's page was loaded
    seen = [one.id, _two.id, three.id]
    assert await picking.answer_the_rest_in_writing(place.chairman, place.number, seen) == 1
    assert await picking.answer_the_rest_in_writing(place.chairman, place.number, seen) == 0
    assert (await floor.opinion(place.ward, place.number, late.id)).state is OpinionState.SHOWN
    left = await floor.asked(hash_of(sent[1].code))
    assert left
    assert (left.own.outcome, left.own.due) == (
        Outcome.WRITTEN,
        (await tracking(hash_of(sent[1].code))).publish_due,
    )
    taken = await floor.asked(hash_of(sent[0].code))
    assert taken
    assert taken.own.state is OpinionState.PICKED
    with pytest.raises(NotFound):  # no matter of the register while the hall deals with it
        await tracking(hash_of(sent[0].code))


async def test_what_is_put_back_may_be_picked_again(db: None) -> None:
    place = await running()
    await place.ask(1)
    await show(place, *await every(place))
    (card,) = await every(place)
    await picking.pick(place.chairman, place.number, card.id, card.version)
    await picking.put_back(place.chairman, place.number, card.id, card.version + 1)
    (card,) = await every(place)
    assert (card.state, card.position) == (OpinionState.SHOWN, None)
    with pytest.raises(Forbidden):
        await picking.pick(place.clerk, place.number, card.id, card.version)


async def test_what_was_sent_ahead_is_the_registers_until_the_hall_takes_it_up(db: None) -> None:
    place = await running()
    for number in (1, 2):
        await sent_ahead(place, number)
    taken, left = await every(place)
    await show(place, taken)
    await picking.pick(place.chairman, place.number, taken.id, taken.version + 1)
    await opening.close_hall(place.clerk, place.number)
    view = await floor.floor(place.ward, place.number)
    assert [(card.id, card.number) for card in view.seen] == [(taken.id, 1)]
    assert (view.account.received, view.account.waiting) == (1, 0)
    kept = await floor.opinion(place.ward, place.number, left.id)
    assert (kept.state, kept.number) == (OpinionState.WAITING, None)
    assert await Matter.count().where(Matter.ward == place.ward) == 2


async def test_the_account_of_a_closed_hall_leaves_nobody_out(db: None) -> None:
    place = await running()
    for phone in range(6):
        await place.ask(phone)
    await place.ask(6, ACCUSES)
    cards = await every(place)
    await show(place, *cards[:3])
    await moderating.merge(place.clerk, place.number, cards[3].id, 1, cards[0].id)
    await moderating.hide(place.clerk, place.number, cards[4].id, 1, Hiding.OFF_TOPIC)
    how = Settlement(Outcome.ANSWERED, answer="Đã nạo vét hôm qua.")
    await settling.settle(place.clerk, place.number, cards[0].id, 2, how)
    await opening.close_hall(place.clerk, place.number)
    made = (await floor.floor(place.ward, place.number)).account
    assert (made.received, made.answered, made.merged, made.waiting) == (7, 1, 1, 0)
    assert dict(made.shown) == {Outcome.WRITTEN: 2}
    assert dict(made.hidden) == {Hiding.OFF_TOPIC: 1, Hiding.SEPARATE: 1, Hiding.TIME: 1}
    assert await Matter.count().where(Matter.ward == place.ward) == 5
