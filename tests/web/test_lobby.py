"""The screen in the hall: public facts in turn, fresh after each change, kind without any."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import httpx
import pytest

from dialogue.core.clock import HANOI, at
from dialogue.core.memo import forget
from dialogue.matters.actions import publishing
from dialogue.matters.tables import Published
from dialogue.ward import actions as ward_actions
from dialogue.ward import queries as wards
from dialogue.ward.actions.procedures import import_procedures
from dialogue.ward.actions.setting_up import set_up_ward
from dialogue.ward.rules import Actor, system_actor
from dialogue.ward.states import Role
from meetings.coffee.actions import planning
from meetings.coffee.queries.sessions import public_session
from surveys.actions.ratings import rate
from surveys.rules import Level, Series
from tests.matters.build import house, published
from tests.meetings.yard import SATURDAY, announced, on, yard_of
from tests.pages import Page
from tests.surveys.builders import counter_in_ward, rating
from tests.told import caught_up
from web.lobby_slides import ANSWERS, LEAST, seconds

pytestmark = pytest.mark.integration
PATH = "/thach-ban/man-hinh"
NOON = datetime(2026, 6, 10, 9, 0, tzinfo=HANOI)
PAPERS = (
    "code,slug,field,name_vi,owner_unit,limit_value,limit_unit,papers_vi\n"
    '9.000001,thu-tuc-thu,TP-HT,Thủ tục thử,VP,3,working_day,"- Tờ khai\n- Căn cước"\n'
)


async def seen(client: httpx.AsyncClient, path: str = PATH) -> Page:
    await caught_up(client)
    reply = await client.get(path)
    assert reply.status_code == 200
    assert "set-cookie" not in reply.headers
    return Page(reply.text)


async def test_an_empty_ward_is_told_kindly_and_how_to_ask(client: httpx.AsyncClient) -> None:
    await set_up_ward("thach-ban", "Thạch Bàn", phone="024 3875 0000")
    page = await seen(client)
    assert page.texts("[data-slide] h2") == ["Quý vị muốn hỏi, góp ý?"]
    assert page.texts(".screen-turmeric") == ["Phường đang chờ câu hỏi đầu tiên của bà con."]
    assert page.texts(".lobby-address")[0].endswith("/thach-ban/gop-y")
    assert len(page.attributes(".screen-qr svg", "viewBox")) == 1
    english = await seen(client, f"/en{PATH}")
    assert english.attribute("html", "lang") == "en"
    assert english.texts(".lobby-address")[0].endswith("/en/thach-ban/gop-y")


async def test_without_a_script_all_of_it_is_there_and_comes_anew(
    client: httpx.AsyncClient,
) -> None:
    await published(await house(), "Đèn ngõ 5 hỏng")
    html = (await client.get(PATH)).text
    assert '<noscript><meta http-equiv="refresh" content="300"></noscript>' in html
    assert Page(html).attributes("[data-slide][hidden]", "class") == []
    assert "style=" not in html


async def test_the_newest_answers_stand_with_their_unit_and_code(client: httpx.AsyncClient) -> None:
    home = await house()
    for number in range(ANSWERS + 2):
        await published(home, f"Câu hỏi thứ {number}", answer="Đội trật tự đã dọn xong.")
    page = await seen(client)
    titles = page.texts("[id^=answer-]")
    assert titles == [f"Câu hỏi thứ {ANSWERS + 1 - each}" for each in range(ANSWERS)]
    assert page.texts(".screen-box--light .lobby-words")[0] == "Đội trật tự đã dọn xong."
    assert "Văn phòng" in page.texts(".screen-box--light .screen-turmeric")[0]
    assert page.texts(".lobby-address")[0].endswith("/thach-ban/hoi-dap/8")


async def test_a_new_answer_and_one_taken_down_show_at_once(client: httpx.AsyncClient) -> None:
    home = await house()
    await published(home, "Cống tắc")
    assert (await seen(client)).texts("[id^=answer-]") == ["Cống tắc"]
    number = await published(home, "Rác đầu ngõ")
    assert (await seen(client)).texts("[id^=answer-]") == ["Rác đầu ngõ", "Cống tắc"]
    await _take_down(await home.person(Role.CHAIRMAN), number)
    assert (await seen(client)).texts("[id^=answer-]") == ["Cống tắc"]


async def _take_down(chairman: Actor, number: int) -> None:
    row = (
        await Published.select(Published.matter)
        .where(Published.ward == chairman.ward, Published.number == number)
        .first()
    )
    assert row
    await publishing.take_down(chairman, row["matter"], "Dữ liệu cá nhân.")


async def test_the_share_of_the_satisfied_has_its_n(client: httpx.AsyncClient) -> None:
    card = await counter_in_ward()
    for day in range(2, 6):
        with at(datetime(2026, 3, day, 9, tzinfo=HANOI)):
            levels = [Level.VERY] * 6 + [Level.OK] * 3 + [Level.NOT]
            given = [
                rating(card, each, field=card.fields[0].id, series=Series.GENERAL,
                       reasons=("wait",) if each is Level.NOT else ())
                for each in levels
            ]  # fmt: skip
            await rate(given)
    with at(NOON):
        page = await seen(client)
    assert page.texts(".lobby-faces dt") == ["Rất hài lòng", "Hài lòng", "Không hài lòng"]
    counts = [int(each) for each in page.texts(".lobby-faces dd")]
    assert page.texts("[aria-labelledby=figure] > .screen-medium")[1].endswith(
        f", {sum(counts)} lượt"
    )


async def test_below_the_least_number_no_figure_is_shown(client: httpx.AsyncClient) -> None:
    card = await counter_in_ward()
    with at(datetime(2026, 3, 2, 9, tzinfo=HANOI)):
        await rate([rating(card, Level.VERY, field=card.fields[0].id)])
    with at(NOON):
        assert (await seen(client)).texts(".lobby-faces dd") == []


async def test_a_procedure_has_its_limit_and_its_papers(client: httpx.AsyncClient) -> None:
    home = await house()
    await import_procedures(system_actor(home.ward), PAPERS.encode())
    forget()
    page = await seen(client)
    assert page.texts("[id^=procedure-]") == ["Thủ tục thử"]
    assert page.texts("[aria-labelledby=procedure-1] li") == ["Tờ khai", "Căn cước"]
    assert "3 ngày làm việc" in page.texts("[aria-labelledby=procedure-1] .lobby-words")[0]
    assert "Chưa kiểm chứng" in page.texts("[aria-labelledby=procedure-1] .lobby-words")[0]


async def test_each_day_has_other_procedures_and_a_day_has_the_same(
    client: httpx.AsyncClient,
) -> None:
    await house()
    shown = []
    for day in (date(2026, 6, 10), date(2026, 6, 10), date(2026, 6, 11)):
        with at(datetime(day.year, day.month, day.day, 9, tzinfo=HANOI)):
            shown.append((await seen(client)).texts("[id^=procedure-]"))
    assert shown[0] == shown[1]
    assert len(shown[0]) == 4
    assert set(shown[0]) & set(shown[2]) == set()


async def test_what_is_announced_stands_by_its_day_and_what_is_cancelled_does_not(
    client: httpx.AsyncClient,
) -> None:
    yard = await yard_of()
    with at(on(SATURDAY - timedelta(days=7), 9)):
        await announced(yard, day=SATURDAY)
        late = await announced(yard, day=SATURDAY + timedelta(days=4))
        page = await seen(client)
        assert page.texts("[aria-labelledby=meetings] .screen-turmeric") == [
            "Thứ Bảy 21/11, 7 giờ",
            "Thứ Tư 25/11, 7 giờ",
        ]
        assert page.texts("[aria-labelledby=meetings] .screen-secondary")[0] == "Nhà văn hóa tổ 7"
        version = (await public_session(yard.ward, late)).version
        await planning.cancel(yard.keeper, late, "Mưa bão.", version)
        page = await seen(client)
    assert page.texts("[aria-labelledby=meetings] .screen-turmeric") == ["Thứ Bảy 21/11, 7 giờ"]


async def test_another_wards_facts_are_not_there(client: httpx.AsyncClient) -> None:
    await published(await house("sai-gon"), "Của phường khác")
    await ward_actions.set_up_ward("thach-ban", "Thạch Bàn")
    assert (await seen(client)).texts("[id^=answer-]") == []
    assert (await client.get("/khong-co/man-hinh")).status_code == 404
    assert (await client.get("/khong-co/man-hinh.js")).status_code == 404


async def test_its_worker_is_the_tablets_with_a_cache_of_its_own(client: httpx.AsyncClient) -> None:
    await set_up_ward("thach-ban", "Thạch Bàn")
    assert len(await wards.wards()) == 1
    worker = (await seen(client)).attribute("[data-lobby]", "data-worker")
    assert worker == "/thach-ban/man-hinh.js?kho=sanh"
    reply = await client.get(worker)
    assert reply.headers["content-type"].startswith("text/javascript")
    assert reply.headers["cache-control"] == "no-store"
    assert reply.text == (await client.get("/quay/may.js")).text


@pytest.mark.parametrize("letters", [0, 1, 100, 130, 1_000])
def test_a_slide_stands_long_enough_to_be_read(letters: int) -> None:
    stands = seconds("x" * letters)
    assert stands >= LEAST
    assert stands * 14 >= letters
