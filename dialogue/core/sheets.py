"""Tables that people send, CSV or XLSX, read into rows of text; nothing in them is ever run.

An XLSX is a ZIP: how large it unpacks is looked at before anything is unpacked. Of formulas only
the value is read that the spreadsheet program had kept; entities are refused by defusedxml.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from dialogue.core.errors import Invalid
from dialogue.core.text import composed, looks_legacy

MOST_BYTES = 3 * 1024 * 1024  # of the file itself
MOST_UNPACKED = 10 * 1024 * 1024  # of an XLSX, all its parts together; 5,000 rows take half
LONGEST_CELL = 32_767  # letters, of Excel itself; more is made to keep us busy
MOST_PARTS = 500
OTHER_SEPARATORS = "|^~"  # some programs write them; they are named, not guessed at
MOST_COLUMNS = 40
MOST_GAP = 2_000  # blank rows in a row, after which nothing more is looked for
OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # .xls, and an XLSX with a password
MACROS = "xl/vbaProject.bin"


class Encoding(StrEnum):
    """How the letters of a CSV were written; the names are those that people know."""

    UTF_8 = "UTF-8"
    UTF_16 = "UTF-16"
    CP1258 = "Windows-1258"
    XLSX = ""  # says itself how


@dataclass(frozen=True, slots=True)
class Line:
    """A row that is not blank. number: as the spreadsheet program counts it, from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """delimiter: of a CSV; empty for XLSX, and for one column alone."""

    lines: tuple[Line, ...]
    encoding: Encoding
    delimiter: str = ""


def read_sheet(data: bytes, most: int) -> Sheet:
    """At most `most` rows that are not blank, the heading among them. Raises Invalid(file=…):
    empty, too-large, too-many-rows, old-excel, macros, not-a-table, tcvn3, vni,
    separator (the sign beside it).

    Takes up to some seconds: call it in a thread.
    """
    if len(data) > MOST_BYTES:
        raise Invalid(f"{len(data)} bytes", file="too-large")
    if data.startswith(OLD_EXCEL):
        raise Invalid("an .xls, or a password", file="old-excel")
    if data.startswith(b"PK"):
        return _checked(Sheet(tuple(_at_most(_xlsx(data), most)), Encoding.XLSX))
    text, encoding = decoded(data)
    if not text.strip():
        raise Invalid("nothing in it", file="empty")
    delimiter = _delimiter(text)
    return _checked(Sheet(tuple(_at_most(_csv(text, delimiter), most)), encoding, delimiter))


def _checked(sheet: Sheet) -> Sheet:
    if not sheet.lines:
        raise Invalid("nothing in it", file="empty")
    _refuse_legacy("\n".join(" ".join(line.cells) for line in sheet.lines))
    return sheet


def _at_most(lines: Iterator[Line], most: int) -> Iterator[Line]:
    """Raises Invalid at the first row too many, before the others are read."""
    for count, line in enumerate(lines, 1):
        if count > most:
            raise Invalid(f"more than {most} rows", file="too-many-rows")
        yield line


# Letters


def decoded(data: bytes) -> tuple[str, Encoding]:
    """The text in NFC. Raises Invalid(file=…): tcvn3, vni, not-a-table."""
    text, encoding = _unicode(data)
    if any(sign in text for sign in _NO_TEXT):
        raise Invalid("no text", file="not-a-table")
    _refuse_legacy(text)
    if "\ufffd" in text:
        _refuse_legacy(data.decode("latin-1"))
        raise Invalid("letters of no known encoding", file="not-a-table")
    return composed(text), encoding


_NO_TEXT = "\0\x01\x02\x03\x04"  # stand in files of programs alone


def _unicode(data: bytes) -> tuple[str, Encoding]:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace"), Encoding.UTF_16
    if bare := _bare_utf_16(data):
        return data.decode(bare, "replace"), Encoding.UTF_16
    try:
        return data.decode("utf-8-sig"), Encoding.UTF_8
    except UnicodeDecodeError:
        pass
    if looks_legacy(latin := data.decode("latin-1")) and not _reads_as_1258(data):
        return latin, Encoding.CP1258  # refused by its letters
    return data.decode("cp1258", "replace"), Encoding.CP1258


def _bare_utf_16(data: bytes) -> str:
    """UTF-16 without its mark: every other byte of plain letters is zero."""
    head = data[:2_000]
    if head.count(0) * 5 < len(head):
        return ""
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


_TONES = re.compile(r"[aeiouyâăêôơư][\u0300\u0309\u0303\u0301\u0323]", re.IGNORECASE)
_MARKS = re.compile(r"[\u0300\u0309\u0303\u0301\u0323]")


def _reads_as_1258(data: bytes) -> bool:
    """Does nearly every tone mark stand on a vowel, as in Vietnamese of Windows-1258?"""
    text = data.decode("cp1258", "replace")
    marks = len(_MARKS.findall(text))
    return "\ufffd" not in text and marks > 0 and len(_TONES.findall(text)) * 10 >= marks * 9


# VNI writes its marks after a vowel, and "đ" where a word begins; TCVN3 sets its letters anywhere.
_MARK = "[øùûõïâáàåãäêéèúüëØÙÛÕÏÂÁÀÅÃÄÊÉÈÚÜË]"
_VOWEL = "[aeouyôöAEOUYÔÖ]"
_TCVN3 = re.compile(rf"[µ¸¶·¹¨»¾¼½©®ª«¬\xad§ßçðþÞ×÷¡¢£¤¥¦ÐÝ]|(?<!{_VOWEL}){_MARK}|(?<=\w)[ñÑ]")
_VNI = re.compile(rf"(?<={_VOWEL}){_MARK}|(?<!\w)[ñÑ]")


def _refuse_legacy(text: str) -> None:
    """Raises Invalid with the name of the old encoding."""
    if looks_legacy(text):
        tcvn3, vni = len(_TCVN3.findall(text)), len(_VNI.findall(text))
        raise Invalid("old letters", file="vni" if vni > tcvn3 else "tcvn3")


# CSV


def _delimiter(text: str) -> str:
    """What parts the heading, the first line that is not blank; empty for one column alone.

    Raises Invalid for a sign that no spreadsheet program of ours writes.
    """
    heading = next(line for line in text.splitlines() if line.strip())
    best = max(",;\t", key=heading.count)
    other = next(
        (sign for sign in OTHER_SEPARATORS if heading.count(sign) > heading.count(best)), ""
    )
    if other:
        raise Invalid(f"columns parted by {other}", file="separator", separator=other)
    return best if best in heading else ""


def _csv(text: str, delimiter: str) -> Iterator[Line]:
    csv.field_size_limit(MOST_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or "\t", strict=True)
    gap = 0
    try:
        for number, row in enumerate(reader, 1):
            cells = tuple(cell.strip() for cell in row[:MOST_COLUMNS])
            gap = 0 if any(cells) else gap + 1
            if gap > MOST_GAP:
                return
            if not gap:
                yield Line(number, cells)
    except csv.Error as error:
        raise Invalid(str(error), file="broken-row", line=str(reader.line_num)) from None


# XLSX


def _xlsx(data: bytes) -> Iterator[Line]:
    _refuse_bombs(data)
    # Here, not above: openpyxl costs memory and time that most servers never need.
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        book = load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False, keep_vba=False
        )
        rows: Iterable[tuple[object, ...]] = book.worksheets[0].iter_rows(
            values_only=True, max_col=MOST_COLUMNS
        )
        yield from _lines(rows)
    except Invalid:
        raise
    except Exception as error:  # the reader raises anything at hostile bytes
        raise Invalid(f"no XLSX: {type(error).__name__}", file="not-a-table") from error


def _lines(rows: Iterable[tuple[object, ...]]) -> Iterator[Line]:
    gap = 0
    for number, row in enumerate(rows, 1):
        if any(isinstance(value, str) and len(value) > LONGEST_CELL for value in row):
            raise Invalid("a cell no program writes", file="too-large")
        cells = tuple(typed(value) for value in row)
        gap = 0 if any(cells) else gap + 1
        if gap > MOST_GAP:
            return
        if not gap:
            yield Line(number, cells)


def _refuse_bombs(data: bytes) -> None:
    """By what the ZIP says of itself; it unpacks no more than it says. Raises Invalid."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
    except zipfile.BadZipFile as error:
        raise Invalid("no ZIP", file="not-a-table") from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Invalid("it unpacks to too much", file="too-large")
    names = {part.filename for part in parts}
    if MACROS in names:
        raise Invalid("it holds macros", file="macros")
    if "[Content_Types].xml" not in names:
        raise Invalid("a ZIP of something else", file="not-a-table")


def typed(value: object) -> str:
    """A cell as people typed it: 12, 1,5, 15/08/2026; unknown things in their own words."""
    if isinstance(value, datetime):  # a day and a time at once
        day = typed(value.date())
        return day if value.time() == time() else f"{day} {typed(value.time())}"
    shown = _TYPED.get(type(value), str)
    return composed(shown(value)).strip()


def _number(value: Any) -> str:
    return str(int(value)) if value.is_integer() else repr(value).replace(".", ",")


_TYPED: Mapping[type, Callable[[Any], str]] = {
    type(None): lambda _value: "",
    bool: lambda value: "có" if value else "không",
    float: _number,
    date: lambda value: f"{value:%d/%m/%Y}",
    time: lambda value: f"{value:%H:%M}",
}
