"""The log of ratings as people meet it: receipt, look-up, roots, proofs, the board's recount."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from httpx import AsyncClient as Client

from dialogue.core.clock import at, local_day, now
from dialogue.ward.states import Role
from surveys.proofs.queries import heads
from surveys.queries.counters import CounterCard
from surveys.rules import Level
from surveys.tables import Rating
from tests.checker import CHECKER, FILE
from tests.pages import Page
from tests.surveys.builders import give_before, opened
from tests.surveys.proofs.builders import entered, rated, standing_of
from tests.web.office import enter

pytestmark = pytest.mark.integration
LOG = "/thach-ban/hai-long/so-cai"
API = "/api/v1/wards/thach-ban/ledger"


def told(page: Page, css: str) -> str:
    return " ".join(page.texts(css))


async def rated_by_form(client: Client, card: CounterCard) -> Page:
    """The thank-you page of somebody who is not satisfied."""
    form = {"level": "not", "ticket": await opened(client, card)}
    reply = await client.post(card.path, data=form)
    return Page((await client.get(reply.headers["location"])).text)


async def receipt_of(client: Client, card: CounterCard) -> tuple[Page, str]:
    """The receipt's page, and the commitment on it."""
    thanks = await rated_by_form(client, card)
    found = Page((await client.get(thanks.attribute("a[href$='/bien-nhan']", "href"))).text)
    return found, told(found, "#commitment")


async def test_thanks_lead_to_a_receipt_that_does_not_tell_the_level(
    client: Client, card: CounterCard
) -> None:
    found, commitment = await receipt_of(client, card)
    assert len(commitment) == 64
    told = " ".join(found.texts("main"))
    assert "Không hài lòng" not in told
    assert commitment in told
    assert "chữ ký" in told.lower()


async def test_a_commitment_is_looked_up_before_and_after_its_half_day(
    client: Client, card: CounterCard
) -> None:
    _page, commitment = await receipt_of(client, card)
    early = Page((await client.get(LOG, params={"ma": commitment})).text)
    assert "Chưa thấy trong sổ" in told(early, "#found")
    await entered()
    later = Page((await client.get(LOG, params={"ma": commitment.upper()})).text)
    assert "Vẫn được tính" in told(later, "#found")
    assert "Dòng số" in told(later, "#found")


@pytest.mark.parametrize("typed", ["abc", "z" * 64, "a" * 63, "a" * 65, "<b>", "٣" * 64])
async def test_what_can_be_no_commitment_is_told_apart_from_an_unknown_one(
    client: Client, card: CounterCard, typed: str
) -> None:
    unknown = await client.get(LOG, params={"ma": "a" * 64})
    odd = await client.get(LOG, params={"ma": typed})
    api = "/api/v1/wards/thach-ban/ledger/inclusion"
    assert (unknown.status_code, odd.status_code) == (200, 422)
    assert "Chưa thấy trong sổ" in told(Page(unknown.text), "#found")
    assert "64 chữ số và chữ a–f" in told(Page(odd.text), ".error")
    assert Page(odd.text).attribute("#ma", "value") == typed
    statuses = [
        (await client.get(api, params={"commitment": each})).status_code
        for each in ("a" * 64, typed)
    ]
    assert statuses == [404, 422]


async def test_the_look_up_says_when_the_rating_is_gone(client: Client, card: CounterCard) -> None:
    _page, commitment = await receipt_of(client, card)
    await entered()
    await Rating.raw("DELETE FROM rating")
    found = Page((await client.get(LOG, params={"ma": commitment})).text)
    assert "Không khớp" in told(found, "#found")


@pytest.mark.parametrize("asked", ["", "  ", "a" * 64])
async def test_nothing_or_an_unknown_one_is_not_found_and_breaks_nothing(
    client: Client, card: CounterCard, asked: str
) -> None:
    reply = await client.get(LOG, params={"ma": asked})
    assert reply.status_code == 200
    assert not asked.strip() or "Chưa thấy" in told(Page(reply.text), "#found")


async def test_the_checker_runs_alone_on_what_the_site_gives(
    client: Client, card: CounterCard, tmp_path: Path
) -> None:
    """As somebody does at home: save, run, believe nobody."""
    _page, commitment = await receipt_of(client, card)
    await rated(card, [Level.OK] * 4)
    await entered()
    proof = (await client.get(f"{API}/inclusion", params={"commitment": commitment})).json()
    head, *_ = await heads(card.ward)  # the application's own job may sign yesterday, too
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(proof), "utf-8")
    asked = [sys.executable, "-I", str(FILE), "receipt", str(file), "--key", head.verifier]
    assert commitment in subprocess.run(asked, check=True, capture_output=True, text=True).stdout  # noqa: S603, ASYNC221
    file.write_text(json.dumps(proof | {"number": proof["number"] ^ 1}), "utf-8")
    assert subprocess.run(asked, capture_output=True, check=False).returncode == 1  # noqa: S603, ASYNC221


async def test_two_days_are_proved_to_be_one_log(client: Client, card: CounterCard) -> None:
    await rated(card, [Level.OK] * 3)
    await entered()
    with at(now() + timedelta(days=1)):
        await rated(card, [Level.NOT] * 2)
        await entered()
    new, old, *_ = await heads(card.ward)
    days = {"first": str(old.day), "second": str(new.day)}
    proof = (await client.get(f"{API}/consistency", params=days)).json()
    assert CHECKER.check_growth(proof, new.verifier) == "the first 3 of 5 leaves are unchanged"
    text = (await client.get(f"{API}/checkpoint")).text
    assert text == new.note


async def test_a_day_without_ratings_is_proved_too(client: Client, card: CounterCard) -> None:
    await rated(card, [Level.OK] * 3)
    await entered()
    with at(now() + timedelta(days=1)):
        await entered()
    new, old, *_ = await heads(card.ward)
    assert new.size == old.size
    days = {"first": str(old.day), "second": str(new.day)}
    proof = (await client.get(f"{API}/consistency", params=days)).json()
    assert proof["proof"] == []
    assert "unchanged" in CHECKER.check_growth(proof, new.verifier)


async def test_what_is_not_there_is_a_problem(client: Client, card: CounterCard) -> None:
    day = {"first": "2026-01-01", "second": "2026-01-02"}
    assert (await client.get(f"{API}/checkpoint")).status_code == 404
    assert (await client.get(f"{API}/consistency", params=day)).status_code == 404
    assert (await client.get(f"{API}/inclusion")).status_code == 422
    (receipt,) = await rated(card, [Level.OK])
    commitment = (await standing_of(card, receipt)).commitment
    assert (
        await client.get(f"{API}/inclusion", params={"commitment": commitment})
    ).status_code == 404
    assert (await client.get(f"{LOG}/hom-qua")).status_code == 404


async def test_each_day_has_a_page_to_hang_up_and_an_entry_in_the_feed(
    client: Client, card: CounterCard
) -> None:
    await rated(card, [Level.OK] * 3)
    await entered()
    head, *_ = await heads(card.ward)  # the application's own job may sign yesterday, too
    found = Page((await client.get(f"{LOG}/{head.day}")).text)
    assert head.root in told(found, "main")
    assert head.verifier in told(found, "main")
    feed = ElementTree.fromstring((await client.get(f"{LOG}.atom")).text)  # noqa: S314  our own
    notes = [each.text for each in feed.iter("{http://www.w3.org/2005/Atom}content")]
    assert notes[0] == head.note


# The inspection board


@pytest.fixture
async def counted(client: Client, card: CounterCard) -> CounterCard:
    """Twelve ratings, old enough to be published, entered; the board has signed in."""
    await give_before(4, card, [Level.VERY] * 7 + [Level.NOT] * 5)
    await entered()
    await enter(client, card.ward, "thanh-tra", Role.INSPECTOR)
    return card


async def signed(client: Client, found: Page) -> int:
    names = ("ky", "chuoi", "seen")
    form = {name: found.attribute(f"[type=hidden][name={name}]", "value") for name in names}
    reply = await client.post("/quan-tri/dem-lai", data=form | {"words": "Đã đếm đủ"})
    return reply.status_code


async def test_the_board_counts_anew_and_its_word_stands_in_public(
    client: Client, counted: CounterCard
) -> None:
    year = (local_day(now()) - timedelta(days=4)).year
    found = Page((await client.get("/quan-tri/dem-lai", params={"ky": year})).text)
    assert "Khớp" in told(found, "main")
    assert await signed(client, found) == 303
    public = told(Page((await client.get(LOG)).text), "main")
    assert "Đã đếm đủ" in public
    assert "Đánh giá chung tại quầy" in public
    assert "đếm lại từ sổ 12 lượt, 7 hài lòng" in public


async def test_a_falsified_figure_does_not_agree(client: Client, counted: CounterCard) -> None:
    year = (local_day(now()) - timedelta(days=4)).year
    await Rating.raw("UPDATE rating SET level = 'very' WHERE level = 'not'")
    found = Page((await client.get("/quan-tri/dem-lai", params={"ky": year})).text)
    assert "Không khớp" in told(found, "main")


async def test_nobody_signs_what_has_changed_since_they_read_it(
    client: Client, counted: CounterCard
) -> None:
    year = (local_day(now()) - timedelta(days=4)).year
    found = Page((await client.get("/quan-tri/dem-lai", params={"ky": year})).text)
    await Rating.raw("UPDATE rating SET level = 'very' WHERE level = 'not'")
    assert await signed(client, found) == 409
    assert (await client.get("/quan-tri/dem-lai", params={"ky": "nay"})).status_code == 422
