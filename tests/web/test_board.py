"""The public board as a reader sees it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import html5lib
import httpx
import pytest

from dialogue.core import clock
from dialogue.core.changes import Entry
from dialogue.matters.actions import approval, drafting, publishing, triage
from dialogue.matters.queries.board_filters import FilterOptions, filter_options
from dialogue.ward import queries
from dialogue.ward.states import Role
from tests.matters import builders
from tests.matters.build import House, approve, house, matter, published
from tests.pages import Page
from web.caching import PAGES
from web.i18n import enter
from web.pages import board

pytestmark = pytest.mark.integration
START = datetime(2026, 3, 2, 2, tzinfo=UTC)  # a Monday
PATH = "/thach-ban/hoi-dap"
TITLES = ".matter h3"
HEAD = ".matter-list-head h2"


async def seen(client: httpx.AsyncClient, path: str = PATH) -> Page:
    response = await client.get(path)
    assert response.status_code == 200
    assert "set-cookie" not in response.headers
    return Page(response.text)


async def titles(client: httpx.AsyncClient, query: str = "") -> list[str]:
    return (await seen(client, PATH + query)).texts(TITLES)


async def soon(client: httpx.AsyncClient, wanted: list[str], path: str = PATH) -> None:
    """The kept page follows the change log, which is read many times a second."""
    for _ in range(100):
        if (await seen(client, path)).texts(TITLES) == wanted:
            return
        await asyncio.sleep(0.02)
    assert (await seen(client, path)).texts(TITLES) == wanted


async def three(home: House) -> None:
    with clock.at(START):
        await published(home, "Sổ đỏ bao giờ có", field="DD", group=home.groups[0], source="phone")
        await published(home, "Sửa mái nhà", field="XD", group=home.groups[1])
    with clock.at(START + timedelta(days=1)):
        await published(home, "Khai sinh cho cháu", source="group")


async def test_newest_first_with_excerpt_and_journey(client: httpx.AsyncClient) -> None:
    home = await house()
    await three(home)
    with clock.at(START):
        page = await seen(client)
    assert page.texts(TITLES) == ["Khai sinh cho cháu", "Sửa mái nhà", "Sổ đỏ bao giờ có"]
    assert page.texts(HEAD) == ["3 câu trả lời"]
    assert page.texts(".matter:nth-of-type(2) .badge")[0] == "Đã trả lời"
    assert page.texts(".matter:nth-of-type(2) > p") == ["Phường đã làm xong."]
    last = page.texts(".journey")[-1]
    assert "Điện thoại" in last
    assert "Chưa cho ý kiến" in last


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("linh-vuc=dc-xd", ["Sửa mái nhà", "Sổ đỏ bao giờ có"]),  # its children's as well
        ("linh-vuc=xd", ["Sửa mái nhà"]),
        ("linh-vuc=khong-co", []),
        ("nguon=group", ["Khai sinh cho cháu"]),
        ("nguon=phone&linh-vuc=xd", []),
        ("trang-thai=published", ["Khai sinh cho cháu", "Sửa mái nhà", "Sổ đỏ bao giờ có"]),
        ("trang-thai=corrected", []),
        ("nam=2026&q=mai+nha", ["Sửa mái nhà"]),
        ("nam=1999", []),
        ("nam=nay", []),
        ("to=999999", []),
        ("q=SUA+MAI", ["Sửa mái nhà"]),
        ("q=%22%27)(*", []),
        ("q=" + "x" * 5000, []),
    ],
)
async def test_one_form_narrows_and_searches(
    client: httpx.AsyncClient, query: str, wanted: list[str]
) -> None:
    home = await house()
    await three(home)
    assert await titles(client, f"?{query}") == wanted


async def test_the_address_holds_the_whole_view(client: httpx.AsyncClient) -> None:
    home = await house()
    await three(home)
    page = await seen(client, f"{PATH}?q=nha&linh-vuc=dc-xd&to={home.groups[1]}&la=1")
    assert page.attribute("#q", "value") == "nha"
    assert page.texts("#linh-vuc [selected]") == ["Địa chính – Xây dựng (2)"]
    assert page.texts("#to [selected]") == ["Tổ dân phố số 2 (1)"]
    assert {*page.attributes("select", "form")} == {"find"}
    other = page.attribute(".languages [lang=en]", "href")
    assert other == f"/en{PATH}?q=nha&linh-vuc=dc-xd&to={home.groups[1]}"


async def test_pages_stay_steady_while_answers_come(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "SIZE", 2)
    home = await house()
    await three(home)
    first = await seen(client, f"{PATH}?nam=2026")
    following = first.attribute("[rel=next]", "href")
    with clock.at(START + timedelta(days=2)):
        await published(home, "Câu mới")
    second = await seen(client, following)
    assert first.texts(TITLES) + second.texts(TITLES) == [
        "Khai sinh cho cháu",
        "Sửa mái nhà",
        "Sổ đỏ bao giờ có",
    ]
    assert second.attribute(".pagination a", "href") == f"{PATH}?nam=2026"


async def test_a_place_that_never_was_is_not_found(client: httpx.AsyncClient) -> None:
    await house()
    assert (await client.get(f"{PATH}?sau=abc")).status_code == 404


async def test_many_hits_are_not_counted_to_the_end(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dialogue.matters.search.MOST_COUNTED", 2)
    home = await house()
    await three(home)
    assert (await seen(client)).texts(HEAD) == ["Hơn 2 câu trả lời"]


async def test_what_is_published_shows_and_what_is_taken_down_goes(
    client: httpx.AsyncClient,
) -> None:
    home = await house()
    chairman = await home.person(Role.CHAIRMAN)
    await soon(client, [])
    asked = await matter(home, "Nạo vét cống")
    await approve(home, asked)
    await soon(client, ["Nạo vét cống"])
    await publishing.correct(chairman, asked, "Phường làm xong rồi.", "Ghi thiếu.")
    for _ in range(100):
        if (badges := (await seen(client)).texts(".matter .badge"))[:2] == [
            "Đã trả lời",
            "Có đính chính",
        ]:
            break
        await asyncio.sleep(0.02)
    assert badges[:2] == ["Đã trả lời", "Có đính chính"]
    await publishing.take_down(chairman, asked, "Có dữ liệu cá nhân.")
    await soon(client, [])
    assert await titles(client, "?q=nao+vet") == []


async def test_a_new_question_is_counted_as_waiting_at_once(client: httpx.AsyncClient) -> None:
    scene = await builders.scene()
    tile = ".stat:nth-child(5) .value"
    assert (await seen(client)).texts(tile) == ["0câu"]
    await builders.received(scene)
    for _ in range(100):
        if (shown := (await seen(client)).texts(tile)) == ["1câu"]:
            break
        await asyncio.sleep(0.02)
    assert shown == ["1câu"]


async def test_what_staff_write_to_each_other_is_nowhere(client: httpx.AsyncClient) -> None:
    scene = await builders.scene()
    new = await builders.drafted(scene)
    await drafting.add_note(scene.officer, new.id, "Gọi lại cho bà Xuyến trước.")
    waiting = await client.get(PATH)
    assert "Nạo vét cống" not in waiting.text  # not approved yet
    await drafting.send_for_check(scene.officer, new.id)
    await approval.pass_up(scene.head, new.id, scene.deputy.staff)
    await approval.approve(scene.deputy, new.id)
    await soon(client, ["Nạo vét cống"])
    for path in (PATH, f"{PATH}/1", f"{PATH}?q=xuyen"):
        assert "bà Xuyến" not in (await client.get(path)).text
    assert await titles(client, "?q=xuyen") == []


async def test_figures_say_how_many_they_come_from(client: httpx.AsyncClient) -> None:
    home = await house()
    await published(home, "Có hạn")
    page = await seen(client)
    assert page.texts(".stat dd:nth-of-type(2)") == [
        "1 trên 1 câu đã đến hạn hoặc đã trả lời, 12 tháng qua",
        "ngày làm việc, một nửa số câu nhanh hơn",
        "của 1 người hỏi, 12 tháng qua",
        "mới có 0 người hỏi cho ý kiến, chưa đủ để công bố",
        "không câu nào quá hạn",
    ]
    english = Page((await client.get(f"/en{PATH}")).text)
    assert english.texts(".stat dd:nth-of-type(2)")[2] == "from 1 asker, past 12 months"


async def test_an_empty_board_and_an_empty_search_lead_on(client: httpx.AsyncClient) -> None:
    home = await house()
    page = await seen(client)
    assert page.texts(".empty h2") == ["Chưa có câu trả lời nào"]
    await three(home)
    page = await seen(client, f"{PATH}?q=bể+bơi")
    assert page.texts(".empty h2") == ["Chưa tìm thấy câu nào"]
    assert page.attributes(".empty a", "href") == [
        "/thach-ban/gop-y?hoi=b%E1%BB%83+b%C6%A1i",
        PATH,
    ]


async def test_a_page_that_has_not_changed_is_not_sent_again(client: httpx.AsyncClient) -> None:
    home = await house()
    await three(home)
    first = await client.get(PATH)
    again = await client.get(PATH, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["vary"] == "Accept-Encoding"
    assert len((await client.get(f"/en{PATH}")).text) > 3000
    assert (await client.get(f"/en{PATH}")).headers["etag"] != first.headers["etag"]


async def test_the_first_page_with_all_it_loads_is_small(client: httpx.AsyncClient) -> None:
    home = await house()
    for number in range(board.SIZE):
        await published(home, f"Câu hỏi số {number} của bà con", answer="Phường trả lời. " * 20)
    sent = 0
    response = await client.get(PATH)
    page = Page(response.text)
    loaded = [
        *page.attributes("link[rel=stylesheet]", "href"),
        *page.attributes("script[src]", "src"),
        page.attributes("use", "href")[0].partition("#")[0],
    ]
    for path in (PATH, *loaded):
        async with client.stream("GET", path) as reply:
            assert reply.status_code == 200
            sent += sum([len(part) async for part in reply.aiter_raw()])
    assert 5_000 < sent <= 40_000


@pytest.mark.parametrize("path", [PATH, f"/en{PATH}", f"{PATH}?q=nha&linh-vuc=xd", f"{PATH}?q=zz"])
async def test_valid_html(client: httpx.AsyncClient, path: str) -> None:
    home = await house()
    await three(home)
    html5lib.HTMLParser(strict=True).parse((await client.get(path)).text)


async def test_another_wards_answers_stay_there(client: httpx.AsyncClient) -> None:
    home = await house()
    await house("sai-gon")
    await three(home)
    assert (await seen(client, "/sai-gon/hoi-dap")).texts(".empty h2") == [
        "Chưa có câu trả lời nào"
    ]
    assert (await client.get("/no-such/hoi-dap")).status_code == 404


async def test_answers_come_first_and_filters_wait_until_they_are_used(
    client: httpx.AsyncClient,
) -> None:
    home = await house()
    await published(home, "Có hạn")
    page = await seen(client)
    assert page.texts("details.filters summary") == ["Lọc câu hỏi"]
    assert page.texts("details.filters[open]") == []
    assert page.texts(".hero .stat") == []
    narrowed = Page((await client.get(f"{PATH}?trang-thai=published")).text)
    assert len(narrowed.texts("details.filters[open]")) == 1


async def test_who_asked_the_same_is_counted_beside_the_answer(client: httpx.AsyncClient) -> None:
    scene = await builders.scene()
    lead = await builders.approving(scene)
    for _ in range(4):
        await triage.merge(scene.keeper, (await builders.received(scene)).id, lead.id)
    await approval.approve(scene.deputy, lead.id)
    await soon(client, ["Nạo vét cống"])
    page = await seen(client)
    assert "5 người cùng hỏi" in page.texts("article .badge")
    assert page.texts(".stat:nth-child(3) dd") == ["1câu", "của 5 người hỏi, 12 tháng qua"]
    answer = await seen(client, f"{PATH}/1")
    assert "5 người cùng hỏi" in answer.texts("article .badge")


async def test_a_printed_board_says_what_part_of_it_it_is(
    client: httpx.AsyncClient,
) -> None:
    home = await house()
    for n in range(2):
        await published(home, f"Câu {n}")
    page = Page((await client.get("/thach-ban/hoi-dap?nam=2026")).text)
    (said,) = [text for text in page.texts(".print-only") if "Bản in" in text]
    assert said.startswith("Bản in có 2 trên 2 câu trả lời, ngày ")
    assert said.endswith("/thach-ban/hoi-dap?nam=2026")


async def test_choices_are_counted_once_a_change(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    home, asked = await house(), list[int]()
    await three(home)
    PAGES.clear()

    async def counting(ward: int) -> FilterOptions:
        asked.append(ward)
        return await filter_options(ward)

    monkeypatch.setattr(board, "filter_options", counting)
    ward = await queries.ward("thach-ban")
    enter(PATH)
    for words in ("", "khai", "nha"):
        await board.made(ward, board.View(q=words))
    assert asked == [home.ward]
    await published(home, "Thêm một mái nhà")
    PAGES.drop(Entry(1, home.ward, "published", 0))  # as the watcher of the change log does
    page = Page(await board.made(ward, board.View(q="mai")))
    assert asked == [home.ward, home.ward]
    assert page.texts("#nguon option")[1:] != []
    assert len(page.read(TITLES)) == 2
