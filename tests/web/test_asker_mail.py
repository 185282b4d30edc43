"""An asker who left an address hears of each step once, masked, in the language chosen, after the
address has said yes: anybody may type anybody's.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from httpx import AsyncClient

from dialogue.core import clock
from dialogue.core.clock import now
from dialogue.core.database import DB
from dialogue.matters.actions import drafting, triage
from dialogue.matters.actions.contacts import erase_contact
from dialogue.matters.actions.intake import Received
from dialogue.matters.actions.mailing import STEP, StepNews
from dialogue.matters.actions.triage import Assignment
from dialogue.matters.mail_tables import MailConsent
from dialogue.matters.states import Kind
from dialogue.outbox.actions import put
from dialogue.outbox.tables import OutMessage
from tests.following.post_office import PostOffice, all_sent, open_office, text_of
from tests.matters import builders
from tests.matters.builders import Scene
from tests.pages import Page

pytestmark = pytest.mark.integration
LEFT = {"name": "Trần Thị Vẹt", "contact": "0912 345 678, vet@thu.example", "consent": "contact-1"}
WORDS = "Cống trước nhà tôi nghẹt đã lâu, xin hỏi bao giờ phường cho nạo vét?"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
async def office(client: AsyncClient, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PostOffice]:
    async with open_office(monkeypatch) as opened:
        yield opened


@pytest.fixture
async def place(office: PostOffice) -> Scene:
    return await builders.scene()


async def asked(place: Scene, body: str = WORDS, **more: object) -> Received:
    """A question whose asker left an address, and its first step."""
    new = await builders.received(place, body, **(LEFT | more))
    given = Assignment(Kind.QUESTION, "Nạo vét cống", field=place.field)
    await triage.assign(place.keeper, new.id, given)
    return new


def link_in(office: PostOffice, of: int = -1) -> str:
    """The path that a letter leads to."""
    found = re.search(r"http://[^/\s]+(/\S*theo-doi/\S+)", text_of(office.letters[of]))
    assert found
    return found[1]


async def said_yes(client: AsyncClient, office: PostOffice) -> None:
    """To the letter that waits; the letters so far are put away."""
    await all_sent()
    link = link_in(office)
    office.letters.clear()  # first: what happened is told at once
    done = await client.post(link, follow_redirects=True)
    assert done.status_code == 200


async def test_an_address_that_has_not_said_yes_gets_one_letter(
    client: AsyncClient, place: Scene, office: PostOffice
) -> None:
    new = await asked(place)
    await drafting.give_to_officer(place.head, new.id, place.officer.staff)
    for number in range(3):  # by anybody, about anything
        await asked(place, f"{WORDS} Lần {number}.")
    await all_sent()
    (letter,) = office.letters
    assert "Ai đó, có lẽ là quý vị" in text_of(letter)
    assert "nghẹt" not in text_of(letter)
    assert "Đã chuyển" not in text_of(letter)
    looked = await client.get(link_in(office))  # as mail programs do
    assert Page(looked.text).texts("h1") == ["Thư về câu hỏi đã gửi"]
    await drafting.save_draft(place.officer, new.id, 0, builders.GOOD)
    await drafting.send_for_check(place.officer, new.id)
    await all_sent()
    assert len(office.letters) == 1


async def test_the_one_letter_is_counted_by_address_over_wards(
    place: Scene, office: PostOffice
) -> None:
    await asked(place)
    await asked(await builders.scene("khac"))
    await all_sent()
    assert len(office.letters) == 1
    with clock.at(now() + 29 * DAY):
        await asked(place, f"{WORDS} Lần nữa.")
        await all_sent()
    assert len(office.letters) == 1


async def test_after_the_yes_what_happened_is_told_and_then_each_step(
    client: AsyncClient, place: Scene, office: PostOffice
) -> None:
    new = await asked(place)
    await all_sent()
    said = await client.post(link_in(office), follow_redirects=True)
    assert "Đã xác nhận" in said.text
    again = await client.post(link_in(office), follow_redirects=True)
    assert again.status_code == 200
    await all_sent()
    assert "Đã chuyển" in text_of(office.letters[1])
    await drafting.give_to_officer(place.head, new.id, place.officer.staff)
    await all_sent()
    assert len(office.letters) == 3


async def test_a_yes_is_for_what_was_asked_about_and_a_new_question_asks_anew(
    client: AsyncClient, place: Scene, office: PostOffice
) -> None:
    await asked(place)
    await said_yes(client, office)
    await all_sent()
    office.letters.clear()
    for number in range(5):  # somebody who knows the address
        await asked(place, f"{WORDS} Lần {number}.")
    await all_sent()
    assert ["Ai đó" in text_of(letter) for letter in office.letters] == [True] * 2  # three a day


@pytest.mark.parametrize("way", ["program", "page"])
async def test_one_click_stops_it_logged_out_and_twice_is_no_error(
    client: AsyncClient, place: Scene, office: PostOffice, way: str
) -> None:
    new = await asked(place)
    await said_yes(client, office)
    await all_sent()
    (letter,) = office.letters
    path = letter["List-Unsubscribe"].strip("<>").partition("8000")[2]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link_in(office) == path
    typed = {"List-Unsubscribe": "One-Click"}
    if way == "page":
        page = Page((await client.get(path)).text)
        assert page.attributes("main form", "action") == [path]
        typed = {"all": "1"}
    for _ in range(2):
        said = await client.post(path, data=typed)
        assert said.status_code == 200
    assert "không nhận thư nào" in said.text
    await drafting.give_to_officer(place.head, new.id, place.officer.staff)
    await all_sent()
    assert len(office.letters) == 1
    assert (await client.post(path[:-4] + "0000")).status_code == 404


async def test_what_is_on_its_way_stops_too(
    client: AsyncClient, place: Scene, office: PostOffice
) -> None:
    new = await asked(place)
    await said_yes(client, office)
    await all_sent()
    stop = link_in(office)
    office.letters.clear()
    with clock.at(now() + HOUR):  # so that the application's own runner does not send it yet
        await drafting.give_to_officer(place.head, new.id, place.officer.staff)
        await client.post(stop)
        await all_sent()
    assert office.letters == []


async def test_after_the_contact_was_erased_nothing_is_sent(
    client: AsyncClient, place: Scene, office: PostOffice
) -> None:
    new = await asked(place)
    await said_yes(client, office)
    await all_sent()
    office.letters.clear()
    with clock.at(now() + HOUR):  # so that the application's own runner does not send it yet
        await drafting.give_to_officer(place.head, new.id, place.officer.staff)
        await erase_contact(builders.hash_of(new))
        await drafting.save_draft(place.officer, new.id, 0, builders.GOOD)
        await drafting.send_for_check(place.officer, new.id)
        await all_sent()
    assert office.letters == []
    assert await MailConsent.count() == 0


async def test_a_link_is_good_for_the_days_of_the_rule(
    client: AsyncClient, place: Scene, office: PostOffice
) -> None:
    await asked(place)
    await all_sent()
    link = link_in(office)
    with clock.at(now() + 31 * DAY):
        late = await client.post(link)
    assert late.status_code == 404
    assert Page(late.text).texts("h1") == ["Liên kết đã hết hạn"]
    assert (await client.get(link[:-4] + "0000")).status_code == 404
    assert await MailConsent.count().where(MailConsent.state == "live") == 0


async def test_an_address_that_does_not_exist_is_not_tried_again(
    place: Scene, office: PostOffice
) -> None:
    office.refusing["vet@thu.example"] = "550 5.1.1 no such user"
    await asked(place)
    await all_sent()
    (row,) = await MailConsent.select()
    assert row["state"] == "stopped"


async def test_a_question_that_never_left_is_asked_at_the_next_step(
    place: Scene, office: PostOffice
) -> None:
    office.refusing["vet@thu.example"] = "451 4.7.1 later please"
    new = await asked(place)
    start = now()
    for hours in (0, 1, 2, 4, 12, 24, 48, 72, 120):
        with clock.at(start + hours * HOUR):
            await all_sent()
    (given_up,) = await OutMessage.select()
    assert given_up["state"] == "given-up"
    office.refusing.clear()
    with clock.at(start + 121 * HOUR):
        await drafting.give_to_officer(place.head, new.id, place.officer.staff)
        await all_sent()
    (letter,) = office.letters
    assert "Ai đó" in text_of(letter)


async def test_a_step_from_before_addresses_were_asked_asks_and_is_told_after_the_yes(
    client: AsyncClient, place: Scene, office: PostOffice
) -> None:
    with clock.at(now() + HOUR):  # so that the application's own runner does not send it yet
        new = await asked(place)
        await drafting.give_to_officer(place.head, new.id, place.officer.staff)
        await OutMessage.update({OutMessage.kind: STEP}, force=True)
        (row,) = await MailConsent.select()
        news = StepNews(*(row[name] for name in ("ward", "matter", "receiver", "event", "of")))
        async with DB.transaction():  # two letters were on their way
            await put(news.ward, STEP, news.receiver, news.data)
        await MailConsent.delete(force=True)
        await all_sent()
        (letter,) = office.letters
        assert "Ai đó" in text_of(letter)
        await said_yes(client, office)
        await all_sent()
    (letter,) = office.letters
    assert "Đang chuẩn bị trả lời" in text_of(letter)  # what happened last


async def test_each_step_is_told_once_and_no_name_or_word_leaves(
    client: AsyncClient, place: Scene, office: PostOffice
) -> None:
    new = await asked(place)
    await said_yes(client, office)
    await all_sent()
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
    await asked(place, language="en")
    await all_sent()
    (letter,) = office.letters
    assert letter["Content-Language"] == "en"
    assert link_in(office).startswith("/en/theo-doi/")


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
