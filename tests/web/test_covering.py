"""What is masked after it was published is masked wherever anybody reads it, and told."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from dialogue.core.errors import Conflict
from dialogue.matters.actions import drafting, personal_data, publishing, triage, verdicts
from dialogue.matters.actions.intake import Received
from dialogue.matters.queries import board
from dialogue.matters.queries.history import events
from dialogue.matters.states import Exposure, Kind, MatterState, Step, VerdictLevel
from dialogue.matters.tables import Matter, Published, PublishedAnswer
from tests.matters import builders
from tests.matters.builders import GOOD, Scene
from tests.web import desk
from web.caching import PAGES

pytestmark = pytest.mark.integration
NAME = "Xyzzyđan"
SAID = f"Nhà ông {NAME} đổ đất xuống cống, bao giờ phường nạo vét cống thoát nước?"
ANSWER = f"{GOOD} Đất nhà ông {NAME} đã được dọn."


async def published() -> tuple[Scene, Received, int]:
    """Nobody thought of the name."""
    place = await builders.scene()
    new = await builders.received(place, SAID)
    given = triage.Assignment(Kind.QUESTION, f"Đất nhà ông {NAME}", field=place.field)
    await triage.assign(place.keeper, new.id, given)
    await drafting.give_to_officer(place.head, new.id, place.officer.staff)
    for part, text in (("title", NAME), ("body", NAME)):
        await personal_data.decide(place.officer, new.id, part, text, Exposure.KEEP)
    await builders.answered_again(place, new, ANSWER)
    row = await Matter.select(Matter.number).where(Matter.id == new.id).first()
    assert row is not None
    return place, new, row["number"]


async def everywhere(client: httpx.AsyncClient, slug: str, number: int) -> str:
    """All that anybody reads of it."""
    api = f"/api/v1/wards/{slug}/answers"
    addresses = (
        f"/{slug}/hoi-dap/{number}", f"/en/{slug}/hoi-dap/{number}", f"/{slug}/hoi-dap",
        f"/{slug}/hoi-dap?q=cong", f"/{slug}/hoi-dap?in=1", f"/{slug}", f"{api}/{number}", api,
    )  # fmt: skip
    PAGES.clear()  # a running server hears of the change
    replies = [await client.get(address) for address in addresses]
    assert {reply.status_code for reply in replies} == {200}
    return "\n".join(reply.text for reply in replies)


async def columns(matter: int) -> list[dict[str, Any]]:
    public = await Published.select().where(Published.matter == matter)
    return [*public, *await PublishedAnswer.select().where(PublishedAnswer.matter == matter)]


async def test_it_is_gone_everywhere_and_the_page_says_so(client: httpx.AsyncClient) -> None:
    place, new, number = await published()
    await publishing.correct(place.chairman, new.id, f"{ANSWER} Xong.", f"Ông {NAME} báo.")
    assert NAME in await everywhere(client, place.slug, number)
    page = await client.get(f"/{place.slug}/hoi-dap/{number}")
    assert "đã che thông tin riêng" not in page.text

    await personal_data.decide(place.chairman, new.id, "body", NAME, Exposure.MASK)
    assert NAME not in await everywhere(client, place.slug, number)
    assert NAME not in str(await columns(new.id))
    page = await client.get(f"/{place.slug}/hoi-dap/{number}")
    assert "phường đã che thông tin riêng của cá nhân trong nội dung này." in page.text
    assert "Nội dung đang được kiểm tra" not in page.text
    searched = await board.board(place.ward, "xyzzydan")
    assert searched.items == []


async def test_a_mask_taken_back_says_when_the_words_come_back(client: httpx.AsyncClient) -> None:
    place, new, number = await published()
    await personal_data.decide(place.chairman, new.id, "body", NAME, Exposure.MASK)
    await desk.enter(client, place, "chu-tich")
    reply = await client.post(
        f"/quan-tri/van-de/{new.id}/che-thong-tin", data={"expose_choice": f"keep:body:{NAME}"}
    )
    page = await desk.see(client, reply.headers["location"])
    assert "hiện lại ở lần đính chính sau" in page.texts(".toast")[0]
    assert NAME not in await everywhere(client, place.slug, number)
    await publishing.correct(place.chairman, new.id, f"{ANSWER} Xong.", "Không phải chỗ riêng.")
    assert NAME in await everywhere(client, place.slug, number)


async def test_the_answer_is_the_same_and_its_verdict_stays(client: httpx.AsyncClient) -> None:
    place, new, number = await published()
    await verdicts.give_verdict(builders.hash_of(new), VerdictLevel.SATISFIED, "")
    await personal_data.decide(place.chairman, new.id, "body", NAME, Exposure.MASK)
    page = await board.answer(place.ward, number)
    assert (page.item.version, page.item.verdict, len(page.texts)) == (1, VerdictLevel.SATISFIED, 1)
    assert page.item.intact
    assert await board.altered(place.ward) == []
    history = await events(place.ward, new.id)
    assert [line.step for line in history].count(Step.COVER) == 1
    assert history[-1].new_state == MatterState.CLOSED
    assert NAME not in str(history[-1])


async def test_what_is_masked_already_or_stands_nowhere_changes_nothing(
    client: httpx.AsyncClient,
) -> None:
    place, new, _ = await published()
    for _ in range(2):
        await personal_data.decide(place.chairman, new.id, "body", NAME, Exposure.MASK)
    await personal_data.decide(place.chairman, new.id, "body", "cống", Exposure.KEEP)
    (row, *_) = await columns(new.id)
    assert row["masked"] == 1
    waiting = await builders.checking(place)
    await personal_data.decide(place.chairman, waiting.id, "body", "cống", Exposure.MASK)
    assert Step.COVER not in [line.step for line in await events(place.ward, waiting.id)]


async def test_a_correction_that_masks_masks_what_stood_before_too(
    client: httpx.AsyncClient,
) -> None:
    place, new, number = await published()
    phone = "0912345678"
    await publishing.correct(
        place.chairman, new.id, f"{ANSWER} Gọi {phone}.", "Thêm số.", {phone: Exposure.KEEP}
    )
    assert phone in await everywhere(client, place.slug, number)
    await publishing.correct(
        place.chairman, new.id, f"{ANSWER} Gọi số {phone}.", "Che số.", {phone: Exposure.MASK}
    )
    assert phone not in await everywhere(client, place.slug, number)
    assert phone not in str(await columns(new.id))


async def test_what_is_sealed_or_taken_down_has_nothing_to_mask(client: httpx.AsyncClient) -> None:
    place, new, _ = await published()
    await publishing.take_down(place.chairman, new.id, "Có dữ liệu cá nhân.")
    await personal_data.decide(place.chairman, new.id, "body", NAME, Exposure.MASK)
    (row, *_) = await columns(new.id)
    assert row["masked"] == 0
    other = await builders.doubted(place)
    await triage.seal(place.keeper, other.id)
    with pytest.raises(Conflict):
        await personal_data.decide(place.chairman, other.id, "body", "cống", Exposure.MASK)
