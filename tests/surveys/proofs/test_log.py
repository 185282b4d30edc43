"""Each accepted reply is promised with its rating, and enters the log when its half-day is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from dialogue.core.clock import at
from dialogue.core.errors import Conflict, NotFound
from surveys.actions.ratings import change_rating, rate
from surveys.migrations.surveys_038_pending_ids import renumber
from surveys.proofs.actions import enter_due
from surveys.proofs.queries import head, heads, included, newest_head, of_receipt, standing
from surveys.proofs.tables import LedgerHead, LedgerLeaf, LedgerNode, LedgerPending, LedgerSalt
from surveys.proofs.tokens import pending_ids, pending_token
from surveys.queries.counters import CounterCard
from surveys.rules import Level
from surveys.tables import Rating
from tests.checker import CHECKER
from tests.surveys.builders import rating
from tests.surveys.proofs.builders import entered, rated, standing_of

pytestmark = pytest.mark.integration
# Ahead of the clock, by which the application's own jobs work.
NINE = datetime(2040, 11, 20, 2, tzinfo=UTC)  # 9:00 in Vietnam
NOON = datetime(2040, 11, 20, 5, tzinfo=UTC)
SECRET = ("id", "token", "sealed")
LEVELS = [Level.VERY, Level.NOT, Level.OK, Level.VERY, Level.VERY, Level.NOT, Level.OK]


async def test_a_reply_waits_for_the_end_of_its_half_day(card: CounterCard) -> None:
    (receipt,) = await rated(card, [Level.NOT], NINE)
    with at(NOON + timedelta(minutes=5)):
        await enter_due()
    assert (await standing_of(card, receipt)).number is None
    with at(NOON + timedelta(minutes=11)):
        await enter_due()
    found = await standing_of(card, receipt)
    assert (found.number, found.counted) == (0, True)
    # The application's own job signs the days before the real today, sooner or later.
    assert found.head is None or found.head.day < NINE.date()
    assert await LedgerPending.count() == 0


async def test_the_receipt_proves_its_reply_in_the_signed_log(card: CounterCard) -> None:
    receipts = await rated(card, LEVELS)
    await entered()
    signed = await newest_head(card.ward)
    assert signed.size == len(LEVELS)
    for receipt in receipts:
        found = await standing_of(card, receipt)
        assert found.number is not None
        proof = await included(card.ward, found.number, signed.size)
        bundle = {
            "leaf": found.data,
            "number": found.number,
            "proof": [each.hex() for each in proof],
            "checkpoint": signed.note,
            "verifier": signed.verifier,
            "replaced_by": "",
        }
        assert found.commitment in CHECKER.check_receipt(bundle)
        with pytest.raises(CHECKER.Wrong):
            CHECKER.check_receipt(bundle | {"leaf": found.data.replace("counter-3", "counter-4")})


async def test_nothing_in_a_leaf_tells_what_was_answered(card: CounterCard) -> None:
    await rated(card, LEVELS)
    await entered()
    rows = await LedgerLeaf.select()
    ids = {row["id"] for row in await Rating.select(Rating.id)}
    assert len(rows) == len(ids) == len(LEVELS)
    assert {row["rating"] for row in rows} & ids == set()
    for row in rows:
        assert not any(f'"{level}"' in row["data"] for level in Level)
    assert len({row["commitment"] for row in rows}) == len(rows)  # also of equal answers


async def test_waiting_rows_and_the_log_share_nothing(card: CounterCard) -> None:
    """Whoever copied the database as ratings came in cannot meet the rows again in the log."""
    await rated(card, LEVELS)
    waiting = await LedgerPending.select()
    await entered()
    told = {str(value) for row in waiting for name, value in row.items() if name in SECRET}
    log = {str(value) for row in await LedgerLeaf.select() for value in row.values()}
    assert len(told) == 3 * len(LEVELS)
    assert told & log == set()
    assert not any(row["commitment"] in str(waiting) for row in await LedgerLeaf.select())


async def test_the_log_does_not_keep_the_order_of_ratings(card: CounterCard) -> None:
    receipts = []
    for _ in range(12):
        receipts += await rated(card, [Level.OK])
    await entered()
    numbers = [(await standing_of(card, receipt)).number for receipt in receipts]
    assert sorted(filter(None, numbers)) == list(range(1, 12))
    assert numbers != sorted(numbers, key=lambda each: each or 0)  # once in 12! times by chance


async def test_a_changed_reply_names_the_one_it_replaces(card: CounterCard) -> None:
    """There and back again: the first answer given anew is a third version, not the first."""
    (receipt,) = await rated(card, [Level.VERY])
    first = await standing_of(card, receipt)
    await change_rating(card, receipt, Level.NOT, ())
    second = await standing_of(card, receipt)
    await change_rating(card, receipt, Level.VERY, ())
    third = await standing_of(card, receipt)
    assert len({first.commitment, second.commitment, third.commitment}) == 3
    assert third.fields["replaces"] == second.commitment
    await entered()
    seen = [await standing(card.ward, each.commitment) for each in (first, second, third)]
    assert [each.counted for each in seen if each] == [False, False, True]
    assert [each.replaced_by for each in seen if each] == [
        second.commitment,
        third.commitment,
        "",
    ]


async def test_each_waiting_version_is_found_by_its_token(card: CounterCard) -> None:
    receipts = await rated(card, [Level.VERY] * 3)
    for level in (Level.NOT, Level.OK):
        for receipt in receipts:
            await change_rating(card, receipt, level, ())
    waiting = await LedgerPending.select().order_by(LedgerPending.id)
    for receipt in receipts:
        token = pending_token(receipt)
        mine = [row["id"] for row in waiting if row["token"] == token]
        assert mine == list(pending_ids(token)[:3])
        found = await standing_of(card, receipt)
        assert found.fields["replaces"]


async def test_versions_from_before_the_ids_are_found_too(card: CounterCard) -> None:
    receipts = await rated(card, [Level.VERY] * 3)
    await change_rating(card, receipts[0], Level.NOT, ())
    before = [await standing_of(card, each) for each in receipts]
    for number, row in enumerate(await LedgerPending.select(LedgerPending.id)):
        await LedgerPending.update({LedgerPending.id: number}).where(LedgerPending.id == row["id"])
    await renumber()
    assert [await standing_of(card, each) for each in receipts] == before
    await change_rating(card, receipts[0], Level.OK, ())
    await entered()
    assert [(await standing_of(card, each)).counted for each in receipts] == [True] * 3


async def test_a_reply_changed_without_end_is_refused(
    card: CounterCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("surveys.proofs.tokens.VERSIONS", 2)
    (receipt,) = await rated(card, [Level.VERY])
    await change_rating(card, receipt, Level.NOT, ())
    last = await standing_of(card, receipt)
    with pytest.raises(Conflict):
        await change_rating(card, receipt, Level.OK, ())
    assert await standing_of(card, receipt) == last
    await entered()
    assert (await standing_of(card, receipt)).counted


async def test_a_reply_changed_after_its_half_day_is_a_later_leaf(card: CounterCard) -> None:
    (receipt,) = await rated(card, [Level.VERY], NINE)
    with at(NOON + timedelta(minutes=30)):
        await enter_due()
        await change_rating(card, receipt, Level.NOT, ())
    with at(NINE + timedelta(days=1)):
        await enter_due()
        found = await standing_of(card, receipt)
    assert (found.number, found.counted) == (1, True)
    assert found.fields["day"] == "2040-11-20"


async def test_each_day_that_is_over_is_signed_once(card: CounterCard) -> None:
    for days in (0, 0, 1):
        await rated(card, [Level.OK] * 3, NINE + timedelta(days=days))
    with at(NINE + timedelta(days=4)):
        await enter_due()
        await enter_due()
    found = (await heads(card.ward))[:3]  # an earlier one may be of the application's own job
    assert [(str(each.day), each.size) for each in found] == [
        ("2040-11-23", 9),
        ("2040-11-21", 9),
        ("2040-11-20", 6),
    ]
    for each in found:
        assert CHECKER.read_checkpoint(each.note, each.verifier)[1].hex() == each.root
    assert f"day {found[0].day}" in found[0].note
    with pytest.raises(NotFound):
        await head(card.ward, found[0].day + timedelta(days=1))


async def test_a_batch_that_fails_leaves_no_promise(card: CounterCard) -> None:
    """Ratings and promises stand together, or neither does."""
    twice = rating(card)
    await rate([twice])
    again = rating(card)
    object.__setattr__(again, "id", twice.id)
    with pytest.raises(Exception, match=r"(?i)unique"):
        await rate([again, rating(card)])
    assert await Rating.count() == await LedgerPending.count() == 1


async def test_what_was_cut_off_while_entering_is_entered_next_time(
    card: CounterCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipts = await rated(card, LEVELS)

    async def cut(*_: object) -> None:
        raise OSError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr("surveys.proofs.actions.append", cut)
        with pytest.raises(OSError, match="power"):
            await entered()
    assert await LedgerPending.count() == len(LEVELS)
    assert await LedgerLeaf.count() == 0
    await entered()
    assert [(await standing_of(card, each)).counted for each in receipts] == [True] * len(LEVELS)


async def test_the_database_refuses_to_change_the_log(card: CounterCard) -> None:
    await rated(card, LEVELS)
    await entered()
    for table, key in ((LedgerLeaf, "id"), (LedgerNode, "id"), (LedgerHead, "key")):
        name = table._meta.tablename
        for sql in (f"UPDATE {name} SET {key} = {key}", f"DELETE FROM {name}"):  # noqa: S608
            with pytest.raises(Exception, match="append-only"):
                await table.raw(sql)
    assert await LedgerLeaf.count() == len(LEVELS)


async def test_a_receipt_of_another_ward_finds_nothing(card: CounterCard) -> None:
    (receipt,) = await rated(card, [Level.OK])
    await entered()
    found = await standing_of(card, receipt)
    assert await standing(card.ward + 1, found.commitment) is None
    assert await of_receipt(card.ward + 1, "khac", receipt) is None


async def test_one_key_a_month_and_ward(card: CounterCard) -> None:
    for days in (0, 0, 30):
        await rated(card, [Level.OK], NINE + timedelta(days=days))
    months = await LedgerSalt.select(LedgerSalt.month).order_by(LedgerSalt.month)
    assert [str(row["month"]) for row in months] == ["2040-11-01", "2040-12-01"]
