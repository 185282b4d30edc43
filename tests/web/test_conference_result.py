"""The result as everybody reads it: each opinion, its answer, what was promised and how it is."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest

from dialogue.core.clock import at
from dialogue.matters.actions.proving import Proof, claim_done
from dialogue.matters.actions.triage import seal
from dialogue.matters.queries.promises import promises
from dialogue.ward import queries
from dialogue.ward.actions.case_figures import CaseEntry, enter_case_figures
from dialogue.ward.figures import Figures
from dialogue.ward.rules import Actor
from meetings.conferences.actions import concluding, publishing
from meetings.conferences.actions.concluding import NewConclusion
from meetings.conferences.queries.conferences import conference
from meetings.conferences.states import Outcome
from tests.matters import builders
from tests.matters.test_attachments import photo
from tests.meetings import conference_rows as rows
from tests.meetings.conference_rows import DAY
from tests.web.office import read

pytestmark = pytest.mark.integration
AFTER = rows.at(DAY + timedelta(days=1), 9)
PAGE = "/thach-ban/doi-thoai/ket-qua"


@dataclass(frozen=True)
class Told:
    ward: int
    number: int
    keeper: Actor
    chair: Actor
    conclusion: int
    sealed: int  # a matter of the register that an opinion became


@pytest.fixture
async def told(client: httpx.AsyncClient) -> Told:
    scene = await builders.scene()
    number = await rows.held(scene.ward, slug="ket-qua")
    one = await rows.opinion(scene.ward, number, "Cống ngõ 12 tắc, gọi 0912 345 678.", number=1)
    became = await builders.received(scene, "Bao giờ có đèn ở ngõ 9?")
    await rows.opinion(
        scene.ward, number, "Bao giờ có đèn ở ngõ 9?", number=2, matter=became.id, answer="",
        outcome=Outcome.WRITTEN.value, due=DAY + timedelta(days=10),
    )  # fmt: skip
    with at(AFTER):
        figures = Figures(returned=852, early=450)
        whole = Figures(received=2685, received_direct=2117, received_online=568, returned=2668)
        card = await conference(scene.ward, number)
        assert card.period_since is not None
        assert card.period_until is not None
        for label, each in (("", whole), ("Hồ sơ có phiếu hẹn", figures)):
            entry = CaseEntry(card.period_since, card.period_until, each, None, label, "Sổ")
            await enter_case_figures(scene.chairman, entry)
        due = DAY + timedelta(days=20)
        new = NewConclusion("Nạo vét cống", scene.unit, scene.officer.staff, due, opinions=(one,))
        made = await concluding.conclude(scene.keeper, number, new)
        above = NewConclusion("Làm cầu mới", beyond=True, receiver="UBND thành phố")
        await concluding.conclude(scene.keeper, number, above)
        version = (await conference(scene.ward, number)).version
        await concluding.write_minutes(
            scene.keeper, number, version, assessment="Thẳng thắn", report="Đã báo cáo"
        )
        await publishing.add_photo(scene.keeper, number, photo(), "Hội trường đông người")
        await publishing.publish(scene.chairman, number, version + 1)
    return Told(scene.ward, number, scene.keeper, scene.chairman, made, became.id)


async def test_the_whole_result_stands_on_one_page(client: httpx.AsyncClient, told: Told) -> None:
    with at(AFTER):
        page = await read(client, PAGE)
        text = " ".join(page.texts("main"))
        assert "2.685" in text
        assert "Hồ sơ có phiếu hẹn: Trước hạn 450 trên 852, đạt 52,8%" in text
        assert "0912" not in text
        assert "Trả lời tại hội nghị:" in text
        assert page.texts("#h-conclusions") == ["Kết luận và việc đã hứa"]
        assert "Vượt thẩm quyền của phường. Kiến nghị: UBND thành phố" in text
        assert page.attributes("figure img", "alt") == ["Hội trường đông người"]
        assert (await client.get(page.attribute("figure img", "src"))).status_code == 200
        links = page.attributes("main a", "href")
        assert "/thach-ban/cam-ket/1" in links
        for link in (each for each in links if "/van-ban/" in each):
            assert (await client.get(link)).status_code == 200, link


async def test_the_page_follows_its_promises(client: httpx.AsyncClient, told: Told) -> None:
    with at(AFTER):
        assert "Đang làm" in " ".join((await read(client, PAGE)).texts(".badge"))
        (card,) = (await promises(told.ward)).cards
        assert card.officer is not None
        officer = await queries.actor(told.ward, card.officer)
    with at(AFTER + timedelta(days=3)):
        await claim_done(officer, card.id, Proof(document="12/BB-UBND"))
        assert await gone(client, "Đang làm")


async def gone(client: httpx.AsyncClient, words: str) -> bool:
    """Kept pages follow the change log a moment later."""
    for _try in range(100):
        if words not in (await client.get(PAGE)).text:
            return True
        await asyncio.sleep(0.02)
    return False


async def test_what_is_sealed_later_leaves_the_page(client: httpx.AsyncClient, told: Told) -> None:
    with at(AFTER):
        assert "đèn ở ngõ 9" in " ".join((await read(client, PAGE)).texts("main"))
        await seal(told.keeper, told.sealed)
        assert await gone(client, "đèn ở ngõ 9")
        minutes = await client.get(f"{PAGE}/van-ban/bien-ban.html")
        assert "đèn ở ngõ 9" not in minutes.text


async def test_a_correction_stands_beside_what_it_corrects(
    client: httpx.AsyncClient, told: Told
) -> None:
    with at(AFTER + timedelta(days=1)):
        await publishing.correct(
            told.chair, told.number, "conclusion", told.conclusion,
            text="Nạo vét cống ngõ 21", reason="Ghi nhầm số ngõ",
        )  # fmt: skip
        page = await read(client, PAGE)
        assert page.texts("del") == ["Nạo vét cống"]
        assert page.texts("ins") == ["Nạo vét cống ngõ 21"]
        assert "Ghi nhầm số ngõ" in " ".join(page.texts(".notice"))
