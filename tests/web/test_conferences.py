"""The office's pages of a conference: plan, legal check, check-list, notice, moving, cancelling."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import httpx
import pytest
from PIL import Image

from dialogue.core.clock import at
from dialogue.ward.states import Role
from meetings.conferences.queries.conferences import conference, conferences
from meetings.conferences.states import ConferenceState
from tests.meetings.conference_build import DAY, Office, announced, office, on, planned
from tests.pages import Page
from tests.web.office import enter, errors, read, send

pytestmark = pytest.mark.integration
PATH = "/quan-tri/doi-thoai"
PLAN = {
    "title": "Hội nghị đối thoại cuối năm",
    "day": "18/12/2030",
    "starts": "8:00",
    "ends": "11h30",
    "modes": "in-person",
    "place": "Hội trường UBND phường",
    "subject": "Đất đai, môi trường",
    "attending": "Dự trực tiếp",
    "turn_minutes": "3",
}
TODAY = DAY - timedelta(days=20)
GPS = 0x8825  # of EXIF


@pytest.fixture
async def place(client: httpx.AsyncClient) -> Office:
    return await office()


async def chair(client: httpx.AsyncClient, place: Office) -> None:
    await enter(client, place.ward, "lanh-dao", Role.CHAIRMAN)


async def test_an_empty_list_says_what_to_do_and_what_the_year_asks(
    client: httpx.AsyncClient, place: Office
) -> None:
    with at(on(DAY.replace(month=10, day=1))):
        await chair(client, place)
        page = await read(client, PATH)
    assert page.texts(".empty h2") == ["Chưa có hội nghị nào"]
    assert "Chưa lên lịch, đã sang tháng 10" in page.texts("main")[0]
    assert "Luật số 72/2025/QH15 Điều 43" in page.texts("main")[0]


async def test_from_plan_to_notice(client: httpx.AsyncClient, place: Office) -> None:
    with at(on(TODAY)):
        await chair(client, place)
        sent = await send(client, f"{PATH}/moi", **PLAN)
        (card,) = await conferences(place.ward)
        assert sent.headers["location"] == f"{PATH}/{card.id}?xong=lap"
        page = await read(client, f"{PATH}/{card.id}")
        assert "còn 20 ngày" in page.texts("main")[0]
        assert "Hạn 11/12/2030" in page.texts("main")[0]  # of the notice
        await send(client, f"{PATH}/{card.id}/mo-cau-hoi", version=card.version)
        sent = await send(client, f"{PATH}/{card.id}/thong-bao", version=card.version + 1)
        assert sent.headers["location"] == f"{PATH}/{card.id}?xong=thong-bao"
        page = await read(client, f"{PATH}/{card.id}")
    assert "Đã thông báo" in page.texts(".badge")


async def test_what_is_wrong_is_said_beside_its_field_and_kept(
    client: httpx.AsyncClient, place: Office
) -> None:
    await chair(client, place)
    wrong = await send(client, f"{PATH}/moi", **PLAN | {"ends": "7:00", "title": ""})
    assert wrong.status_code == 422
    assert Page(wrong.text).attribute("#place", "value") == "Hội trường UBND phường"
    wrong = await send(client, f"{PATH}/moi", **PLAN | {"ends": "7:00"})
    assert errors(wrong) == ["Giờ kết thúc phải sau giờ bắt đầu, trong vòng một ngày."]
    wrong = await send(client, f"{PATH}/moi", **PLAN | {"starts": "sáng"})
    assert wrong.status_code == 422
    assert await conferences(place.ward) == ()


async def test_a_late_notice_tells_the_first_lawful_day(
    client: httpx.AsyncClient, place: Office
) -> None:
    number = await planned(place)
    with at(on(DAY - timedelta(days=2))):
        await chair(client, place)
        late = await send(client, f"{PATH}/{number}/thong-bao", version=1)
        assert late.status_code == 422
        assert "sớm nhất được họp ngày 23/12/2030" in late.text
        sent = await send(client, f"{PATH}/{number}/thong-bao", version=1, override="Bão số 9")
        assert sent.status_code == 303
        page = await read(client, f"{PATH}/{number}")
    assert "Bão số 9" in page.texts("main")[0]


async def test_a_day_off_is_told_and_may_be_chosen_with_a_reason(
    client: httpx.AsyncClient, place: Office
) -> None:
    with at(on(TODAY)):
        await chair(client, place)
        asked = await send(client, f"{PATH}/moi", **PLAN | {"day": "22/12/2030"})
        assert asked.status_code == 422
        assert errors(asked) == [
            "Chủ nhật 22/12/2030 là ngày nghỉ. Ngày làm việc gần nhất: thứ Sáu 20/12/2030 hoặc "
            "thứ Hai 23/12/2030. Ông bà đổi ngày, hoặc ghi lý do họp vào ngày nghỉ."
        ]
        assert Page(asked.text).attribute("#place", "value") == PLAN["place"]
        assert "Lý do họp vào ngày nghỉ" in asked.text
        reason = {"day": "22/12/2030", "day_off_reason": "Để người đi làm dự được"}
        await send(client, f"{PATH}/moi", **PLAN | reason)
        (card,) = await conferences(place.ward)
        page = await read(client, f"{PATH}/{card.id}")
        assert "Lý do: Để người đi làm dự được" in page.texts("main")[0]
        form = await read(client, f"{PATH}/{card.id}/sua")
    assert form.texts("#day_off_reason") == ["Để người đi làm dự được"]


async def test_the_first_lawful_day_may_be_a_day_off_and_is_told_so(
    client: httpx.AsyncClient, place: Office
) -> None:
    number = await planned(place)
    with at(on(DAY - timedelta(days=3))):
        await chair(client, place)
        page = await read(client, f"{PATH}/{number}")
        late = await send(client, f"{PATH}/{number}/thong-bao", version=1)
    assert "Đó là ngày nghỉ; ngày làm việc đầu tiên là 23/12/2030." in page.texts("main")[0]
    said = "sớm nhất được họp ngày 22/12/2030, là ngày nghỉ (ngày làm việc đầu tiên: 23/12/2030)"
    assert said in late.text


async def test_a_clerk_may_not_override(client: httpx.AsyncClient, place: Office) -> None:
    number = await planned(place)
    with at(on(DAY - timedelta(days=2))):
        await enter(client, place.ward, "thu-ky", Role.CLERK)
        late = await send(client, f"{PATH}/{number}/thong-bao", version=1, override="Vội")
    assert late.status_code == 403
    assert "Chỉ Chủ tịch, Phó Chủ tịch" in late.text


async def test_an_older_page_overwrites_nothing(client: httpx.AsyncClient, place: Office) -> None:
    number = await planned(place)
    await chair(client, place)
    await send(client, f"{PATH}/{number}/sua", **PLAN | {"secretary": "Bà Mai"}, version=1)
    late = await send(client, f"{PATH}/{number}/sua", **PLAN | {"secretary": "Ông Tư"}, version=1)
    assert late.status_code == 409
    assert Page(late.text).attribute("#secretary", "value") == "Ông Tư"
    assert (await conference(place.ward, number)).secretary == "Bà Mai"


async def test_moved_and_cancelled_from_the_page(client: httpx.AsyncClient, place: Office) -> None:
    number = await announced(place)
    seen = (await conference(place.ward, number)).version
    with at(on(DAY - timedelta(days=9))):
        await chair(client, place)
        new = {"day": "20/12/2030", "starts": "8:00", "ends": "11:00", "place": "Nhà văn hóa"}
        sent = await send(
            client, f"{PATH}/{number}/doi-ngay", **new, reason="Mất điện", version=seen
        )
        assert sent.headers["location"].endswith("xong=doi-ngay")
        later = {"reason": "Bão", "new_start": "30/01/2031", "version": seen + 1}
        late = await send(client, f"{PATH}/{number}/huy", **later)
        assert errors(late) == ["Ngày mới chậm nhất là 19/01/2031."]
        sent = await send(client, f"{PATH}/{number}/huy", **later | {"new_start": "10/01/2031"})
    after = sent.headers["location"].split("?")[0]
    assert after != f"{PATH}/{number}"
    assert (await conference(place.ward, number)).state is ConferenceState.CANCELLED
    assert (await read(client, after)).texts("h1") == ["Hội nghị đối thoại cuối năm"]
    with at(on(DAY - timedelta(days=9))):
        listed = await read(client, PATH)
    assert listed.attributes("section[aria-labelledby=ahead] a", "href") == [after]
    assert listed.attributes("section[aria-labelledby=past] a", "href") == [f"{PATH}/{number}"]


@pytest.mark.parametrize(
    ("step", "typed", "field"),
    [
        ("doi-ngay", {"day": "2/30/2030", "starts": "8:00", "ends": "11:00"}, "move-day"),
        ("huy", {"reason": "Bão", "new_start": "30/01/2031"}, "cancel-new_start"),
        ("niem-yet", {"kind": "media", "posted_on": "09/12/2030"}, "proof-place"),
    ],
)
async def test_what_is_wrong_below_is_told_at_the_top_with_a_way_there(
    client: httpx.AsyncClient, place: Office, step: str, typed: dict[str, str], field: str
) -> None:
    number = await announced(place)
    version = (await conference(place.ward, number)).version
    with at(on(DAY - timedelta(days=9))):
        await chair(client, place)
        wrong = await send(client, f"{PATH}/{number}/{step}", **typed, version=version)
    page = Page(wrong.text)
    links = page.attributes(".error-summary a", "href")
    assert f"#{field}" in links
    assert all(page.attributes(link, "name") for link in links)
    assert wrong.text.index("error-summary") < wrong.text.index('id="checklist"')


async def test_a_line_is_ticked_and_a_notice_proved(
    client: httpx.AsyncClient, place: Office
) -> None:
    number = await announced(place)
    with at(on(DAY - timedelta(days=9))):
        await enter(client, place.ward, "thu-ky", Role.CLERK)
        page = f"{PATH}/{number}"
        sent = await send(client, f"{page}/viec/front", done_on="01/12/2030", note="CV 12")
        assert sent.headers["location"] == f"{page}?xong=viec"
        assert (await send(client, f"{page}/viec/front", done_on="31/2/2030")).status_code == 422
        proof = {"kind": "media", "place": "Trang của phường", "posted_on": "09/12/2030"}
        assert (await send(client, f"{page}/niem-yet", **proof)).status_code == 422
        await send(client, f"{page}/niem-yet", **proof, evidence="https://phuong.example/1")
        shown = (await read(client, page)).texts("main")[0]
    assert "CV 12" in shown
    assert "https://phuong.example/1" in shown
    assert "Tổ 5, Tổ 9, Tổ 12" in shown  # who has not read it


async def test_the_programme_is_saved_and_warned_of(
    client: httpx.AsyncClient, place: Office
) -> None:
    number = await planned(place)
    await chair(client, place)
    page = f"{PATH}/{number}/chuong-trinh"
    assert (await read(client, page)).attribute("#text_1", "value").startswith("Đón đại biểu")
    rows = {
        "text_1": "Báo cáo",
        "minutes_1": "60",
        "kind_1": "report",
        "text_2": "Hỏi đáp",
        "minutes_2": "40",
        "kind_2": "floor",
    }
    unmeasured = await send(client, page, **rows | {"minutes_2": ""}, version=1)
    assert errors(unmeasured) == ["Mục này cần số phút."]
    assert (await send(client, page, **rows, version=1)).status_code == 303
    shown = await read(client, page)
    assert "hỏi và được trả lời: 40%" in shown.texts("main")[0]
    assert "ít hơn 50%" in shown.texts("main")[0]
    sent = await send(
        client, f"{PATH}/{number}/cum", name="Cụm 1", groups=[str(each) for each in place.groups]
    )
    assert sent.status_code == 303
    assert "Cụm 1" in (await read(client, page)).texts("main")[0]


async def test_others_read_and_change_nothing(client: httpx.AsyncClient, place: Office) -> None:
    number = await announced(place)
    await enter(client, place.ward, "can-bo", Role.OFFICER)
    page = await read(client, f"{PATH}/{number}")
    assert page.texts("form button") == ["Đăng xuất"]
    assert (await send(client, f"{PATH}/{number}/san-sang", version=1)).status_code == 403


def taken_somewhere() -> bytes:
    """A picture that tells where it was taken."""
    data, exif = BytesIO(), Image.Exif()
    exif.get_ifd(GPS)[1] = "N"
    Image.new("RGB", (60, 40), "green").save(data, "JPEG", exif=exif)
    return data.getvalue()


async def test_a_proof_may_have_its_photo_without_where_it_was_taken(
    client: httpx.AsyncClient, place: Office
) -> None:
    number = await announced(place)
    page = f"{PATH}/{number}"
    with at(on(DAY - timedelta(days=9))):
        await enter(client, place.ward, "thu-ky", Role.CLERK)
        proof = {"kind": "notice-board", "place": "Bảng tin", "posted_on": "09/12/2030"}
        proof |= {"evidence": "Ảnh chụp lúc dán", "alt": ""}
        picture = {"photo": ("dan.jpg", taken_somewhere(), "image/jpeg")}
        bare = await client.post(f"{page}/niem-yet", data=proof, files=picture)
        assert (bare.status_code, len(Page(bare.text).texts("#proof-alt-error"))) == (422, 1)
        paper = {"photo": ("dan.jpg", b"no picture at all", "image/jpeg")}
        told = proof | {"alt": "Thông báo trên bảng tin trước trụ sở"}
        wrong = await client.post(f"{page}/niem-yet", data=told, files=paper)
        assert wrong.status_code == 422
        assert len(Page(wrong.text).texts("#proof-photo-error")) == 1
        done = await client.post(f"{page}/niem-yet", data=told, files=picture)
        assert done.headers["location"] == f"{page}?xong=niem-yet"
        shown = await read(client, page)
        (address,) = shown.attributes("figure.photo img", "src")
        kept = (await client.get(address)).content
    assert shown.attributes("figure.photo img", "alt") == [told["alt"]]
    assert Image.open(BytesIO(kept)).getexif().get_ifd(GPS) == {}
