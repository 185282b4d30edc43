"""The response rate: slips of one dossier each, over the dossiers the ward says it returned."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from dialogue.core.clock import local_day, now
from dialogue.ward import queries as ward_queries
from dialogue.ward.actions.case_figures import CaseEntry, enter_case_figures
from dialogue.ward.figures import Figures
from dialogue.ward.rules import system_actor
from dialogue.ward.states import Qualifier
from surveys.actions.ratings import rate
from surveys.queries.counters import CounterCard
from surveys.response import WARD, Response, covered, responses
from surveys.rules import Level, Series
from tests.surveys.builders import rating

pytestmark = pytest.mark.integration
LAST = date(2026, 3, 15)


async def slips(card: CounterCard, n: int, series: Series = Series.SLIP, field: int = 0) -> None:
    made = [rating(card, Level.OK, field=field or None, series=series) for _ in range(n)]
    await rate(made)


async def reported(card: CounterCard, since: date, until: date, **given: Any) -> None:
    entry = CaseEntry(
        since,
        until,
        Figures(returned=given["returned"], qualifiers=given.get("qualifiers", {})),
        given.get("field"),
        given.get("label", ""),
    )
    await enter_case_figures(system_actor(card.ward), entry)


async def rates(card: CounterCard, since: date, until: date) -> dict[int, Response]:
    return await responses(card.ward, since, until, await ward_queries.fields(card.ward, True))


async def test_forty_of_311_is_12_9_percent(card: CounterCard) -> None:
    today = local_day(now())
    monday = today - timedelta(days=6)
    await reported(card, monday, today, returned=311)
    await slips(card, 40)
    await slips(card, 25, Series.GENERAL)
    await slips(card, 5, Series.STAFF)
    found = (await rates(card, monday, today))[WARD]
    assert (found.given, found.returned, found.exact) == (40, 311, True)
    assert found.share is not None
    assert round(100 * found.share.part / found.share.whole, 1) == 12.9


async def test_without_a_count_of_dossiers_there_is_none(card: CounterCard) -> None:
    today = local_day(now())
    await slips(card, 12)
    assert await rates(card, today - timedelta(days=6), today) == {}
    await reported(card, today - timedelta(days=5), today, returned=9)
    assert await rates(card, today - timedelta(days=6), today) == {}


async def test_more_answers_than_dossiers_are_no_share(card: CounterCard) -> None:
    today = local_day(now())
    await reported(card, today, today, returned=9)
    await slips(card, 12)
    assert (await rates(card, today, today))[WARD].share is None


async def test_more_than_stays_more_than(card: CounterCard) -> None:
    today = local_day(now())
    words = {"returned": Qualifier.MORE_THAN}
    await reported(card, today, today, returned=300, qualifiers=words)
    assert not (await rates(card, today, today))[WARD].exact


async def test_a_parent_has_its_childrens_dossiers(card: CounterCard) -> None:
    today = local_day(now())
    tree = await ward_queries.field_tree(card.ward)
    parent, children = next((p, c) for p, c in tree if len(c) > 1)
    for child in children[1:]:
        await reported(card, today, today, returned=10, field=child.id)
    assert parent.id not in await rates(card, today, today)
    await reported(card, today, today, returned=10, field=children[0].id)
    found = await rates(card, today, today)
    assert found[parent.id].returned == 10 * len(children)
    await reported(card, today, today, returned=50, field=parent.id)
    found = await responses(card.ward, today, today, await ward_queries.fields(card.ward, True))
    assert found[parent.id].returned == 50  # what was said for it comes first


async def test_of_two_countings_neither_is_the_whole(card: CounterCard) -> None:
    today = local_day(now())
    await reported(card, today, today, returned=90, label="Cả ngày")
    await reported(card, today, today, returned=40, label="Buổi sáng")
    assert await rates(card, today, today) == {}
    await reported(card, today, today, returned=100)
    assert (await rates(card, today, today))[WARD].returned == 100


@pytest.mark.unit
def test_reports_that_follow_each_other_are_added() -> None:
    def span(first: int, last: int) -> tuple[date, date]:
        return LAST.replace(day=first), LAST.replace(day=last)

    spans = [span(1, 7), span(8, 14), span(16, 20), span(1, 3), span(1, 31)]
    known = dict.fromkeys(spans, Figures(returned=1))
    assert [each for each, _ in covered(known, LAST.replace(day=1), LAST)] == [
        span(1, 7),
        span(8, 14),
    ]
    assert covered(known, LAST.replace(day=2), LAST) == []
