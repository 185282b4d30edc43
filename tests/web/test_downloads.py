"""What people take away of the board: CSV, JSON lines, XLSX, all of the same rows."""

from __future__ import annotations

import asyncio
import csv
import json
import sys
from datetime import date, datetime
from io import BytesIO, StringIO

import httpx
import pytest
from openpyxl import load_workbook

from dialogue.matters.actions import publishing
from dialogue.matters.search import Filters
from dialogue.ward import queries
from tests.matters import builders
from tests.matters.build import house, published
from tests.web.test_board import three
from web.pages import downloads
from web.pages.board import View
from web.takeaway import books, streams
from web.takeaway.asked import Asked
from web.takeaway.columns import COLUMNS, HEADS, Known, known_of

pytestmark = pytest.mark.integration
PATH = "/thach-ban/hoi-dap"


async def as_csv(client: httpx.AsyncClient, query: str = "") -> list[dict[str, str]]:
    reply = await client.get(f"{PATH}.csv{query}")
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    assert reply.content.startswith("\ufeff".encode())
    text = StringIO(reply.content.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=";"))


async def as_lines(client: httpx.AsyncClient, query: str = "") -> list[dict[str, object]]:
    reply = await client.get(f"{PATH}.jsonl{query}")
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-type"] == "application/jsonl; charset=utf-8"
    return [json.loads(line) for line in reply.text.splitlines()]


async def as_sheet(client: httpx.AsyncClient, query: str = "") -> list[dict[str, object]]:
    reply = await client.get(f"{PATH}.xlsx{query}")
    assert reply.status_code == 200, reply.text
    sheet = load_workbook(BytesIO(reply.content), read_only=True).worksheets[0]
    heads, *rows = sheet.iter_rows(values_only=True)
    assert heads == tuple(str(column.title) for column in COLUMNS)
    return [dict(zip(HEADS, row, strict=True)) for row in rows]


async def test_all_kinds_hold_what_the_board_holds(client: httpx.AsyncClient) -> None:
    await three(await house())
    table, lines, sheet = await as_csv(client), await as_lines(client), await as_sheet(client)
    for rows in (table, lines, sheet):
        assert [str(row["so"]) for row in rows] == ["3", "2", "1"]
        assert [row["tieu_de"] for row in rows][1] == "Sửa mái nhà"
    middle = lines[1]
    assert middle["ma_linh_vuc"] == "xd"
    assert middle["linh_vuc"] == "Xây dựng"
    assert middle["ngay_tra_loi"] == "2026-03-02"
    assert middle["dia_chi"] == f"http://127.0.0.1:8000{PATH}/2"
    assert table[1]["ngay_tra_loi"] == "02/03/2026"
    day = sheet[1]["ngay_tra_loi"]
    assert isinstance(day, datetime)
    assert day.date() == date(2026, 3, 2)
    assert isinstance(sheet[1]["so"], int)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("?q=nha&linh-vuc=dc-xd", ["2"]),
        ("?q=mái+nhà", ["2"]),
        ("?nguon=group", ["3"]),
        ("?nam=2027", []),
        ("?q=%22%27)(*", []),
    ],
)
async def test_every_filter_of_the_board(
    client: httpx.AsyncClient, query: str, wanted: list[str]
) -> None:
    await three(await house())
    assert [row["so"] for row in await as_csv(client, query)] == wanted
    assert [str(row["so"]) for row in await as_lines(client, query)] == wanted


async def test_no_cell_is_a_formula(client: httpx.AsyncClient) -> None:
    home = await house()
    body = '=HYPERLINK("http://a.b";"bấm");\n@SUM(A1)\tđường ngập'
    await published(home, "+84 hỏi; “Nguyễn Thị Hòa”", body=body)
    (row,) = await as_csv(client)
    assert row["cau_hoi"] == f"'{body}"
    assert row["tieu_de"].startswith("'+84 hỏi; “Nguyễn Thị Hòa”")
    reply = await client.get(f"{PATH}.xlsx")
    sheet = load_workbook(BytesIO(reply.content)).worksheets[0]
    kinds = {cell.data_type for line in sheet.iter_rows(min_row=2) for cell in line}
    assert "f" not in kinds
    (line,) = await as_lines(client)
    assert line["cau_hoi"] == body  # programs take it as it is


async def test_in_english_the_columns_keep_their_names(client: httpx.AsyncClient) -> None:
    await three(await house())
    reply = await client.get(f"/en{PATH}.jsonl")
    row = json.loads(reply.text.splitlines()[1])
    assert list(row) == HEADS
    assert str(row["dia_chi"]).endswith(f"/en{PATH}/2")


async def test_who_has_it_is_told_so(client: httpx.AsyncClient) -> None:
    home = await house()
    await three(home)
    for kind in ("csv", "jsonl", "xlsx"):
        tag = (await client.get(f"{PATH}.{kind}")).headers["etag"]
        same = {"If-None-Match": tag}
        reply = await client.get(f"{PATH}.{kind}", headers=same)
        assert (reply.status_code, reply.content) == (304, b"")
        assert (await client.get(f"{PATH}.{kind}?nam=2026", headers=same)).status_code == 200
    await published(home, "Câu mới")
    assert (await client.get(f"{PATH}.xlsx", headers=same)).status_code == 200


async def test_what_is_taken_down_leaves_at_once(client: httpx.AsyncClient) -> None:
    place = await builders.scene()
    told = await builders.published(place)
    assert len(await as_csv(client)) == 1
    await publishing.take_down(place.deputy, told.id, "Trùng với câu khác")
    assert await as_csv(client) == await as_lines(client) == await as_sheet(client) == []


async def all_asked(slug: str = "thach-ban") -> tuple[Known, Asked]:
    return await known_of(await queries.ward(slug)), Asked(View(), Filters())


@pytest.fixture
def one_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "SIZE", 1)


async def test_what_comes_and_goes_meanwhile(client: httpx.AsyncClient, one_a_batch: None) -> None:
    """One published after the start is not in it; one taken down before its turn is not either."""
    place = await builders.scene()
    first, second, _third = [await builders.published(place) for _ in range(3)]
    rows = streams.rows(*await all_asked())
    (newest,) = await anext(rows)
    await builders.published(place)
    await publishing.take_down(place.deputy, second.id, "Trùng với câu khác")
    rest = [row[0] for batch in [each async for each in rows] for row in batch]
    assert [newest[0], *rest] == [3, 1]
    assert first.id


async def test_a_download_cut_in_the_middle_holds_nothing(
    client: httpx.AsyncClient, one_a_batch: None
) -> None:
    await three(await house())
    for pause in range(10):  # more than there are connections to read with
        reading = asyncio.create_task(_read_on(*await all_asked()))
        await asyncio.sleep(pause / 1000)
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        assert not streams.TURNS.lock().locked()
    async with asyncio.timeout(60):
        assert len(await as_csv(client)) == 3


async def _read_on(known: Known, asked: Asked) -> None:
    while True:
        async for _ in streams.as_csv(known, asked):
            pass


async def test_too_long_for_a_spreadsheet(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(books, "MOST_ROWS", 2)
    await three(await house())
    reply = await client.get(f"{PATH}.xlsx")
    assert reply.status_code == 413
    assert "CSV" in reply.text
    assert len(await as_sheet(client, "?linh-vuc=dc-xd")) == 2


async def test_a_worker_that_was_stopped_and_a_desk_that_is_full(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await three(await house())
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert (await client.get(f"{PATH}.xlsx")).status_code == 503
    monkeypatch.undo()
    monkeypatch.setattr(books.DESK, "waiting", books.MOST_WAITING)
    reply = await client.get(f"{PATH}.xlsx")
    assert reply.status_code == 503
    assert reply.headers["retry-after"] == "120"
    assert reply.text.startswith("Đang có nhiều người lấy bảng tính cùng lúc")
    assert "thử lại sau 2 phút, hoặc lấy CSV" in reply.text
    monkeypatch.undo()
    assert "retry-after" not in (await client.get(f"{PATH}.csv?nam=x")).headers
    assert len(await as_sheet(client)) == 3


async def test_the_page_of_a_filter_takes_away_what_it_shows(client: httpx.AsyncClient) -> None:
    await three(await house())
    text = (await client.get(f"{PATH}?q=nha&sau=")).text
    for kind in ("csv", "jsonl", "xlsx"):
        assert f'href="{PATH}.{kind}?q=nha"' in text
    assert {"published", "corrected", "withdrawn", "ward"} <= downloads.TELLING
