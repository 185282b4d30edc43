"""The editor of forms and the staff's pages of surveys, by their labels."""

from __future__ import annotations

import httpx
import pytest
from httpx import AsyncClient

from dialogue.core.clock import local_day, now
from dialogue.ward.states import Role
from surveys.forms import queries
from surveys.forms.states import FormState
from tests.pages import Page
from tests.surveys.survey_builders import all_close, answer, editors, open_survey
from tests.ward.builders import bare_ward, ward_with_defaults
from tests.web.office import enter, errors, read, send

pytestmark = pytest.mark.integration
PATH = "/quan-tri/khao-sat"


def version_of(page: Page) -> str:
    return page.attributes("main input[name=version]", "value")[0]


async def does(client: AsyncClient, path: str, at: str, **fields: object) -> httpx.Response:
    """Press a button of the page at `path`, whose form is sent to `at`."""
    page = await read(client, path)
    return await send(client, f"{path}{at}", **fields, version=version_of(page))


async def test_from_an_empty_form_to_a_published_one(client: AsyncClient) -> None:
    """Questions, options, both languages, a condition chosen from a list, review, publication."""
    ward = await bare_ward()
    await enter(client, ward, "giam-doc", Role.DIRECTOR)
    begun = await send(client, f"{PATH}/mau", title="Phiếu đi chợ")
    sheet = begun.headers["location"]
    page = await read(client, sheet)
    assert "Phiếu chưa có câu nào." in " ".join(page.texts(".checklist li"))
    await does(client, sheet, "/chung", title_vi="Phiếu đi chợ", title_en="Market", minutes="1")

    asked = await does(client, sheet, "/cau", kind="single", label="Ông bà đi chợ nào?")
    first = asked.headers["location"].partition("?")[0]
    typed = {"label_vi": "Ông bà đi chợ nào?", "label_en": "Which market?", "required": "1"}
    options = {"o1_vi": "Chợ mới", "o1_en": "New", "o2_vi": "Chợ cũ", "o2_en": "Old"}
    await does(client, first, "", **typed, **options)
    swapped = {"o1_at": "2", "o2_at": "1", "o1_code": "o1", "o2_code": "o2"}
    await does(client, first, "", **typed, **options, **swapped)
    page = await read(client, first)
    assert [page.attribute(f"#o{row}_vi", "value") for row in (1, 2)] == ["Chợ cũ", "Chợ mới"]

    asked = await does(client, sheet, "/cau", kind="text", label="Chợ cũ cần sửa gì?")
    second = asked.headers["location"].partition("?")[0]
    page = await read(client, second)
    assert page.texts("#show ~ fieldset legend") == ["Ông bà đi chợ nào?"]
    words = {"label_vi": "Chợ cũ cần sửa gì?", "most_letters": "500"}
    await does(client, second, "", **words, show="q1=o2")
    page = await read(client, sheet)
    assert page.texts(".checklist .muted") == ["Câu 2: Chợ cũ cần sửa gì?"]  # no English yet
    assert page.texts("button[value=send]") == []
    refused = await does(client, sheet, "/buoc", step="send")
    assert refused.status_code == 422
    await does(client, second, "", **words, label_en="What to mend?", show="q1=o2")

    await does(client, sheet, "/cau/q2/viec", act="up")
    page = await read(client, sheet)
    assert "Câu quyết định việc hiện phải đứng trước câu này." in " ".join(
        page.texts(".checklist li")
    )
    await does(client, sheet, "/cau/q2/viec", act="down")
    sent = await does(client, sheet, "/buoc", step="send")
    assert sent.headers["location"].endswith("?xong=send")
    alone = await does(client, sheet, "/buoc", step="publish")
    assert alone.status_code == 403
    assert "Người gửi duyệt không tự ban hành" in Page(alone.text).texts("[role=alert] p")[0]
    await enter(client, ward, "chu-tich", Role.CHAIRMAN)
    await does(client, sheet, "/buoc", step="publish")
    (card,) = await queries.forms(ward)
    assert card.state is FormState.PUBLISHED
    assert [each.value for each in card.form.questions[0].options] == ["o2", "o1"]


async def test_the_preview_walks_as_residents_do_and_keeps_nothing(client: AsyncClient) -> None:
    ward = await ward_with_defaults()
    writer, _ = await editors(ward)
    survey = await open_survey(writer, "after-dialogue@1", "sau-doi-thoai")
    await enter(client, ward, "giam-doc", Role.DIRECTOR)
    page = await read(client, f"{PATH}/mau/{survey.form}/xem?tieng=en")
    assert page.texts("main legend")[0] == "You took part as"
    scales = {f"q_{id_}": "s" for id_ in ("notice", "time", "open", "clarity", "commit")}
    typed = scales | {"q_who": "person", "q_asked": "yes", "page": "0", "go": "next"}
    reply = await send(client, f"{PATH}/mau/{survey.form}/xem?tieng=vi", **typed)
    assert Page(reply.text).texts("main legend")[0].startswith("Ý kiến của ông/bà đã được")
    wrong = await send(client, f"{PATH}/mau/{survey.form}/xem", **typed | {"q_who": "king"})
    assert wrong.status_code == 422
    last = typed | {"q_answered": "full", "page": "1"}
    reply = await send(client, f"{PATH}/mau/{survey.form}/xem", **last)
    assert Page(reply.text).texts("[role=alert] p")[0].startswith("Hết phiếu")
    assert await queries.reply_count(survey) == 0


async def test_a_form_of_the_product_is_changed_only_as_the_wards_own(client: AsyncClient) -> None:
    ward = await bare_ward()
    await enter(client, ward, "giam-doc", Role.DIRECTOR)
    page = await read(client, PATH)
    assert "Khảo sát hài lòng theo 5 yếu tố" in " ".join(page.texts("form span"))
    begun = await send(client, f"{PATH}/mau", house="sipas-5x5@1")
    page = await read(client, begun.headers["location"])
    assert page.texts("#checks + ul li")[0].endswith(
        "Phiếu đủ hai thứ tiếng, câu nào cũng có người thấy."
    )
    assert [each.number for each in await queries.forms(ward)] == [2, 1]
    published = (await queries.forms(ward))[1]
    done = await send(
        client, f"{PATH}/mau/{published.id}/cau", kind="text", label="Thêm", version=1
    )
    assert done.status_code == 409
    assert Page(done.text).texts("[role=alert] p")[0].startswith("Chưa ghi được")


async def test_what_was_typed_stays_when_a_survey_is_refused(client: AsyncClient) -> None:
    ward = await bare_ward()
    await enter(client, ward, "giam-doc", Role.DIRECTOR)
    today = f"{local_day(now()):%d/%m/%Y}"
    typed = {"title": "Quý 4", "title_en": "Q4", "opens": today, "closes": today}
    reply = await send(client, f"{PATH}/moi", **typed, form="friendly-office@1", slug="Quý 4")
    assert reply.status_code == 422
    assert errors(reply) == ["Chỉ dùng chữ thường không dấu, chữ số, gạch nối; từ 3 đến 60 ký tự."]
    assert Page(reply.text).attribute("#title", "value") == "Quý 4"
    reply = await send(client, f"{PATH}/moi", **typed, form="friendly-office@1", slug="quy-4")
    page = await read(client, reply.headers["location"])
    assert page.texts("main a[href$='/khao-sat/quy-4']") == [
        "Trang công khai: /sai-gon/khao-sat/quy-4"
    ]
    moved = await does(
        client,
        str(reply.headers["location"]).partition("?")[0],
        "/ngay",
        opens=today,
        closes="01/01/2020",
    )
    assert errors(moved) == ["Ngày cuối phải từ ngày đầu trở đi, và không quá một năm."]


async def test_before_the_end_staff_see_a_number_and_afterwards_what_residents_see(
    client: AsyncClient,
) -> None:
    ward = await ward_with_defaults()
    writer, _ = await editors(ward)
    survey = await open_survey(writer)
    await answer(survey, "2", 12, suggest="Thêm ghế ngồi chờ")
    await enter(client, ward, "giam-doc", Role.DIRECTOR)
    path = f"{PATH}/dot/{survey.id}"
    page = await read(client, path)
    assert "12 phiếu" in page.texts("main p.large")
    assert page.texts("main table") == []
    await all_close(survey.closes)
    page = await read(client, path)
    public = await read(client, f"/thach-ban/khao-sat/{survey.slug}")
    assert page.texts("main table td") == public.texts("main table td") != []
    assert page.texts("main blockquote") == []  # first read by somebody not concerned
    await enter(client, ward, "tong-hop", Role.REGISTER_KEEPER)
    page = await read(client, path)
    assert page.texts("main blockquote") == ["Thêm ghế ngồi chờ"] * 12
    action = page.attributes("form[action*=loi]", "action")[0]
    assert (await send(client, action, state="shown")).status_code == 303
    assert (await send(client, action, state="kept")).status_code == 409
    assert (await send(client, action, state="burnt")).status_code == 422
    await enter(client, ward, "giam-doc-2", Role.DIRECTOR)
    page = await read(client, path)
    assert page.texts("main blockquote") == ["Thêm ghế ngồi chờ"]
