"""Tables that people send: read as they were typed, refused by name, never run."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook

from dialogue.core import sheets
from dialogue.core.errors import Invalid
from dialogue.core.sheets import Encoding, Sheet, read_sheet

pytestmark = pytest.mark.unit
TEXT = "Nội dung;Về việc\nĐường trước nhà ngập sau mỗi trận mưa;Thoát nước\n"
# How TCVN3 (ABC) and VNI write the same sentence, as bytes of Latin letters.
TCVN3 = "Néi dung;VÒ viÖc\n§­êng tr­íc nhµ ngËp sau mçi trËn m­a, bao giê n¹o vÐt cèng\n"
VNI = "Noäi dung;Veà vieäc\nÑöôøng tröôùc nhaø ngaäp sau moãi traän möa, bao giôø naïo veùt coáng\n"


def xlsx(*rows: tuple[Any, ...]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def cells(sheet: Sheet) -> list[tuple[str, ...]]:
    return [line.cells for line in sheet.lines]


def refused(data: bytes, most: int = 100) -> str:
    with pytest.raises(Invalid) as caught:
        read_sheet(data, most)
    return caught.value.errors["file"]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), Encoding.UTF_8),
        (b"\xef\xbb\xbf" + TEXT.encode(), Encoding.UTF_8),
        (TEXT.encode("utf-16"), Encoding.UTF_16),
        (TEXT.encode("utf-16-le"), Encoding.UTF_16),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), Encoding.UTF_16),
    ],
)
def test_encodings_are_recognised_and_named(data: bytes, encoding: Encoding) -> None:
    sheet = read_sheet(data, 100)
    assert (sheet.encoding, sheet.delimiter) == (encoding, ";")
    assert cells(sheet)[1] == ("Đường trước nhà ngập sau mỗi trận mưa", "Thoát nước")


def test_case_39_windows_1258_becomes_composed_letters() -> None:
    decomposed = {"ộ": "ô\u0323", "ề": "ê\u0300", "ệ": "ê\u0323", "ờ": "ơ\u0300", "ớ": "ơ\u0301"}
    decomposed |= {"à": "a\u0300", "ậ": "â\u0323", "ỗ": "ô\u0303", "á": "a\u0301"}
    text = "".join(decomposed.get(letter, letter) for letter in TEXT)
    sheet = read_sheet(text.encode("cp1258"), 100)
    assert sheet.encoding is Encoding.CP1258
    assert cells(sheet)[1][0] == "Đường trước nhà ngập sau mỗi trận mưa"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (TCVN3, "tcvn3"),
        (VNI, "vni"),
        ("Néi dung;LÜnh vùc\nCña hµng chiÕm vØa hÌ, ®Ò nghÞ xö lý\n", "tcvn3"),
        ("Néi dung\nTæ t«i mÊt n­íc ba ngµy nay\n", "tcvn3"),
        ("Néi dung\nHuyÖn, quËn nµo cÊp thÎ, tuÇn nµy nép ®­îc kh«ng?\n", "tcvn3"),
        ("Noäi dung\nToå toâi maát nöôùc ba ngaøy nay\n", "vni"),
        ("Noäi dung\nCöûa haøng laán chieám væa heø, ñeà nghò xöû lyù\n", "vni"),
    ],
)
def test_case_39_old_letters_are_refused_by_name(text: str, name: str) -> None:
    assert refused(text.encode("latin-1")) == name
    assert refused(text.encode()) == name  # saved as UTF-8 they are no better
    heading, words = text.splitlines()
    assert refused(xlsx(tuple(heading.split(";")), (words,))) == name


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_separators_are_found_in_the_heading(delimiter: str) -> None:
    data = f'Nội dung{delimiter}Về việc\r\n"Câu một, có phẩy; chấm phẩy"{delimiter}Rác\r\n'
    sheet = read_sheet(data.encode(), 100)
    assert (sheet.delimiter, cells(sheet)[1]) == (delimiter, ("Câu một, có phẩy; chấm phẩy", "Rác"))


@pytest.mark.parametrize("sign", ["|", "^", "~"])
def test_other_separators_are_refused_by_name(sign: str) -> None:
    data = f"Nội dung{sign}Về việc\nĐèn tắt, bao giờ sửa?{sign}Chiếu sáng\n".encode()
    with pytest.raises(Invalid) as caught:
        read_sheet(data, 100)
    assert caught.value.errors == {"file": "separator", "separator": sign}


def test_one_column_alone_is_not_parted_at_the_commas_of_its_words() -> None:
    sheet = read_sheet("Nội dung\nĐèn tắt ba tuần nay, bao giờ sửa?\n".encode(), 9)
    assert (sheet.delimiter, cells(sheet)[1]) == ("", ("Đèn tắt ba tuần nay, bao giờ sửa?",))


def test_lines_are_numbered_as_the_spreadsheet_counts_them() -> None:
    sheet = read_sheet('Nội dung\n"hai\ndòng"\n\nba\n'.encode(), 100)
    assert [(line.number, line.cells) for line in sheet.lines] == [
        (1, ("Nội dung",)),
        (2, ("hai\ndòng",)),
        (4, ("ba",)),
    ]
    sheet = read_sheet(xlsx(("Nội dung",), (), ("ba",)), 100)
    assert [line.number for line in sheet.lines] == [1, 3]


def test_numbers_and_dates_stay_as_typed() -> None:
    moment = datetime(2026, 8, 15, 8, 30)  # noqa: DTZ001  spreadsheets know no time zone
    row = (12, 1.5, 3.0, date(2026, 8, 15), moment, "0912345678", None)
    sheet = read_sheet(xlsx(("Nội dung",), row), 100)
    assert cells(sheet)[1][:7] == (
        "12",
        "1,5",
        "3",
        "15/08/2026",
        "15/08/2026 08:30",
        "0912345678",
        "",
    )
    assert cells(read_sheet(b"a;b\n007;15/8\n", 100))[1] == ("007", "15/8")


def test_case_19_formulas_are_never_run() -> None:
    text = '=HYPERLINK("http://evil.example","bấm")'
    assert cells(read_sheet(f"a;b\n'{text}';c\n".encode(), 9))[1][0].startswith("'=HYPERLINK")
    sheet = read_sheet(xlsx(("Nội dung",), (text, "chữ")), 100)
    assert cells(sheet)[1][:2] == ("", "chữ")  # a value that no program has computed is no value


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


def opened(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_macros_are_refused() -> None:
    assert refused(packed(opened(xlsx(("a",))) | {"xl/vbaProject.bin": b"x"})) == "macros"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    bomb = packed(opened(xlsx(("a",))) | {"xl/x.xml": b" " * (sheets.MOST_UNPACKED + 1)})
    assert len(bomb) < 100_000
    monkeypatch.setattr(zipfile.ZipFile, "open", never)
    assert refused(bomb) == "too-large"


def test_a_zip_that_lies_about_its_size_is_refused() -> None:
    parts = opened(xlsx(("a",), ("b" * 5_000,)))
    data = bytearray(packed(parts))
    size = len(parts["xl/worksheets/sheet1.xml"]).to_bytes(4, "little")
    assert data.count(size) >= 2  # where the part stands, and in the list at the end
    data = data.replace(size, (10).to_bytes(4, "little"))
    assert refused(bytes(data)) == "not-a-table"


def test_a_cell_longer_than_any_program_writes_is_refused() -> None:
    parts = opened(xlsx(("Nội dung",), ("ngan",)))
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b"ngan", b"a" * (sheets.LONGEST_CELL + 1))
    assert b"aaaa" in sheet
    assert refused(packed(parts | {"xl/worksheets/sheet1.xml": sheet})) == "too-large"


def test_rows_far_below_an_endless_gap_are_not_looked_for() -> None:
    gap = "\n" * (sheets.MOST_GAP + 2)
    assert cells(read_sheet(f"a;b\n{gap}c;d".encode(), 10)) == [("a", "b")]


def test_five_thousand_rows_fit() -> None:
    row = ("Xin hỏi đường Cổ Linh bao giờ làm xong? " * 6, "Nguyễn Văn An", "0912345678")
    assert len(read_sheet(xlsx(*[row] * 5_000), 5_000).lines) == 5_000


def test_entities_that_unfold_are_refused() -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    parts = opened(xlsx(("Nội dung",)))
    sheet = parts["xl/worksheets/sheet1.xml"]
    head, body = (b"", sheet) if not sheet.startswith(b"<?") else sheet.split(b"?>", 1)
    parts["xl/worksheets/sheet1.xml"] = (head + b"?>" if head else b"") + laughs + body
    assert refused(packed(parts)) == "not-a-table"


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "empty"),
        (b"  \n\n", "empty"),
        (xlsx(), "empty"),
        (b"PK\x03\x04 broken", "not-a-table"),
        (packed({"word/document.xml": b"<x/>"}), "not-a-table"),
        (b"\xd0\xcf\x11\xe0 an .xls", "old-excel"),
        (b"\x89PNG\r\n\x1a\n\x00\x01", "not-a-table"),
        (b'a;b\n"open', "broken-row"),
        (b"x" * (sheets.MOST_BYTES + 1), "too-large"),
    ],
)
def test_what_is_no_table_is_refused_by_name(data: bytes, key: str) -> None:
    assert refused(data) == key


@pytest.mark.parametrize(
    "make", [lambda rows: "\n".join(rows).encode(), lambda rows: xlsx(*((r,) for r in rows))]
)
def test_one_row_too_many_is_refused(make: Any) -> None:
    rows = [f"dòng {number}" for number in range(10)]
    assert len(read_sheet(make(rows), 10).lines) == 10
    assert refused(make(rows), 9) == "too-many-rows"
