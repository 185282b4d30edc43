"""The sealed box in pages: what its sender is told, where it goes when one of the few is meant."""

from __future__ import annotations

from datetime import UTC, datetime

from httpx import AsyncClient

from dialogue.core.clock import at, now
from dialogue.core.codes import tracking_hash
from dialogue.core.keys import keys
from dialogue.matters.actions import triage
from dialogue.ward.states import Role
from tests.matters import builders
from tests.pages import Page
from tests.web.desk import DESK, enter, see, send, take
from web.passes import make_pass

PLAIN = "Tôi xin tố cáo cán bộ địa chính nhận 5 triệu của gia đình tôi để làm sổ."
DOUBTED = "Cán bộ trực quầy hôm đó tên gì, chị ấy bảo muốn nhanh thì biết điều?"
AGAINST_CHAIRMAN = "Chủ tịch phường nhận hối lộ 50 triệu của nhà thầu làm cống."
LAWFUL = "Để được giải quyết theo Luật Tố cáo"
LAWFUL_EN = "Law on Denunciations"
RECIPIENT = {"name": "Ông Trần Công Tâm", "body": "Thanh tra thành phố", "address": "1 phố Huế"}


async def track(client: AsyncClient, code: str, language: str = "") -> str:
    tracked = make_pass(tracking_hash(keys(), code), now())
    return (await client.get(f"{language}/tra-cuu/{tracked}")).text


async def test_the_sender_is_told_the_lawful_way_at_once_when_it_is_plain(
    client: AsyncClient,
) -> None:
    place = await builders.scene()
    plain = await builders.received(place, PLAIN)
    doubted = await builders.received(place, DOUBTED)
    assert LAWFUL in await track(client, plain.code)
    assert LAWFUL not in await track(client, doubted.code)
    await triage.seal(place.keeper, doubted.id)
    told = await track(client, doubted.code)
    assert LAWFUL in told
    assert "biết điều" not in told


async def test_it_is_told_in_english_too(client: AsyncClient) -> None:
    place = await builders.scene()
    plain = await builders.received(place, PLAIN)
    told = Page(await track(client, plain.code, "/en"))
    assert any("denunciation" in line.lower() for line in told.texts(".notice"))


async def test_the_page_of_a_doubt_asks_for_a_decision_first(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.received(place, DOUBTED)
    await enter(client, place, "tong-hop")
    page = await see(client, f"{DESK}/{new.id}")
    assert "Có phải tố cáo không?" in page.texts("h2")
    assert not page.texts("#form-giao-don-vi")
    reply = await send(
        client, new.id, "chuyen-co-quan", redirect_receiver="Công an", redirect_why="not-ours"
    )
    assert reply.status_code == 409
    assert "chưa ai quyết định" in reply.text
    unsaid = await send(client, new.id, "khong-phai-to-cao", harmless_reason="")
    assert unsaid.status_code == 422
    await take(client, new.id, "khong-phai-to-cao", harmless_reason="Chỉ hỏi tên.")
    page = await see(client, f"{DESK}/{new.id}")
    assert page.texts("#form-giao-don-vi")
    assert any("ghi không phải tố cáo" in line for line in page.texts("li"))


async def test_whom_it_accuses_and_where_it_goes_stands_on_the_page(client: AsyncClient) -> None:
    place = await builders.scene()
    await builders.person(place.ward, "doc-rieng", Role.SEALED_READER)
    new = await builders.received(place, AGAINST_CHAIRMAN)
    await enter(client, place, "tong-hop")
    page = await see(client, f"{DESK}/{new.id}")
    assert any("Người chu-tich" in line for line in page.texts(".notice"))
    await take(client, new.id, "xu-ly-rieng", seal_reason="")

    await enter(client, place, "chu-tich")
    sealed, none = [await client.get(f"{DESK}/{which}") for which in (new.id, 10**9)]
    assert (sealed.status_code, none.status_code) == (404, 404)
    assert sealed.text == none.text.replace(str(10**9), str(new.id))

    await enter(client, place, "doc-rieng")
    page = await see(client, f"{DESK}/{new.id}")
    stop = "Chưa bàn giao được: phường chưa chọn nơi nhận bên ngoài."
    assert any(stop in line for line in page.texts(".notice"))
    reply = await send(client, new.id, "ban-giao", over_recipient="Công an phường")
    assert reply.status_code == 409
    assert stop in reply.text


async def test_the_ward_chooses_and_the_cover_is_printed(client: AsyncClient) -> None:
    place = await builders.scene()
    await builders.person(place.ward, "doc-rieng", Role.SEALED_READER)
    new = await builders.received(place, AGAINST_CHAIRMAN)
    await triage.seal(place.keeper, new.id)
    await enter(client, place, "chu-tich")
    wrong = await client.post("/quan-tri/noi-nhan-rieng", data={**RECIPIENT, "since": "1/1/2020"})
    assert wrong.status_code == 422
    assert "Thanh tra thành phố" in wrong.text  # nothing typed is lost
    today = (await see(client, "/quan-tri/noi-nhan-rieng")).attribute("#since", "value")
    done = await client.post("/quan-tri/noi-nhan-rieng", data={**RECIPIENT, "since": today})
    assert done.status_code == 303
    page = await see(client, "/quan-tri/noi-nhan-rieng")
    assert any("Thanh tra thành phố" in line for line in page.texts(".notice"))

    await enter(client, place, "doc-rieng")
    cover = await see(client, f"{DESK}/{new.id}/bia-ban-giao")
    assert any("Thanh tra thành phố, 1 phố Huế" in line for line in cover.texts("dd"))
    assert AGAINST_CHAIRMAN not in " ".join(cover.texts("article"))
    await take(client, new.id, "ban-giao", over_recipient="Công an phường")
    page = await see(client, f"{DESK}/{new.id}")
    assert any("Ông Trần Công Tâm" in line for line in page.texts("dd"))
    assert "1 phố Huế" in await track(client, new.code)


async def test_no_cover_of_what_is_not_sealed(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.received(place)
    await enter(client, place, "chu-tich")
    assert (await client.get(f"{DESK}/{new.id}/bia-ban-giao")).status_code == 404


async def test_the_cover_of_one_that_accuses_none_of_the_few(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.received(place, PLAIN)
    await triage.seal(place.keeper, new.id)
    await enter(client, place, "chu-tich")
    cover = await see(client, f"{DESK}/{new.id}/bia-ban-giao")
    assert cover.texts("article h1") == ["Bàn giao nội dung theo Luật Tố cáo"]


async def test_the_clock_of_the_hand_over_stands_on_page_list_and_the_chairmans_late_list(
    client: AsyncClient,
) -> None:
    place = await builders.scene()
    with at(datetime(2026, 12, 7, 2, 0, tzinfo=UTC)):
        new = await builders.received(place, PLAIN)
        await triage.seal(place.keeper, new.id)
    with at(datetime(2026, 12, 11, 2, 0, tzinfo=UTC)):
        await enter(client, place, "chu-tich")
        page = await see(client, f"{DESK}/{new.id}")
        listed = await see(client, DESK)
        late = await see(client, "/quan-tri/")
        due = await see(client, f"{DESK}/{new.id}/cach-tinh-han")
    waits = "Việc đang chờ:ghi bàn giao, hạn thứ Năm 10/12 (chậm 1 ngày làm việc)"
    assert waits in page.texts("p")
    assert waits in listed.texts("p")
    assert "Hạn ghi bàn giao" in page.texts("dt")
    assert "Hạn trả lời" not in page.texts("dt")
    assert any("hạn ghi bàn giao 10/12" in line for line in late.texts("p"))
    assert any("Người chu-tich giữ việc này từ ngày 7/12" in line for line in late.texts("p"))
    assert "CLK-SEALED" in due.texts("dd span")
    assert any("Niêm phong lúc 09:00" in line for line in due.texts("p"))
