"""Templates and earlier answers come below what is typed, without a script, and are not saved."""

from __future__ import annotations

from httpx import AsyncClient, Response

from dialogue.core.clock import local_day, now
from dialogue.matters.actions import publishing
from dialogue.matters.queries.matters import matter_for
from dialogue.ward import queries as wards
from dialogue.ward.actions.procedures import import_procedures
from dialogue.ward.rules import system_actor
from tests.matters import builders
from tests.matters.builders import GOOD, Scene
from tests.pages import Page
from tests.web.desk import DESK, enter, see, send, take

MINE = "Tôi đang viết dở."
PROCEDURES = (
    "code,slug,field,name_vi,owner_unit,limit_value,limit_unit,certainty,source,papers_vi,fee_vi\n"
    "1.1,sua-nha,XD,Cấp giấy phép sửa nhà,KT,10,working_day,{certainty},Luật Xây dựng,"
    "đơn và bản vẽ,75.000 đồng\n"
)


async def procedure(place: Scene, certainty: str = "high") -> str:
    data = PROCEDURES.replace("{certainty}", certainty).encode()
    await import_procedures(system_actor(place.ward), data, replace=True)
    (card,) = await wards.procedures(place.ward, place.field)
    return str(card.id)


async def insert(client: AsyncClient, matter: int, **values: str) -> Response:
    return await client.post(f"{DESK}/{matter}/chen", data={"draft_base": "0", **values})


def written(reply: Response) -> str:
    (text,) = Page(reply.text).texts("#draft_text")
    return text


async def test_a_template_is_filled_from_the_wards_own_list(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.drafting_(place)
    number = await procedure(place)
    await enter(client, place, "chuyen-vien")
    page = await see(client, f"{DESK}/{new.id}")
    assert page.texts("#insert_procedure option")[1:] == ["Cấp giấy phép sửa nhà"]
    reply = await insert(
        client,
        new.id,
        draft_text=MINE,
        draft_promises="1",
        insert_procedure=number,
        insert_template="giay-to",
    )
    text = written(reply)
    assert reply.status_code == 200
    assert text.startswith(f"{MINE}\n\nKhi làm thủ tục “Cấp giấy phép sửa nhà”")
    for said in ("đơn và bản vẽ", "75.000 đồng", "10 ngày làm việc", "Luật Xây dựng"):
        assert said in text
    assert "{quầy}" in text  # the ward has no counter yet
    page = Page(reply.text)
    assert page.attributes("[name=draft_promises][checked]", "value") == ["1"]
    assert (await matter_for(place.officer, new.id)).draft is None  # nothing is saved by it
    refused = await send(client, new.id, "ban-nhap", draft_text=text, draft_then="send")
    assert refused.status_code == 422
    assert written(refused) == text


async def test_a_limit_that_nobody_has_checked_is_not_told(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.drafting_(place)
    number = await procedure(place, "medium")
    await enter(client, place, "chuyen-vien")
    chosen = {"insert_procedure": number, "insert_template": "thoi-han"}
    text = written(await insert(client, new.id, **chosen))
    assert "{thời hạn}" in text
    assert "{căn cứ}" in text
    assert "đơn và bản vẽ" in text


async def test_nothing_is_chosen_and_nothing_is_lost(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.drafting_(place)
    await enter(client, place, "chuyen-vien")
    for chosen in ({}, {"insert_template": "thoi-han"}, {"insert_number": "77"}):
        reply = await insert(client, new.id, draft_text=MINE, **chosen)
        assert (reply.status_code, written(reply)) == (422, MINE)
        assert len(Page(reply.text).texts(".error-summary li")) == 1


async def test_who_may_not_draft_inserts_nothing(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.drafting_(place)
    await enter(client, place, "chu-tich")
    reply = await insert(client, new.id, draft_text=MINE, insert_template="sua-chua")
    assert reply.status_code == 409
    assert Page(reply.text).texts("#draft_text") == []
    assert MINE in reply.text


async def test_an_earlier_answer_is_taken_over_with_its_source(client: AsyncClient) -> None:
    place = await builders.scene()
    await builders.published(place)
    new = await builders.drafting_(place)
    await enter(client, place, "chuyen-vien")
    page = await see(client, f"{DESK}/{new.id}")
    button = "[name=insert_number]"
    assert page.attribute(button, "form") == page.attribute("form:has(#draft_text)", "id")
    reply = await insert(
        client, new.id, draft_text=MINE, insert_number=page.attribute(button, "value")
    )
    day = local_day(now())
    line = f"Theo câu trả lời số 1 ngày {day:%d/%m/%Y}."
    text = written(reply)
    assert text == f"{MINE}\n\n{GOOD}\n\n{line}"
    source = Page(reply.text).attribute("[name=draft_sources]", "value")
    await take(client, new.id, "ban-nhap", draft_text=text, draft_sources=source)
    page = await see(client, f"{DESK}/{new.id}")
    assert page.texts("#history + ol li > b")[-1] == (
        "Người chuyen-vien lưu bản nháp 1, theo câu trả lời số 1 ngày "
        f"{day.day}/{day.month}/{day.year}"
    )
    await _approved(client, place, new.id)
    for start in ("", "/en"):
        public = await see(client, f"{start}/thach-ban/hoi-dap/2")
        (link,) = [each for each in public.attributes("article p a", "href") if "/hoi-dap/" in each]
        assert link == f"{start}/thach-ban/hoi-dap/1"
    await publishing.take_down(place.deputy, 1, "Lộ thông tin riêng.")
    client.cookies.clear()


async def _approved(client: AsyncClient, place: Scene, matter: int) -> None:
    await enter(client, place, "chuyen-vien")
    draft = (await matter_for(place.officer, matter)).draft
    assert draft is not None
    base = str(draft.version)
    await take(
        client, matter, "ban-nhap", draft_text=draft.text, draft_base=base, draft_then="send"
    )
    await enter(client, place, "truong-phong")
    leader = str(place.deputy.staff)
    await take(client, matter, "trinh", pass_leader=leader, pass_reason="Đủ.")
    await enter(client, place, "pho-chu-tich")
    await take(client, matter, "duyet", approve_version=base)


async def test_a_source_that_is_not_on_the_board_is_not_recorded(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.drafting_(place)
    await enter(client, place, "chuyen-vien")
    await take(client, new.id, "ban-nhap", draft_text=GOOD, draft_sources="99")
    last = (await matter_for(place.officer, new.id)).history[-1]
    assert dict(last.data) == {"version": 1}
