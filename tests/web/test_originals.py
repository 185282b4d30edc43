"""The asker's words: masked for staff, opened on the record by those who must, masked in lists."""

from __future__ import annotations

import pytest
from httpx import AsyncClient

from dialogue.core import audit, clock
from dialogue.core.errors import Forbidden
from dialogue.matters.actions import originals, personal_data
from dialogue.matters.queries.matters import matter_for
from dialogue.matters.queries.originals import OPEN, READ
from dialogue.matters.queries.queue import queue
from dialogue.matters.states import Exposure
from dialogue.ward.states import Role
from tests.matters import builders
from tests.matters.builders import Scene
from tests.pages import Page
from tests.web.desk import DESK, enter, see, send, take

pytestmark = pytest.mark.integration
PHONE = "0912 345 678"
WORDS = f"Cống trước nhà tôi nghẹt, gọi tôi số {PHONE} nhé."
HIDDEN = "Cống trước nhà tôi nghẹt, gọi tôi số ••••5678 nhé."


def read(page: Page) -> str:
    """The words shown; a mark around a part of them takes the blanks beside it."""
    (text,) = page.texts("#words ~ .quote p")
    return HIDDEN if text == bare(HIDDEN) else WORDS if text == bare(WORDS) else text


def bare(text: str) -> str:
    for part in (PHONE, "••••5678"):
        text = text.replace(f" {part} ", part)
    return text


async def asked(place: Scene) -> int:
    return (await builders.received(place, WORDS)).id


async def test_it_is_opened_by_name_with_a_reason_and_closes_again(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await asked(place)
    await enter(client, place, "tong-hop")
    page = await see(client, f"{DESK}/{new}")
    assert read(page) == HIDDEN
    where = await take(client, new, "nguyen-van", original_reason="Gọi cho người hỏi.")
    page = await see(client, where)
    assert read(page) == WORDS
    (entry,) = await audit.entries_about(place.ward, "matter", new, (READ,))
    assert (entry.staff, entry.after) == (place.keeper.staff, {"reason": "Gọi cho người hỏi."})
    assert "Người tong-hop xem nguyên văn" in page.texts("#history + ol li > b")
    await enter(client, place, "chu-tich")  # somebody else opens it for themselves
    assert read(await see(client, f"{DESK}/{new}")) == HIDDEN
    with clock.at(clock.now() + OPEN):
        assert (await matter_for(place.keeper, new)).body == HIDDEN


async def test_who_oversees_without_identities_never_opens_it(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await asked(place)
    inspector = await place.person("thanh-tra", Role.INSPECTOR)
    await enter(client, place, "thanh-tra")
    page = await client.get(f"{DESK}/{new}")
    assert (PHONE in page.text, read(Page(page.text))) == (False, HIDDEN)
    assert (await send(client, new, "nguyen-van", original_reason="")).status_code == 403
    with pytest.raises(Forbidden):
        await originals.read_original(inspector, new)
    assert await audit.entries_about(place.ward, "matter", new, (READ,)) == []


async def test_lists_show_no_personal_data(db: None) -> None:
    """Not even half of it, where the words are cut."""
    place = await builders.scene()
    await asked(place)
    await builders.received(place, f"{'Cống nghẹt mãi. ' * 9}Gọi {PHONE} nhé, {'mưa to. ' * 20}")
    words = [item.words for item in await queue(place.keeper)]
    assert words[0] == HIDDEN
    assert not any("0912" in each for each in words)


async def test_what_was_found_harmless_is_seen_by_everybody(db: None) -> None:
    place = await builders.scene()
    new = await asked(place)
    await personal_data.decide(place.keeper, new, "body", PHONE, Exposure.KEEP)
    assert (await matter_for(place.keeper, new)).body == WORDS
    await personal_data.decide(place.keeper, new, "body", PHONE, Exposure.MASK)
    assert (await matter_for(place.keeper, new)).body == HIDDEN
