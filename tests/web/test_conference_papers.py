"""Documents of a conference as files: the same words in DOCX, PDF and on the page to print."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from shutil import which
from subprocess import run
from zipfile import ZipFile

import httpx
import pytest
from openpyxl import load_workbook

from dialogue.core.documents import texts
from dialogue.ward.states import Role
from meetings.conferences.documents.minutes import minutes
from meetings.conferences.outcome_tables import Conclusion
from meetings.conferences.queries.records import record
from meetings.conferences.states import InviteeKind, Outcome
from tests.meetings import conference_rows as build
from tests.ward.builders import ward_with_defaults
from tests.web.office import enter, errors, read, send
from tests.web.test_printing import letters, pdf_pages, word_text, words

pytestmark = pytest.mark.integration
PHONE = "0912 345 678"


async def hall(opinions: int = 3) -> tuple[int, int]:
    ward = await ward_with_defaults()
    number = await build.held(ward)
    unit = await build.unit_of(ward)
    for place in range(1, opinions + 1):
        words_ = f"Ý kiến thứ {place} về thoát nước, ngõ {place}."
        await build.opinion(ward, number, words_, number=place, unit=unit)
    await build.opinion(
        ward,
        number,
        f"=HYPERLINK(1); gọi {PHONE}",
        number=opinions + 1,
        outcome=Outcome.WRITTEN.value,
        answer="",
        due=build.DAY,
        unit=unit,
    )
    await build.came(ward, number, 40)
    await build.invited(ward, number, "Hội Phụ nữ", InviteeKind.ORGANISATION)
    await Conclusion.insert(
        Conclusion(
            ward=ward, conference=number, public_id="k1", position=1, text="Nạo vét", unit=unit,
            due=build.DAY, product="Ảnh",
        )
    )  # fmt: skip
    return ward, number


def van_ban(number: int, name: str) -> str:
    return f"/quan-tri/doi-thoai/{number}/van-ban/{name}"


async def test_each_form_holds_every_word(client: httpx.AsyncClient, tmp_path: Path) -> None:
    ward, number = await hall()
    await enter(client, ward, "van-thu", Role.CLERK)
    expected = list(texts(minutes(await record(ward, number)).document))
    docx = await client.get(van_ban(number, "bien-ban.docx"))
    assert words(word_text(docx.content)) == words(" ".join(expected))
    pdf = letters("".join(pdf_pages((await client.get(van_ban(number, "bien-ban.pdf"))).content)))
    assert [each for each in expected if letters(each) not in pdf] == []
    page = letters(" ".join((await read(client, van_ban(number, "bien-ban.html"))).texts("main")))
    assert [each for each in expected if letters(each) not in page] == []


async def test_the_invitation_carries_the_code_of_the_page(client: httpx.AsyncClient) -> None:
    ward, number = await hall()
    await enter(client, ward, "van-thu", Role.CLERK)
    page = await read(client, van_ban(number, "giay-moi.html"))
    (caption,) = page.texts("figcaption")
    assert "/thach-ban/doi-thoai/" in caption
    assert page.attributes("figure svg", "viewBox")


@pytest.mark.skipif(which("soffice") is None, reason="LibreOffice is not installed")
async def test_libreoffice_opens_every_kind(client: httpx.AsyncClient, tmp_path: Path) -> None:
    ward, number = await hall()
    await enter(client, ward, "van-thu", Role.CLERK)
    kinds = ("giay-moi", "thong-bao", "chuong-trinh", "bien-ban", "ket-luan", "bang-tong-hop")
    promised = [
        each.id for each in (await record(ward, number)).heard if each.outcome is Outcome.WRITTEN
    ]
    names = [f"{kind}.docx" for kind in (*kinds, "bao-cao-6-thang", f"tra-loi-{promised[0]}")]
    made = {}
    for name in names:
        made[name] = (await client.get(van_ban(number, name))).content
        (tmp_path / name).write_bytes(made[name])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    form = "txt:Text (encoded):UTF8"
    command = ["soffice", profile, "--headless", "--convert-to", form, *names]
    run(command, cwd=tmp_path, check=True, capture_output=True, timeout=240)  # noqa: S603, ASYNC221
    for name in names:
        told = (tmp_path / name).with_suffix(".txt").read_text("utf-8-sig")
        assert words(told) == words(word_text(made[name])), name


async def test_the_list_names_what_each_document_lacks(client: httpx.AsyncClient) -> None:
    ward, number = await hall()
    await enter(client, ward, "van-thu", Role.CLERK)
    page = await read(client, f"/quan-tri/doi-thoai/{number}/van-ban")
    assert page.texts("#bien-ban .badge") == ["sẵn sàng ký"]
    assert page.texts("#bao-cao-6-thang .badge") == ["chưa sẵn sàng ký"]
    assert page.texts("#answers") == ["Trả lời bằng văn bản"]
    assert "Hội Phụ nữ" in page.texts("details b")


async def test_the_clerk_types_the_number_back(client: httpx.AsyncClient) -> None:
    ward, number = await hall(1)
    await enter(client, ward, "van-thu", Role.CLERK)
    path = f"/quan-tri/doi-thoai/{number}/van-ban"
    wrong = await send(client, path, kind="ket-luan", number="39/TB-UBND", day="01/07/2020")
    assert wrong.status_code == 422
    assert errors(wrong) == ["Chỉ ghi số, ví dụ 39. Ký hiệu đã có sẵn."]
    await send(client, path, kind="ket-luan", number="7", day="01/07/2020")
    page = await read(client, path)
    assert "Số 7, ngày 1/7/2020" in page.texts("li p.small")
    told = word_text((await client.get(f"{path}/ket-luan.docx")).content)
    assert "Số: 07/TB-UBND" in told
    assert "ngày 01 tháng 7 năm 2020" in told


async def test_the_table_as_a_spreadsheet_runs_nothing(client: httpx.AsyncClient) -> None:
    ward, number = await hall(1)
    await enter(client, ward, "van-thu", Role.CLERK)
    sent = await client.get(van_ban(number, "bang-tong-hop.xlsx"))
    rows = list(load_workbook(BytesIO(sent.content)).active.iter_rows(values_only=True))
    assert len(rows) == 3
    assert {type(cell) for row in rows for cell in row} <= {str, type(None)}
    assert [row[6][:2] for row in rows if "HYPERLINK" in row[6]] == ["'="]


async def test_who_only_reads_gets_nobodys_number(client: httpx.AsyncClient) -> None:
    ward, number = await hall(1)
    await enter(client, ward, "thanh-tra", Role.INSPECTOR)
    seen = word_text((await client.get(van_ban(number, "bien-ban.docx"))).content)
    await enter(client, ward, "van-thu", Role.CLERK)
    whole = word_text((await client.get(van_ban(number, "bien-ban.docx"))).content)
    assert (PHONE in seen, PHONE in whole) == (False, True)


@pytest.mark.parametrize("name", ["x.docx", "bien-ban.odt", "tra-loi-0.pdf", "giay-moi-99.pdf"])
async def test_no_such_document(client: httpx.AsyncClient, name: str) -> None:
    ward, number = await hall(1)
    await enter(client, ward, "van-thu", Role.CLERK)
    assert (await client.get(van_ban(number, name))).status_code == 404


async def test_all_invitations_come_as_one_file_under_one_number(client: httpx.AsyncClient) -> None:
    ward, number = await hall(1)
    await build.invited(ward, number, "Đoàn Thanh niên / phường", InviteeKind.ORGANISATION)
    await enter(client, ward, "van-thu", Role.CLERK)
    fields = {"kind": "giay-moi", "number": "39", "day": "01/07/2020"}
    await send(client, f"/quan-tri/doi-thoai/{number}/van-ban", **fields)
    reply = await client.get(f"/quan-tri/doi-thoai/{number}/giay-moi.zip")
    assert reply.headers["content-type"] == "application/zip"
    with ZipFile(BytesIO(reply.content)) as packed:
        assert packed.namelist() == ["001-hoi-phu-nu.docx", "002-doan-thanh-nien-phuong.docx"]
        text = word_text(packed.read("002-doan-thanh-nien-phuong.docx"))
    assert "kính mời Đoàn Thanh niên / phường dự" in text
    assert "39/GM-UBND" in text


async def test_without_guests_there_is_no_file(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    number = await build.held(ward)
    await enter(client, ward, "van-thu", Role.CLERK)
    assert (await client.get(f"/quan-tri/doi-thoai/{number}/giay-moi.zip")).status_code == 404
