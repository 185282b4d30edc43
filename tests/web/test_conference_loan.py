"""A conference at the hall's laptop, as the office sees it."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from dialogue.core.clock import at
from dialogue.ward.states import Role
from tests.meetings.hall_build import Hall, hall, invited, minutes
from tests.pages import Page
from tests.web.office import enter, read, send
from web.cli.hall import exported

pytestmark = pytest.mark.integration


@pytest.fixture
async def place(client: httpx.AsyncClient, tmp_path: Path) -> Hall:
    with at(minutes(-90)):
        made = await hall()
        await exported("thach-ban", made.slug, tmp_path / "out.hall", "Máy của Văn phòng")
    return made


def page_of(place: Hall) -> str:
    return f"/quan-tri/doi-thoai/{place.number}/may-hoi-truong"


async def test_its_pages_say_where_it_is_and_write_nothing(
    client: httpx.AsyncClient, place: Hall
) -> None:
    with at(minutes(-60)):
        await enter(client, place.ward, "thu-ky", Role.CLERK)
        console = await read(client, f"/quan-tri/doi-thoai/{place.number}/dieu-khien")
        assert "Máy của Văn phòng" in console.texts("main")[0]
        assert "ở đây chỉ xem" in console.texts("main")[0]
        opened = await client.post(f"/quan-tri/doi-thoai/{place.number}/dieu-khien/mo")
        assert opened.status_code == 409
        assert "Thu hồi" not in (await read(client, page_of(place))).texts("main")[0]
        refused = await client.post(f"{page_of(place)}/thu-hoi", data={"reason": "Mất máy"})
        assert refused.status_code == 403


async def test_the_chairman_calls_it_back_with_a_reason(
    client: httpx.AsyncClient, place: Hall
) -> None:
    with at(minutes(-60)):
        await enter(client, place.ward, "lanh-dao", Role.CHAIRMAN)
        empty = await send(client, f"{page_of(place)}/thu-hoi", reason="")
        assert empty.status_code == 422
        done = await send(client, f"{page_of(place)}/thu-hoi", reason="Máy bị mất")
        assert done.status_code == 303
        shown = await read(client, page_of(place))
        assert "Lý do thu hồi: Máy bị mất" in shown.texts("main")[0]
        again = await send(client, f"{page_of(place)}/thu-hoi", reason="Máy bị mất")
        assert again.status_code == 409
        assert "đã ở máy chủ" in Page(again.text).texts("main")[0]
    assert (await place.card()).locked_to == ""


async def test_a_guest_and_a_phone_are_told_where_the_hall_is(
    client: httpx.AsyncClient, tmp_path: Path
) -> None:
    with at(minutes(-90)):
        place = await hall()
        await invited(place, "Hợp tác xã Thạch Cầu", "Ông Tám")
        await exported("thach-ban", place.slug, tmp_path / "out.hall", "Máy của Văn phòng")
        path = "/moi/token of Hợp tác xã Thạch Cầu"
        refused = await client.post(f"{path}/tra-loi", data={"reply": "comes"})
        assert refused.status_code == 409
        assert "ở cửa hội trường" in refused.text
    phone = await client.get(f"/h/{place.code}")
    assert "Quý vị nối Wi-Fi của hội trường" in phone.text
