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
from dialogue.ward import queries as ward_queries
from dialogue.ward.states import Role
from surveys.actions.counters import add_counter, retire_counter, set_counter_staff
from surveys.actions.ratings import change_rating, rate
from surveys.follow_ups import follow_up_done
from surveys.queries.counters import CounterCard, counter, counters
from surveys.queries.follow_ups import follow_ups
from surveys.queries.ratings import day_counts, leaf_days
from surveys.results import Counts
from surveys.rows import Receipt
from surveys.rules import FollowUpState, Level
from surveys.satisfaction import Satisfaction, satisfaction, weekdays, weeks
from surveys.tables import Rating
from tests.surveys.builders import (
    counter_in_ward,
    director,
    follow_ups_show,
    give,
    give_before,
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
    assert [row.reasons for row in await leaf_days(card.ward, day)] == [{}]
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


async def test_figures_by_field_and_counter_are_sums_of_blocks(card: CounterCard) -> None:
    first, second = (button.id for button in card.fields)
    await give_before(4, card, [Level.VERY] * 9 + [Level.NOT], field=first)
    await give_before(4, card, [Level.NOT] * 7, field=second)
    await give_before(3, card, [Level.VERY] * 4, field=second)
    await give_before(2, card, [Level.VERY] * 3, field=second)
    actor = await director(card.ward)
    today = local_day(now())
    seen = await satisfaction(actor, today - timedelta(days=4), today)
    figures = {place.id: place.figure for place in seen.fields}
    shown = figures[first]
    assert (shown.n, shown.percent, shown.low, shown.high) == (10, 90.0, 59.6, 98.2)
    assert figures[second].counts == Counts(4, 0, 7)
    assert {place.id: place.waiting for place in seen.fields if place.waiting} == {
        place.id: 3 for place in seen.fields if place.id in {second, _parent(seen, second)}
    }
    assert (seen.whole.counts, seen.waiting) == (Counts(13, 0, 8), 3)
    assert [(place.figure.n, place.waiting) for place in seen.counters] == [(21, 3)]
    # the second field's block is dated by the day that filled it
    early = await satisfaction(actor, today - timedelta(days=4), today - timedelta(days=4))
    assert (early.whole.n, early.waiting) == (10, 3)


def _parent(seen: Satisfaction, field: int) -> int | None:
    return next(place.parent for place in seen.fields if place.id == field)


async def test_a_parents_figure_is_the_sum_of_its_childrens(card: CounterCard) -> None:
    tree = await ward_queries.field_tree(card.ward)
    parent, children = next((p, c) for p, c in tree if len(c) > 1)
    other = await add_counter(card.ward, "Quầy 4", fields=[child.code for child in children])
    for child, n in zip(children, (12, 9, 15, 11), strict=False):
        await give_before(3, other, [Level.OK] * n, field=child.id)
    today = local_day(now())
    seen = await satisfaction(await director(card.ward), today - timedelta(days=9), today)
    own = {place.id: place for place in seen.fields}
    mine = [place for place in seen.fields if place.parent == parent.id]
    assert own[parent.id].figure.counts == sum((each.figure.counts for each in mine), Counts())
    assert own[parent.id].waiting == sum(each.waiting for each in mine) == 9


async def test_what_may_still_change_is_no_figure(card: CounterCard) -> None:
    """Or who looks before and after a change sees how one person rated."""
    await give(card, [Level.NOT] * 30)
    await give_before(1, card, [Level.NOT] * 30)
    today = local_day(now())
    seen = await satisfaction(await director(card.ward), today - timedelta(days=9), today)
    assert (seen.whole.n, seen.waiting) == (0, 60)
    assert seen.final == today - timedelta(days=2)


async def test_weeks_and_weekdays_are_sums_of_blocks(card: CounterCard) -> None:
    """Three whole weeks: ten ratings each Monday, two thirds of them bad; twelve each Tuesday."""
    today = local_day(now())
    monday = today - timedelta(days=today.weekday() + 28)
    ago = (today - monday).days
    for week in range(3):
        await give_before(ago - 7 * week, card, [Level.NOT] * 7 + [Level.OK] * 3)
        await give_before(ago - 7 * week - 1, card, [Level.OK] * 12)
    actor = await director(card.ward)
    course = await weeks(actor, monday, today)
    assert [(week.start, week.figure.n) for week in course] == [
        (monday + timedelta(weeks=number), 22) for number in range(3)
    ]
    seen = await weekdays(actor, monday, today, card.id)
    assert {day: found.counts for day, found in seen.days.items()} == {
        0: Counts(0, 9, 21),
        1: Counts(0, 36, 0),
    }
    assert (seen.told, seen.n, seen.worse) == (66, 66, [0])


async def test_counter_officers_see_no_figures(card: CounterCard) -> None:
    officer = await person(card.ward, "mot-cua", Role.COUNTER_OFFICER)
    today = local_day(now())
    with pytest.raises(Forbidden):
        await satisfaction(officer, today, today)
    with pytest.raises(Forbidden):
        await weeks(officer, today, today)
    with pytest.raises(Forbidden):
        await weekdays(officer, today, today)


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
