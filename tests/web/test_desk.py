"""The desk: a matter's road by pages, and who sees which button."""

from __future__ import annotations

from httpx import AsyncClient

from dialogue.matters.denunciations import lists
from dialogue.ward.states import Role
from tests.matters import builders
from tests.matters.builders import GOOD
from tests.pages import Page
from tests.web.desk import DESK, buttons, enter, see, send, take
from web.staff.sign_words import RULES


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
    assert page.texts(".verbatim mark") == ["••••5678"]
    assert "Duyệt và đăng công khai" not in buttons(page)
    refused = await send(client, new.id, "duyet", approve_version="1")
    assert (refused.status_code, Page(refused.text).texts("[role=alert] p")) == (
        409,
        [
            "Còn thông tin riêng chưa quyết định. Ông bà chọn che hoặc giữ nguyên từng chỗ"
            " trước khi duyệt."
        ],
    )
    await take(client, new.id, "che-thong-tin", expose_choice="mask:body:0912 345 678")
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
    leader = {"pass_leader": str(place.deputy.staff), "pass_reason": "Đủ."}
    await take(client, matter, "trinh", pass_leave="1", **leader)


async def test_another_wards_matter_is_not_found(client: AsyncClient) -> None:
    place, other = await builders.scene(), await builders.scene("binh-duong")
    new = await builders.published(place)
    await enter(client, place, "chu-tich")
    own = [f"{DESK}/{new.id}", f"{DESK}/{new.id}/cach-tinh-han"]
    assert [(await client.get(path)).status_code for path in own] == [200, 200]
    await enter(client, other, "chu-tich")
    assert [(await client.get(path)).status_code for path in own] == [404, 404]
    sent = await send(client, new.id, "dinh-chinh", correct_text="Sai.", correct_reason="Sai.")
    assert sent.status_code == 404
    assert (await client.get(f"{DESK}/{10**20}")).status_code == 404
    assert (await see(client, DESK)).texts("h3 a") == []


async def test_each_sees_the_buttons_of_the_own_part(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.checking(place)
    await person_of(place, "thanh-tra")
    seen = {}
    for login in ("tong-hop", "chuyen-vien", "truong-phong", "pho-chu-tich", "thanh-tra"):
        await enter(client, place, login)
        seen[login] = set(buttons(await see(client, f"{DESK}/{new.id}"))) - {"Ghi lại"}
    promise = {"Mở việc này"}
    assert seen == {
        "tong-hop": promise | {"Chuyển sang xử lý riêng", "Xác nhận hỏi lại"},
        "chuyen-vien": promise | {"Chuyển sang xử lý riêng"},
        "truong-phong": promise
        | {"Trình lãnh đạo duyệt", "Trả về người soạn", "Xin lùi hạn", "Chuyển sang xử lý riêng"},
        "pho-chu-tich": promise | {"Cho lùi hạn"},
        "thanh-tra": set(),
    }


async def person_of(place: builders.Scene, login: str) -> None:
    await place.person(login, Role.INSPECTOR)


async def test_a_wrong_form_keeps_what_was_typed(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.received(place)
    await enter(client, place, "tong-hop")
    refused = await send(
        client, new.id, "giao-don-vi", assign_title="Nạo vét cống", assign_kind="report"
    )
    page = Page(refused.text)
    assert refused.status_code == 422
    assert page.texts("#assign_field-error span") == ["Ông bà chọn một lĩnh vực hoặc một chủ đề."]
    assert page.attribute("#assign_title", "value") == "Nạo vét cống"
    assert page.attributes("[name=assign_kind][checked]", "value") == ["report"]
    assert page.attributes(".error-summary a", "href") == ["#assign_field"]
    assert page.texts(".error-summary a") == [
        "Lĩnh vực hoặc chủ đề: Ông bà chọn một lĩnh vực hoặc một chủ đề."
    ]
    refused = await send(client, new.id, "chuyen-co-quan", redirect_words="Gửi Công an.")
    page = Page(refused.text)
    assert (refused.status_code, page.texts("#redirect_words")) == (422, ["Gửi Công an."])
    assert page.attribute("details[open]", "id") == "step-redirect"
    refused = await send(client, new.id, "ghep", merge_lead="999")
    assert (refused.status_code, Page(refused.text).texts("#merge_lead-error span")) == (
        422,
        ["Mục đã chọn không còn trong danh sách. Ông bà chọn lại giúp."],
    )
    assert (await send(client, new.id, "khong-co-buoc-nay")).status_code == 404


async def test_a_step_that_came_too_late_says_what_happened(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.assigned(place)
    await enter(client, place, "tong-hop")
    late = await send(client, new.id, "hoi-them", ask_question="Đoạn cống nào vậy ông/bà?")
    page = Page(late.text)
    assert late.status_code == 409
    assert page.texts("[role=alert] .quote") == ["Đoạn cống nào vậy ông/bà?"]
    what = "Người tong-hop giao Phòng Kinh tế, Hạ tầng và Đô thị trả lời"
    assert page.texts("[role=alert] p")[0].startswith(
        f"Bước vừa rồi chưa được ghi, vì trong lúc ông bà mở trang việc này đã thay đổi: {what}, "
    )
    assert page.texts(".badge")[1] == "Đã giao đơn vị"


async def test_only_of_an_insult_a_second_person_is_spoken(client: AsyncClient) -> None:
    place = await builders.scene()
    await enter(client, place, "tong-hop")
    told = []
    for why in ("insult", "advert"):
        new = await builders.received(place)
        reply = await client.post(f"{DESK}/{new.id}/khong-xu-ly", data={"reject_why": why})
        told += (await see(client, reply.headers["location"])).texts(".toast")
    assert told == [
        "Đã ghi đề nghị. Vì là xúc phạm, chờ người thứ hai xem.",
        "Đã ghi lý do. Người hỏi đọc được.",
    ]


async def test_an_insult_needs_a_second_person(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.received(place)
    await enter(client, place, "tong-hop")
    await take(client, new.id, "khong-xu-ly", reject_why="insult")
    assert "Đồng ý không xử lý" not in buttons(await see(client, f"{DESK}/{new.id}"))
    await enter(client, place, "chu-tich")
    assert "Đồng ý không xử lý" in buttons(await see(client, f"{DESK}/{new.id}"))
    await take(client, new.id, "giu-lai", keep_reason="Chỉ là bức xúc.")
    page = await see(client, f"{DESK}/{new.id}")
    assert page.texts("#history + ol li > b")[-1] == (
        "Người chu-tich không đồng ý, giữ lại để xử lý"
    )


async def test_a_sealed_matter_leaves_the_hands_of_others(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.received(place)
    await enter(client, place, "tong-hop")
    to = await take(client, new.id, "xu-ly-rieng", seal_reason="Tố cáo cán bộ.")
    assert to == f"{DESK}?xong=xu-ly-rieng"
    assert (await client.get(f"{DESK}/{new.id}")).status_code == 404
    assert (await see(client, to)).texts("h3 a") == []
    await enter(client, place, "chu-tich")
    assert (await see(client, f"{DESK}/{new.id}")).texts("#main-step") == ["Ghi việc bàn giao"]
    await take(client, new.id, "ban-giao", over_recipient="Thanh tra thành phố")
    assert (await see(client, f"{DESK}/{new.id}")).texts(".badge") != []


async def test_a_promise_is_opened_before_approval(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.drafting_(place)
    await enter(client, place, "chuyen-vien")
    await take(
        client,
        new.id,
        "ban-nhap",
        draft_text=builders.GOOD,
        draft_promises="1",
        draft_then="send",
    )
    mine = await see(client, f"{DESK}/{new.id}")
    assert mine.attributes("main .notice a", "href") == ["#promises"]
    await enter(client, place, "truong-phong")
    page = await see(client, f"{DESK}/{new.id}")
    assert page.attributes("main .notice a", "href") == ["#promises"]
    leader = {"pass_leader": str(place.deputy.staff)}
    unsaid = await send(client, new.id, "trinh", **leader)
    assert (unsaid.status_code, Page(unsaid.text).texts("#pass_leave-error span")) == (
        422,
        ["Ông bà làm nốt, hoặc đánh dấu vào ô này rồi gửi lại."],
    )
    await take(client, new.id, "trinh", pass_leave="1", **leader)
    await enter(client, place, "pho-chu-tich")
    refused = await send(client, new.id, "duyet", approve_version="1")
    assert (refused.status_code, "Duyệt và đăng công khai" in buttons(Page(refused.text))) == (
        409,
        False,
    )
    task = {"task_text": "Nạo vét cống", "task_unit": str(place.unit)}
    wrong = await send(client, new.id, "viec", task_due="31/02/2027", **task)
    assert Page(wrong.text).texts("#task_due-error span") == [
        "Không có ngày này trong lịch. Ông bà xem lại ngày và tháng."
    ]
    await take(client, new.id, "viec", task_due="20/12/2099", **task)
    await take(client, new.id, "duyet", approve_version="1")
    page = await see(client, f"{DESK}/{new.id}")
    assert page.texts("#promises ~ ul p a") == ["Nạo vét cống"]


async def test_more_time_is_asked_for_and_given(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.drafting_(place)
    await enter(client, place, "truong-phong")
    asked = {"propose_days": "3", "propose_reason": "Chờ khảo sát."}
    await take(client, new.id, "xin-lui-han", **asked)
    await enter(client, place, "pho-chu-tich")
    page = await see(client, f"{DESK}/{new.id}")
    assert page.attribute("#extend_days", "value") == "3"
    assert page.texts("#extend_reason") == ["Chờ khảo sát."]
    assert page.texts(".notice .strong") == [
        "Đơn vị xin thêm 3 ngày làm việc, chờ ông bà quyết định"
    ]
    assert page.attributes(".notice a", "href") == ["#step-extend"]
    refused = await send(client, new.id, "lui-han", extend_days="9", extend_reason="Lâu.")
    assert Page(refused.text).texts("#extend_days-error span") == [
        "Số ngày vượt mức mà quy định của phường cho phép."
    ]
    await take(client, new.id, "lui-han", extend_days="3", extend_reason="Chờ khảo sát.")
    page = await see(client, f"{DESK}/{new.id}/cach-tinh-han")
    assert page.texts("h2") == [
        "Báo đã nhận",
        "Phân loại, giao đơn vị",
        "Soạn xong trả lời",
        "Trả lời người hỏi",
    ]
    assert "Đã cộng 3 ngày lùi hạn." in page.texts("main p")
    assert page.texts("#due-ack ~ dl dd:nth-of-type(2)") == ["Xác nhận đã nhậnCLK-ACK"]


async def test_a_lead_that_cannot_be_is_told_in_words(client: AsyncClient) -> None:
    place = await builders.scene()
    one, two, three = [await builders.received(place) for _ in range(3)]
    await enter(client, place, "tong-hop")
    await take(client, two.id, "ghep", merge_lead=str(three.id))
    for lead in (one.id, two.id):  # itself, and a merged one
        refused = await send(client, one.id, "ghep", merge_lead=str(lead))
        (why,) = Page(refused.text).texts("#merge_lead-error span")
        assert (refused.status_code, why.startswith("Không ghép vào mã này được:")) == (422, True)


async def test_an_unsigned_visitor_is_led_to_sign_in(client: AsyncClient) -> None:
    paths = (DESK, f"{DESK}/1", f"{DESK}/moi", "/quan-tri/viec", "/quan-tri/viec/1")
    replies = [await client.get(path) for path in paths]
    assert [(reply.status_code, reply.headers["location"]) for reply in replies] == [
        (303, f"/quan-tri/dang-nhap?tiep={path}") for path in paths
    ]


async def test_signs_of_a_denunciation_are_told_and_sealed_with_one_click(
    client: AsyncClient,
) -> None:
    place = await builders.scene()
    body = "Cán bộ Nguyễn Văn X nhận 5 triệu để làm nhanh hồ sơ."
    new = await builders.received(place, body=body)
    await enter(client, place, "tong-hop")
    page = await see(client, f"{DESK}/{new.id}")
    assert page.texts("#words ~ .notice li") == [
        "Nói một người có chức trách làm việc vi phạm: “nhận 5 triệu để”, “Cán bộ”",
        "Nói một người có tên, ở nơi làm việc, làm việc vi phạm: "
        "“nhận 5 triệu để”, “Nguyễn Văn X”, “hồ sơ”",
    ]
    assert "Chuyển ngay sang xử lý riêng" in buttons(page)
    to = await take(client, new.id, "xu-ly-rieng", seal_reason="")
    assert to == f"{DESK}?xong=xu-ly-rieng"


async def test_a_complaint_is_named_and_not_sealed(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.received(place, body="Tôi khiếu nại quyết định thu hồi đất số 12.")
    await enter(client, place, "tong-hop")
    page = await see(client, f"{DESK}/{new.id}")
    assert page.texts("#words ~ .notice li") == [
        "Có từ khiếu nại hoặc không đồng ý một quyết định: “khiếu nại”"
    ]
    assert "Chuyển ngay sang xử lý riêng" not in buttons(page)


def test_every_rule_has_its_words() -> None:
    assert set(RULES) == {rule.id for rule in lists().rules}
