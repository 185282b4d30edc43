"""The page of all downloads, and the data package as another program reads it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import frictionless
import httpx
import pytest

from dialogue.ward import queries
from tests.matters.build import house
from tests.pages import Page
from tests.web.test_board import three
from web.takeaway.columns import COLUMNS, HEADS
from web.takeaway.licences import LICENCES
from web.takeaway.package import package

pytestmark = pytest.mark.integration
PATH = "/thach-ban/du-lieu"


async def test_each_file_of_the_page_can_be_taken(client: httpx.AsyncClient) -> None:
    await three(await house())
    for start in ("", "/en"):
        page = Page((await client.get(f"{start}{PATH}")).text)
        files = page.attributes("section.card .row a", "href")
        assert {address.rpartition(".")[2] for address in files} == {
            *("csv", "jsonl", "xlsx", "atom", "ics"),
        }
        for address in files:
            assert address.startswith(start)
            assert (await client.get(address)).status_code == 200, address


async def test_how_many_and_when_changed_last(client: httpx.AsyncClient) -> None:
    await three(await house())
    notes = Page((await client.get(PATH)).text).texts("section.card .muted")
    assert notes[0] == "3 mục · thay đổi gần nhất ngày 3/3/2026"
    assert notes[1] == "0 mục"


async def test_every_column_is_explained(client: httpx.AsyncClient) -> None:
    await house()
    page = Page((await client.get(PATH)).text)
    assert page.texts("tbody th") == HEADS
    assert all(page.texts("tbody td"))


async def test_the_package_fits_the_file(client: httpx.AsyncClient, tmp_path: Path) -> None:
    await three(await house())
    told = (await client.get(f"{PATH}.json")).json()
    (resource,) = told["resources"]
    assert resource["path"] == "http://127.0.0.1:8000/thach-ban/hoi-dap.csv"
    assert told["created"] == "2026-03-03T00:00:00+07:00"
    report = await checked(client, told, tmp_path)
    assert report.valid, report.flatten()
    assert report.tasks[0].stats["rows"] == 3


async def test_a_file_that_does_not_fit_is_found(client: httpx.AsyncClient, tmp_path: Path) -> None:
    """Else the test above would pass whatever the package says."""
    await three(await house())
    told = (await client.get(f"{PATH}.json")).json()
    told["resources"][0]["schema"]["fields"][2]["type"] = "integer"
    assert not (await checked(client, told, tmp_path)).valid


async def checked(client: httpx.AsyncClient, told: dict[str, Any], folder: Path) -> Any:
    """By frictionless, with the file beside the package instead of on the server."""
    (folder / "hoi-dap.csv").write_bytes((await client.get("/thach-ban/hoi-dap.csv")).content)
    told["resources"][0]["path"] = "hoi-dap.csv"
    (folder / "datapackage.json").write_text(json.dumps(told), "utf-8")
    found = frictionless.Package(str(folder / "datapackage.json"))
    return found.validate()


async def test_a_licence_is_told_where_there_is_one(client: httpx.AsyncClient) -> None:
    await house()
    assert "licenses" not in (await client.get(f"{PATH}.json")).json()
    ward = await queries.ward("thach-ban")
    told = package(ward, LICENCES["CC-BY-4.0"], None)
    assert told["licenses"][0]["path"] == "https://creativecommons.org/licenses/by/4.0/"


def test_names_of_columns_are_for_good() -> None:
    """Programs of others read them: a new one may come, none may go."""
    assert HEADS[:5] == ["so", "dia_chi", "tieu_de", "cau_hoi", "tra_loi"]
    assert len({column.name for column in COLUMNS}) == len(COLUMNS)
