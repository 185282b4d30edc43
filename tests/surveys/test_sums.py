"""Sums by day are what the ratings make, whatever happened since: made again, they are equal."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from dialogue.core.changes import Change
from dialogue.core.clock import HANOI, at
from dialogue.core.database import DB
from dialogue.core.errors import Conflict
from dialogue.core.tables import AuditEntry
from dialogue.ward.queries import units, ward, ward_by_id
from dialogue.ward.states import Role
from surveys.actions.counters import move_counter
from surveys.actions.ratings import change_rating, rate
from surveys.actions.sums import rebuild_sums
from surveys.alerts.actions import decide
from surveys.alerts.queries import alerts, left_out
from surveys.alerts.states import Step
from surveys.alerts.watching import watch
from surveys.forms.counter import FOLDER
from surveys.proofs.actions import enter_due
from surveys.proofs.checks import first_fault
from surveys.proofs.retention import erase_due
from surveys.queries.counters import CounterCard
from surveys.queries.sums import Place
from surveys.rollups import REASON, SUMS
from surveys.rules import Level, Series
from surveys.tables import Rating, RatingDay
from tests.surveys.builders import counter_in_ward, director, give, rating
from tests.ward.builders import person

pytestmark = pytest.mark.integration
OLD = datetime(2040, 1, 16, 9, tzinfo=HANOI)
NEW = datetime(2042, 1, 14, 9, tzinfo=HANOI)
DAY = timedelta(days=1)
VERY, OK, NOT = Level


async def kept(card: CounterCard) -> dict[str, dict[str, Any]]:
    """Rows by their key; one of nothing but zeros tells nothing."""
    rows = await RatingDay.select().where(RatingDay.ward == card.ward)
    return {row["key"]: row for row in rows if any(row[name] for name in SUMS)}


async def of_every_kind(card: CounterCard) -> None:
    """All series, both halves of the day, with reasons and without a field."""
    for series in Series:
        for half in (0, 6):
            with at(NEW + timedelta(hours=half)):
                reasons = ("wait", "manner")
                made = [rating(card, NOT, reasons=reasons, series=series) for _ in range(3)]
                made += [
                    rating(card, level, field=card.fields[0].id, series=series) for level in Level
                ]
                await rate(made)


async def changed(card: CounterCard) -> None:
    with at(NEW + timedelta(hours=1)):
        made = [rating(card, NOT, reasons=("guidance",)), rating(card, VERY)]
        await rate(made)
        await change_rating(card, made[0].receipt, VERY, ())
        await change_rating(card, made[1].receipt, NOT, ("fees", "wait"))


async def left_out_by_two(card: CounterCard) -> None:
    boss, chair = await director(card.ward), await person(card.ward, "ct", Role.CHAIRMAN)
    for number in range(15):
        with at(NEW + DAY + timedelta(seconds=20 * number)):
            await give(card, [VERY])
    with at(NEW + 4 * DAY):
        await watch(card.ward)
        found = (await alerts(boss))[0]
        proposed = await decide(boss, found.public_id, found.version, Step.PROPOSE, "Bấm thử.")
        await decide(chair, found.public_id, proposed.version, Step.AGREE, "Đồng ý.")
    assert await left_out(card.ward)


async def moved(card: CounterCard) -> None:
    first, second = (unit.code for unit in (await units(card.ward))[:2])
    with at(NEW + 5 * DAY):
        await move_counter(card.ward, card.code, first, (NEW - 9 * DAY).date())
        await move_counter(card.ward, card.code, second, (NEW + 2 * DAY).date())
        await give(card, [OK, NOT])


async def test_made_again_they_are_equal_row_by_row(db: None) -> None:
    """After a change, an exclusion, a move and the erasure of what was too old."""
    card, other = await counter_in_ward(), await counter_in_ward("lai-thieu")
    for each in (card, other):
        with at(OLD):
            await give(each, [NOT] * 5)
        with at(OLD + 15 * DAY):
            await enter_due()
    await of_every_kind(card)
    await changed(card)
    await left_out_by_two(card)
    await moved(card)
    with at(NEW + 30 * DAY):
        await enter_due()
        await erase_due()
        assert await Rating.count().where(Rating.day < NEW.date()) == 0
        before = [await kept(card), await kept(other)]
        assert len(before[0]) > 10
        assert await rebuild_sums(await ward_by_id(card.ward)) == []
        assert [await kept(card), await kept(other)] == before
        assert await AuditEntry.count().where(AuditEntry.action == "rebuild-sums") == 0


async def test_what_differs_is_told_and_mended(db: None) -> None:
    card = await counter_in_ward()
    await give(card, [NOT, OK])
    (row,) = await RatingDay.select()
    good = await kept(card)
    wrong = row | {"key": f"{card.id}|7|slip|{row['day']}", "field": 7, "series": "slip"}
    async with DB.transaction():
        await RatingDay.raw("UPDATE rating_day SET very = 4, ok = 0, reason_wait = 3")
        await RatingDay.insert(RatingDay(**wrong))
    found = await rebuild_sums(await ward("thach-ban"))
    assert {each.place.key for each in found} == {row["key"], wrong["key"]}
    (told,) = (each for each in found if each.place.key == row["key"])
    assert told.place == Place(row["key"], row["day"])
    assert (told.kept["very"], told.counted["very"]) == (4, 0)
    assert (told.kept["reason_wait"], told.counted["reason_wait"]) == (3, 0)
    assert await kept(card) == good
    assert await rebuild_sums(await ward("thach-ban")) == []
    (entry,) = await AuditEntry.select().where(AuditEntry.action == "rebuild-sums")
    assert entry["staff"] is None
    assert await Change.count().where(Change.kind == "sums") == 1


async def test_ratings_that_their_log_does_not_know_are_not_counted(db: None) -> None:
    card = await counter_in_ward()
    await give(card, [NOT, OK])
    await Rating.raw("UPDATE rating SET level = 'very' WHERE level = 'not'")
    before = await kept(card)
    with pytest.raises(Conflict, match="was altered"):
        await rebuild_sums(await ward("thach-ban"))
    assert await kept(card) == before
    assert await first_fault(await ward("thach-ban")) is not None


@pytest.mark.unit
def test_each_reason_of_a_published_form_has_its_sum() -> None:
    """A row of a day holds all of them: a form with another one comes with its column."""
    forms = json.loads((FOLDER / "counter-3.json").read_text("utf-8"))["forms"]
    questions = [each for form in forms for each in form["questions"] if each["id"] == "reason"]
    codes = {option["value"] for each in questions for option in each["options"]}
    assert {REASON + code for code in codes} <= set(SUMS)
