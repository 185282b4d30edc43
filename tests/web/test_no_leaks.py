"""What is planted where only staff may look never shows in public: pages, feeds, API, logs."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from itertools import product

import pytest
from httpx import AsyncClient

from dialogue.core.clock import now
from dialogue.matters import search
from dialogue.matters.actions import approval, drafting, originals, personal_data, triage
from dialogue.matters.actions.triage import Assignment
from dialogue.matters.states import Exposure, Kind
from dialogue.matters.tables import Published, PublishedAnswer
from dialogue.ward import actions as ward_actions
from dialogue.ward.rules import system_actor
from tests.matters import builders
from tests.matters.builders import GOOD, Scene
from tests.pages import Page
from tests.web.desk import DESK, enter
from tests.web.doors import DOORS
from web.live import board as live
from web.masking import mask_logs, masked
from web.passes import make_pass

pytestmark = pytest.mark.integration
PHONE = "0912 345 678"
PLANTED = {
    "in the internal note": "quetzal",
    "in the contact": "0987 654 321",
    "in the name": "Trần Thị Vẹt Mào",
    "in a reason to send it back": "capybara",
    "in a reason to pass it up": "tamandua",
    "in a reason to read the original": "ocelotl",
    "in a reason to ask for time": "coatimundi",
    "in an earlier draft": "ornitorinco",
    "in an open draft": "axolotl",
    "in a sealed matter": "kinkajou",
    "in words not published yet": "wolpertinger",
    "unmasked": PHONE,
    "unmasked, without spaces": PHONE.replace(" ", ""),
}


@dataclass(frozen=True)
class Planted:
    place: Scene
    matter: int
    group: str  # its head's link
    key: str  # the asker's own page
    code: str


@pytest.fixture
async def planted(client: AsyncClient, monkeypatch: pytest.MonkeyPatch) -> Planted:
    monkeypatch.setattr(live, "LIFE", 0.01)
    place = await builders.scene()
    told = await builders.received(
        place,
        f"Cống trước nhà tôi nghẹt, gọi tôi số {PHONE} nhé.",
        name=PLANTED["in the name"],
        contact=PLANTED["in the contact"],
        consent="contact-1",
    )
    given = Assignment(Kind.QUESTION, "Cống nghẹt", field=place.field)
    await triage.assign(place.keeper, told.id, given)
    await drafting.give_to_officer(place.head, told.id, place.officer.staff)
    await drafting.add_note(place.officer, told.id, f"Nội bộ: {PLANTED['in the internal note']}")
    await drafting.save_draft(place.officer, told.id, 0, f"{PLANTED['in an earlier draft']} {GOOD}")
    await drafting.save_draft(place.officer, told.id, 1, GOOD)
    await drafting.send_for_check(place.officer, told.id)
    await approval.return_draft(place.head, told.id, PLANTED["in a reason to send it back"])
    await drafting.send_for_check(place.officer, told.id)
    reasons = {name.rpartition(" to ")[2]: words for name, words in PLANTED.items()}
    await approval.propose_extension(place.head, told.id, 2, reasons["ask for time"])
    await originals.read_original(place.head, told.id, reasons["read the original"])
    passed = reasons["pass it up"]
    await approval.pass_up(place.head, told.id, place.deputy.staff, passed, leave=True)
    await personal_data.decide(place.deputy, told.id, "body", PHONE, Exposure.MASK)
    await approval.approve(place.deputy, told.id)
    await builders.drafted(place, text=f"{PLANTED['in an open draft']} {GOOD}")
    sealed = await builders.received(place, f"Tôi tố cáo cán bộ {PLANTED['in a sealed matter']}.")
    await triage.seal(place.keeper, sealed.id)
    await builders.received(place, f"Bao giờ sửa đường {PLANTED['in words not published yet']}?")
    group = await ward_actions.add_group(system_actor(place.ward), "Tổ 9")
    link = await ward_actions.make_group_link(system_actor(place.ward), group, "ông Bảy")
    key = make_pass(builders.hash_of(told), now())
    return Planted(place, told.id, link, key, told.code)


def public_paths(planted: Planted) -> list[str]:
    """Every public page and reply that needs nothing but the ward and an answer's number."""
    values = {"{slug}": "thach-ban", "{ward}": "thach-ban", "{number}": "1"}
    doors = [door for door in DOORS if door.startswith("GET") and "/quan-tri" not in door]
    paths = []
    for door in doors:
        path = door.split()[1]
        for name, value in values.items():
            path = path.replace(name, value)
        if "{" not in path:
            paths.append(path)
    places = product(("", "/en"), ("hoi-dap", "tim"))
    boards = [f"{start}/thach-ban/{place}" for start, place in places]
    searches = [f"{board}?q={word}" for board, word in product(boards, PLANTED.values())]
    return [*paths, *searches, "/api/v1/wards/thach-ban/answers?q=nghẹt"]


def shown(text: str) -> list[str]:
    """Which planted words stand in it, but for what the visitor typed into a search."""
    tree = Page(text)
    typed = tree.attributes("input[type=search][value]", "value") if "<input" in text else []
    return [where for where, words in PLANTED.items() if words in text and words not in typed]


async def test_what_was_planted_is_there_for_staff(client: AsyncClient, planted: Planted) -> None:
    """Else the other tests here would find nothing whatever happened."""
    await enter(client, planted.place, "chuyen-vien")
    page = (await client.get(f"{DESK}/{planted.matter}")).text
    assert {"in the internal note", "in an earlier draft", "in a reason to send it back"} <= set(
        shown(page)
    )
    client.cookies.clear()
    page = (await client.get("/thach-ban/hoi-dap/1")).text
    assert "Cống trước nhà tôi nghẹt" in page


async def test_nothing_planted_shows_in_public(client: AsyncClient, planted: Planted) -> None:
    leaks = {}
    for path in public_paths(planted):
        reply = await client.get(path)
        if "hoi-dap?q=" in path or "tim?q=" in path:
            assert Page(reply.text).texts("main a[href*='/hoi-dap/1']") == []
        elif found := shown(reply.text):
            leaks[path] = found
    assert leaks == {}


async def test_no_public_table_and_no_index_holds_any_of_it(
    client: AsyncClient, planted: Planted
) -> None:
    """Index, copy and every text that stood on the board, as they lie in the database."""
    for table in (Published, PublishedAnswer):
        rows = await table.select().where(table.ward == planted.place.ward)
        assert rows
        assert [where for where, words in PLANTED.items() if words in str(rows)] == []
    for words in (word for word in PLANTED.values() if word.isascii() and word.isalpha()):
        assert (await search.count(planted.place.ward, words)).n == 0


async def test_the_group_heads_page_tells_nothing_of_it(
    client: AsyncClient, planted: Planted
) -> None:
    path = f"/to-truong/{planted.group}"
    await client.post(path)
    assert shown((await client.get(path)).text) == []


async def test_the_askers_own_page_tells_nothing_internal(
    client: AsyncClient, planted: Planted
) -> None:
    found = shown((await client.get(f"/tra-cuu/{planted.key}")).text)
    own = {"unmasked", "in the name", "in the contact"}  # their own words and data
    assert set(found) - own == set()


async def test_no_log_line_holds_any_of_it(
    client: AsyncClient, planted: Planted, caplog: pytest.LogCaptureFixture
) -> None:
    """Our own lines hold nothing; the lines with addresses hold no link, pass or code."""
    mask_logs("httpx")
    with caplog.at_level(logging.DEBUG):
        await client.get(f"/to-truong/{planted.group}")
        await client.post(f"/to-truong/{planted.group}")
        await client.get(f"/tra-cuu/{planted.key}")
        await client.post("/tra-cuu", data={"code": planted.code})
        await client.post("/thach-ban/gop-y", data={"body": "quetzal", "contact": PHONE})
        await client.get("/thach-ban/gop-y/cam-on/0123456789abcdef")
        await client.get("/khong-co", params={"token": planted.group})
    lines = "\n".join(caplog.messages)
    assert lines
    secrets = [planted.group, planted.key, planted.code, "0123456789abcdef", PHONE, "quetzal"]
    assert [secret for secret in secrets if secret in lines] == []


@pytest.mark.unit
def test_addresses_that_hold_a_secret_are_masked() -> None:
    """Each public route whose last word is a secret, whatever stands around it."""
    secret = "5ecret5ecret5ecret"
    names = ("{token}", "{key}", "{receipt}")
    doors = [door.split()[1] for door in DOORS if any(name in door for name in names)]
    lines = [door.replace(name, secret) for door in doors for name in names if name in door]
    assert len(lines) >= 10
    assert [line for line in lines if secret in masked(f'"GET {line} HTTP/1.1" 200')] == []
