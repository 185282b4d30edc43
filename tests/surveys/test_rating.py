"""Ratings: counted once, changed for a day, summed as they are."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from dialogue.core.clock import at, local_day, now
from dialogue.core.codes import read_tracking_code, tracking_hash
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound, TicketUsed
from dialogue.core.keys import keys
from dialogue.matters.tables import Matter
from dialogue.ward.states import Role
from surveys.actions import (
    Receipt,
    add_counter,
    change_rating,
    rate,
    retire_counter,
    set_counter_staff,
)
from surveys.follow_ups import follow_up_done
from surveys.queries import CounterCard, counter, counters, day_counts, follow_ups, reason_counts
from surveys.results import Counts
from surveys.rules import FollowUpState, Level
from surveys.satisfaction import public_satisfaction, satisfaction, weeks
from surveys.tables import Rating
from tests.surveys.builders import (
    counter_in_ward,
    director,
    follow_ups_show,
    give,
    rating,
    words_enter,
)
from tests.ward.builders import person

pytestmark = pytest.mark.integration


async def sums(card: CounterCard) -> Counts:
    day = local_day(now())
    return sum((row.counts for row in await day_counts(card.ward, day, day)), Counts())


async def test_one_ticket_counts_once_and_gets_one_receipt(card: CounterCard) -> None:
    one = rating(card, Level.NOT, comment="Chờ lâu quá")
    copies = [replace(one, id=one.id + number) for number in range(5)]
    together = await rate(copies[:3])
    alone = [(await rate([copy]))[copy.id] for copy in copies[3:]]
    receipts = {together[copy.id] for copy in copies[:3]} | set(alone)
    assert len(receipts) == 1
    assert await sums(card) == Counts(not_=1)
    await words_enter()
    assert (await Rating.count(), await Matter.count()) == (1, 1)


async def test_another_body_on_a_used_ticket_is_refused_beside_its_neighbours(
    card: CounterCard,
) -> None:
    first, other = rating(card), rating(card, Level.OK)
    changed = replace(first, id=first.id + 1, level=Level.NOT, body="another")
    results = await rate([first, changed, other])
    assert isinstance(results[first.id], Receipt)
    assert isinstance(results[changed.id], TicketUsed)
    assert isinstance(results[other.id], Receipt)
    assert await sums(card) == Counts(1, 1, 0)


async def test_two_writers_with_one_ticket_count_once(card: CounterCard) -> None:
    one = rating(card)
    two = replace(one, id=one.id + 1)
    results = await asyncio.gather(rate([one]), rate([two]), return_exceptions=True)
    kept = [each for each in results if not isinstance(each, BaseException)]
    assert kept
    again = await rate([two])
    assert again[two.id] == Receipt(one.receipt)
    assert await sums(card) == Counts(1, 0, 0)


async def test_words_become_a_matter_that_the_tracking_code_finds(card: CounterCard) -> None:
    one = rating(card, Level.OK, comment="  Nên có ghế chờ.  ", field=card.fields[1].id)
    one = replace(one, wants_answer=True, phone="0912345678")
    receipt = (await rate([one]))[one.id]
    await words_enter()
    assert isinstance(receipt, Receipt)
    assert read_tracking_code(receipt.tracking) == receipt.tracking
    row = (
        await Matter.select()
        .where(Matter.tracking == tracking_hash(keys(), receipt.tracking))
        .first()
    )
    assert row is not None
    assert (row["body"], row["counter"], row["field"]) == (
        "Nên có ghế chờ.",
        "Quầy 2",
        card.fields[1].id,
    )
    assert (row["kind"], row["source"], row["state"]) == ("question", "rating", "received")
    assert "0912345678" not in row["contact"]


async def test_the_last_reply_within_a_day_counts(card: CounterCard) -> None:
    one = rating(card, Level.NOT, reasons=("wait",))
    await rate([one])
    await change_rating(card, one.receipt, Level.OK, ())
    assert await sums(card) == Counts(0, 1, 0)
    day = local_day(now())
    assert (await reason_counts(card.ward, day, day))[card.id, 0]["wait"] == 0
    await change_rating(card, one.receipt, Level.NOT, ("fee",))
    assert await sums(card) == Counts(0, 0, 1)
    with at(now() + timedelta(hours=24, seconds=1)), pytest.raises(NotFound):
        await change_rating(card, one.receipt, Level.VERY, ())
    with pytest.raises(NotFound):
        await change_rating(card, "0" * 32, Level.VERY, ())


async def test_a_receipt_changes_nothing_at_another_counter(card: CounterCard) -> None:
    other = await add_counter(card.ward, "Quầy 3", fields=["CT"])
    one = rating(card)
    await rate([one])
    with pytest.raises(NotFound):
        await change_rating(other, one.receipt, Level.NOT, ())
    assert await sums(card) == Counts(1, 0, 0)


async def test_only_the_director_follows_up_and_not_on_the_own_counter(card: CounterCard) -> None:
    actor = await director(card.ward)
    await give(card, [Level.NOT] + [Level.VERY] * 9)
    await follow_ups_show()
    (item,) = await follow_ups(actor)
    with pytest.raises(Forbidden):
        await follow_ups(await person(card.ward, "chu-tich", Role.CHAIRMAN))
    with pytest.raises(Invalid):
        await follow_up_done(actor, item.id, "Thiếu người", " ")
    await set_counter_staff(card.ward, card.code, [actor.staff])
    assert await follow_ups(actor) == []
    with pytest.raises(Forbidden):
        await follow_up_done(actor, item.id, "Thiếu người", "Thêm một người")
    await set_counter_staff(card.ward, card.code, [])
    await follow_up_done(actor, item.id, "Thiếu người", "Thêm một người")
    with pytest.raises(Conflict):
        await follow_up_done(actor, item.id, "Thiếu người", "Thêm một người")
    (done,) = await follow_ups(actor, FollowUpState.DONE)
    assert (done.cause, done.remedy) == ("Thiếu người", "Thêm một người")


async def test_another_wards_follow_up_is_not_found(card: CounterCard) -> None:
    await give(card, [Level.NOT] + [Level.VERY] * 9)
    await follow_ups_show()
    (item,) = await follow_ups(await director(card.ward))
    other = await counter_in_ward("binh-duong")
    stranger = await director(other.ward)
    assert await follow_ups(stranger) == []
    with pytest.raises(NotFound):
        await follow_up_done(stranger, item.id, "a", "b")
    with pytest.raises(NotFound):
        await retire_counter(other.ward, card.code)
    with pytest.raises(NotFound):
        await retire_counter(card.ward, card.code, by=stranger)


async def test_figures_by_field_and_counter_withhold_the_few(card: CounterCard) -> None:
    first, second = (button.id for button in card.fields)
    await give(card, [Level.VERY] * 9 + [Level.NOT], field=first)
    await give(card, [Level.NOT] * 3, field=second)
    actor = await director(card.ward)
    today = local_day(now())
    seen = await satisfaction(actor, today, today)
    figures = {place.id: place.figure for place in seen.fields}
    assert (figures[second].n, figures[second].counts) == (3, None)
    # ten of the thirteen: to show both would give the three away
    assert not (seen.whole.shown and figures[first].shown)
    await give(card, [Level.NOT] * 7, field=second)
    seen = await satisfaction(actor, today, today)
    figures = {place.id: place.figure for place in seen.fields}
    shown = figures[first]
    assert (shown.n, shown.percent, shown.low, shown.high) == (10, 90.0, 59.6, 98.2)
    assert (figures[second].n, figures[second].percent) == (10, 0.0)
    assert (seen.whole.n, seen.whole.percent) == (20, 45.0)
    (week,) = await weeks(actor, today, today, first)
    assert (week.start.weekday(), week.figure.n) == (0, 10)


async def test_counter_officers_see_no_figures(card: CounterCard) -> None:
    officer = await person(card.ward, "mot-cua", Role.COUNTER_OFFICER)
    today = local_day(now())
    with pytest.raises(Forbidden):
        await satisfaction(officer, today, today)
    with pytest.raises(Forbidden):
        await weeks(officer, today, today)


async def test_the_public_sees_days_that_are_final(card: CounterCard) -> None:
    today = local_day(now())
    with at(now() - timedelta(days=2)):
        await give(card, [Level.VERY] * 10)
    await give(card, [Level.NOT] * 10)
    seen = await public_satisfaction(card.ward, today - timedelta(days=30))
    assert (seen.until, seen.whole.n, seen.whole.percent) == (today - timedelta(days=2), 10, 100)


async def test_counters_are_kept_by_those_who_may(card: CounterCard) -> None:
    clerk = await person(card.ward, "van-thu", Role.CLERK)
    with pytest.raises(Forbidden):
        await add_counter(card.ward, "Quầy 9", by=clerk)
    for wrong in ("", "Quầy 2"):
        with pytest.raises(Invalid):
            await add_counter(card.ward, wrong)
    with pytest.raises(Invalid):
        await add_counter(card.ward, "Quầy 9", fields=["no such field"])
    by_unit = await add_counter(card.ward, "Quầy 9", unit="VP", by=await director(card.ward))
    assert by_unit.fields
    assert [each.label for each in await counters(card.ward)] == ["Quầy 2", "Quầy 9"]
    await retire_counter(card.ward, card.code)
    assert [each.label for each in await counters(card.ward)] == ["Quầy 9"]
    assert (await counter(card.code)).active is False
    with pytest.raises(Conflict):
        await retire_counter(card.ward, card.code)
