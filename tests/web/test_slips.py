"""A dossier's slip: entered at the counter, printed, opened on a phone, counted once."""

from __future__ import annotations

from datetime import timedelta

import html5lib
import pytest
from httpx import AsyncClient as Client

from dialogue.core.clock import at, local_day, now
from dialogue.ward.states import Role
from surveys.queries.counters import CounterCard
from surveys.queries.ratings import day_counts
from surveys.results import Counts
from surveys.rules import Series
from surveys.slips.actions import publish_draw, reissue
from surveys.slips.codes import spelled
from surveys.slips.queries import SlipCard
from surveys.slips.tables import DossierSlip, SlipDay
from surveys.tables import Rating
from tests.pages import Page
from tests.surveys.builders import counter_in_ward, ticket_of
from tests.surveys.slip_builders import BIRTH, DEATH, draws, handed, officer
from tests.web.office import enter, errors, read, send

pytestmark = pytest.mark.integration
DESK = "/quan-tri/phieu-danh-gia"
GONE = {
    "spent": "Hồ sơ này đã được đánh giá",
    "expired": "Phiếu này đã hết hạn",
    "replaced": "Phiếu này đã được thay",
}


@pytest.fixture
async def card(client: Client) -> CounterCard:
    return await counter_in_ward()


@pytest.fixture
async def slip(card: CounterCard) -> SlipCard:
    return await handed(await officer(card.ward), card, "H26-0001")


async def opened(client: Client, slip: SlipCard) -> str:
    return ticket_of((await client.get(f"/s/{slip.code}")).text)


async def given(card: CounterCard) -> Counts:
    day = local_day(now())
    rows = await day_counts(card.ward, day, day, Series.SLIP)
    return sum((row.counts for row in rows), Counts())


# On a phone


async def test_two_taps_and_the_dossier_is_rated(
    client: Client, card: CounterCard, slip: SlipCard
) -> None:
    page = await read(client, f"/s/{slip.code}")
    assert page.texts(".faces > label") == ["Rất hài lòng", "Hài lòng", "Không hài lòng"]
    assert page.texts("fieldset#field") == []  # the slip knows
    sent = await send(client, f"/s/{slip.code}", level="ok", ticket=await opened(client, slip))
    assert sent.status_code == 303
    thanks = await read(client, sent.headers["location"])
    assert thanks.texts("h1") == ["Cảm ơn quý vị"]
    assert await given(card) == Counts(0, 1, 0)
    (rating,) = await Rating.select()
    assert (rating["field"], rating["series"]) == (slip.field, "slip")


async def test_the_reply_may_be_changed_for_a_day(
    client: Client, card: CounterCard, slip: SlipCard
) -> None:
    sent = await send(client, f"/s/{slip.code}", level="not", ticket=await opened(client, slip))
    changed = await send(client, f"{sent.headers['location']}/sua", level="very")
    assert changed.status_code == 303
    assert await given(card) == Counts(1, 0, 0)


async def test_the_code_is_typed_as_it_is_read(client: Client, slip: SlipCard) -> None:
    typed = spelled(slip.code).replace("0", "o").lower()
    found = await send(client, "/s", code=f" {typed} ")
    assert (found.status_code, found.headers["location"]) == (303, f"/s/{slip.code}")
    assert (await client.get(f"/s/{spelled(slip.code)}")).status_code == 200
    english = await send(client, "/en/s", code=typed)
    assert english.headers["location"] == f"/en/s/{slip.code}"


async def test_a_replayed_message_leads_to_the_same_thanks(
    client: Client, card: CounterCard, slip: SlipCard
) -> None:
    ticket = await opened(client, slip)
    first = await send(client, f"/s/{slip.code}", level="very", ticket=ticket)
    again = await send(client, f"/s/{slip.code}", level="very", ticket=ticket)
    assert first.headers["location"] == again.headers["location"]
    assert await given(card) == Counts(1, 0, 0)


async def test_a_spent_slip_says_so_and_offers_another_way(
    client: Client, card: CounterCard, slip: SlipCard
) -> None:
    mine, theirs = await opened(client, slip), await opened(client, slip)
    await send(client, f"/s/{slip.code}", level="very", ticket=mine)
    late = await send(client, f"/s/{slip.code}", level="not", ticket=theirs)
    assert (late.status_code, Page(late.text).texts("h1")) == (409, [GONE["spent"]])
    page = await read(client, f"/s/{slip.code}", 410)
    assert page.texts("h1") == [GONE["spent"]]
    assert card.path in page.attributes("main a", "href")
    assert await given(card) == Counts(1, 0, 0)


async def test_an_expired_or_replaced_slip_says_so(
    client: Client, card: CounterCard, slip: SlipCard
) -> None:
    ticket = await opened(client, slip)
    with at(now() + timedelta(days=16)):
        assert (await read(client, f"/s/{slip.code}", 410)).texts("h1") == [GONE["expired"]]
    newer = await reissue(await officer(card.ward, "nguoi-khac"), slip.id)
    old = await send(client, f"/s/{slip.code}", level="very", ticket=ticket)
    assert (old.status_code, Page(old.text).texts("h1")) == (410, [GONE["replaced"]])
    assert (await client.get(f"/s/{newer.code}")).status_code == 200
    assert await given(card) == Counts()


@pytest.mark.parametrize("code", ["7k3m9qxt2hba", "khong-phai-ma", "0" * 300])
async def test_a_forged_code_is_answered_with_the_search(client: Client, code: str) -> None:
    page = await read(client, f"/s/{code}", 404)
    assert page.texts("h1") == ["Đánh giá bằng phiếu"]
    assert "không phải mã phiếu" in " ".join(page.texts(".error"))


async def test_a_ticket_of_another_slip_is_refused_and_nothing_is_lost(
    client: Client, card: CounterCard, slip: SlipCard
) -> None:
    other = await handed(await officer(card.ward, "nguoi-khac"), card, "H26-0002")
    foreign = await opened(client, other)
    reply = await send(client, f"/s/{slip.code}", level="not", comment="Chờ lâu", ticket=foreign)
    assert reply.status_code == 422
    page = Page(reply.text)
    assert page.attribute("[name=level][checked]", "value") == "not"
    assert page.texts("textarea") == ["Chờ lâu"]
    assert await given(card) == Counts()


async def test_a_form_without_a_level_keeps_what_was_typed(client: Client, slip: SlipCard) -> None:
    ticket = await opened(client, slip)
    reply = await send(client, f"/s/{slip.code}", comment="Tốt", ticket=ticket)
    assert reply.status_code == 422
    html5lib.HTMLParser(strict=True).parse(reply.text)
    assert Page(reply.text).texts("textarea") == ["Tốt"]


# At the counter


async def test_the_counter_learns_at_once_whom_to_invite(client: Client, card: CounterCard) -> None:
    await draws(card.ward, invite="draw", share=50)
    await enter(client, card.ward, "tai-quay", Role.COUNTER_OFFICER)
    said = set()
    for number in range(12):
        reply = await send(client, DESK, counter=card.code, number=f"H26-{number}", about=BIRTH)
        assert reply.status_code == 200
        said.update(Page(reply.text).texts("h1"))
    assert said == {"MỜI", "KHÔNG MỜI"}
    assert not any("H26" in str(row) for row in await DossierSlip.select())


async def test_a_slip_is_printed_with_its_qr_and_its_code(
    client: Client, card: CounterCard
) -> None:
    await enter(client, card.ward, "tai-quay", Role.COUNTER_OFFICER)
    typed = {"counter": card.code, "number": "H26-0001", "about": BIRTH}
    await send(client, DESK, **typed)
    (row,) = await DossierSlip.select()
    printed = await send(client, f"{DESK}/{row['id']}/phat", number="h26-0001", paper="80")
    page = Page(printed.text)
    (code,) = page.texts(".dossier-slip__code")
    assert page.texts(".dossier-slip__qr svg") == [""]
    assert (await client.get(f"/s/{code}")).status_code == 200
    again = await send(client, f"{DESK}/{row['id']}/phat", number="H26-0001")
    assert Page(again.text).texts(".dossier-slip__code") == [code]
    other = await send(client, f"{DESK}/{row['id']}/thay", number="H26-0001")
    assert Page(other.text).texts(".dossier-slip__code") != [code]
    wrong = await send(client, f"{DESK}/{row['id']}/phat", number="H26-0002")
    assert wrong.status_code == 422


async def test_a_death_is_told_with_its_reason(client: Client, card: CounterCard) -> None:
    await enter(client, card.ward, "tai-quay", Role.COUNTER_OFFICER)
    reply = await send(client, DESK, counter=card.code, number="H26-0001", about=DEATH)
    assert reply.status_code == 422
    assert "tang" in errors(reply)[0]
    assert Page(reply.text).attribute("#number", "value") == "H26-0001"
    assert await DossierSlip.count() == 0
    odd = await send(client, DESK, counter=card.code, number="khong so", about=BIRTH)
    assert (odd.status_code, len(errors(odd))) == (422, 1)


async def test_a_refusal_is_counted(client: Client, card: CounterCard) -> None:
    await enter(client, card.ward, "tai-quay", Role.COUNTER_OFFICER)
    await send(client, DESK, counter=card.code, number="H26-0001", about=BIRTH)
    (row,) = await DossierSlip.select()
    assert (await send(client, f"{DESK}/{row['id']}/tu-choi")).status_code == 303
    (day,) = await SlipDay.select()
    assert (day["invited"], day["refused"]) == (1, 1)
    page = await read(client, DESK)
    assert page.texts("#today") != []


async def test_a_sheet_is_looked_at_and_then_printed(client: Client, card: CounterCard) -> None:
    await enter(client, card.ward, "van-thu", Role.CLERK)
    typed = {"counter": card.code, "about": BIRTH, "paper": "a4"}
    file = {"file": ("ho-so.csv", b"So ho so;Ten\nH26-3;An\nH26-1;Ba\n", "text/csv")}
    numbers = {"numbers": "H26-1\n\nkhông số\nH26-2"}
    seen = await client.post(f"{DESK}/nhieu", data=typed | numbers, files=file)
    assert seen.status_code == 200
    assert Page(seen.text).texts("tbody td b") == ["không phải số hồ sơ", "trùng dòng trên"]
    assert await DossierSlip.count() == 0
    kept = Page(seen.text).texts("textarea[hidden]")[0]
    printed = await send(client, f"{DESK}/nhieu/phat", **typed, numbers=kept)
    codes = Page(printed.text).texts(".dossier-slip__code")
    assert len(set(codes)) == 3
    empty = await send(client, f"{DESK}/nhieu", **typed)
    assert empty.status_code == 422
    long = await send(client, f"{DESK}/nhieu", **typed, numbers="H26-1\n" * 501)
    assert (long.status_code, "500" in errors(long)[0]) == (422, True)


async def test_figures_tell_of_enough_slips_alone(client: Client, card: CounterCard) -> None:
    actor = await officer(card.ward)
    for number in range(9):
        await handed(actor, card, f"H26-{number}")
    with at(now() + timedelta(days=1)):
        await enter(client, card.ward, "tai-quay", Role.COUNTER_OFFICER)
        page = await read(client, f"{DESK}/so-lieu")
    assert "chưa đủ" in " ".join(page.texts("td"))
    assert page.texts("#said") == []  # not for who works at a counter


# In public


async def test_the_seed_of_the_day_is_public(client: Client, card: CounterCard) -> None:
    assert "Chưa công bố ngày nào" in (await client.get("/thach-ban/moi-danh-gia")).text
    await draws(card.ward, invite="draw", share=30)
    await publish_draw(card.ward, local_day(now()))
    page = await read(client, "/thach-ban/moi-danh-gia")
    (seed,) = page.texts("td code")
    assert len(bytes.fromhex(seed)) == 32
    assert "mời 30 phần trăm" in " ".join(page.texts("td"))
    assert "Đăng ký khai tử" in " ".join(page.texts("main p"))
