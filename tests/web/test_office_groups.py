"""Residential groups and their personal links."""

from __future__ import annotations

from datetime import date

import httpx
import pytest

from dialogue.core.errors import NotFound
from dialogue.ward import queries
from dialogue.ward.actions.groups import add_group, enter_group, make_group_link
from dialogue.ward.rules import system_actor
from dialogue.ward.states import Role
from tests.pages import Page
from tests.ward.builders import bare_ward
from tests.web.office import enter, errors, read, send

pytestmark = pytest.mark.integration
PATH = "/quan-tri/to-dan-pho"


async def test_a_group_is_added_and_a_namesake_is_refused(client: httpx.AsyncClient) -> None:
    ward = await bare_ward()
    await enter(client, ward, "quan-tri", Role.KEEPER)
    assert (await send(client, PATH, name="Khu phố 1", head="Bà Sáu")).status_code == 303
    again = await send(client, PATH, name="Khu phố 1", head="Ông Ba")
    assert (again.status_code, len(errors(again))) == (409, 1)
    assert Page(again.text).attribute("#head", "value") == "Ông Ba"
    page = await read(client, PATH)
    assert page.texts("tbody th") == ["Khu phố 1"]
    assert page.texts("tbody td") == ["Bà Sáu", "0"]


async def test_a_link_is_shown_once_and_lets_its_holder_in(client: httpx.AsyncClient) -> None:
    ward = await bare_ward()
    group = await add_group(system_actor(ward), "Khu phố 1", head="Bà Sáu")
    await enter(client, ward, "van-phong", Role.REGISTER_KEEPER)
    response = await send(client, f"{PATH}/{group}/lien-ket", holder="Bà Sáu", days="30")
    assert (response.status_code, response.headers["cache-control"]) == (200, "no-store")
    page = Page(response.text)
    (link,) = page.texts("#link")
    token = link.rpartition("/")[2]
    assert (await enter_group(token)).holder == "Bà Sáu"
    assert len(page.texts(".slip-code svg")) == 1
    assert page.attributes("[data-copy=link]", "type") == ["button"]
    shown = (await client.get(f"{PATH}/{group}")).text
    assert token not in shown
    assert Page(shown).texts("td[data-label='Trạng thái'] .badge") == ["Đang dùng"]


async def test_a_revoked_link_lets_nobody_in(client: httpx.AsyncClient) -> None:
    ward = await bare_ward()
    group = await add_group(system_actor(ward), "Khu phố 1")
    token = await make_group_link(system_actor(ward), group, "Bà Sáu")
    await enter(client, ward, "van-phong", Role.REGISTER_KEEPER)
    page = await read(client, f"{PATH}/{group}")
    response = await client.post(page.attribute("form[action$=thu-hoi]", "action"))
    assert response.headers["location"] == f"{PATH}/{group}?xong=da-thu-hoi"
    with pytest.raises(NotFound):
        await enter_group(token)
    page = await read(client, f"{PATH}/{group}")
    assert page.texts("td[data-label='Trạng thái']") == ["Đã thu hồi"]


@pytest.mark.parametrize("days", ["0", "800", "mười"])
async def test_a_wrong_link_form_keeps_what_was_typed(client: httpx.AsyncClient, days: str) -> None:
    ward = await bare_ward()
    group = await add_group(system_actor(ward), "Khu phố 1")
    await enter(client, ward, "van-phong", Role.REGISTER_KEEPER)
    response = await send(client, f"{PATH}/{group}/lien-ket", holder="Bà Sáu", days=days)
    page = Page(response.text)
    assert (response.status_code, len(errors(response))) == (422, 1)
    assert page.attribute("#holder", "value") == "Bà Sáu"
    assert page.attribute("#days", "value") == days
    assert await queries.group_links(ward) == ()


async def test_a_group_ends_on_a_day(client: httpx.AsyncClient) -> None:
    ward = await bare_ward()
    group = await add_group(system_actor(ward), "Khu phố 1")
    await enter(client, ward, "quan-tri", Role.KEEPER)
    wrong = await send(client, f"{PATH}/{group}/ket-thuc", until="31/2/2026")
    assert errors(wrong) == ["Không có ngày này trong lịch. Ông bà xem lại ngày và tháng."]
    assert (await send(client, f"{PATH}/{group}/ket-thuc", until="30/6/2026")).status_code == 303
    assert (await queries.group(ward, group)).until == date(2026, 6, 30)
    assert (await read(client, f"{PATH}/{group}")).texts("#new-link") == []


async def test_a_file_is_taken_whole_or_not_at_all(client: httpx.AsyncClient) -> None:
    ward = await bare_ward()
    await enter(client, ward, "quan-tri", Role.KEEPER)
    for data, told in (
        (b"name,head\nKhu pho 1,A\n,B\n", "Dòng 3, cột name: Ô này còn trống."),
        (b"ten,head\nKhu pho 1,A\n", "Cột name: Dòng đầu thiếu tên cột này."),
        ("name\nKhu phè 1 Céng hßa x· héi\n".encode(), "Tệp dùng bảng mã cũ"),
        (b"", "Ông bà chưa chọn tệp."),
    ):
        response = await client.post(f"{PATH}/nhap-tep", files={"file": ("a.csv", data)})
        assert response.status_code == 422
        (error,) = errors(response)
        assert error.startswith(told)
    assert await queries.groups(ward) == ()
    right = "name,origin,head\nKhu phố 1,Phú Mỹ cũ,Bà Sáu\nKhu phố 2,,\n".encode()
    response = await client.post(f"{PATH}/nhap-tep", files={"file": ("a.csv", right)})
    assert response.headers["location"] == f"{PATH}?xong=da-nhap"
    assert [card.label for card in await queries.groups(ward)] == [
        "Khu phố 1 (Phú Mỹ cũ)",
        "Khu phố 2",
    ]


async def test_without_the_right_and_from_another_ward(client: httpx.AsyncClient) -> None:
    mine, theirs = await bare_ward(), await bare_ward("binh-duong", "Bình Dương")
    own = await add_group(system_actor(mine), "Khu phố 1")
    other = await add_group(system_actor(theirs), "Khu phố 2")
    token = await make_group_link(system_actor(theirs), other, "Ông Ba")
    (link,) = await queries.group_links(theirs)
    await enter(client, mine, "van-phong", Role.REGISTER_KEEPER)
    assert (await send(client, f"{PATH}/{own}", name="Khác")).status_code == 403
    assert (await client.get(f"{PATH}/{other}")).status_code == 404
    assert (await send(client, f"{PATH}/{other}/lien-ket", holder="A")).status_code == 404
    for group in (own, other):
        assert (await client.post(f"{PATH}/{group}/lien-ket/{link.id}/thu-hoi")).status_code == 404
    assert (await enter_group(token)).holder == "Ông Ba"
