"""Case figures: read as people write them, and told what does not add up."""

from __future__ import annotations

from datetime import date

import httpx
import pytest

from dialogue.ward import queries
from dialogue.ward.actions.successions import take_over_area
from dialogue.ward.figures import Figures
from dialogue.ward.lineage import AreaCard
from dialogue.ward.states import Qualifier, Role
from tests.pages import Page
from tests.ward.builders import bare_ward, ward_with_defaults
from tests.web.office import enter, errors, read, send
from web.staff.figure_words import told_findings, told_shares

pytestmark = pytest.mark.integration
PATH = "/quan-tri/so-lieu"
PERIOD = {"since": "1/1/2020", "until": "30/6/2020"}


async def test_figures_are_read_as_people_write_them(client: httpx.AsyncClient) -> None:
    ward = await bare_ward()
    await enter(client, ward, "van-thu", Role.CLERK)
    sent = PERIOD | {"received": "2.685", "received_online": "568", "returned": "hơn 2.500"}
    response = await send(client, f"{PATH}/ghi", **sent)
    assert response.headers["location"] == f"{PATH}?xong=da-ghi"
    (card,) = await queries.case_figures(ward)
    assert card.figures == Figures(
        received=2685,
        received_online=568,
        returned=2500,
        qualifiers={"returned": Qualifier.MORE_THAN},
    )
    page = await read(client, f"{PATH}?xong=da-ghi")
    assert page.texts("tbody td") == ["–", "2.685", "hơn 2.500", "–", "–", "–", "–"]
    again = await read(client, f"{PATH}/ghi?sua={card.id}")
    assert again.attribute("#returned", "value") == "hơn 2.500"
    assert again.attribute("#since", "value") == "01/01/2020"


async def test_a_report_over_the_reform_is_told_to_be_two_blocks(
    client: httpx.AsyncClient,
) -> None:
    ward = await bare_ward()
    keeper = await enter(client, ward, "quan-tri", Role.KEEPER)
    old = AreaCard(0, "Cự Khối", "phường", "Long Biên", date(2025, 6, 30), True, "", "Sắp xếp")
    await take_over_area(keeper, old)
    for since, until in (("1/1/2025", "31/12/2025"), ("1/7/2025", "31/7/2025")):
        await send(client, f"{PATH}/ghi", since=since, until=until, received="100")
    page = await read(client, PATH)
    (told,) = [text for text in page.texts("section p") if "ngày sắp xếp 1/7/2025" in text]
    assert told in page.texts("section:has(#period-1) p")  # of the whole year alone


async def test_half_a_dossier_is_asked_about(client: httpx.AsyncClient) -> None:
    ward = await bare_ward()
    await enter(client, ward, "van-thu", Role.CLERK)
    response = await send(client, f"{PATH}/ghi", **PERIOD, received="1.5", returned="12")
    assert (response.status_code, errors(response)) == (
        422,
        [
            "“1.5” là số nào? Số hồ sơ là số nguyên: ghi 1.500 hoặc 1500, hay hơn 1.500.",
        ],
    )
    assert Page(response.text).attribute("#returned", "value") == "12"
    assert await queries.case_figures(ward) == ()


async def test_what_does_not_add_up_is_agreed_to_first(client: httpx.AsyncClient) -> None:
    ward = await bare_ward()
    await enter(client, ward, "van-thu", Role.CLERK)
    sent = PERIOD | {"received": "300", "received_direct": "256", "received_online": "47"}
    first = await send(client, f"{PATH}/ghi", **sent)
    assert first.status_code == 422
    assert Page(first.text).texts(".notice li") == [
        "Cộng các cách nộp được 303, mà tổng tiếp nhận ghi 300: lệch 3."
    ]
    assert (await send(client, f"{PATH}/ghi", **sent, agreed="1")).status_code == 303
    page = await read(client, PATH)
    assert sum("Chưa khớp:" in text for text in page.texts("section p")) == 1


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "received"),
        ({"received": "3", "until": "1/1/2019"}, "until"),
        ({"received": "3", "since": "hôm qua"}, "since"),
    ],
)
async def test_a_wrong_form_says_where(
    client: httpx.AsyncClient, sent: dict[str, str], field: str
) -> None:
    await enter(client, await bare_ward(), "van-thu", Role.CLERK)
    response = await send(client, f"{PATH}/ghi", **(PERIOD | sent))
    assert response.status_code == 422
    assert len(Page(response.text).texts(f"#{field}-error")) == 1


async def test_a_file_is_taken_whole_or_not_at_all(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    await enter(client, ward, "giam-doc", Role.DIRECTOR)
    for data, told in (
        (
            "since,until,received\n01/07/2025,03/07/2025,303\n01/07/2025,03/07/2025,1.5\n",
            "Dòng 3, cột received: Không phải số nguyên. Ví dụ: 1.500 hoặc hơn 16.710.",
        ),
        (
            "since,until,field,received\n01/07/2025,03/07/2025,XX,303\n",
            "Dòng 2, cột field: Phường không có lĩnh vực mang mã này.",
        ),
        ("since,until,recieved\n", "Cột recieved: Không biết cột này. Có thể tên cột gõ sai."),
    ):
        response = await client.post(f"{PATH}/tep", files={"file": ("a.csv", data.encode())})
        assert (response.status_code, errors(response)) == (422, [told])
    assert await queries.case_figures(ward) == ()
    right = b"since,until,received,returned\n01/07/2025,03/07/2025,303,311\n"
    assert (await client.post(f"{PATH}/tep", files={"file": ("a.csv", right)})).status_code == 303
    assert len(await queries.case_figures(ward)) == 1


async def test_others_read_and_enter_nothing(client: httpx.AsyncClient) -> None:
    await enter(client, await bare_ward(), "can-bo", Role.OFFICER)
    assert (await read(client, PATH)).texts("main form") == []
    assert (await send(client, f"{PATH}/ghi", **PERIOD, received="3")).status_code == 403
    assert (await send(client, f"{PATH}/tep", x="1")).status_code == 403


async def test_another_ward_s_field_and_row_are_not_found(client: httpx.AsyncClient) -> None:
    theirs = await ward_with_defaults("binh-duong", "Bình Dương")
    field = (await queries.fields(theirs))[0].id
    await enter(client, theirs, "van-thu", Role.CLERK)
    await send(client, f"{PATH}/ghi", **PERIOD, received="303")
    (row,) = await queries.case_figures(theirs)
    await enter(client, await bare_ward(), "van-thu", Role.CLERK)
    response = await send(client, f"{PATH}/ghi", **PERIOD, received="3", field=field)
    assert response.status_code == 404
    page = await read(client, f"{PATH}/ghi?sua={row.id}")
    assert page.attributes("#received[value]", "value") == []


@pytest.mark.unit
def test_shares_and_a_carry_over_in_words() -> None:
    early = Figures(received=852, early=450)
    assert told_shares(early) == ["Trước hạn 450 trên 852, đạt 52,8%"]
    carried = Figures(received=303, returned=311)
    assert told_shares(carried) == []
    assert told_findings(carried) == [
        (
            "Trả 311, tiếp nhận 303: có ít nhất 8 hồ sơ từ kỳ trước chuyển sang, "
            "nên không tính tỷ lệ đã trả.",
            False,
        )
    ]
    about = Figures(
        received=1000, received_online=100, qualifiers={"received": Qualifier.MORE_THAN}
    )
    assert told_shares(about) == ["Nộp trực tuyến 100 trên 1.000, đạt khoảng 10,0%"]
