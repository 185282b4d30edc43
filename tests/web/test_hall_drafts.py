"""What the console keeps on the device: all that was typed, under the key it was sent with."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Page as Tab
from playwright.async_api import Route, async_playwright

from dialogue.core.clock import at
from dialogue.ward.states import Role
from meetings.conferences.actions import capturing
from meetings.conferences.actions.capturing import NewOpinion
from meetings.conferences.queries import floor
from tests.meetings.hall_build import ACCUSES, OTHER, QUESTION, START, Hall, running
from tests.pages import Page
from tests.web.office import enter, errors, send

pytestmark = pytest.mark.integration
CHROMIUM = Path("/usr/bin/chromium")
HOST = "http://localhost"
GONE = "the reply is lost on its way"
KNOWN = "Lần gửi trước đã đến nơi, với nội dung khác."


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with at(START):
        yield


def desk(place: Hall, part: str = "") -> str:
    return f"/quan-tri/doi-thoai/{place.number}/dieu-khien{part}"


async def words(place: Hall) -> list[str]:
    return [each.words for each in await floor.opinions(place.ward, place.number)]


async def test_a_second_save_of_a_draft_is_the_same_opinion(client: httpx.AsyncClient) -> None:
    place = await running()
    await enter(client, place.ward, "thu-ky", Role.CLERK)
    draft = {"operation": "operation-1", "words": QUESTION, "group": place.groups[0]}
    for _ in range(2):
        reply = await send(client, desk(place, "/ghi"), **draft)
        assert reply.headers["location"] == desk(place) + "?xong=ghi"
    assert await words(place) == [QUESTION]


async def test_other_words_under_a_known_key_are_neither_lost_nor_stored_at_once(
    client: httpx.AsyncClient,
) -> None:
    place = await running()
    await enter(client, place.ward, "thu-ky", Role.CLERK)
    await send(client, desk(place, "/ghi"), operation="operation-1", words=QUESTION)
    for changed in ({"words": OTHER}, {"words": QUESTION, "group": place.groups[0]}):
        reply = await send(client, desk(place, "/ghi"), operation="operation-1", **changed)
        assert reply.status_code == 422
        assert errors(reply)[0].startswith(KNOWN)
        assert Page(reply.text).texts("#new-words") == [changed["words"]]
        fresh = Page(reply.text).attribute("form[action$='/ghi'] [name=operation]", "value")
        assert fresh != "operation-1"
    assert await words(place) == [QUESTION]
    await send(client, desk(place, "/ghi"), operation=fresh, words=OTHER)
    assert await words(place) == [QUESTION, OTHER]


async def test_another_hand_under_a_known_key_is_told(client: httpx.AsyncClient) -> None:
    place = await running()
    await enter(client, place.ward, "thu-ky", Role.CLERK)
    first, second = place.groups[:2]
    for group, status in ((first, 303), (first, 303), (second, 422)):
        reply = await send(client, desk(place, "/cho"), operation="operation-1", group=group)
        assert reply.status_code == status
    assert errors(reply)[0].startswith(KNOWN)
    fresh = Page(reply.text).attribute("form[action$='/cho'] [name=operation]", "value")
    again = await send(client, desk(place, "/cho"), operation=fresh, group=second)
    assert again.status_code == 303


async def test_what_was_typed_is_shown_when_the_opinion_went_apart_meanwhile(
    client: httpx.AsyncClient,
) -> None:
    place = await running()
    said = await capturing.capture(place.clerk, place.number, "operation-1", NewOpinion(QUESTION))
    await enter(client, place.ward, "thu-ky", Role.CLERK)
    path = desk(place, f"/y-kien/{said.id}")
    await send(client, path, words=ACCUSES, version="1")
    reply = await send(client, path, words=OTHER, version="1")
    assert reply.status_code == 409
    page = Page(reply.text)
    assert page.texts("section[aria-labelledby=typed] .quote p") == [OTHER]
    assert ACCUSES not in reply.text


# In a browser


@dataclass
class Device:
    """A browser whose requests the application in this process answers. lost: replies are."""

    client: httpx.AsyncClient
    lost: list[bool] = field(default_factory=list)
    tab: Tab | None = None

    async def answer(self, route: Route) -> None:
        asked, path = route.request, route.request.url.removeprefix(HOST)
        if path.endswith("/song"):
            await route.abort()
            return
        headers = {"accept-encoding": "identity"}
        if kind := asked.headers.get("content-type"):
            headers["content-type"] = kind
        with at(START):
            given = await self.client.request(
                asked.method, path, headers=headers, content=asked.post_data_buffer
            )
        if self.lost and asked.method == "POST":
            await route.fulfill(status=504, content_type="text/html", body=GONE)
        elif given.is_redirect:  # a reply made up here is followed past us: the page goes by itself
            there = escape(given.headers["location"])
            await route.fulfill(
                content_type="text/html",
                body=f'<meta http-equiv="refresh" content="0;url={there}">',
            )
        else:
            await route.fulfill(
                status=given.status_code, headers=dict(given.headers), body=given.content
            )

    @property
    def page(self) -> Tab:
        assert self.tab is not None
        return self.tab

    async def open(self, path: str) -> None:
        await self.page.goto(HOST + path)

    async def press(self, name: str) -> None:
        await self.page.get_by_role("button", name=name, exact=True).click()

    async def saved(self, name: str, told: str) -> None:
        await self.press(name)
        await self.page.get_by_text(told).wait_for()

    async def unheard(self, name: str) -> None:
        """What is sent arrives; its reply is lost on the way back."""
        self.lost.append(True)
        await self.saved(name, GONE)
        self.lost.clear()

    async def typed(self, form: str) -> dict[str, str]:
        """What the form would send."""
        sent: dict[str, str] = await self.page.locator(form).evaluate(
            "form => Object.fromEntries(new FormData(form))"
        )
        return sent


@pytest.fixture
async def device(client: httpx.AsyncClient) -> AsyncIterator[Device]:
    made = Device(client)
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        made.tab = await browser.new_page()
        made.tab.set_default_timeout(120_000)  # a busy machine is no fault
        await made.tab.route("**/*", made.answer)
        yield made
        await browser.close()


in_browser = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}")
CAPTURE, SETTLE, OPINION = (
    f"form[data-draft^='{name}']" for name in ("capture", "settle-", "opinion-")
)
SAVE, TAKEN = "Ghi và đưa lên màn chiếu", "Đã ghi ý kiến."
BACK = "Chữ chưa lưu đã được điền lại."


@pytest.mark.browser
@in_browser
async def test_a_save_whose_reply_was_lost_is_stored_once(
    client: httpx.AsyncClient, device: Device
) -> None:
    place = await running()
    await enter(client, place.ward, "thu-ky", Role.CLERK)
    await device.open(desk(place))
    await device.page.locator("#new-words").fill(QUESTION)
    await device.page.locator("#new-group").select_option(str(place.groups[0]))
    sent = await device.typed(CAPTURE)
    await device.unheard(SAVE)
    await device.open(desk(place))
    assert await device.typed(CAPTURE) == sent
    assert await device.page.locator(f"{CAPTURE} [data-kept]").is_visible()
    await device.saved(SAVE, TAKEN)
    assert await words(place) == [QUESTION]
    after = await device.typed(CAPTURE)
    assert (after["words"], after["group"]) == ("", "")
    assert after["operation"] != sent["operation"]
    assert not await device.page.locator(f"{CAPTURE} [data-kept]").is_visible()


@pytest.mark.browser
@in_browser
async def test_a_draft_that_is_emptied_gives_its_key_up(
    client: httpx.AsyncClient, device: Device
) -> None:
    place = await running()
    await enter(client, place.ward, "thu-ky", Role.CLERK)
    await device.open(desk(place))
    await device.page.locator("#new-words").fill(QUESTION)
    await device.unheard(SAVE)
    await device.open(desk(place))
    await device.page.locator("#new-words").fill("")
    await device.page.locator("#new-words").fill(OTHER)
    await device.saved(SAVE, TAKEN)
    assert await words(place) == [QUESTION, OTHER]


@pytest.mark.browser
@in_browser
async def test_a_draft_that_was_refused_goes_once_it_is_saved(
    client: httpx.AsyncClient, device: Device
) -> None:
    place = await running()
    await enter(client, place.ward, "thu-ky", Role.CLERK)
    await device.open(desk(place))
    await device.page.locator("#new-words").fill("Ngắn quá")
    await device.saved(SAVE, "Còn 1 chỗ cần sửa")
    await device.open(desk(place))
    assert await device.page.locator("#new-words").input_value() == "Ngắn quá"
    await device.saved(SAVE, "Còn 1 chỗ cần sửa")
    await device.page.locator("#new-words").fill(QUESTION)
    await device.saved(SAVE, TAKEN)
    await device.open(desk(place))
    assert await device.page.locator("#new-words").input_value() == ""
    assert await words(place) == [QUESTION]


@pytest.mark.browser
@in_browser
async def test_of_a_long_speech_that_is_pasted_nothing_is_cut_off(
    client: httpx.AsyncClient, device: Device
) -> None:
    place = await running()
    await enter(client, place.ward, "thu-ky", Role.CLERK)
    long = " ".join(f"từ{number}" for number in range(4_000))
    await device.open(desk(place))
    await device.page.locator("#new-words").focus()
    await device.page.keyboard.insert_text(long)  # as a paste
    await device.saved(SAVE, "Còn 1 chỗ cần sửa")
    assert await device.page.get_by_text("Nội dung dài quá: nhiều nhất 4000 chữ cái.").count() == 2
    assert await device.page.locator("#new-words").input_value() == long
    assert await words(place) == []


@pytest.mark.browser
@in_browser
async def test_a_draft_keeps_the_outcome_and_every_field_beside_the_words(
    client: httpx.AsyncClient, device: Device
) -> None:
    place = await running()
    await enter(client, place.ward, "thu-ky", Role.CLERK)
    await device.open(desk(place))
    await device.page.locator("#new-words").fill(QUESTION)
    await device.saved(SAVE, TAKEN)
    (one,) = await floor.opinions(place.ward, place.number)
    await capturing.put_on_screen(place.clerk, place.number, one.id)
    await device.open(desk(place))
    await device.page.locator("#answer").fill("Phường chuyển Công ty Thoát nước.")
    await device.page.locator(f"{SETTLE} label", has_text="Chuyển").first.click()
    await device.page.locator("#receiver").fill("Công ty Thoát nước")
    await device.page.locator("#due").fill("31/12/2030")
    before = await device.typed(SETTLE)
    assert before["outcome"] == "forwarded"
    await device.open(desk(place))
    assert await device.typed(SETTLE) == before


@pytest.mark.browser
@in_browser
async def test_a_change_in_mid_sentence_comes_back_until_it_is_dropped(
    client: httpx.AsyncClient, device: Device
) -> None:
    """Also over words that are stored, and never over what somebody else saved meanwhile."""
    place = await running()
    said = await capturing.capture(place.clerk, place.number, "operation-1", NewOpinion(QUESTION))
    await enter(client, place.ward, "thu-ky", Role.CLERK)
    path, box = desk(place, f"/y-kien/{said.id}"), device.page.locator("#words")
    await device.open(path)
    await box.fill(f"{QUESTION} Và nữa")
    theirs = NewOpinion(f"{QUESTION} Bản kia.")
    await capturing.change_opinion(place.chairman, place.number, said.id, 1, theirs)
    await device.open(path)
    assert await box.input_value() == f"{QUESTION} Và nữa"
    await device.saved("Lưu", "Chưa lưu: người khác vừa sửa ý kiến này.")
    assert await words(place) == [theirs.words]
    await device.open(path)  # the power is cut once more, before both were compared
    assert (await device.typed(OPINION))["version"] == "2"
    assert await box.input_value() == f"{QUESTION} Và nữa"
    await device.press("Bỏ chữ này")
    await device.page.get_by_text(BACK).wait_for(state="hidden")
    assert await box.input_value() == theirs.words
    await device.open(path)
    assert await box.input_value() == theirs.words
