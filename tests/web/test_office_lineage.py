"""Groups are merged, split and renamed on a page; figures over such a day stand in blocks."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest

from dialogue.core import clock
from dialogue.matters.actions.intake import NewMatter, receive
from dialogue.ward import queries
from dialogue.ward.actions.groups import add_group
from dialogue.ward.lineage import lineage
from dialogue.ward.rules import system_actor
from dialogue.ward.states import Role
from tests.ward.builders import bare_ward
from tests.web.office import enter, errors, read, send

pytestmark = pytest.mark.integration

PATH = "/quan-tri/to-dan-pho"
PAPER = {"since": "01/7/2025", "source": "Nghị quyết 12/NQ-HĐND"}


async def three(client: httpx.AsyncClient) -> tuple[int, list[int]]:
    ward = await bare_ward()
    made = [await add_group(system_actor(ward), f"Khu phố {number}") for number in (1, 2, 6)]
    await enter(client, ward, "quan-tri", Role.KEEPER)
    return ward, made


async def test_merge_split_and_rename(client: httpx.AsyncClient) -> None:
    ward, (one, two, six) = await three(client)
    merged = await send(
        client, f"{PATH}/{one}/sap-nhap", others=[str(two)], name="Khu phố Hòa Bình", **PAPER
    )
    assert merged.headers["location"] == f"{PATH}/{one}/sap-xep?xong=da-gop"
    parts = "Khu phố 6A\r\nKhu phố Hòa Bình\r\n"
    split = await send(client, f"{PATH}/{six}/chia", parts=parts, **PAPER)
    assert split.headers["location"] == f"{PATH}/{six}/sap-xep?xong=da-chia"
    (new,) = (await lineage(ward)).named("khu pho 1")
    assert (await lineage(ward)).named("khu pho 6") > {new}
    renamed = await send(client, f"{PATH}/{new}/doi-ten", name="Khu phố Bình An", **PAPER)
    assert renamed.headers["location"] == f"{PATH}/{new}/sap-xep?xong=da-doi-ten"
    page = await read(client, f"{PATH}/{new}/sap-xep")
    told = page.texts("section[aria-labelledby=past] li")
    assert [text.split(".")[0] for text in told] == [
        "Đến hết 30/6/2025 mang tên Khu phố Hòa Bình",
        "Từ 1/7/2025 gồm cảKhu phố 1",
        "Từ 1/7/2025 gồm cảKhu phố 2",
        "Từ 1/7/2025 nhận một phần củaKhu phố 6",
    ]
    assert [card.label for card in await queries.groups(ward)] == ["Khu phố 6A", "Khu phố Bình An"]


async def test_what_is_wrong_is_said_and_nothing_changes(client: httpx.AsyncClient) -> None:
    ward, (one, _two, _six) = await three(client)
    for path, form, status, told in (
        ("chia", {"parts": "Một nơi"}, 422, "Ghi ít nhất hai nơi, mỗi nơi một dòng."),
        ("sap-nhap", {"name": ""}, 422, "Ông bà chưa ghi hoặc chưa chọn mục này."),
        ("sap-nhap", {"name": "Khu phố 2"}, 409, "Tên này đã có, hoặc nơi đã chọn vừa"),
        ("doi-ten", {"name": "Khu phố 2"}, 409, "Tên này đã có, hoặc nơi đã chọn vừa"),
        ("doi-ten", {"name": "Mới", "since": "01/01/2099"}, 422, "Ngày chưa tới."),
        ("doi-ten", {"name": "Mới", "source": ""}, 422, "Ông bà chưa ghi hoặc chưa chọn"),
    ):
        reply = await send(client, f"{PATH}/{one}/{path}", **(PAPER | form))
        assert reply.status_code == status, path
        (error,) = errors(reply)
        assert error.startswith(told)
    assert [card.label for card in await queries.groups(ward)] == [
        "Khu phố 1",
        "Khu phố 2",
        "Khu phố 6",
    ]


async def test_figures_over_the_reform_stand_in_two_blocks(client: httpx.AsyncClient) -> None:
    ward, (one, two, six) = await three(client)
    for day, group, text in ((20, one, "Đèn ngõ hỏng"), (21, two, "Cống tắc"), (22, six, "Rác")):
        with clock.at(datetime(2025, 6, day, 3, tzinfo=UTC)):
            await receive(NewMatter(ward, f"{text}, xin phường sửa giúp.", group=group))
    await send(client, f"{PATH}/{one}/sap-nhap", into=str(two), **PAPER)
    await send(client, f"{PATH}/{six}/chia", parts="Khu phố 6A\nKhu phố 6B", **PAPER)
    with clock.at(datetime(2025, 7, 2, 3, tzinfo=UTC)):
        await receive(NewMatter(ward, "Vỉa hè vỡ, xin phường sửa giúp.", group=two))
        await receive(NewMatter(ward, "Xe đỗ chắn lối, xin phường xem giúp."))
    page = await read(client, f"{PATH}/so-lieu?since=01/6/2025&until=31/7/2025")
    assert page.texts("caption") == [
        "Từ 1/6/2025 đến 30/6/2025",
        "Từ 1/7/2025 đến 31/7/2025",
        "Cả thời gian, theo các nơi hiện nay",
    ]
    assert page.texts("tfoot td") == ["3", "2", "5"]
    assert page.texts("table:last-of-type tbody th")[-3:] == [
        "Khu phố 2",
        "Khu phố 6, đã chia: không gộp vào nơi nào",
        "Không ghi nơi ở",
    ]


async def test_who_may(client: httpx.AsyncClient) -> None:
    ward, (one, *_rest) = await three(client)
    await enter(client, ward, "van-phong", Role.REGISTER_KEEPER)
    assert (await client.get(f"{PATH}/{one}/sap-xep")).status_code == 200
    for path in ("sap-nhap", "chia", "doi-ten"):
        assert (await send(client, f"{PATH}/{one}/{path}", **PAPER)).status_code == 403
    other = await bare_ward("binh-duong", "Bình Dương")
    theirs = await add_group(system_actor(other), "Khu phố 9")
    await enter(client, ward, "quan-tri-2", Role.KEEPER)
    assert (await send(client, f"{PATH}/{theirs}/doi-ten", name="X", **PAPER)).status_code == 404
    assert (await client.get(f"{PATH}/{theirs}/sap-xep")).status_code == 404


AREA = {
    "name": "Phú Mỹ",
    "kind": "phường",
    "parent": "thành phố Thủ Dầu Một",
    "until": "30/6/2025",
    "whole": "1",
    "elsewhere": "",
    "source": "Nghị quyết 12/NQ-HĐND",
}


async def test_a_former_ward_is_taken_over_and_its_name_leads_here(
    client: httpx.AsyncClient,
) -> None:
    await three(client)
    done = await send(client, f"{PATH}/phuong-xa-cu", **AREA)
    assert done.headers["location"] == f"{PATH}/phuong-xa-cu?xong=da-ghi"
    (told,) = (await read(client, f"{PATH}/phuong-xa-cu")).texts("ul.ruled-list li")
    assert told.startswith("Phường Phú Mỹ (thành phố Thủ Dầu Một): nhập cả vào")
    assert "Gồm nơi trước đây là: Phú Mỹ" in (await client.get("/")).text
    assert (await send(client, f"{PATH}/phuong-xa-cu", **AREA)).status_code == 409


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"whole": "0"}, "Ghi nơi nhận các phần khác."),
        ({"until": "30/6/2099"}, "Ngày chưa tới."),
        ({"name": ""}, ""),
        ({"source": ""}, ""),
    ],
    ids=["of a part", "not yet", "no name", "no document"],
)
async def test_what_is_wrong_with_a_former_ward_is_said(
    client: httpx.AsyncClient, typed: dict[str, str], told: str
) -> None:
    await three(client)
    refused = await send(client, f"{PATH}/phuong-xa-cu", **AREA | typed)
    assert refused.status_code == 422
    (found,) = errors(refused)
    assert told in found
    assert (await read(client, f"{PATH}/phuong-xa-cu")).texts("ul.ruled-list li") == []
