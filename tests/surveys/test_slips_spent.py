"""A slip is spent in the transaction of its rating: one dossier, one rating."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from dialogue.core.clock import at, local_day, now
from dialogue.core.errors import SlipUsed
from dialogue.core.keys import keys
from dialogue.ward.dossiers import dossier_hash
from surveys.actions.ratings import change_rating, rate
from surveys.queries.counters import CounterCard
from surveys.queries.ratings import day_counts
from surveys.results import Counts
from surveys.rows import NewRating, Receipt
from surveys.rules import Level, Series
from surveys.slips.codes import spent_key
from surveys.slips.tables import SpentSlip
from surveys.tables import Rating
from tests.surveys.builders import rating

pytestmark = pytest.mark.integration


def by_slip(card: CounterCard, dossier: str, level: Level = Level.VERY) -> NewRating:
    """With a ticket of its own."""
    slip = spent_key(keys(), dossier_hash(keys(), card.ward, dossier))
    return replace(rating(card, level), series=Series.SLIP, slip=slip)


async def sums(card: CounterCard, series: Series) -> Counts:
    day = local_day(now())
    rows = await day_counts(card.ward, day, day, series)
    return sum((row.counts for row in rows), Counts())


async def test_a_slip_twice_in_one_batch_counts_once(card: CounterCard) -> None:
    first, second = by_slip(card, "H26-0001"), by_slip(card, "H26-0001", Level.NOT)
    other, plain = by_slip(card, "H26-0002"), rating(card, Level.OK)
    results = await rate([first, second, other, plain])
    assert isinstance(results[first.id], Receipt)
    assert isinstance(results[second.id], SlipUsed)
    assert isinstance(results[other.id], Receipt)
    assert await sums(card, Series.SLIP) == Counts(2, 0, 0)
    assert await sums(card, Series.GENERAL) == Counts(0, 1, 0)
    assert await SpentSlip.count() == 2


async def test_a_spent_slip_is_refused_with_another_ticket(card: CounterCard) -> None:
    await rate([by_slip(card, "H26-0001")])
    late = by_slip(card, "H26-0001", Level.NOT)
    assert isinstance((await rate([late]))[late.id], SlipUsed)
    assert isinstance((await rate([late]))[late.id], SlipUsed)  # and again
    assert await Rating.count() == 1


async def test_the_same_message_sent_again_gets_its_receipt(card: CounterCard) -> None:
    one = by_slip(card, "H26-0001")
    copies = [replace(one, id=one.id + number) for number in range(3)]
    together = await rate(copies[:2])
    later = await rate(copies[2:])
    assert {*together.values(), *later.values()} == {Receipt(one.receipt)}
    assert await Rating.count() == 1


async def test_two_writers_with_one_slip_count_once(card: CounterCard) -> None:
    """Each has a ticket of its own; the batcher writes what failed once more."""
    one, two = by_slip(card, "H26-0001"), by_slip(card, "H26-0001", Level.NOT)
    await asyncio.gather(rate([one]), rate([two]), return_exceptions=True)
    results = {**await rate([one]), **await rate([two])}
    kinds = sorted(type(each).__name__ for each in results.values())
    assert kinds == ["Receipt", "SlipUsed"]
    assert await Rating.count() == 1


async def test_two_writers_with_one_message_get_one_receipt(card: CounterCard) -> None:
    one = by_slip(card, "H26-0001")
    two = replace(one, id=one.id + 1)
    await asyncio.gather(rate([one]), rate([two]), return_exceptions=True)
    assert {**await rate([one]), **await rate([two])} == {
        one.id: Receipt(one.receipt),
        two.id: Receipt(one.receipt),
    }


async def test_a_slips_reply_may_be_changed_for_a_day_in_its_own_series(card: CounterCard) -> None:
    one = by_slip(card, "H26-0001", Level.NOT)
    await rate([one])
    with at(now() + timedelta(hours=20)):
        await change_rating(card, one.receipt, Level.OK, ())
    assert await sums(card, Series.SLIP) == Counts(0, 1, 0)
    assert await sums(card, Series.GENERAL) == Counts()


async def test_the_same_number_in_another_ward_is_another_dossier(card: CounterCard) -> None:
    mine, theirs = (dossier_hash(keys(), ward, "H26-0001") for ward in (card.ward, card.ward + 1))
    assert spent_key(keys(), mine) != spent_key(keys(), theirs)
