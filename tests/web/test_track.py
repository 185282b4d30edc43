"""By the tracking code the asker follows the matter and says whether it is answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from httpx import AsyncClient as Client

from dialogue.core.clock import at, local_day, now
from dialogue.core.codes import check_digit
from dialogue.core.database import DB
from dialogue.core.i18n import moment, weekday_day
from dialogue.matters.actions import approval, triage
from dialogue.matters.actions.contacts import erase_contact, erase_old_contacts
from dialogue.matters.actions.drafting import give_to_officer
from dialogue.matters.actions.intake import NewMatter, open_for_ratings, receive
from dialogue.matters.queries.matters import matter_for
from dialogue.matters.states import MatterState, Rejection
from tests.matters.builders import (
    Scene,
    approving,
    assigned,
    drafting_,
    hash_of,
    published,
    received,
    scene,
    sealed,
    words,
)
from tests.pages import Page
from web.passes import LIFE, make_pass
from web.render import first_down

pytestmark = pytest.mark.integration


@pytest.fixture
async def place(client: Client) -> Scene:
    return await scene()


async def opened(client: Client, code: str) -> str:
    """The address of the asker's page."""
    reply = await client.post("/tra-cuu", data={"code": code})
    assert reply.status_code == 303
    assert code not in reply.headers["location"]
    return str(reply.headers["location"])


async def state_of(place: Scene, matter: int) -> MatterState:
    return (await matter_for(place.chairman, matter)).state


async def test_the_code_opens_the_matter_however_it_is_typed(client: Client, place: Scene) -> None:
    new = await received(place)
    spaced = "-".join(new.code[at : at + 4] for at in range(0, 16, 4))
    for typed in (new.code, spaced, f" {new.code} "):
        page = await client.get(await opened(client, typed))
        assert Page(page.text).texts(".timeline b") == ["Phường đã nhận ý kiến"]
        assert page.headers["cache-control"] == "no-store"
        assert "set-cookie" not in page.headers


async def test_wrong_codes_all_look_alike(client: Client, place: Scene) -> None:
    await received(place)
    digits = "123456789012345"
    for typed in (digits + check_digit(digits), "1234", "abcd", "'; --"):
        reply = await client.post("/tra-cuu", data={"code": typed})
        assert reply.status_code == 404
        assert Page(reply.text).texts("#code-error span") == [
            "Không tìm thấy mã này. Mã có 16 chữ số, quý vị xem lại từng nhóm bốn số."
        ]
        assert Page(reply.text).attribute("#code", "value") == typed


async def test_a_forged_or_old_pass_asks_for_the_code_again(client: Client, place: Scene) -> None:
    new = await received(place)
    good = make_pass(hash_of(new), now())
    forged = good[:-1] + ("0" if good[-1] != "0" else "1")
    for key in (forged, make_pass(hash_of(new), now() - LIFE * 2), "x"):
        reply = await client.get(f"/tra-cuu/{key}")
        assert (reply.status_code, reply.headers["location"]) == (303, "/tra-cuu")
        judged = await client.post(f"/tra-cuu/{key}/danh-gia", data={"level": "satisfied"})
        assert judged.status_code == 404


async def test_the_asker_is_satisfied_and_the_matter_ends(client: Client, place: Scene) -> None:
    new = await published(place)
    path = await opened(client, new.code)
    reply = await client.post(f"{path}/danh-gia", data={"level": "satisfied"})
    assert reply.status_code == 303
    assert await state_of(place, new.id) is MatterState.CLOSED
    page = Page((await client.get(reply.headers["location"])).text)
    assert page.texts(".toast span") == ["Phường đã ghi ý kiến của quý vị. Xin cảm ơn."]
    assert page.texts("[name=level]") == []


async def test_not_answered_needs_a_reason_and_comes_back_to_the_unit(
    client: Client, place: Scene
) -> None:
    new = await published(place)
    path = await opened(client, new.code)
    bare = await client.post(f"{path}/danh-gia", data={"level": "not", "reopens": "1"})
    assert bare.status_code == 422
    assert Page(bare.text).attribute("[name=level][checked]", "value") == "not"
    full = {"level": "not", "reopens": "1", "reason": "Cống vẫn tắc."}
    assert (await client.post(f"{path}/danh-gia", data=full)).status_code == 303
    assert await state_of(place, new.id) is MatterState.DRAFTING
    again = await client.post(f"{path}/danh-gia", data=full)
    assert again.status_code == 409


async def test_a_second_answer_is_asked_for_unless_the_asker_unticks_it(
    client: Client, place: Scene
) -> None:
    new = await published(place)
    path = await opened(client, new.code)
    page = Page((await client.get(path)).text)
    assert page.attributes("[name=reopens][checked]", "value") == ["1"]
    unticked = await client.post(f"{path}/danh-gia", data={"level": "not"})
    assert Page(unticked.text).texts("[name=reopens][checked]") == []
    satisfied = {"level": "satisfied", "reopens": "1"}  # the tick that stood there
    assert (await client.post(f"{path}/danh-gia", data=satisfied)).status_code == 303
    assert await state_of(place, new.id) is MatterState.CLOSED
    assert Page((await client.get(path)).text).texts("main a[href$=gop-y]") == []


@pytest.mark.parametrize("level", ["not", "partly"])
async def test_whoever_wants_no_second_answer_reads_what_now_happens(
    client: Client, place: Scene, level: str
) -> None:
    new = await published(place)
    path = await opened(client, new.code)
    reply = await client.post(f"{path}/danh-gia", data={"level": level, "reason": "Vẫn tắc."})
    assert reply.status_code == 303
    page = Page((await client.get(path)).text)
    assert page.texts(".notice p")[-1].startswith(
        "Phường đã ghi lời của quý vị và không trả lời lại câu này."
    )
    assert page.attribute("main .notice a", "href") == "/thach-ban/gop-y"


async def test_the_one_missing_fact_is_asked_and_given(client: Client, place: Scene) -> None:
    new = await received(place)
    await triage.ask_back(place.keeper, new.id, "Ngõ nào, gần số nhà bao nhiêu?")
    path = await opened(client, new.code)
    page = Page((await client.get(path)).text)
    assert page.texts(".quote p")[0] == "Ngõ nào, gần số nhà bao nhiêu?"
    reply = await client.post(f"{path}/tra-loi", data={"text": "Ngõ 12, sau trường học."})
    assert reply.status_code == 303
    assert await state_of(place, new.id) is MatterState.RECEIVED
    late = await client.post(f"{path}/tra-loi", data={"text": "Thêm nữa."})
    assert (late.status_code, Page(late.text).texts("#text-error span")) != (303, [])


async def test_nothing_of_a_sealed_matter_is_shown(client: Client, place: Scene) -> None:
    new = await sealed(place)
    page = await client.get(await opened(client, new.code))
    assert Page(page.text).texts(".notice .strong") == [
        "Nội dung này cần gửi theo trình tự tố cáo."
    ]
    assert "cống thoát nước" not in page.text


async def test_notes_drafts_and_officers_stay_inside(client: Client, place: Scene) -> None:
    new = await approving(place)
    await approval.return_draft(place.deputy, new.id, "Ghi chú chỉ trong nhà")
    page = await client.get(await opened(client, new.code))
    for secret in ("Ghi chú chỉ trong nhà", "Người chuyen-vien", "Kế hoạch số 15"):
        assert secret not in page.text


async def test_an_extension_and_the_unit_are_told(client: Client, place: Scene) -> None:
    new = await assigned(place)
    page = Page((await client.get(await opened(client, new.code))).text)
    told = page.texts(".timeline b")
    due = (await matter_for(place.chairman, new.id)).publish_due
    assert due is not None
    assert told == [
        "Phường đã nhận ý kiến",
        f"Đã chuyển Phòng Kinh tế, Hạ tầng và Đô thị trả lời. Hạn: {weekday_day(due)}",
    ]


async def stands(client: Client, code: str) -> list[str]:
    """The first notice: how it stands, and what comes next."""
    return Page((await client.get(await opened(client, code))).text).texts(".notice p")


async def test_what_comes_next_and_until_when(client: Client, place: Scene) -> None:
    """Where a draft lies inside the ward is told to nobody."""
    new = await received(place)
    seen = await matter_for(place.chairman, new.id)
    assert seen.publish_due is not None
    due = weekday_day(seen.publish_due)
    assert await stands(client, new.code) == [
        f"Phường đã nhận ý kiến lúc {moment(seen.received_at)}.",
        f"Tiếp theo: phường chọn đơn vị trả lời. Câu trả lời hiện tại trang này, chậm nhất {due}.",
    ]
    in_work = [
        f"Đang chuẩn bị trả lời. Hạn: {due}.",
        f"Tiếp theo: câu trả lời hiện tại trang này, chậm nhất {due}.",
    ]
    for make in (drafting_, approving):
        assert await stands(client, (await make(place)).code) == in_work


async def test_an_answer_waits_for_the_askers_word(client: Client, place: Scene) -> None:
    new = await published(place)
    now_, next_ = await stands(client, new.code)
    assert now_.startswith("Đã có trả lời ngày ")
    assert next_.startswith("Tiếp theo: quý vị cho biết đã rõ chưa, chậm nhất thứ ")
    path = await opened(client, new.code)
    await client.post(f"{path}/danh-gia", data={"level": "satisfied"})
    assert await stands(client, new.code) == ["Đã kết thúc. Ông/bà vẫn xem lại được."]


async def test_a_late_answer_is_called_late(client: Client, place: Scene) -> None:
    with at(now() - timedelta(days=60)):
        new = await assigned(place)
    seen = await matter_for(place.chairman, new.id)
    assert seen.publish_due is not None
    assert (await stands(client, new.code))[1] == (
        f"Câu trả lời đã quá hạn {weekday_day(seen.publish_due)}. "
        "Khi có, câu trả lời hiện tại trang này."
    )


async def test_that_somebody_writes_is_told_once(client: Client, place: Scene) -> None:
    new = await drafting_(place)
    await give_to_officer(place.head, new.id, place.colleague.staff)
    page = Page((await client.get(await opened(client, new.code))).text)
    assert page.texts(".timeline b")[2:] == ["Đang chuẩn bị trả lời"]


async def test_consent_is_withdrawn_by_the_code(client: Client, place: Scene) -> None:
    with_contact = NewMatter(
        place.ward, words(), name="Bà Tư", contact="0900 000 000", consent="contact-1"
    )
    new = await receive(with_contact)
    path = await opened(client, new.code)
    assert (await client.post(f"{path}/xoa-lien-he")).status_code == 303
    seen = await matter_for(place.keeper, new.id)
    assert (seen.asker.name, seen.asker.contact) == ("", "") if seen.asker else True
    before = len(seen.history)
    await erase_contact(hash_of(new))
    assert len((await matter_for(place.keeper, new.id)).history) == before
    assert await erase_old_contacts() == 0


async def test_erasing_is_offered_where_there_is_something_to_erase(
    client: Client, place: Scene
) -> None:
    bare = await receive(NewMatter(place.ward, "Đèn đường trước số 5 hỏng hai tuần nay."))
    named = await received(place, name="Bà Hoa", consent="1")
    for code, offered in ((bare.code, 0), (named.code, 1)):
        page = Page((await client.get(await opened(client, code))).text)
        assert page.texts("details summary").count("Xóa tên và số liên hệ đã để lại") == offered


async def test_where_only_the_day_is_kept_no_hour_is_announced(
    client: Client, place: Scene
) -> None:
    day = local_day(now())
    text = "Đèn đường trước số 5 hỏng hai tuần nay."
    async with DB.transaction():
        (new,) = await open_for_ratings([NewMatter(place.ward, text, day=day)])
    told = await stands(client, new.code)
    assert told[0] == f"Phường đã nhận ý kiến ngày {day:%d/%m/%Y}."


@pytest.mark.parametrize(
    ("reason", "inside"),
    [
        ("Có dữ liệu cá nhân", "có dữ liệu cá nhân"),
        ("UBND thành phố trả lời", "UBND thành phố trả lời"),
        ("Nguyễn Văn An đã rút", "Nguyễn Văn An đã rút"),
        ("", ""),
    ],
)
def test_a_reason_inside_a_sentence_begins_small(reason: str, inside: str) -> None:
    assert first_down(reason) == inside


async def test_a_rejection_without_free_words_says_the_reason_that_was_chosen(
    client: Client, place: Scene
) -> None:
    new = await received(place)
    await triage.reject(place.keeper, new.id, Rejection.ADVERT)
    page = Page((await client.get(await opened(client, new.code))).text)
    assert page.texts(".notice .strong")[0] == (
        "Phường chưa xử lý vì: nội dung là quảng cáo. Ông/bà có thể gửi lại."
    )


async def test_a_rejection_in_the_wards_own_words_ends_with_one_stop(
    client: Client, place: Scene
) -> None:
    new = await received(place)
    await triage.reject(place.keeper, new.id, Rejection.EMPTY, "Chỉ có một chữ.")
    page = (await client.get(await opened(client, new.code))).text
    assert "Phường chưa xử lý vì: chỉ có một chữ. Ông/bà có thể gửi lại." in page
