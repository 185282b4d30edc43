"""`verify` names the row that somebody with the whole database altered, removed or added."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogue.core.clock import at, now
from dialogue.ward.queries import ward_by_id
from surveys.actions.ratings import change_rating
from surveys.proofs.actions import enter_due
from surveys.proofs.checks import Fault, first_fault
from surveys.queries.counters import CounterCard
from surveys.rules import Level
from surveys.tables import Rating, RatingDay
from tests.surveys.proofs.builders import entered, rated, unguarded

pytestmark = pytest.mark.integration
LEVELS = [Level.VERY, Level.NOT, Level.OK, Level.VERY, Level.VERY, Level.NOT, Level.OK]


@pytest.fixture
async def log(card: CounterCard) -> CounterCard:
    """Seven ratings in the log, one of them changed, and three that still wait."""
    receipts = await rated(card, LEVELS)
    await change_rating(card, receipts[0], Level.NOT, ())
    await entered()
    with at(now() + timedelta(days=1)):
        await rated(card, LEVELS[:3])
    return card


async def fault(card: CounterCard) -> tuple[str, str, str] | None:
    found: Fault | None = await first_fault(await ward_by_id(card.ward))
    return None if found is None else (found.table, found.row, found.how)


async def some(waiting: bool = False) -> tuple[str, str]:
    """Id and day of an unhappy rating."""
    rows = await Rating.select().where(Rating.level == "not").order_by(Rating.day, Rating.id)
    row = rows[-1 if waiting else 0]
    return str(row["id"]), str(row["day"])


async def test_an_untouched_log_is_clean(log: CounterCard) -> None:
    assert await fault(log) is None
    with at(now() + timedelta(days=3)):
        await enter_due()
    assert await fault(log) is None


@pytest.mark.parametrize("waiting", [False, True], ids=["entered", "waiting"])
@pytest.mark.parametrize(
    "change",
    [
        "level = 'very'",
        "reasons = 'wait'",
        "half = 1 - half",
        "form = 'counter-3@2'",
        "series = 'staff'",
        "field = 1",
        "day = '2026-01-01'",
    ],
)
async def test_an_altered_rating_is_named(log: CounterCard, change: str, waiting: bool) -> None:
    id_, _day = await some(waiting)
    await Rating.raw(f"UPDATE rating SET {change} WHERE id = {id_}")  # noqa: S608
    assert await fault(log) == ("rating", id_, "altered")


@pytest.mark.parametrize("waiting", [False, True], ids=["entered", "waiting"])
async def test_a_removed_rating_is_named(log: CounterCard, waiting: bool) -> None:
    id_, day = await some(waiting)
    await Rating.raw(f"DELETE FROM rating WHERE id = {id_}")  # noqa: S608
    assert await fault(log) == ("rating", id_, "removed")
    found = await first_fault(await ward_by_id(log.ward))
    assert found is not None
    assert str(found.day) == day


async def test_an_added_rating_is_named(log: CounterCard) -> None:
    (row,) = await Rating.select().limit(1)
    await Rating.insert(Rating(**row | {"id": 4711, "level": "very"}))
    assert await fault(log) == ("rating", "4711", "added")


async def test_sums_are_checked_against_the_ratings(log: CounterCard) -> None:
    (row,) = await RatingDay.select(RatingDay.key).order_by(RatingDay.day).limit(1)
    await RatingDay.raw("UPDATE rating_day SET very = very + 1 WHERE key = {}", row["key"])
    assert await fault(log) == ("rating_day", row["key"], "altered")


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("UPDATE ledger_leaf SET data = replace(data, '@1', '@2') WHERE number = 3", "3 altered"),
        ("UPDATE ledger_leaf SET commitment = 'ab' WHERE number = 3", "3 altered"),
        ("DELETE FROM ledger_leaf WHERE number = 3", "3 removed"),
        ("DELETE FROM ledger_leaf WHERE number = 7", "7 removed"),
        ("UPDATE ledger_node SET hash = '{}'", "0 altered"),
        ("UPDATE ledger_head SET size = 3", "1|{} altered"),
        ("UPDATE ledger_head SET note = replace(note, 'day', 'dây')", "1|{} altered"),
    ],
)
async def test_a_changed_log_is_named(log: CounterCard, sql: str, found: str) -> None:
    await unguarded()
    await Rating.raw(sql.replace("{}", "ab" * 32))
    told = await fault(log)
    assert told is not None
    day = (await first_fault(await ward_by_id(log.ward))).day  # type: ignore[union-attr]
    assert f"{told[1]} {told[2]}" == found.replace("{}", str(day))
    assert day is not None


async def test_the_last_leaf_is_missed_although_it_replaced_another(card: CounterCard) -> None:
    receipts = await rated(card, LEVELS[:2])
    await entered()
    await change_rating(card, receipts[0], Level.NOT, ())
    await entered(2)
    await unguarded()
    await Rating.raw("DELETE FROM ledger_leaf WHERE number = 2")
    assert await fault(card) == ("ledger_leaf", "2", "removed")


async def test_a_rating_and_its_leaf_taken_together_are_missed_too(log: CounterCard) -> None:
    """With the hashes made anew: then the signed root does not fit."""
    await unguarded()
    await Rating.raw("DELETE FROM ledger_leaf")
    await Rating.raw("DELETE FROM ledger_node")
    await Rating.raw("DELETE FROM rating WHERE day = (SELECT min(day) FROM rating)")
    assert await fault(log) == ("ledger_leaf", "0", "removed")
