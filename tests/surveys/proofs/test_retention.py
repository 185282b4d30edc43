"""Ratings are erased after their time; the log says so, and stays whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from dialogue.core.clock import at
from dialogue.ward.queries import ward_by_id
from surveys.proofs.actions import enter_due
from surveys.proofs.checks import first_fault
from surveys.proofs.leaves import Entry
from surveys.proofs.queries import erased_until
from surveys.proofs.retention import erase_due
from surveys.proofs.tables import LedgerLeaf, LedgerSalt
from surveys.queries.counters import CounterCard
from surveys.rules import Level
from surveys.tables import Rating, RatingDay
from tests.surveys.proofs.builders import rated, standing_of, unguarded

pytestmark = pytest.mark.integration
JANUARY = datetime(2040, 1, 20, 3, tzinfo=UTC)
LATER = datetime(2042, 2, 3, 3, tzinfo=UTC)  # 24 months after the end of January


@pytest.fixture
async def receipts(card: CounterCard) -> list[str]:
    """Three of January and two of February; January's time is over."""
    made = await rated(card, [Level.NOT] * 3, JANUARY)
    made += await rated(card, [Level.OK] * 2, JANUARY + timedelta(days=20))
    with at(JANUARY + timedelta(days=30)):
        await enter_due()
    with at(LATER):
        await erase_due()
        await erase_due()
    return made


async def test_what_was_erased_by_rule_is_no_fault(card: CounterCard, receipts: list[str]) -> None:
    assert await Rating.count() == 2
    assert await RatingDay.count() == 2  # sums stay
    assert str(await erased_until(card.ward)) == "2040-01-31"
    with at(LATER + timedelta(days=1)):
        await enter_due()
        assert await first_fault(await ward_by_id(card.ward)) is None


async def test_a_receipt_still_finds_its_leaf_and_what_became_of_it(
    card: CounterCard, receipts: list[str]
) -> None:
    old, new = await standing_of(card, receipts[0]), await standing_of(card, receipts[-1])
    assert (old.erased, old.counted) == (True, False)
    assert (new.erased, new.counted) == (False, True)


async def test_nothing_is_left_that_a_leaf_opens_with(
    card: CounterCard, receipts: list[str]
) -> None:
    months = await LedgerSalt.select(LedgerSalt.month)
    assert [str(row["month"]) for row in months] == ["2040-02-01"]


async def test_an_erasure_that_nobody_signed_is_named(
    card: CounterCard, receipts: list[str]
) -> None:
    """Who may write to the database hides a deletion behind an entry of their own."""
    await unguarded()
    (row,) = await LedgerLeaf.select().where(LedgerLeaf.kind == Entry.RETENTION.value)
    data = row["data"].replace("2040-01-31", "2040-02-28")
    await LedgerLeaf.raw("UPDATE ledger_leaf SET data = {} WHERE number = 5", data)
    await Rating.raw("DELETE FROM rating")
    found = await first_fault(await ward_by_id(card.ward))
    assert found is not None
    assert (found.table, found.row, found.how) == ("ledger_leaf", "5", "altered")
