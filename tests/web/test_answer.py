"""The page of one answer."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import html5lib
import httpx
import pytest

from dialogue.core import clock
from dialogue.matters.actions import approval, drafting, publishing, triage
from dialogue.matters.actions.triage import Assignment
from dialogue.matters.actions.verdicts import give_verdict
from dialogue.matters.queries import board
from dialogue.matters.states import Kind, MatterState, VerdictLevel
from dialogue.matters.tables import Published
from dialogue.ward import queries
from dialogue.ward.states import Role
from tests.matters import builders
from tests.matters.build import approve, house, matter, published
from tests.matters.tampering import unguarded
from tests.pages import Page
from web.answer_cards import shown_day, weekday_of

pytestmark = pytest.mark.integration
START = datetime(2026, 3, 2, 2, tzinfo=UTC)  # a Monday
PATH = "/thach-ban/hoi-dap/1"


async def seen(client: httpx.AsyncClient, path: str = PATH, status: int = 200) -> Page:
    response = await client.get(path)
    assert response.status_code == status
    assert "set-cookie" not in response.headers
    html5lib.HTMLParser(strict=True).parse(response.text)
    return Page(response.text)


async def test_question_answer_and_who_stands_for_it(client: httpx.AsyncClient) -> None:
    home = await house()
    text = "Không phải xin phép.\n\nBáo trước cho tổ trưởng."
    with clock.at(START):
        await published(home, "Thay mái tôn", "Thay mái tôn có phải xin phép?", text)
    page = await seen(client)
    assert page.texts("h1") == ["Thay mái tôn"]
    assert page.texts(".quote") == ["Thay mái tôn có phải xin phép?"]
    assert page.texts(".answer .strong") == ["Không phải xin phép."]
    assert page.texts(".answer p") == ["Không phải xin phép.", "Báo trước cho tổ trưởng."]
    assert page.texts("article > p:not(.muted)") == [
        "Người duyệt: Trần Thị Bình, Chủ tịch UBND phường. Ngày 2/3/2026."
    ]
    assert page.texts("article > .muted") == [
        "Hỏi qua: Trang góp ý, tên người hỏi không công khai."
    ]
    assert page.texts(".timeline b") == ["Phường nhận câu hỏi", "Đăng câu trả lời"]
    assert page.attribute("#asker ~ a", "href") == "/tra-cuu"
    assert "bản ngày 2/3/2026" in page.texts("p.print-only")[0]


async def test_english_readers_get_a_summary_and_know_what_is_vietnamese(
    client: httpx.AsyncClient,
) -> None:
    home = await house()
    await approve(home, await matter(home, "Thay mái tôn"), en="No permit is needed.")
    page = await seen(client, f"/en{PATH}")
    assert page.texts(".answer")[0] == "No permit is needed."
    assert page.attribute("h1", "lang") == "vi"
    assert "No permit" not in (await client.get(PATH)).text


async def test_a_correction_shows_both_texts(client: httpx.AsyncClient) -> None:
    home = await house()
    chairman = await home.person(Role.CHAIRMAN)
    asked = await matter(home, "Khai sinh")
    await approve(home, asked, "Mang giấy tờ.\n\nPhải công chứng.")
    await publishing.correct(
        chairman, asked, "Mang giấy tờ.\n\nKhông phải công chứng.", "Câu trước chưa đúng."
    )
    page = await seen(client)
    assert page.texts("del") == ["Phải công chứng."]
    assert page.texts("ins") == ["Không phải công chứng."]
    assert "Câu trước chưa đúng." in page.texts(".notice")[0]
    assert page.texts(".timeline b")[-1] == "Đính chính"


async def test_the_approver_is_named_with_the_day_of_the_approval(
    client: httpx.AsyncClient,
) -> None:
    """Who approved a text has not approved what somebody else corrected later."""
    home = await house()
    chairman = await home.person(Role.CHAIRMAN)
    with clock.at(START):
        asked = await matter(home, "Khai sinh")
        await approve(home, asked, "Mang giấy tờ.")
    with clock.at(START + timedelta(days=4)):
        await publishing.correct(chairman, asked, "Mang giấy hẹn.", "Ghi nhầm.")
    page = await seen(client)
    (by,) = [text for text in page.texts("article > p") if text.startswith("Người duyệt:")]
    assert by.endswith("Ngày 2/3/2026.")
    assert page.texts(".notice .strong")[0] == "Đính chính ngày 6/3/2026"


async def test_a_corrected_summary_is_shown_old_and_new_in_english(
    client: httpx.AsyncClient,
) -> None:
    home = await house()
    chairman = await home.person(Role.CHAIRMAN)
    asked = await matter(home, "Khai sinh")
    await approve(home, asked, "Mang giấy tờ.", en="Bring a copy.")
    new = "Bring the original."
    await publishing.correct(chairman, asked, "Mang giấy tờ.", "Dịch sai.", summary_en=new)
    page = await seen(client, f"/en{PATH}")
    assert page.texts(".answer")[0] == new
    assert (page.texts("del"), page.texts("ins")) == (["Bring a copy."], [new])
    page = await seen(client)
    assert (page.texts("del"), page.texts("ins")) == ([], [])
    assert "Bản tóm tắt tiếng Anh được sửa." in page.texts(".notice p")


async def test_what_the_asker_said_and_the_answer_before(client: httpx.AsyncClient) -> None:
    scene = await builders.scene()
    new = await builders.published(scene)
    await builders.not_enough(new)
    page = await seen(client)
    due = (await board.answer(scene.ward, 1)).item.due_on
    assert due is not None
    again = weekday_of(due)
    assert page.texts(".journey li:nth-child(3) b") == [f"Trả lời lại trước {weekday_of(due)}"]
    assert page.texts(".journey li:last-child b") == ["Chưa hài lòng, phường đang trả lời lại"]
    assert "đang trả lời lại" in page.texts("article .notice")[0]
    await builders.answered_again(scene, new)
    for _ in range(100):
        page = await seen(client)
        if page.texts("details"):
            break
        await asyncio.sleep(0.02)
    calendar = await queries.calendar(scene.ward)
    early = calendar.left(due, clock.local_day(clock.now()))
    today = shown_day(clock.local_day(clock.now()))
    assert page.texts(".journey li:nth-child(4) b") == [f"{today}, sớm {early} ngày làm việc"]
    assert " ".join(page.texts("details .answer p")) == builders.GOOD
    assert " ".join(page.texts("article > div > .answer p")) == f"{builders.GOOD} Lần nữa."
    told = [text.split(" Hạn:")[0] for text in page.texts(".timeline b")]
    assert told == [
        "Phường nhận câu hỏi",
        "Đã chuyển Phòng Kinh tế, Hạ tầng và Đô thị trả lời.",
        "Đang chuẩn bị trả lời",
        "Đăng câu trả lời",
        "Người hỏi: chưa hài lòng",
        f"Phường sẽ trả lời lại trước {again}",
        "Đăng câu trả lời mới",
    ]
    assert "Vẫn ngập." not in (await client.get(PATH)).text  # the reason is for staff


async def test_only_while_it_can_be_judged_the_asker_is_asked(client: httpx.AsyncClient) -> None:
    scene = await builders.scene()
    new = await builders.published(scene)
    assert (await seen(client)).texts("#asker") == ["Quý vị là người hỏi?"]
    await give_verdict(builders.hash_of(new), VerdictLevel.SATISFIED)
    for _ in range(100):
        page = await seen(client)
        if not page.texts("#asker"):
            break
        await asyncio.sleep(0.02)
    assert page.texts(".journey li:last-child b")[0].startswith("Đã rõ")
    assert page.texts("#asker") == []


async def test_a_verdict_before_the_correction_is_said_to_be_of_the_earlier_text(
    client: httpx.AsyncClient,
) -> None:
    scene = await builders.scene()
    new = await builders.published(scene)
    await give_verdict(builders.hash_of(new), VerdictLevel.SATISFIED)
    await publishing.correct(scene.deputy, new.id, f"{builders.GOOD} Thêm.", "Thiếu một ý.")
    page = await seen(client)
    said = page.texts(".journey li:last-child b")[0]
    assert said.startswith("Đã rõ")
    assert said.endswith("về bản trước khi đính chính")
    assert page.texts("#asker") == ["Quý vị là người hỏi?"]


async def test_what_was_taken_down_says_why_and_nothing_else(client: httpx.AsyncClient) -> None:
    home = await house()
    chairman = await home.person(Role.CHAIRMAN)
    asked = await matter(home, "Tiêu đề bí mật", "Nội dung bí mật")
    await approve(home, asked, "Trả lời bí mật")
    with clock.at(datetime.now(UTC)):
        await publishing.take_down(chairman, asked, "Có dữ liệu cá nhân.")
    page = await seen(client, status=410)
    assert page.texts("h1") == ["Nội dung đã gỡ"]
    assert "Có dữ liệu cá nhân." in page.texts(".notice")[0]
    for path in (PATH, f"/en{PATH}", "/thach-ban/hoi-dap?q=bi+mat", "/thach-ban"):
        assert "bí mật" not in (await client.get(path)).text
    tag = (await client.get(PATH)).headers["etag"]
    assert (await client.get(PATH, headers={"if-none-match": tag})).status_code == 410


async def test_a_text_changed_past_us_is_not_shown(client: httpx.AsyncClient) -> None:
    home = await house()
    await published(home, "Câu hỏi thật", "Hỏi thật", "Trả lời thật")
    await unguarded()
    await Published.update({Published.answer: "Trả lời giả"}).where(Published.ward == home.ward)
    page = await seen(client)
    assert page.texts("h1") == ["Câu hỏi số 1"]
    assert page.texts(".notice .strong") == ["Nội dung đang được kiểm tra"]
    board = await client.get("/thach-ban/hoi-dap")
    for text in ((await client.get(PATH)).text, board.text):
        assert "giả" not in text
        assert "Hỏi thật" not in text


async def answered_to(scene: builders.Scene, name: str, *, allowed: bool) -> None:
    given = Assignment(Kind.QUESTION, "Nạo vét cống", field=scene.field)
    new = await builders.received(scene, name=name, consent="1", names_allowed=allowed)
    await triage.assign(scene.keeper, new.id, given)
    await drafting.give_to_officer(scene.head, new.id, scene.officer.staff)
    await drafting.save_draft(scene.officer, new.id, 0, builders.GOOD)
    await drafting.send_for_check(scene.officer, new.id)
    await approval.pass_up(scene.head, new.id, scene.deputy.staff)
    await approval.approve(scene.deputy, new.id)


async def test_a_name_shows_only_with_consent(client: httpx.AsyncClient) -> None:
    scene = await builders.scene()
    for allowed in (False, True):
        await answered_to(scene, "Nguyễn Văn Hỏi", allowed=allowed)
    without, with_name = [
        (await seen(client, f"/thach-ban/hoi-dap/{number}")).texts("article > .muted")
        for number in (1, 2)
    ]
    assert without[0].endswith("tên người hỏi không công khai.")
    assert with_name[0].endswith("Nguyễn Văn Hỏi.")


async def test_numbers_of_other_wards_and_none_are_not_found(client: httpx.AsyncClient) -> None:
    home = await house()
    await house("sai-gon")
    await published(home, "Đèn đường")
    for path in ("/sai-gon/hoi-dap/1", "/thach-ban/hoi-dap/2", "/thach-ban/hoi-dap/0"):
        await seen(client, path, 404)
    assert (await client.get("/thach-ban/hoi-dap/99999999999999999999")).status_code == 404
    assert (await client.get("/thach-ban/hoi-dap/abc")).status_code == 404


async def test_not_changed_not_sent_again(client: httpx.AsyncClient) -> None:
    home = await house()
    await published(home, "Đèn đường", state=MatterState.APPROVING.value)
    first = await client.get(PATH)
    again = await client.get(PATH, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
