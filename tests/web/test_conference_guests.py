"""The office's pages of guests and of questions ahead."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from dialogue.core.clock import at
from dialogue.core.codes import new_tracking_code
from dialogue.ward.actions import make_group_link
from dialogue.ward.rules import system_actor
from dialogue.ward.states import Role
from meetings.conferences.actions import ahead, reminding
from meetings.conferences.actions.ahead import Question, Sender
from meetings.conferences.queries.guests import counts
from meetings.conferences.queries.guests import guests as listed
from tests.meetings.conference_build import DAY, Office, announced, office, on, planned
from tests.pages import Page
from tests.web.office import enter, errors, read, send

pytestmark = pytest.mark.integration
PATH = "/quan-tri/doi-thoai"
FLOOD = "Cống đầu ngõ đầy bùn, nước tràn vào nhà khi mưa."
SAME = "Mưa 30 phút là ngập, gọi tôi 0912 345 678."
TABLE = """Tên;Loại;Người đại diện;Liên hệ;Số chỗ
Hợp tác xã Sen Vàng;doanh nghiệp;Lê Văn Tám;0912 345 678;2
Tổ 5;tổ dân phố;;;1
hợp tác xã sen vàng;doanh nghiệp;;;1
Tổ 99;tổ dân phố;;;1
Hội Phụ nữ;tổ chức;;;nhiều
"""


@pytest.fixture
async def place(client: httpx.AsyncClient) -> Office:
    return await office()


async def upload(client: httpx.AsyncClient, page: str, text: str) -> httpx.Response:
    return await client.post(f"{page}/bang", files={"file": ("khach.csv", text.encode())})


async def test_a_table_is_looked_at_confirmed_and_stored_once(
    client: httpx.AsyncClient, place: Office
) -> None:
    number = await planned(place)
    await enter(client, place.ward, "thu-ky", Role.CLERK)
    page = f"{PATH}/{number}/khach-moi"
    seen = await upload(client, page, TABLE)
    assert seen.status_code == 200
    assert Page(seen.text).texts("#faults ~ ul li") == [
        "Dòng 5, cột Tên cơ quan, tổ chức, người được mời: “Tổ 99” không có trong danh sách",
        "Dòng 6, cột Số chỗ: “nhiều” không phải số từ 1 đến 100",
    ]
    assert (await counts(await place.card(number))).invited == 0
    rows = Page(seen.text).attribute("[name=rows]", "value")
    for _twice in range(2):
        sent = await send(client, f"{page}/ghi", rows=rows)
        assert sent.headers["location"] == f"{page}?xong=bang"
    assert (await counts(await place.card(number))).invited == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Không;có\n1;2\n", "Không thấy cột tên."),
        ("Tên;Tuổi\nA;2\n", "Cột “Tuổi” không có trong mẫu."),
        ("Tên\n", "chưa có dòng nào"),
    ],
)
async def test_a_wrong_table_is_refused_by_name(
    client: httpx.AsyncClient, place: Office, text: str, told: str
) -> None:
    number = await planned(place)
    await enter(client, place.ward, "thu-ky", Role.CLERK)
    reply = await upload(client, f"{PATH}/{number}/khach-moi", text)
    assert reply.status_code == 422
    assert told in reply.text


async def test_one_more_all_groups_and_off_again(client: httpx.AsyncClient, place: Office) -> None:
    number = await announced(place, seats=2)
    clerk = await enter(client, place.ward, "thu-ky", Role.CLERK)
    page = f"{PATH}/{number}/khach-moi"
    unnamed = await send(client, page, kind="organisation", seats="1")
    assert errors(unnamed) == ["Ông bà chưa ghi hoặc chưa chọn mục này."]
    await send(client, page, kind="organisation", name="Hội Phụ nữ", seats="3")
    guest = (await listed(clerk, await place.card(number)))[-1]
    await send(client, f"{page}/{guest.id}/tra-loi", reply="comes")
    shown = (await read(client, page)).texts("main")[0]
    assert "nhiều hơn số ghế" in shown
    link = await read(client, f"{page}/{guest.id}")
    assert "/moi/" in link.texts("#link")[0]
    assert (await send(client, f"{page}/{guest.id}/bo")).status_code == 303
    assert (await client.get(f"{page}/{guest.id}")).status_code == 404


async def test_whom_to_call_is_printed_with_how_to_reach_them(
    client: httpx.AsyncClient, place: Office
) -> None:
    number = await announced(place)
    clerk = await enter(client, place.ward, "thu-ky", Role.CLERK)
    page = f"{PATH}/{number}/khach-moi"
    form = {"kind": "business", "name": "Hợp tác xã Sen Vàng", "seats": "1"}
    await send(client, page, **form, person="Lê Văn Tám", contact="0912 345 678")
    (first, *_others) = await listed(clerk, await place.card(number))
    await send(client, f"{page}/{first.id}/tra-loi", reply="comes")
    assert f"{page}/chua-tra-loi" in (await read(client, page)).attributes("a", "href")
    paper = await read(client, f"{page}/chua-tra-loi")
    assert paper.texts("tbody th") == ["Tổ 9", "Tổ 12", "Hợp tác xã Sen Vàng"]
    assert "0912 345 678" in paper.texts("tbody")[0]
    for guest in await listed(clerk, await place.card(number)):
        await send(client, f"{page}/{guest.id}/tra-loi", reply="comes")
    empty = await read(client, f"{page}/chua-tra-loi")
    assert empty.texts(".empty h2") == ["Không còn ai phải gọi"]


async def test_a_groups_head_is_reminded_and_replies(
    client: httpx.AsyncClient, place: Office
) -> None:
    number = await announced(place)
    with at(on(DAY - timedelta(days=3))):
        await reminding.remind(place.ward)
    token = await make_group_link(system_actor(place.ward), place.groups[0], "ông Bảy")
    here = f"/to-truong/{token}"
    await client.post(here)
    assert "Phường nhắc" in (await read(client, here)).texts("h2")
    page = f"{here}/doi-thoai"
    bad = await send(client, f"{page}/{number}/tra-loi", reply="substitute")
    assert (bad.status_code, len(Page(bad.text).texts("#substitute-error"))) == (422, 1)
    done = await send(client, f"{page}/{number}/tra-loi", reply="substitute", substitute="Bà Sáu")
    assert done.headers["location"] == f"{page}?xong=tra-loi"
    assert "Bà Sáu" in (await client.get(page)).text
    assert "Phường nhắc" not in (await read(client, here)).texts("h2")


async def test_names_are_the_offices_alone(client: httpx.AsyncClient, place: Office) -> None:
    number = await announced(place)
    await enter(client, place.ward, "can-bo", Role.OFFICER)
    page = await read(client, f"{PATH}/{number}/khach-moi")
    assert "Ông Bảy" not in page.texts("main")[0]
    assert page.texts("dl.stat .value")[0] == "3"


async def test_questions_by_field_with_their_askers(
    client: httpx.AsyncClient, place: Office
) -> None:
    number = await announced(place)
    for group, words, nonce in zip(place.groups, (FLOOD, SAME), ("a" * 64, "b" * 64), strict=False):
        asked = Question(words, new_tracking_code())
        who = Sender("group", group=group)
        await ahead.ask_ahead(place.ward, number, who, [asked], nonce, "vi")
    await enter(client, place.ward, "so", Role.REGISTER_KEEPER)
    page = f"{PATH}/{number}/cau-hoi"
    before = await read(client, page)
    assert "0912" not in before.texts("main")[0]  # masked, as in all lists
    one, other = sorted(
        int(each.removeprefix("lead-")) for each in before.attributes("select", "id")
    )
    sent = await send(client, f"{page}/{other}/ghep", lead=str(one))
    assert sent.headers["location"] == f"{page}?xong=ghep"
    shown = (await read(client, page)).texts("main")[0]
    assert "2 nơi cùng hỏi" in shown
    assert "Tổ 5, Tổ 9" in shown
    again = await send(client, f"{page}/{one}/ghep", lead=str(other))
    assert again.status_code == 422


async def test_without_questions_the_page_says_so(client: httpx.AsyncClient, place: Office) -> None:
    number = await announced(place)
    await enter(client, place.ward, "can-bo", Role.OFFICER)
    page = await read(client, f"{PATH}/{number}/cau-hoi")
    assert page.texts(".empty h2") == ["Chưa có câu hỏi nào"]
