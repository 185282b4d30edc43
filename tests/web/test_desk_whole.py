"""The desk keeps what is typed, takes a second click for one, and shows the whole story."""

from __future__ import annotations

from httpx import AsyncClient

from dialogue.matters.queries.matters import matter_for
from dialogue.matters.queries.tasks import promises_of
from dialogue.ward.states import Role
from tests.matters import builders
from tests.matters.builders import GOOD
from tests.pages import Page
from tests.web.desk import DESK, enter, see, send, take
from tests.web.test_desk import through


async def test_the_history_tells_drafts_masks_and_promises(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.received(place, "Cống trước nhà tôi nghẹt, gọi tôi số 0912 345 678 nhé.")
    await through(client, place, new.id)
    task = {"task_text": "Nạo vét cống", "task_unit": str(place.unit), "task_due": "20/12/2099"}
    await take(client, new.id, "viec", **task)
    for choice in ("keep", "mask"):
        chosen = f"{choice}:body:0912 345 678"
        await take(client, new.id, "che-thong-tin", expose_choice=chosen)
    promise = await promise_of(place, new.id)
    moved = {"date_due": "1/2/2100", "date_reason": "Chờ vật tư."}
    await client.post(f"/quan-tri/viec/{promise}/ngay-moi", data=moved)
    page = await see(client, f"{DESK}/{new.id}")
    told = page.texts("#history + ol li > b")
    assert told[3] == "Người chuyen-vien lưu bản nháp 1"
    assert told[-4:] == [
        "Người truong-phong mở việc đã hứa, hạn Chủ nhật 20/12",
        "Người truong-phong giữ nguyên: số điện thoại, lời người hỏi",
        "Người truong-phong che thông tin riêng: số điện thoại, lời người hỏi",
        "Người truong-phong đổi hạn việc đã hứa từ Chủ nhật 20/12 sang thứ Hai 1/2",
    ]


async def promise_of(place: builders.Scene, matter: int) -> int:
    (card,) = await promises_of(place.ward, matter, public=False)
    return card.id


async def test_masking_gives_back_what_was_typed_beside_it(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.received(place, "Cống trước nhà tôi nghẹt, gọi tôi số 0912 345 678 nhé.")
    await enter(client, place, "tong-hop")
    page = await see(client, f"{DESK}/{new.id}")
    button = "button[value^='mask:body']"
    form = page.attribute(button, "form")  # of the step, so its fields are sent along
    assert page.attribute("form:has(#assign_title)", "id") == form
    choice = page.attribute(button, "value")
    typed = {"assign_title": "Cống nghẹt", "assign_kind": "report", "note_text": "Gọi lại."}
    reply = await send(client, new.id, "che-thong-tin", expose_choice=choice, **typed)
    page = Page(reply.text)
    (told,) = page.texts(".toast")
    assert reply.status_code == 200
    assert told.startswith("Đã ghi quyết định về thông tin riêng.")
    assert page.attribute("#assign_title", "value") == "Cống nghẹt"
    assert page.attributes("[name=assign_kind][checked]", "value") == ["report"]
    assert page.texts("#note_text") == ["Gọi lại."]
    assert page.attributes("button[value^='mask:']", "value") == []


async def test_the_chairman_reads_the_answer_that_was_refused_last(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.published(place)
    for text in (f"{GOOD} Lần hai.", f"{GOOD} Lần ba."):
        await builders.not_enough(new)
        await builders.answered_again(place, new, text)
    await builders.not_enough(new)
    await enter(client, place, "chu-tich")
    page = await see(client, f"{DESK}/{new.id}")
    refused = page.texts("section[aria-labelledby=refused] .answer p")
    assert " ".join(refused) == f"{GOOD} Lần ba."
    assert page.texts("#quality") == []  # nothing is about to be sent


async def test_a_second_click_on_what_goes_out_of_sight_is_no_try_at_it(
    client: AsyncClient,
) -> None:
    """The officer may not open the box, and did not try to."""
    place = await builders.scene()
    new = await builders.drafting_(place)
    await enter(client, place, "chuyen-vien")
    first = await take(client, new.id, "xu-ly-rieng", seal_reason="Tố cáo.")
    assert first == "/quan-tri/van-de?xong=xu-ly-rieng"
    assert await take(client, new.id, "xu-ly-rieng", seal_reason="Tố cáo.") == first
    page = await see(client, first)
    assert page.texts(".toast") == ["Đã chuyển sang xử lý riêng, không còn trong danh sách chung."]
    await enter(client, place, "chu-tich")
    assert "Không được mở nội dung xử lý riêng" not in (await client.get("/quan-tri/nhat-ky")).text
    await enter(client, place, "truong-phong")
    again = await client.post(f"{DESK}/{new.id}/xu-ly-rieng", data={"seal_reason": ""})
    assert again.status_code == 404


async def test_a_second_click_shows_the_result_of_the_first(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.received(place)
    task = {"task_text": "Nạo vét cống", "task_unit": str(place.unit), "task_due": "20/12/2099"}
    road = (
        (
            "tong-hop",
            "giao-don-vi",
            {
                "assign_title": "Cống nghẹt",
                "assign_kind": "question",
                "assign_field": f"field-{place.field}",
                "assign_public": "1",
            },
        ),
        ("truong-phong", "giao-nguoi", {"give_officer": str(place.officer.staff)}),
        ("chuyen-vien", "ban-nhap", {"draft_text": GOOD, "draft_then": "send", "draft_base": "0"}),
        ("truong-phong", "tra-ve", {"return_comment": "Ghi rõ ngày."}),
        (
            "chuyen-vien",
            "ban-nhap",
            {"draft_text": f"{GOOD} Xong.", "draft_then": "send", "draft_base": "1"},
        ),
        ("truong-phong", "ghi-chu", {"note_text": "Đã gọi."}),
        ("truong-phong", "viec", task),
        ("truong-phong", "xin-lui-han", {"propose_days": "2", "propose_reason": "Chờ."}),
        ("truong-phong", "trinh", {"pass_leader": str(place.deputy.staff), "pass_reason": "Đủ."}),
        ("pho-chu-tich", "duyet", {"approve_version": "2"}),
    )
    for login, step, values in road:
        await enter(client, place, login)
        first = await take(client, new.id, step, **values)
        before = len((await matter_for(place.chairman, new.id)).history)
        assert await take(client, new.id, step, **values) == first, step
        after = await matter_for(place.chairman, new.id)
        assert (len(after.history), len(after.notes) <= 1, len(after.tasks) <= 1) == (
            before,
            True,
            True,
        ), step


async def test_a_late_step_prints_no_key_of_ours(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.assigned(place)
    await place.person("tong-hop-hai", Role.REGISTER_KEEPER)
    await enter(client, place, "tong-hop-hai")
    late = await send(
        client,
        new.id,
        "giao-don-vi",
        assign_title="Cống nghẹt",
        assign_kind="question",
        assign_field=f"field-{place.field}",
    )
    assert (late.status_code, Page(late.text).texts("[role=alert] .quote")) == (
        409,
        ["Cống nghẹt"],
    )


async def test_a_preview_is_the_public_page_before_it_is_public(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.received(place, "Cống trước nhà tôi nghẹt, gọi tôi số 0912 345 678 nhé.")
    await through(client, place, new.id)
    await take(client, new.id, "che-thong-tin", expose_choice="mask:body:0912 345 678")
    page = await see(client, f"{DESK}/{new.id}/xem-truoc")
    assert page.texts("h1") == ["Cống nghẹt"]
    assert page.texts(".quote p") == ["Cống trước nhà tôi nghẹt, gọi tôi số ••••5678 nhé."]
    links = [each for each in page.attributes("a", "href") if "/cam-ket/" in each]
    assert (page.texts(".languages"), links) == ([], [])  # they lead nowhere yet
    await enter(client, place, "pho-chu-tich")
    await take(client, new.id, "duyet", approve_version="1")
    public = await see(client, "/thach-ban/hoi-dap/1")
    for css in ("h1", ".quote p", ".answer p", ".journey li", "article > .muted"):
        assert page.texts(css) == public.texts(css), css
    client.cookies.clear()
    assert (await client.get(f"{DESK}/{new.id}/xem-truoc")).status_code == 303


async def test_nothing_private_has_a_preview(client: AsyncClient) -> None:
    place = await builders.scene()
    private, bare = await builders.drafted(place, public=False), await builders.drafting_(place)
    await enter(client, place, "chuyen-vien")
    for new in (private, bare):
        assert (await client.get(f"{DESK}/{new.id}/xem-truoc")).status_code == 404


async def test_the_refused_answer_stands_beside_the_new_draft(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.published(place)
    await enter(client, place, "chuyen-vien")
    assert (await see(client, f"{DESK}/{new.id}")).texts("#refused") == []
    await builders.not_enough(new)
    page = await see(client, f"{DESK}/{new.id}")
    assert page.texts("#refused ~ .notice p") == ["Người hỏi viết", "Vẫn ngập."]
    assert " ".join(page.texts("#refused ~ .answer p")) == GOOD


async def test_no_gap_of_a_template_is_promised_or_said_last(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.drafted(place)
    await enter(client, place, "truong-phong")
    task = {"task_text": "Nạo vét [đoạn nào]", "task_unit": str(place.unit)}
    refused = await send(client, new.id, "viec", task_due="20/12/2099", **task)
    assert (refused.status_code, Page(refused.text).texts("#task_text")) == (
        422,
        ["Nạo vét [đoạn nào]"],
    )
    last = await builders.reopened(place)
    await enter(client, place, "chu-tich")
    for wrong, field in (
        ({"decide_words": "Mời ông/bà đến ngày {ngày}."}, "decide_words"),
        ({"decide_words": "Mời ông/bà đến.", "decide_day": "1/1/2020"}, "decide_day"),
    ):
        refused = await send(client, last.id, "y-kien-cuoi", **wrong)
        page = Page(refused.text)
        assert (refused.status_code, page.texts("#decide_words")) == (422, [wrong["decide_words"]])
        assert page.texts(f"#{field}-error") != []
