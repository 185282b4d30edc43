"""Promises and files of answers, as the public sees them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import html5lib
import httpx
import pytest

from dialogue.core import clock
from dialogue.matters.actions import attachments as act
from dialogue.matters.actions import judging, publishing, tasks
from dialogue.matters.actions.proving import Proof, claim_done
from dialogue.matters.actions.tasks import NewTask
from dialogue.ward import queries
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from tests.matters.build import House, approve, house, matter
from tests.matters.test_attachments import attached, photo
from tests.pages import Page
from web.pages import promises

pytestmark = pytest.mark.integration
PATH = "/thach-ban/cam-ket"
TODAY = clock.local_day(datetime.now(UTC))


async def seen(client: httpx.AsyncClient, path: str = PATH) -> Page:
    response = await client.get(path)
    assert response.status_code == 200
    assert "set-cookie" not in response.headers
    html5lib.HTMLParser(strict=True).parse(response.text)
    return Page(response.text)


async def promised(home: House, head: Actor, text: str, due: date) -> tuple[int, int]:
    """Long ago, so that it may be late by now; the task and its matter."""
    with clock.at(datetime.now(UTC) - timedelta(days=40)):
        asked = await matter(home, f"Hỏi về {text}")
        task = await tasks.open_task(head, NewTask(text, head.unit or 0, due, matter=asked))
        await approve(home, asked)
    return task, asked


async def some(home: House) -> Actor:
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    await promised(home, head, "Lắp đèn", TODAY - timedelta(days=5))
    await promised(home, head, "Nạo vét cống", TODAY + timedelta(days=30))
    done, _ = await promised(home, head, "Mở quầy", TODAY - timedelta(days=10))
    with clock.at(datetime.now(UTC) - timedelta(days=12)):
        await claim_done(head, done, Proof("Ảnh chụp quầy."))
    inspector = await home.person(Role.INSPECTOR)
    await judging.judge_as_inspector(inspector, done, kept=True)
    return head


async def test_late_ones_first_with_their_days(client: httpx.AsyncClient) -> None:
    home = await house()
    await some(home)
    page = await seen(client)
    assert page.texts("#late ~ ul .strong") == ["Lắp đèn"]
    days = -(await queries.calendar(home.ward)).left(TODAY - timedelta(days=5), TODAY)
    assert f"chậm {days} ngày làm việc" in page.texts("#late ~ ul .muted")[0]
    assert page.texts("#list ~ ul .strong") == ["Nạo vét cống", "Mở quầy"]
    assert (
        page.texts(".hero .stat dd:nth-of-type(2)")[0]
        == "1 trên 2 việc đã đến hạn, 12 tháng qua; dưới 10 việc thì chưa tính tỷ lệ"
    )
    assert page.texts(".hero .stat .value")[0] == "–"  # too few for a share
    assert page.attributes("#late ~ ul .small a", "href") == ["/thach-ban/hoi-dap/1#question"]
    english = Page((await client.get("/en/thach-ban/cam-ket")).text)
    assert english.texts(".hero .stat .value")[1:] == ["0promises", "1promise", "0promises"]


@pytest.mark.parametrize(
    ("state", "wanted"),
    [
        ("late", ["Lắp đèn"]),
        ("open", ["Lắp đèn", "Nạo vét cống"]),
        ("done", ["Mở quầy"]),
        ("stopped", []),
    ],
)
async def test_narrowed_to_a_state(
    client: httpx.AsyncClient, state: str, wanted: list[str]
) -> None:
    home = await house()
    await some(home)
    page = await seen(client, f"{PATH}?trang-thai={state}")
    assert page.texts(".ruled-list .strong") == wanted


async def test_page_after_page(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(promises, "SIZE", 2)
    home = await house()
    await some(home)
    first = await seen(client)
    second = await seen(client, first.attribute("[rel=next]", "href"))
    assert first.texts(".strong a") + second.texts(".strong a") == [
        "Lắp đèn",
        "Nạo vét cống",
        "Mở quầy",
    ]
    assert (await client.get(f"{PATH}?sau=abc")).status_code == 404


async def test_one_promise_with_history_proof_and_question(client: httpx.AsyncClient) -> None:
    home = await house()
    await some(home)
    address = (await seen(client, f"{PATH}?trang-thai=done")).attribute(".strong a", "href")
    page = await seen(client, address)
    assert page.texts("h1") == ["Mở quầy"]
    assert page.texts("#proof + ul p")[0] == "Ảnh chụp quầy."
    assert "Ban Thanh tra nhân dân" in page.texts(".pairs dd")
    assert page.texts(".quote") == ["Hỏi về Mở quầy Xin phường trả lời."]
    assert page.texts(".timeline b") == [
        "Phường hứa",
        "Đơn vị báo đã xong",
        "Xác nhận đã xong: Ban Thanh tra nhân dân",
    ]
    assert page.attributes("article a", "href") == ["/thach-ban/hoi-dap/3#question"]
    back = await seen(client, "/thach-ban/hoi-dap/3")
    assert back.attributes("#promised ~ ul a", "href") == [address]
    english = await client.get(f"/en{address}")
    assert (english.status_code, Page(english.text).attribute("h1", "lang")) == (200, "vi")


async def test_a_moved_date_keeps_the_old_one(client: httpx.AsyncClient) -> None:
    home = await house()
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    task, _ = await promised(home, head, "Lắp ghế", TODAY + timedelta(days=3))
    await tasks.ask_new_date(head, task, TODAY + timedelta(days=9), "Chờ giao hàng.")
    address = (await seen(client)).attribute("#list ~ ul .strong a", "href")
    page = await seen(client, address)
    assert page.texts(".timeline b") == ["Phường hứa", "Dời ngày hứa"]
    assert page.texts(".timeline .small")[0].endswith("Chờ giao hàng.")
    assert page.texts(".pairs dt")[1:3] == ["Ngày hứa đầu tiên", "Đã dời"]


async def test_what_is_not_public_or_another_wards_is_not_found(client: httpx.AsyncClient) -> None:
    home = await house()
    await house("sai-gon")
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    asked = await matter(home, "Chưa trả lời")
    await tasks.open_task(head, NewTask("Việc kín", head.unit or 0, TODAY, matter=asked))
    assert (await seen(client)).texts(".empty h2") == ["Chưa có lời hứa nào"]
    await approve(home, asked)
    address = (await seen(client, f"{PATH}?trang-thai=open")).attribute(".strong a", "href")
    assert (await client.get(address.replace("thach-ban", "sai-gon"))).status_code == 404
    chairman = await home.person(Role.CHAIRMAN)
    await publishing.take_down(chairman, asked, "Có dữ liệu cá nhân.")
    for start in ("", "/en"):
        reply = await client.get(start + address)
        page = Page(reply.text)
        assert (reply.status_code, "Việc kín" in reply.text) == (410, False)
        assert page.texts(".notice p")[-1].endswith("Có dữ liệu cá nhân.")
        (answer,) = page.attributes("main p a", "href")  # both say the same
        gone = await client.get(answer)
        assert (gone.status_code, Page(gone.text).texts(".notice")) == (410, page.texts(".notice"))
    assert (await seen(client)).texts(".empty h2") == ["Chưa có lời hứa nào"]


async def test_an_empty_ward(client: httpx.AsyncClient) -> None:
    await house()
    for start in ("", "/en"):
        page = await seen(client, start + PATH)
        assert page.attribute(".empty a", "href") == f"{start}/thach-ban/hoi-dap"


async def test_a_file_of_an_answer(client: httpx.AsyncClient) -> None:
    home = await house()
    officer = await home.person(Role.OFFICER, unit="VP")
    asked, file = await attached(home, "ảnh hẻm 47.png")
    await approve(home, asked)
    address = f"/thach-ban/hoi-dap/1/tep/{file}"
    assert (await client.get(address)).status_code == 404  # nobody has looked at it yet
    await act.mark_public(officer, file, public=True, confirmed=True)
    reply = await client.get(address)
    assert (reply.status_code, reply.content) == (200, photo().data)
    assert reply.headers["content-type"] == "image/png"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert reply.headers["content-disposition"] == (
        "inline; filename*=UTF-8''%E1%BA%A3nh%20h%E1%BA%BBm%2047.png"
    )
    again = await client.get(address, headers={"if-none-match": reply.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    page = Page((await client.get("/thach-ban/hoi-dap/1")).text)
    assert page.attribute("article li > a[href*=tep]", "href") == address


async def test_files_of_other_answers_and_wards_are_not_found(client: httpx.AsyncClient) -> None:
    home = await house()
    await house("sai-gon")
    officer = await home.person(Role.OFFICER, unit="VP")
    asked, file = await attached(home)
    await approve(home, asked)
    await approve(home, await matter(home, "Khác"))
    await act.mark_public(officer, file, public=True, confirmed=True)
    for address in ("/thach-ban/hoi-dap/2", "/thach-ban/hoi-dap/9", "/sai-gon/hoi-dap/1"):
        assert (await client.get(f"{address}/tep/{file}")).status_code == 404
    chairman = await home.person(Role.CHAIRMAN)
    await publishing.take_down(chairman, asked, "Có dữ liệu cá nhân.")
    assert (await client.get(f"/thach-ban/hoi-dap/1/tep/{file}")).status_code == 404
