"""A spreadsheet of a group's head, or one that the desk received, sent ahead of one conference."""

from __future__ import annotations

import httpx
import pytest

from dialogue.ward.actions import make_group_link
from dialogue.ward.rules import system_actor
from dialogue.ward.states import Role
from meetings.conferences.hall_tables import Opinion
from meetings.conferences.queries.ahead import questions
from tests.meetings.conference_build import DAY, Office, announced, office, planned
from tests.pages import Page
from tests.web.office import enter, read, send

pytestmark = pytest.mark.integration
LAMP = "Đèn đường ngõ 12 tắt ba tuần nay, bao giờ sửa?"
ACCUSES = "Tôi tố cáo cán bộ địa chính nhận tiền của dân để làm nhanh."


@pytest.fixture
async def place(client: httpx.AsyncClient) -> Office:
    return await office()


async def entered(client: httpx.AsyncClient, place: Office) -> str:
    token = await make_group_link(system_actor(place.ward), place.groups[0], "ông Bảy")
    await client.post(f"/to-truong/{token}")
    return f"/to-truong/{token}/bang-tinh"


async def upload(client: httpx.AsyncClient, base: str, conference: str) -> httpx.Response:
    sheet = "\n".join(["Nội dung", LAMP, ACCUSES]).encode()
    files = {"file": ("cau-hoi.csv", sheet, "text/csv")}
    return await client.post(base, data={"conference": conference}, files=files)


async def test_its_rows_are_questions_of_that_conference(
    client: httpx.AsyncClient, place: Office
) -> None:
    number = await announced(place)
    base = await entered(client, place)
    offered = Page((await client.get(base)).text).attributes("#conference option", "value")
    assert offered == ["", str(number)]
    preview = (await upload(client, base, str(number))).headers["location"]
    card = await place.card(number)
    assert card.title in Page((await client.get(preview)).text).texts("main")[0]
    for _twice in range(2):
        await client.post(f"{preview}/ghi", data={"alike": "take"})
    first, _accusing = (await questions(place.clerk, card)).cards
    assert (first.words, [each.group for each in first.askers]) == (LAMP, [place.groups[0]])
    rows = await Opinion.select(Opinion.words, Opinion.matter).order_by(Opinion.id)
    assert [row["words"] for row in rows] == [LAMP, ""]  # what accuses leaves no words there
    assert all(row["matter"] for row in rows)


async def test_without_a_conference_nothing_is_bound_and_a_closed_one_is_told(
    client: httpx.AsyncClient, place: Office
) -> None:
    other = await planned(place, DAY)
    base = await entered(client, place)
    wrong = await upload(client, base, str(other))
    assert (wrong.status_code, len(Page(wrong.text).texts("#conference-error"))) == (422, 0)
    assert "không còn nhận câu hỏi gửi trước" in wrong.text
    preview = (await upload(client, base, "")).headers["location"]
    await client.post(f"{preview}/ghi", data={"alike": "take"})
    assert await Opinion.count() == 0


async def test_the_desk_binds_a_sheet_that_it_received(
    client: httpx.AsyncClient, place: Office
) -> None:
    number = await announced(place)
    await enter(client, place.ward, "tiep-dan", Role.COUNTER_OFFICER)
    base = "/quan-tri/van-de/bang-tinh"
    offered = (await read(client, base)).attributes("#conference option", "value")
    assert offered == ["", str(number)]
    table = f'Nội dung,Tổ dân phố\n"{LAMP}",Tổ 9\n'.encode()
    files = {"file": ("phieu.csv", table, "text/csv")}
    told = {"source": "paper", "conference": str(number)}
    preview = (await client.post(base, data=told, files=files)).headers["location"]
    card = await place.card(number)
    assert card.title in (await read(client, preview)).texts("main")[0]
    for _twice in range(2):
        await send(client, f"{preview}/ghi", alike="take")
    (asked,) = (await questions(place.clerk, card)).cards
    assert (asked.words, [each.group for each in asked.askers]) == (LAMP, [place.groups[1]])
    closed = await client.post(base, data=told | {"conference": "999"}, files=files)
    assert closed.status_code == 422
    assert "không còn nhận câu hỏi gửi trước" in closed.text
