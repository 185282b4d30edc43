"""Following by e-mail: asked, confirmed, told, stopped; never before a yes, never a flood."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient, Response

from dialogue.core import changes, clock
from dialogue.core.clock import local_day, now
from dialogue.following.digests import tell_ward
from dialogue.following.tables import Subscription
from dialogue.matters.actions.publishing import take_down
from dialogue.ward import queries as wards
from dialogue.ward.actions.house_rules import HouseRule, set_rule
from tests.following.post_office import PostOffice, all_sent, open_office, text_of
from tests.matters import builders
from tests.matters.builders import Scene
from tests.pages import Page
from web.pages import follow

pytestmark = pytest.mark.integration
PAGE = "/thach-ban/theo-doi"
LAN = "lan@thu.example"
DAY = timedelta(days=1)


@pytest.fixture
async def office(client: AsyncClient, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PostOffice]:
    follow.ASKED._asked.clear()
    async with open_office(monkeypatch) as opened:
        yield opened


@pytest.fixture
async def place(client: AsyncClient) -> Scene:
    return await builders.scene()


def link_in(office: PostOffice) -> str:
    """The path that the newest letter leads to."""
    found = re.search(r"http://[^/\s]+(/\S*theo-doi/\S+)", text_of(office.letters[-1]))
    assert found
    return found[1]


async def follows(client: AsyncClient, office: PostOffice, **typed: str) -> Response:
    await client.post(PAGE, data={"email": LAN} | typed)
    await all_sent()
    link = link_in(office)
    office.letters.clear()
    return await client.post(link, follow_redirects=True)


async def test_nothing_is_sent_before_the_address_says_yes(
    client: AsyncClient, place: Scene, office: PostOffice
) -> None:
    sent = await client.post(PAGE, data={"email": LAN}, follow_redirects=True)
    assert "Xin xem hộp thư" in sent.text
    await all_sent()
    await builders.published(place)
    await tell_ward(place.ward)
    await all_sent()
    assert len(office.letters) == 1
    looked = await client.get(link_in(office))  # as mail programs do
    assert "Đồng ý nhận thư?" in looked.text
    assert await Subscription.count().where(Subscription.state == "live") == 0
    done = await client.post(link_in(office), follow_redirects=True)
    assert "Đã xác nhận" in done.text
    assert await tell_ward(place.ward) == 0  # what came before the yes is not news


async def test_one_letter_tells_of_each_answer_once_and_none_is_empty(
    client: AsyncClient, place: Scene, office: PostOffice
) -> None:
    await follows(client, office)
    await follows(client, office, about="XD")
    assert await tell_ward(place.ward) == 0
    await builders.published(place)
    await builders.published(place)
    assert await tell_ward(place.ward) == 1
    await all_sent()
    (letter,) = office.letters
    text = text_of(letter)
    assert letter["Subject"].startswith("2 câu trả lời mới")
    assert text.count("http://127.0.0.1:8000/thach-ban/hoi-dap/") == 2
    await builders.published(place)
    assert await tell_ward(place.ward) == 0  # too soon
    with clock.at(now() + DAY):
        assert await tell_ward(place.ward) == 1
        assert await tell_ward(place.ward) == 0


async def test_it_is_narrowed_as_the_board_is(
    client: AsyncClient, place: Scene, office: PostOffice
) -> None:
    (other, *_rest) = [
        card.code for card in await wards.fields(place.ward) if card.id != place.field
    ]
    await follows(client, office, about=other)
    await builders.published(place)
    assert await tell_ward(place.ward) == 0
    await follows(client, office, words="nao vet")
    await builders.published(place)
    assert await tell_ward(place.ward) == 1


async def test_a_field_with_others_below_it_is_followed_as_the_board_shows_it(
    client: AsyncClient, place: Scene, office: PostOffice
) -> None:
    page = Page((await client.get(f"{PAGE}?linh-vuc=dc-xd")).text)
    assert page.attribute("option[selected]", "value") == "DC-XD"
    (below,) = [each for each in await wards.fields(place.ward) if each.id == place.field]
    above = {each.id: each.code for each in await wards.fields(place.ward)}[below.parent or 0]
    await follows(client, office, about=above)
    await builders.published(place)
    assert await tell_ward(place.ward) == 1


async def test_words_that_nothing_can_be_found_by_are_not_followed(
    client: AsyncClient, place: Scene, office: PostOffice
) -> None:
    said = await client.post(PAGE, data={"email": LAN, "words": "?! ***"})
    assert said.status_code == 422
    page = Page(said.text)
    assert page.texts("#words-error") == [
        "Chưa có chữ hay số nào để tìm. Xin ghi vài từ, ví dụ: khai sinh."
    ]
    assert page.attribute("#words", "value") == "?! ***"


async def test_a_letter_names_no_more_than_the_rule_says(
    client: AsyncClient, place: Scene, office: PostOffice
) -> None:
    await set_rule(place.chairman, HouseRule("FOL-ITEMS", 1, "QĐ", local_day(now())))
    await follows(client, office)
    for _ in range(3):
        await builders.published(place)
    await tell_ward(place.ward)
    await all_sent()
    assert "Và 2 câu nữa" in text_of(office.letters[0])


async def test_what_was_taken_down_meanwhile_is_not_told(
    client: AsyncClient, place: Scene, office: PostOffice
) -> None:
    await follows(client, office)
    new = await builders.published(place)
    await take_down(place.chairman, new.id, "Lộ thông tin riêng.")
    assert await tell_ward(place.ward) == 0
    new = await builders.published(place)
    assert await tell_ward(place.ward) == 1
    await take_down(place.chairman, new.id, "Lộ thông tin riêng.")  # after it was written
    await all_sent()
    assert office.letters == []


async def test_one_click_stops_it_logged_out_and_twice_is_no_error(
    client: AsyncClient, place: Scene, office: PostOffice
) -> None:
    await follows(client, office)
    await builders.published(place)
    await tell_ward(place.ward)
    await all_sent()
    (letter,) = office.letters
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = letter["List-Unsubscribe"].strip("<>").partition("8000")[2]
    for _ in range(2):
        said = await client.post(path, data={"List-Unsubscribe": "One-Click"})
        assert said.status_code == 200
    assert "không nhận thư nào" in said.text
    assert await Subscription.count() == 0
    assert (await client.get(path[:-4] + "0000")).status_code == 404


async def test_mail_programs_find_the_address_that_stops_it(
    client: AsyncClient, place: Scene, office: PostOffice
) -> None:
    """RFC 8058 (3): they read it as it came; one that is encoded as words are is none to them."""
    await follows(client, office)
    office.raw.clear()
    await builders.published(place)
    await tell_ward(place.ward)
    await all_sent()
    (raw,) = office.raw
    (line,) = [each for each in raw.splitlines() if each.startswith("List-Unsubscribe:")]
    assert re.fullmatch(r"List-Unsubscribe: <http://127\.0\.0\.1:8000/theo-doi/[\w.-]+>", line)


async def test_a_link_confirms_for_the_address_it_was_sent_to_alone(
    client: AsyncClient, place: Scene, office: PostOffice
) -> None:
    await client.post(PAGE, data={"email": "ke-gian@thu.example"})
    await all_sent()
    link = link_in(office)
    (row,) = await Subscription.select()
    await Subscription.delete(force=True)
    await client.post(PAGE, data={"email": LAN})
    await Subscription.update({Subscription.id: row["id"]}, force=True)  # SQLite counts anew
    assert (await client.get(link)).status_code == 404
    assert (await client.post(link)).status_code == 404
    assert await Subscription.count().where(Subscription.state == "live") == 0


async def test_what_comes_while_a_letter_is_made_is_told_once(
    client: AsyncClient, place: Scene, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    await follows(client, office)
    await builders.published(place)
    newest = changes.newest

    async def late(*of: Any) -> int:
        seq = await newest(*of)
        await builders.published(place)
        return seq

    with monkeypatch.context() as patch:
        patch.setattr(changes, "newest", late)
        assert await tell_ward(place.ward) == 1
    await all_sent()  # or a runner of tomorrow takes what another has in hand today
    with clock.at(now() + DAY):
        assert await tell_ward(place.ward) == 1
        await all_sent()
    told = [re.findall(r"/hoi-dap/(\d+)", text_of(letter)) for letter in office.letters]
    assert told == [["1"], ["2"]]


async def test_what_one_stopped_meanwhile_takes_nothing_from_the_others(
    client: AsyncClient, place: Scene, office: PostOffice
) -> None:
    await follows(client, office, words="không ai hỏi")
    await follows(client, office, words="nạo vét")
    await follows(client, office)
    await builders.published(place)
    assert await tell_ward(place.ward) == 1
    first, second, _all = await Subscription.select(Subscription.id).order_by(Subscription.id)
    for each in (first, second):
        await Subscription.delete().where(Subscription.id == each["id"])
    await all_sent()
    assert len(office.letters) == 1


async def test_one_of_several_is_stopped_on_its_page(
    client: AsyncClient, place: Scene, office: PostOffice
) -> None:
    await follows(client, office)
    listed = await follows(client, office, about="XD")
    page = Page(listed.text)
    path = page.attributes("main form", "action")[0]
    one = page.attributes("[name=one]", "value")[0]
    left = await client.post(path, data={"one": one})
    assert len(Page(left.text).attributes("[name=one]", "value")) == 1


async def test_a_subscription_bomb_is_held_and_tells_nothing(
    client: AsyncClient, place: Scene, office: PostOffice
) -> None:
    said = [await client.post(PAGE, data={"email": LAN}) for _ in range(5)]
    assert {reply.status_code for reply in said} == {303}
    await all_sent()
    assert len(office.letters) == 3
    for number in range(15):
        await client.post(PAGE, data={"email": f"n{number}@thu.example"})
    held = await client.post(PAGE, data={"email": "cuoi@thu.example"})
    assert held.status_code == 429
    assert Page(held.text).attribute("#email", "value") == "cuoi@thu.example"


@pytest.mark.parametrize("typed", ["", "lan", "lan@thu", "lan@thu.example\nBcc: x@y.vn", "ư@t.vn"])
async def test_a_wrong_address_is_told_with_the_form_kept(
    client: AsyncClient, place: Scene, office: PostOffice, typed: str
) -> None:
    said = await client.post(PAGE, data={"email": typed, "words": "ngập"})
    assert said.status_code == 422
    assert Page(said.text).attribute("#words", "value") == "ngập"


async def test_english_speaks_english(
    client: AsyncClient, place: Scene, office: PostOffice
) -> None:
    await client.post(f"/en{PAGE}", data={"email": LAN})
    await all_sent()
    assert office.letters[0]["Content-Language"] == "en"
    assert link_in(office).startswith("/en/theo-doi/")


async def test_who_only_knows_the_address_does_not_change_its_letters(
    client: AsyncClient, place: Scene, office: PostOffice
) -> None:
    await follows(client, office)
    await client.post(f"/en{PAGE}", data={"email": LAN})
    await builders.published(place)
    await tell_ward(place.ward)
    await all_sent()
    assert office.letters[-1]["Content-Language"] == "vi"


async def test_unconfirmed_addresses_are_erased(
    client: AsyncClient, place: Scene, office: PostOffice
) -> None:
    await client.post(PAGE, data={"email": LAN})
    await all_sent()
    with clock.at(now() + 3 * DAY):
        late = await client.get(link_in(office))
        await all_sent()
    assert await Subscription.count() == 0
    assert late.status_code == 404
    assert "Liên kết đã hết hạn" in late.text


async def test_without_a_mail_server_it_is_not_offered(client: AsyncClient, place: Scene) -> None:
    said = await client.get(PAGE)
    assert "Nơi này chưa gửi được thư." in said.text
    assert (await client.post(PAGE, data={"email": LAN})).status_code == 409
    assert await Subscription.count() == 0


async def test_filters_that_letters_do_not_have_are_named(
    client: AsyncClient, place: Scene, office: PostOffice
) -> None:
    page = Page((await client.get(f"{PAGE}?q=nha&chu-de=ngap&nam=2026")).text)
    assert "Thư không lọc được theo: Chủ đề, Năm." in page.texts(".notice")[0]
    links = page.attributes("main a", "href")
    assert f"/{place.slug}/hoi-dap.atom?q=nha&chu-de=ngap&nam=2026" in links
    plain = Page((await client.get(f"{PAGE}?q=nha")).text)
    assert "Thư không lọc được" not in " ".join(plain.texts("main"))
