"""An asker who left an address hears of each step once, masked, in the language chosen."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from httpx import AsyncClient

from dialogue.matters.actions import drafting, triage
from dialogue.matters.actions.contacts import erase_contact
from dialogue.matters.actions.triage import Assignment
from dialogue.matters.states import Kind
from dialogue.outbox.tables import OutMessage
from tests.following.post_office import PostOffice, all_sent, open_office, text_of
from tests.matters import builders
from tests.matters.builders import Scene

pytestmark = pytest.mark.integration
LEFT = {"name": "Trần Thị Vẹt", "contact": "0912 345 678, vet@thu.example", "consent": "contact-1"}
WORDS = "Cống trước nhà tôi nghẹt đã lâu, xin hỏi bao giờ phường cho nạo vét?"


@pytest.fixture
async def office(client: AsyncClient, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PostOffice]:
    async with open_office(monkeypatch) as opened:
        yield opened


@pytest.fixture
async def place(office: PostOffice) -> Scene:
    return await builders.scene()


async def test_each_step_is_told_once_and_no_name_or_word_leaves(
    place: Scene, office: PostOffice
) -> None:
    new = await builders.received(place, WORDS, **LEFT)
    given = Assignment(Kind.QUESTION, "Nạo vét cống", field=place.field)
    await triage.assign(place.keeper, new.id, given)
    await drafting.give_to_officer(place.head, new.id, place.officer.staff)
    await all_sent()
    await all_sent()
    texts = [text_of(letter) for letter in office.letters]
    assert ["Đã chuyển" in text for text in texts] == [True, False]
    assert "Đang chuẩn bị trả lời" in texts[1]
    assert {letter["To"] for letter in office.letters} == {"vet@thu.example"}
    for letter in office.letters:
        assert "Vẹt" not in text_of(letter)
        assert "nghẹt" not in text_of(letter)


async def test_it_speaks_the_askers_language(place: Scene, office: PostOffice) -> None:
    new = await builders.received(place, WORDS, language="en", **LEFT)
    given = Assignment(Kind.QUESTION, "Nạo vét cống", field=place.field)
    await triage.assign(place.keeper, new.id, given)
    await all_sent()
    (letter,) = office.letters
    assert letter["Content-Language"] == "en"


async def test_what_was_sealed_or_erased_meanwhile_is_not_told(
    place: Scene, office: PostOffice
) -> None:
    new = await builders.received(place, WORDS, **LEFT)
    await triage.seal(place.keeper, new.id)
    other = await builders.received(place, f"{WORDS} Lần hai.", **LEFT)
    await erase_contact(builders.hash_of(other))
    given = Assignment(Kind.QUESTION, "Nạo vét cống", field=place.field)
    await triage.assign(place.keeper, other.id, given)
    await all_sent()
    assert office.letters == []


async def test_who_left_a_number_alone_gets_no_letter(place: Scene, office: PostOffice) -> None:
    new = await builders.received(place, WORDS, contact="0912 345 678", consent="contact-1")
    given = Assignment(Kind.QUESTION, "Nạo vét cống", field=place.field)
    await triage.assign(place.keeper, new.id, given)
    assert await OutMessage.count() == 0
