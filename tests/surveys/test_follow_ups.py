"""Follow-ups: held until they stand among others, then one span and one clock for all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dialogue.core.clock import at, local_day, now
from dialogue.core.errors import NotFound
from dialogue.core.workdays import DAY
from surveys.actions.counters import set_counter_staff
from surveys.actions.ratings import change_rating, rate
from surveys.follow_ups import follow_up_done, release_follow_ups
from surveys.queries.counters import CounterCard
from surveys.queries.follow_ups import FollowUpItem, follow_up, follow_ups
from surveys.rules import FollowUpState, Level, span_shown
from surveys.tables import FollowUp
from tests.surveys.builders import director, follow_ups_show, give, rating

MONDAY = date(2026, 11, 16)
LEAST = 10


@pytest.mark.unit
@pytest.mark.parametrize(
    ("ratings", "after", "span"),
    [
        ({MONDAY: 10}, None, (MONDAY, MONDAY)),
        ({MONDAY: 9}, None, None),
        ({MONDAY: 6, MONDAY - DAY: 3, MONDAY - 2 * DAY: 9}, None, (MONDAY - 2 * DAY, MONDAY)),
        ({MONDAY: 6, MONDAY - 2 * DAY: 9}, MONDAY - 2 * DAY, None),  # shown with another already
        ({MONDAY: 1, MONDAY - 30 * DAY: 9}, None, (MONDAY - 30 * DAY, MONDAY)),
        ({MONDAY: 1, MONDAY - 31 * DAY: 9}, None, None),
    ],
)
def test_a_span_reaches_back_until_enough_stand_in_it(
    ratings: dict[date, int], after: date | None, span: tuple[date, date] | None
) -> None:
    assert span_shown(ratings, MONDAY, after, MONDAY, LEAST) == span


@pytest.mark.unit
def test_a_span_waits_for_later_days() -> None:
    ratings = {MONDAY: 6, MONDAY + 2 * DAY: 4}
    assert span_shown(ratings, MONDAY, MONDAY - DAY, MONDAY + DAY, LEAST) is None
    until = MONDAY + 2 * DAY
    assert span_shown(ratings, MONDAY, MONDAY - DAY, until, LEAST) == (MONDAY, until)


@pytest.mark.integration
async def test_a_follow_up_is_held_until_enough_ratings_stand_around_it(card: CounterCard) -> None:
    actor = await director(card.ward)
    await rate([rating(card, Level.NOT, reasons=("wait", "fee"), field=card.fields[0].id)])
    await give(card, [Level.VERY] * 8)
    await follow_ups_show()
    assert await follow_ups(actor) == []
    (held,) = await FollowUp.select(FollowUp.id)
    with pytest.raises(NotFound):
        await follow_up(actor, held["id"])
    with pytest.raises(NotFound):
        await follow_up_done(actor, held["id"], "Thiếu người", "Thêm một người")
    await give(card, [Level.VERY])
    await release_follow_ups()
    assert await follow_ups(actor) == []  # not at the moment at which the tenth came
    await follow_ups_show()
    (item,) = await follow_ups(actor)
    today = local_day(now())
    assert (item.label, item.field) == ("Quầy 2", card.fields[0].id)
    assert (item.reasons, item.since, item.until) == (("wait", "fee"), today, today)


@pytest.mark.integration
async def test_its_clock_counts_from_the_day_it_is_shown(card: CounterCard) -> None:
    with at(now() - timedelta(days=40)):
        await give(card, [Level.NOT] + [Level.VERY] * 5)
        sent = local_day(now())
    with at(now() - timedelta(days=20)):
        await give(card, [Level.NOT, Level.OK, Level.OK, Level.OK])
        await follow_ups_show()
        actor, released = await director(card.ward), local_day(now()) + DAY
        items = await follow_ups(actor)
    assert {(each.since, each.until) for each in items} == {(sent, released - DAY)}
    assert len(items) == 2
    for item in items:
        assert item.open_due is not None
        assert item.due is not None
        assert item.released_on == released < item.open_due < item.due
    later = await follow_ups(actor)  # weeks late, and still there
    assert {each.id for each in later} == {each.id for each in items}


@pytest.mark.integration
async def test_who_works_at_the_counter_sees_none(card: CounterCard) -> None:
    actor = await director(card.ward)
    await give(card, [Level.NOT] + [Level.VERY] * 9)
    await follow_ups_show()
    await set_counter_staff(card.ward, card.code, [actor.staff])
    assert await follow_ups(actor) == []


@pytest.mark.integration
async def test_a_changed_reply_takes_back_one_that_looks_the_same(card: CounterCard) -> None:
    actor, one = await director(card.ward), rating(card, Level.NOT, reasons=("wait",))
    await rate([one])
    await change_rating(card, one.receipt, Level.OK, ())
    await give(card, [Level.VERY] * 9)
    await follow_ups_show()
    assert await follow_ups(actor) == []
    await change_rating(card, one.receipt, Level.NOT, ("fee",))
    await follow_ups_show()
    assert [each.reasons for each in await follow_ups(actor)] == [("fee",)]
    await change_rating(card, one.receipt, Level.OK, ())
    assert await follow_ups(actor) == []
    assert len(await follow_ups(actor, FollowUpState.WITHDRAWN)) == 1


@pytest.mark.integration
async def test_nothing_that_is_shown_tells_the_half_of_a_day(card: CounterCard) -> None:
    assert {"day", "half"} & set(FollowUpItem.__slots__) == set()
