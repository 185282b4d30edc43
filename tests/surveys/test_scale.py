"""A ward with many ratings costs as one with few: counted in work of the database, not in time."""

from __future__ import annotations

from collections import Counter as Tally
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from dialogue.core import local
from dialogue.core.clock import HANOI, at
from dialogue.core.database import DB
from dialogue.core.local import LocalEngine
from dialogue.core.memo import forget
from dialogue.core.tables import UsedTicket
from dialogue.ward.queries import ward_by_id
from dialogue.ward.states import Role
from surveys.actions.ratings import rate
from surveys.periods import Period
from surveys.proofs.checks import first_fault
from surveys.proofs.queries import of_receipt
from surveys.proofs.tables import LedgerLeaf, LedgerPending
from surveys.tables import FollowUp, Rating, RatingChange, RatingDay
from tests.bench.visitors import enter, open_counters, visits, weekdays_before
from tests.ward.builders import person, ward_with_defaults
from web.pages.results import statements
from web.staff.chief import chief

pytestmark = pytest.mark.integration
TODAY = datetime(2030, 11, 20, 9, tzinfo=HANOI)  # the jobs beside go by the real clock
YEAR = weekdays_before(date(2030, 11, 18), 365)
FEW, MANY = 10_000, 200_000


async def written() -> dict[str, list[Any]]:
    """What ratings leave for good; a follow-up's id is drawn anew. All came in one minute, which
    the action marks as a burst.
    """
    found: dict[str, list[Any]] = {
        each._meta.tablename: await each.select().order_by(each._meta.primary_key)
        for each in (Rating, RatingDay)
    }
    found["rating"] = [row | {"pattern": ""} for row in found["rating"]]
    wishes = await FollowUp.select()
    found["follow_up"] = sorted(str(row | {"id": 0}) for row in wishes)
    return found


async def test_in_bulk_the_same_rows_are_written(db: None) -> None:
    """What many are measured on is what the action makes of few; their log is clean as well."""
    cards = await open_counters(await ward_with_defaults())
    given = list(visits(cards, [YEAR[-1]], 300, seed=1))
    for half in (0, 1):
        with at(datetime.combine(YEAR[-1], TODAY.timetz()) + timedelta(hours=6 * half)):
            await rate([each.rating for each in given if each.half == half])
    by_actions = await written()
    for table in (Rating, RatingDay, FollowUp, LedgerPending, UsedTicket, RatingChange):
        await table.delete(force=True)
    await enter(given, log=True)
    assert await written() == by_actions
    assert len(by_actions["rating"]) == await LedgerLeaf.count() == 300
    with at(TODAY):
        assert await first_fault(await ward_by_id(cards[0].ward)) is None
        told = await of_receipt(cards[0].ward, cards[0].ward_slug, given[7].rating.receipt)
    assert told is not None
    assert told.counted


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Tally[str]:
    """statements, rows: of all SELECTs. steps: of SQLite's machine, in hundreds."""
    if not isinstance(DB, LocalEngine):
        pytest.skip("work of SQLite; too many ratings to be made twice")
    found: Tally[str] = Tally()
    fetch = local._fetch

    def step() -> int:
        found["steps"] += 1
        return 0

    def counted(raw: Any, sql: str, args: Any, before: Any) -> Any:
        raw.set_progress_handler(step, 100)
        rows = fetch(raw, sql, args, before)
        raw.set_progress_handler(None, 0)
        found["statements"] += 1
        found["rows"] += len(rows)
        return rows

    monkeypatch.setattr(local, "_fetch", counted)
    return found


async def test_a_large_ward_costs_as_a_small_one(db: None, work: Tally[str]) -> None:
    """What the public results and the chairman's page ask of the database, nothing remembered.

    A day of a counter and field is one row, reasons included: twenty times the ratings are the
    same rows, but for the days on which nobody had come.
    """
    ward = await ward_with_defaults()
    chairman = await person(ward, "chu-tich", Role.CHAIRMAN)
    cards = await open_counters(ward)
    leaves = sum(len(card.fields) for card in cards)
    most = len(YEAR) * leaves
    costs: dict[str, list[Tally[str]]] = {"results": [], "chairman": []}
    made = 0
    for many in (FEW, MANY):
        await enter(list(visits(cards, YEAR, many - made, seed=many)), log=False)
        made = many
        with at(TODAY):
            forget()
            work.clear()
            found = await statements(ward, Period(TODAY.year, 12, 1))
            assert any(each.whole.figure.n for each in found)
            costs["results"].append(work.copy())
            forget()
            work.clear()
            await chief(chairman, TODAY.date())
            costs["chairman"].append(work.copy())
    for few, large in costs.values():
        assert few["statements"] == large["statements"]
        assert large["rows"] < 2 * most
        assert large["steps"] < 1.5 * few["steps"]
