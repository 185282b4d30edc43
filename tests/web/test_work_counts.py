"""What the first page says of work that is not counted to its end."""

from __future__ import annotations

from datetime import date

import pytest

from dialogue.matters.queries.waiting import MOST_WAITING, own_work
from tests.matters import builders
from web.staff.work import Work

pytestmark = pytest.mark.unit


def work(count: int, *, uncounted: bool) -> Work:
    return Work([], count, [], [], uncounted, [], date(2026, 11, 22))


def test_a_number_is_exact_or_says_that_it_is_not() -> None:
    assert work(100, uncounted=False).told == "100"
    assert work(MOST_WAITING + 1, uncounted=True).told == "hơn 100"
    assert work(97, uncounted=True).told == "ít nhất 97"
    assert work(MOST_WAITING + 1, uncounted=False).to_decide == "hơn 100"


@pytest.mark.integration
async def test_what_was_not_looked_at_is_known(db: None) -> None:
    place = await builders.scene()
    for _ in range(3):
        await builders.received(place)
    assert (await own_work(place.keeper, 3)).more is False
    capped = await own_work(place.keeper, 2)
    assert (len(capped.found), capped.more) == (2, True)
