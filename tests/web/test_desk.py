"""The desk: a matter's road by pages, and who sees which button."""

from __future__ import annotations

from httpx import AsyncClient

from tests.matters import builders
from tests.matters.builders import GOOD
from tests.pages import Page
from tests.web.desk import DESK, buttons, enter, see, send, take


async def test_from_received_to_published_by_three_people(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.received(place)
    await enter(client, place, "tong-hop")
    assert (await see(client, DESK)).texts("h3 a") == [(await words(client, new.id))]
    to = await take(
        client,
        new.id,
        "giao-don-vi",
        assign_title="Nạo vét cống",
        assign_kind="petition",
        assign_field=f"field-{place.field}",
        assign_public="1",
    )
    assert to == f"{DESK}/{new.id}?xong=giao-don-vi"
    assert (await see(client, to)).texts(".toast") == ["Đã giao đơn vị trả lời."]
    await enter(client, place, "truong-phong")
    await take(client, new.id, "giao-nguoi", give_officer=str(place.officer.staff))
    await enter(client, place, "chuyen-vien")
    await take(client, new.id, "ban-nhap", draft_text=GOOD, draft_then="send")
    await enter(client, place, "truong-phong")
    page = await see(client, f"{DESK}/{new.id}")
    assert page.texts("#main-step") == ["Xem và trình lãnh đạo"]
    await take(client, new.id, "trinh", pass_leader=str(place.deputy.staff))
    await enter(client, place, "pho-chu-tich")
    page = await see(client, f"{DESK}/{new.id}")
    assert page.texts("#main-step") == ["Đọc và duyệt"]
    version = page.attribute("[name=approve_version]", "value")
    await take(client, new.id, "duyet", approve_version=version)
    page = await see(client, f"{DESK}/{new.id}")
    assert page.texts(".badge")[0] == "Đã trả lời công khai"
    assert page.texts("#history + ol li > b")[-1] == "Người pho-chu-tich duyệt"


async def words(client: AsyncClient, matter: int) -> str:
    return (await see(client, f"{DESK}/{matter}")).texts(".verbatim")[0]


async def test_a_stale_draft_shows_both_texts(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.drafting_(place)
    await enter(client, place, "dong-nghiep")
    await take(client, new.id, "ban-nhap", draft_text="Bản của đồng nghiệp.", draft_base="0")
    await enter(client, place, "chuyen-vien")
    refused = await send(client, new.id, "ban-nhap", draft_text="Bản của tôi.", draft_base="0")
    assert refused.status_code == 409
    page = Page(refused.text)
    assert page.texts("#mine-text") == ["Bản của tôi."]
    assert page.texts(".answer p") == ["Bản của đồng nghiệp."]
    assert page.texts("#joined-text") == ["Bản của đồng nghiệp.\n\nBản của tôi."]
    assert set(page.attributes("[name=draft_base]", "value")) == {"1"}
    await take(client, new.id, "ban-nhap", draft_text="Bản của tôi.", draft_base="1")
    page = await see(client, f"{DESK}/{new.id}")
    assert page.texts("#draft_text") == ["Bản của tôi."]
    assert page.texts("#versions ~ details .answer p") == ["Bản của tôi.", "Bản của đồng nghiệp."]


async def test_personal_data_is_decided_before_approval(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.received(place, "Cống trước nhà tôi nghẹt, gọi tôi số 0912 345 678 nhé.")
    await through(client, place, new.id)
    await enter(client, place, "pho-chu-tich")
    page = await see(client, f"{DESK}/{new.id}")
    assert page.texts(".verbatim mark") == ["0912 345 678"]
    assert "Duyệt và đăng công khai" not in buttons(page)
    refused = await send(client, new.id, "duyet", approve_version="1")
    assert (refused.status_code, Page(refused.text).texts("[role=alert] p")) == (
        409,
        [
            "Còn thông tin riêng chưa quyết định. Ông bà chọn che hoặc giữ nguyên từng chỗ"
            " trước khi duyệt."
        ],
    )
    chosen = {"expose_part": "body", "expose_fragment": "0912 345 678", "expose_as": "mask"}
    await take(client, new.id, "che-thong-tin", **chosen)
    page = await see(client, f"{DESK}/{new.id}")
    assert "Duyệt và đăng công khai" in buttons(page)
    await take(client, new.id, "duyet", approve_version="1")


async def through(client: AsyncClient, place: builders.Scene, matter: int) -> None:
    """Up to the leader, by pages."""
    await enter(client, place, "tong-hop")
    await take(
        client,
        matter,
        "giao-don-vi",
        assign_title="Cống nghẹt",
        assign_kind="question",
        assign_field=f"field-{place.field}",
        assign_public="1",
    )
    await enter(client, place, "truong-phong")
    await take(client, matter, "giao-nguoi", give_officer=str(place.officer.staff))
    await enter(client, place, "chuyen-vien")
    await take(client, matter, "ban-nhap", draft_text=GOOD, draft_then="send")
    await enter(client, place, "truong-phong")
    await take(client, matter, "trinh", pass_leader=str(place.deputy.staff), pass_reason="Đủ.")
