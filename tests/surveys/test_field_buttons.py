"""Which field a rating counts to when its giver taps a face and "send" alone."""

from __future__ import annotations

import pytest
from httpx import AsyncClient as Client

from dialogue.core.clock import local_day, now
from surveys.actions.counters import add_counter
from surveys.queries.counters import CounterCard
from surveys.queries.ratings import day_counts
from surveys.results import Counts
from tests.pages import Page

pytestmark = pytest.mark.integration


@pytest.mark.parametrize(
    ("name", "fields", "chosen"),
    [
        ("Hướng dẫn", ["TP-HT"], ["TP-HT"]),
        ("Chứng thực", ["TP-HT", "CT"], ["CT"]),
        ("Hướng dẫn", ["TP-HT", "CT"], []),
        ("", ["TP-HT", "CT"], []),
    ],
)
async def test_a_field_is_chosen_beforehand_when_it_is_the_counters_own(
    client: Client, card: CounterCard, name: str, fields: list[str], chosen: list[str]
) -> None:
    other = await add_counter(card.ward, "Quầy 3", name, fields=fields)
    page = Page((await client.get(other.path)).text)
    assert page.attributes("[name=field][checked]", "value") == chosen


async def test_two_taps_at_a_counter_of_several_fields_count_to_the_counter_alone(
    client: Client, card: CounterCard
) -> None:
    other = await add_counter(card.ward, "Quầy 3", "Hướng dẫn", fields=["TP-HT", "CT"])
    ticket = Page((await client.get(other.path)).text).attribute("[name=ticket]", "value")
    data = {"ticket": ticket, "level": "very"}
    assert (await client.post(other.path, data=data)).status_code == 303
    day = local_day(now())
    (row,) = await day_counts(card.ward, day, day)
    assert (row.counter, row.field, row.counts) == (other.id, 0, Counts(1, 0, 0))
