"""An insider with every page of director and register keeper, on a quiet day, tries to match."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from httpx import AsyncClient as Client

from dialogue.core.clock import at, local_day, start_of
from dialogue.matters.queries.queue import queue
from dialogue.matters.tables import Matter
from dialogue.ward.states import Role
from surveys.actions.counters import add_counter
from surveys.actions.ratings import rate
from surveys.queries.follow_ups import follow_ups
from surveys.rules import Level
from tests.matters.builders import scene
from tests.pages import Page
from tests.surveys.builders import FIELDS, director, follow_ups_show, rating, words_enter
from tests.web.office import enter

pytestmark = pytest.mark.integration
REASONS = ("wait", "redo", "unclear", "manner", "extra", "fee", "online", "place", "wrong", "other")
NINE = datetime(2026, 11, 20, 2, tzinfo=UTC)  # 9:00 in Vietnam, a Friday
CLOCK = re.compile(r"\b\d{1,2}(:|h| giờ )\d{2}\b")


async def test_an_insider_matches_no_better_than_by_chance(client: Client) -> None:
    """Ten people, one after another; each has words and a reason of its own."""
    place = await scene()
    card = await add_counter(place.ward, "Quầy 2", "Hộ tịch", fields=FIELDS)
    for number, reason in enumerate(REASONS):
        with at(NINE + timedelta(minutes=number)):
            words = f"Lời thứ {number} của một người"
            await rate([rating(card, Level.NOT, reasons=(reason,), comment=words)])
    with at(NINE):
        await words_enter()
        await follow_ups_show()
    shown = await follow_ups(await director(place.ward))
    seen = await queue(place.keeper)
    assert len(shown) == len(seen) == len(REASONS)
    assert {(each.since, each.until, each.released_on, each.due) for each in shown} == {
        (shown[0].since, shown[0].until, shown[0].released_on, shown[0].due)
    }
    assert {each.received_at for each in seen} == {start_of(local_day(NINE))}
    for order in ("id", "public_id"):
        rows = sorted(seen, key=lambda each: str(getattr(each, order)).zfill(20))
        told = [REASONS[int(each.words.split()[2])] for each in rows]
        listed = [each.reasons[0] for each in shown]
        right = sum(one == other for one, other in zip(told, listed, strict=True))
        assert right <= 7  # of ten; by chance one; more than seven once in 200,000 times


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.REGISTER_KEEPER, "/quan-tri/van-de"),
        (Role.REGISTER_KEEPER, "/quan-tri/van-de/{matter}"),
        (Role.REGISTER_KEEPER, "/quan-tri/van-de/{matter}/cach-tinh-han"),
        (Role.DIRECTOR, "/quan-tri/khac-phuc"),
    ],
)
async def test_no_page_tells_an_hour(client: Client, role: Role, path: str) -> None:
    place = await scene()
    card = await add_counter(place.ward, "Quầy 2", "Hộ tịch", fields=FIELDS)
    await rate([rating(card, Level.NOT, comment="Chờ lâu")] + [rating(card) for _ in range(9)])
    await words_enter()
    await follow_ups_show()
    (matter,) = await Matter.select(Matter.id)
    await enter(client, place.ward, "nguoi-doc", role)
    reply = await client.get(path.format(matter=matter["id"]))
    assert reply.status_code == 200
    assert (
        CLOCK.findall(re.sub(r"17 giờ|17:00", "", " ".join(Page(reply.text).texts("main")))) == []
    )
    assert re.findall(r'datetime="[^"]*T', reply.text) == []
