"""A counter's code is replaced, its unit changes: what was rated stays with it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from httpx import AsyncClient

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Conflict, Forbidden, Invalid
from dialogue.ward import queries as ward_queries
from dialogue.ward.states import Role
from surveys.actions.counters import move_counter, replace_code, retire_counter
from surveys.blocks import Block
from surveys.queries.counters import CounterCard, counter, counters, old_codes
from surveys.results import Counts
from surveys.rules import CodeReason, Level
from surveys.satisfaction import satisfaction
from surveys.units import MOVED, Stay, by_unit
from tests.pages import Page
from tests.surveys.builders import director, give, give_before, opened
from tests.surveys.builders import sums as rated
from tests.ward.builders import person

pytestmark = pytest.mark.integration
DAY = timedelta(days=1)


async def test_the_counter_keeps_its_ratings_under_a_new_code(card: CounterCard) -> None:
    await give(card, [Level.VERY] * 3)
    new = await replace_code(card.ward, card.code, CodeReason.WORN)
    assert (new.id, new.active) == (card.id, True)
    assert new.code != card.code
    await give(new, [Level.OK])
    assert await rated(new) == Counts(3, 1, 0)
    assert len(await counters(card.ward)) == 1
    (old,) = await old_codes(card.ward, card.id)
    assert (old.code, old.reason) == (card.code, CodeReason.WORN)


async def test_the_old_code_names_the_counter_and_never_leads_to_the_new_one(
    client: AsyncClient, card: CounterCard
) -> None:
    assert (await client.get(card.path)).status_code == 200  # kept ready in memory from here on
    new = await replace_code(card.ward, card.code, CodeReason.LEAKED)
    for path in (card.path, f"/en{card.path}"):
        answer = await client.get(path)
        assert answer.status_code == 410
        assert "Quầy 2 · Hộ tịch" in answer.text
        assert new.code not in answer.text
    page = Page((await client.get(card.path)).text)
    assert f"/{card.ward_slug}" in page.attributes("main a", "href")
    assert (await client.get(new.path)).status_code == 200


async def test_a_page_open_at_that_moment_is_still_taken_once(
    client: AsyncClient, card: CounterCard
) -> None:
    ticket = await opened(client, card)
    new = await replace_code(card.ward, card.code, CodeReason.LEAKED)
    body = {"level": "very", "field": "khac", "ticket": ticket}
    sent = await client.post(card.path, data=body)
    assert sent.status_code == 303
    assert (await client.get(sent.headers["location"])).status_code == 200
    again = await client.post(card.path, data=body | {"level": "not"})
    assert again.status_code == 410
    assert 'name="ticket"' not in again.text  # an old code gets no fresh one
    assert await rated(new) == Counts(1, 0, 0)


async def test_a_receipt_of_before_still_changes_its_reply(
    client: AsyncClient, card: CounterCard
) -> None:
    ticket = await opened(client, card)
    sent = await client.post(card.path, data={"level": "very", "field": "khac", "ticket": ticket})
    new = await replace_code(card.ward, card.code, CodeReason.WORN)
    changed = await client.post(f"{sent.headers['location']}/sua", data={"level": "ok"})
    assert changed.status_code == 303
    assert await rated(new) == Counts(0, 1, 0)


async def test_it_is_replaced_once_by_who_may_and_while_it_is_open(card: CounterCard) -> None:
    clerk = await person(card.ward, "mot-cua", Role.COUNTER_OFFICER)
    with pytest.raises(Forbidden):
        await replace_code(card.ward, card.code, CodeReason.OTHER, by=clerk)
    new = await replace_code(card.ward, card.code, CodeReason.OTHER)
    with pytest.raises(Conflict):
        await replace_code(card.ward, card.code, CodeReason.OTHER)
    await retire_counter(card.ward, new.code)
    with pytest.raises(Conflict):
        await replace_code(card.ward, new.code, CodeReason.OTHER)
    assert not (await counter(card.code)).replaced  # closed, under whatever code


# Units


def block(since: int, closed: int) -> Block:
    """Of counter 7, on these days of November."""
    first, last = date(2026, 11, since), date(2026, 11, closed)
    return Block((7, 0), first, last, Counts(10, 0, 0), {}, {}, 10)


def test_a_block_belongs_to_the_unit_of_its_days_or_to_none() -> None:
    stay = Stay(now=2, former=((date(2026, 11, 15), 1),))
    before, across, after = block(2, 15), block(15, 16), block(16, 20)
    found = by_unit([before, across, after], {7: stay})
    assert found == {1: [before], MOVED: [across], 2: [after]}


async def test_a_counter_moved_in_mid_month(card: CounterCard) -> None:
    ward, today = card.ward, local_day(now())
    reader = await director(ward)
    units = {each.code: each.id for each in await ward_queries.units(ward)}
    first, second, third = list(units)[:3]
    await move_counter(ward, card.code, first, today - 20 * DAY)
    await give_before(12, card, [Level.VERY] * 10)
    await give_before(9, card, [Level.OK] * 6)
    await move_counter(ward, card.code, second, today - 8 * DAY)
    await give_before(8, card, [Level.OK] * 6)  # closes a block that began at the first unit
    await give_before(5, card, [Level.NOT] * 10)
    assert (await counter(card.code)).unit == units[second]
    found = await satisfaction(reader, today - 30 * DAY, today)
    assert {each.id: each.figure.counts for each in found.units} == {
        units[first]: Counts(10, 0, 0),
        units[second]: Counts(0, 0, 10),
        MOVED: Counts(0, 12, 0),
    }
    assert sum(each.figure.n for each in found.units) == found.whole.n
    for unit, since, wrong in (
        (second, today, {"unit": "same"}),
        (third, today + DAY, {"since": "future"}),
        (third, today - 8 * DAY, {"since": "before-last"}),
    ):
        with pytest.raises(Invalid) as caught:
            await move_counter(ward, card.code, unit, since)
        assert caught.value.errors == wrong
