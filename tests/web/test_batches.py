"""A spreadsheet at the desk and on the page of a group's head."""

from __future__ import annotations

import csv
import io
import re

from httpx import AsyncClient, Response
from openpyxl import load_workbook

from dialogue.core.sheets import MOST_BYTES
from dialogue.matters.tables import Matter
from dialogue.ward import actions as ward_actions
from dialogue.ward.rules import system_actor
from dialogue.ward.states import Role
from tests.core.test_sheets import TCVN3, xlsx
from tests.matters import builders
from tests.pages import Page
from tests.web.desk import enter, see

BASE = "/quan-tri/van-de/bang-tinh"
LAMP = "Đèn đường ngõ 12 tắt ba tuần nay, bao giờ sửa?"
DRAIN = "Cống trước chợ nghẹt, mưa là ngập, bao giờ nạo vét?"


async def upload(client: AsyncClient, base: str, data: bytes, name: str = "y-kien.csv") -> Response:
    files = {"file": (name, data, "application/octet-stream")}
    return await client.post(base, data={"source": "paper"}, files=files, follow_redirects=False)


async def preview(client: AsyncClient, base: str, data: bytes, name: str = "y-kien.csv") -> str:
    reply = await upload(client, base, data, name)
    assert reply.status_code == 303, Page(reply.text).texts(".error")
    return reply.headers["location"]


async def wrong(client: AsyncClient, data: bytes) -> list[str]:
    reply = await upload(client, BASE, data)
    assert reply.status_code == 422
    return Page(reply.text).texts(".field .error")


def table(*rows: str) -> bytes:
    return "\n".join(rows).encode()


async def at_desk(client: AsyncClient) -> builders.Scene:
    place = await builders.scene()
    await place.person("van-thu", Role.CLERK)
    await enter(client, place, "van-thu")
    return place


async def test_from_the_file_to_the_slips(client: AsyncClient) -> None:
    await at_desk(client)
    sheet = xlsx(("Nội dung", "Về việc"), (LAMP, ""), (DRAIN, "Thoát nước"))
    path = await preview(client, BASE, sheet, "ý kiến.xlsx")
    page = await see(client, path)
    assert page.texts("tbody td") == [LAMP, DRAIN]
    assert await Matter.count() == 0
    assert page.texts("main button") == ["Ghi vào sổ", "Bỏ bảng này, chọn tệp khác"]
    for _ in range(3):
        reply = await client.post(f"{path}/ghi", data={"alike": "skip"}, follow_redirects=False)
        assert (reply.status_code, reply.headers["location"]) == (303, path)
    assert await Matter.count() == 2
    page = await see(client, path)
    assert page.attributes("main a.button", "href") == [f"{path}/phieu", f"{path}/phieu.csv"]
    codes = (await see(client, f"{path}/phieu")).texts("td.code")
    assert [len("".join(code.split())) for code in codes] == [16, 16]
    rows = list(
        csv.reader(io.StringIO((await client.get(f"{path}/phieu.csv")).text), delimiter=";")
    )
    assert [row[2] for row in rows[1:]] == codes
    reply = await client.post(f"{path}/bo", follow_redirects=False)
    assert reply.headers["location"] == BASE
    assert (await client.get(f"{path}/phieu")).status_code == 404
    assert await Matter.count() == 2


async def test_faults_are_told_by_line_and_column_and_nothing_can_be_confirmed(
    client: AsyncClient,
) -> None:
    await at_desk(client)
    data = table("Loại;Nội dung", f"Câu hỏi;{LAMP}", "Câu hỏi;", f"Thơ;{DRAIN}")
    page = await see(client, await preview(client, BASE, data))
    assert page.texts("#faults ~ ul li") == [
        "Dòng 3, cột Nội dung: còn trống",
        "Dòng 4, cột Loại: “Thơ” không có trong danh sách",
    ]
    assert page.texts("main button") == ["Bỏ bảng này, chọn tệp khác"]


async def test_case_39_and_others_a_file_that_is_refused_says_why(client: AsyncClient) -> None:
    await at_desk(client)
    assert await wrong(client, TCVN3.encode("latin-1")) == [
        "Chữ trong tệp theo bảng mã cũ TCVN3 (ABC, phông .VnTime). Ông bà chuyển sang Unicode rồi"
        " gửi lại."
    ]
    assert await wrong(client, table("Nôi dug", LAMP)) == [
        "Cột “Nôi dug” có lẽ là “Nội dung”. Ông bà sửa tên cột rồi gửi lại."
    ]
    assert await wrong(client, table("Nội dung", *(["x" * 10] * 5_001))) == [
        "Bảng dài hơn 5.000 dòng, là mức nhiều nhất của một lần gửi (quy định BAT-ROWS, từ"
        " 01/07/2025). Chưa dòng nào được ghi. Ông bà tách làm nhiều tệp."
    ]
    assert await wrong(client, b"x" * (MOST_BYTES + 1)) == [
        "Tệp lớn quá, hoặc mở ra lớn quá. Ông bà tách làm nhiều tệp."
    ]
    reply = await client.post(BASE, data={"source": "paper"}, files={"khac": ("a", b"")})
    assert Page(reply.text).texts(".field .error") == ["Ông bà chưa chọn tệp."]
    assert await Matter.count() == 0


async def test_encoding_and_separator_are_named(client: AsyncClient) -> None:
    await at_desk(client)
    data = f"Nội dung\tVề việc\n{LAMP}\t\n".encode("utf-16")
    page = await see(client, await preview(client, BASE, data))
    said = page.texts("main .container > p, main p")[0]
    assert "Bảng mã UTF-16, ngăn cột bằng dấu tab." in re.sub(r"\s+", " ", said)


async def test_case_8_doubles_are_shown_and_left_out_unless_wanted(client: AsyncClient) -> None:
    place = await at_desk(client)
    await builders.received(place, LAMP)
    await enter(client, place, "tong-hop")
    path = await preview(client, BASE, table("Nội dung", LAMP, DRAIN, DRAIN))
    page = await see(client, path)
    told = [text.replace(":", ": ").replace("  ", " ") for text in page.texts("#doubles ~ ul li")]
    assert [text.split(",")[0] for text in told] == [
        "Dòng 2: đã có trong sổ",
        "Dòng 4: trùng lời với dòng 3",
    ]
    await client.post(f"{path}/ghi", data={"alike": "skip"})
    assert await Matter.count() == 2
    path = await preview(client, BASE, table("Nội dung", LAMP))
    reply = await client.post(f"{path}/ghi", data={"alike": "skip"})
    assert (reply.status_code, Page(reply.text).texts("[role=alert] p")) == (
        422,
        ["Bỏ các dòng trùng thì không còn dòng nào để ghi."],
    )
    await client.post(f"{path}/ghi", data={"alike": "take"})
    assert await Matter.count() == 3


async def test_case_19_words_are_shown_as_typed_and_never_computed(client: AsyncClient) -> None:
    await at_desk(client)
    path = await preview(client, BASE, table("Nội dung", "=1+1 <script>alert(1)</script>"))
    assert (await see(client, path)).texts("tbody td") == ["=1+1 <script>alert(1)</script>"]
    await client.post(f"{path}/ghi", data={"alike": "skip"})
    rows = list(
        csv.reader(io.StringIO((await client.get(f"{path}/phieu.csv")).text), delimiter=";")
    )
    assert rows[1][3] == "'=1+1 <script>alert(1)</script>"


async def test_the_templates_are_taken_by_the_reader(client: AsyncClient) -> None:
    await at_desk(client)
    book = load_workbook(io.BytesIO((await client.get(f"{BASE}/mau.xlsx")).content))
    heads = [cell.value for cell in book.active[1]]
    assert heads[:2] == ["Nội dung", "Về việc"]
    filled = (await client.get(f"{BASE}/mau.csv")).content + f"{LAMP};;;;;;;\n".encode()
    page = await see(client, await preview(client, BASE, filled))
    assert page.texts("tbody td") == [LAMP]


async def test_somebody_elses_is_not_there(client: AsyncClient) -> None:
    place = await at_desk(client)
    path = await preview(client, BASE, table("Nội dung", LAMP))
    await enter(client, place, "tong-hop")
    for reply in (await client.get(path), await client.post(f"{path}/ghi", data={"alike": "skip"})):
        assert reply.status_code == 404


async def group_link(place: builders.Scene) -> str:
    group = await ward_actions.add_group(system_actor(place.ward), "Tổ dân phố số 9")
    token = await ward_actions.make_group_link(system_actor(place.ward), group, "ông Bảy")
    return f"/to-truong/{token}"


async def test_case_32_a_groups_head_sends_a_sheet_behind_the_button(client: AsyncClient) -> None:
    link = await group_link(await builders.scene())
    base = f"{link}/bang-tinh"
    assert Page((await client.get(base)).text).texts("main button") == ["Mở trang của tôi"]
    assert (await upload(client, base, table("Nội dung", LAMP))).headers["location"] == link
    await client.post(link)
    path = await preview(client, base, table("Nội dung;Về việc", f"{LAMP};"))
    assert (await see(client, path)).texts("tbody td") == [LAMP]
    await client.post(f"{path}/ghi", data={"alike": "skip"})
    assert len((await see(client, f"{path}/phieu")).texts("td.code")) == 1
    assert await Matter.select(Matter.source) == [{"source": "group"}]
    page = await see(client, link)
    assert LAMP in page.texts("#sent ~ ul h3")


async def test_it_speaks_english_too(client: AsyncClient) -> None:
    link = await group_link(await builders.scene())
    await client.post(link)
    page = await see(client, f"/en{link}/bang-tinh")
    assert page.texts("h1") == ["Send many questions in a spreadsheet"]
    reply = await upload(client, f"/en{link}/bang-tinh", table("Nội dung", LAMP, ""))
    assert reply.headers["location"].startswith(f"/en{link}/bang-tinh/")
    page = await see(client, reply.headers["location"])
    assert page.texts("h1") == ["Preview"]
