"""Corrections at the desk: old and new, two leaders at once, what staff read afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from httpx import AsyncClient

from dialogue.core import clock
from dialogue.core.codes import tracking_hash
from dialogue.core.errors import Invalid
from dialogue.core.i18n import day
from dialogue.core.keys import keys
from dialogue.matters.actions import approval, drafting, personal_data, publishing, triage
from dialogue.matters.actions.deciding import not_a_denunciation
from dialogue.matters.states import Exposure, Kind
from tests.matters import builders
from tests.pages import Page
from tests.web.desk import DESK, enter, see, send, take
from web.passes import make_pass

ACCUSING = "Tôi tố cáo ông Trần Văn Bê, công chức địa chính, nhận tiền để làm ngơ việc đỗ xe."


async def test_a_public_answer_is_corrected_and_taken_down(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.published(place)
    await enter(client, place, "pho-chu-tich")
    text = {
        "correct_text": "Gọi bà Lan số 0912 345 678 hay 0987 654 321.",
        "correct_reason": "Ghi nhầm số.",
    }
    text |= {"correct_summary_en": "Call Ms Lan."}
    refused = await send(client, new.id, "dinh-chinh", **text)
    page = Page(refused.text)
    assert (refused.status_code, page.texts("#correct_text")) == (422, [text["correct_text"]])
    assert page.attributes("[name=correct_decided] option", "value") == [
        *("", "mask:0912 345 678", "keep:0912 345 678"),
        *("", "mask:0987 654 321", "keep:0987 654 321"),
    ]
    half = await send(client, new.id, "dinh-chinh", correct_decided="mask:0912 345 678", **text)
    page = Page(half.text)
    assert half.status_code == 422
    assert page.attributes("[name=correct_decided] [selected]", "value") == ["mask:0912 345 678"]
    both = ["mask:0912 345 678", "keep:0987 654 321"]
    sent = await client.post(f"{DESK}/{new.id}/dinh-chinh", data={**text, "correct_decided": both})
    assert sent.status_code == 303
    shown = (await client.get(f"/{place.slug}/hoi-dap/1")).text
    assert "hay 0987 654 321" in shown
    assert "0912" not in shown
    page = await see(client, f"{DESK}/{new.id}")
    assert page.texts("#correct_text") == ["Gọi bà Lan số ••••5678 hay 0987 654 321."]
    assert page.texts("#correct_summary_en") == [text["correct_summary_en"]]
    await take(client, new.id, "go", down_reason="Lộ thông tin riêng.")
    page = await see(client, f"{DESK}/{new.id}")
    assert (page.texts("#correct_text"), page.texts("#down_reason")) == ([], [])


async def test_two_corrections_at_once_undo_nothing(client: AsyncClient) -> None:
    """The second leader is told of the first one's correction before undoing it."""
    place = await builders.scene()
    new = await builders.published(place)
    await enter(client, place, "pho-chu-tich")
    page = await see(client, f"{DESK}/{new.id}")
    mine = {
        "correct_base": page.attribute("[name=correct_base]", "value"),
        "correct_text": f"{builders.GOOD} Quầy 3.",
        "correct_reason": "Thiếu số quầy.",
    }
    await enter(client, place, "chu-tich")
    first = {**mine, "correct_text": f"{builders.GOOD} Quầy 2.", "correct_reason": "Thiếu quầy."}
    await take(client, new.id, "dinh-chinh", **first)
    await enter(client, place, "pho-chu-tich")
    late = await send(client, new.id, "dinh-chinh", **mine)
    page = Page(late.text)
    assert (late.status_code, page.texts("#correct_text")) == (409, [mine["correct_text"]])
    assert "đính chính câu trả lời" in page.texts("[role=alert]")[0]
    assert "Quầy 2." in page.texts("section[aria-labelledby=corrected] ins")[-1]
    mine["correct_base"] = page.attribute("[name=correct_base]", "value")
    await take(client, new.id, "dinh-chinh", **mine)  # having read it
    page = await see(client, f"{DESK}/{new.id}")
    assert [text[-7:] for text in page.texts("#corrected ~ .notice ins")] == ["Quầy 2.", "Quầy 3."]


@pytest.mark.parametrize(
    ("added", "told"),
    [
        ("Xong trước {ngày}.", "Bản soạn còn chỗ trống: "),
        ("Đồ ngu ngốc hỏi mãi.", "Bản đính chính có lời lẽ chưa phù hợp."),
    ],
)
async def test_what_stops_an_answer_stops_a_correction(
    client: AsyncClient, added: str, told: str
) -> None:
    place = await builders.scene()
    new = await builders.published(place)
    before = (await client.get(f"/{place.slug}/hoi-dap/1")).text
    await enter(client, place, "pho-chu-tich")
    text = {"correct_text": f"{builders.GOOD} {added}", "correct_reason": "Thiếu một ý."}
    refused = await send(client, new.id, "dinh-chinh", **text)
    page = Page(refused.text)
    assert (refused.status_code, page.texts("#correct_text")) == (422, [text["correct_text"]])
    assert page.texts("#correct_text-error span")[0].startswith(told)
    client.cookies.clear()
    assert (await client.get(f"/{place.slug}/hoi-dap/1")).text == before


async def test_no_correction_names_whom_the_question_accuses(db: None) -> None:
    place = await builders.scene()
    new = await builders.received(place, ACCUSING)
    await not_a_denunciation(place.keeper, new.id, "Phản ánh, không tố cáo.")
    given = triage.Assignment(Kind.REPORT, "Thu tiền đỗ xe", field=place.field)
    await triage.assign(place.keeper, new.id, given)
    await drafting.give_to_officer(place.head, new.id, place.officer.staff)
    await drafting.save_draft(place.officer, new.id, 0, builders.GOOD)
    await drafting.send_for_check(place.officer, new.id)
    await approval.pass_up(place.head, new.id, place.deputy.staff, "Đã xem.", leave=True)
    for hit in await personal_data.undecided(place.ward, new.id):
        await personal_data.decide(place.keeper, new.id, hit.part, hit.fragment, Exposure.MASK)
    await approval.approve(place.deputy, new.id, reason="Cần đăng ngay.")
    text = f"{builders.GOOD} Ông Trần Văn Bê đã trả lại tiền."
    with pytest.raises(Invalid) as refused:
        await publishing.correct(place.chairman, new.id, text, "Thiếu một ý.")
    assert refused.value.errors == {"text": "accused-here"}


async def test_the_asker_reads_who_approved_when_and_that_it_was_corrected(
    client: AsyncClient,
) -> None:
    place = await builders.scene()
    with clock.at(clock.now() - timedelta(days=3)):
        new = await builders.published(place)
    approved, today = (clock.local_day(clock.now() - timedelta(days=n)) for n in (3, 0))
    await publishing.correct(place.chairman, new.id, "Mang giấy hẹn.", "Ghi nhầm quầy.")
    tracked = make_pass(tracking_hash(keys(), new.code), clock.now())
    said = (await see(client, f"/tra-cuu/{tracked}")).texts("[aria-labelledby=answer] > p")
    assert said[0].startswith("Người duyệt: ")
    assert said[0].endswith(day(approved))
    assert said[1].startswith(f"Phường đã đính chính câu trả lời này ngày {day(today)}.")


async def test_staff_read_the_answer_as_it_stands(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.published(place)
    await enter(client, place, "chuyen-vien")
    assert (await see(client, f"{DESK}/{new.id}")).texts("#corrected") == []
    now = "Mang giấy hẹn đến Quầy 2."
    await publishing.correct(place.chairman, new.id, now, "Ghi nhầm quầy.")
    page = await see(client, f"{DESK}/{new.id}")
    assert page.texts("#corrected ~ .answer") == [now]
    assert "Ghi nhầm quầy." in page.texts("#corrected ~ .notice")[0]
    assert page.texts("#answer") == ["Câu trả lời lúc duyệt, trước khi đính chính"]
