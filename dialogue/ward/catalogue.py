"""Files that a ward brings: CSV and JSON read into rows, with the line of each mistake.

Accepted: UTF-8 with or without BOM, UTF-16 with BOM, Windows-1258; comma, semicolon or tab.
Refused: the old encodings TCVN3 and VNI, which look like "Céng hßa" or "COÄNG HOØA".
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dialogue.core.errors import Invalid
from dialogue.core.text import composed, looks_legacy

DATA = Path(__file__).parent / "data"
MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a file and where it stands; the first line after the heading is 2."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells[name]

    def get(self, name: str, default: str = "") -> str:
        return self.cells.get(name) or default

    def wrong(self, name: str, key: str) -> Invalid:
        """The error to raise: key is a message key, told for the column with the line's number."""
        found = self.cells.get(name, "")
        return Invalid(
            f"line {self.number}, {name}: {key} ({found!r})",
            file=key,
            line=str(self.number),
            column=name,
        )

    def day(self, name: str) -> date:
        """2026-01-02 or 02/01/2026. Raises Invalid."""
        day = read_day(self[name])
        if day is None:
            raise self.wrong(name, "not-a-day")
        return day


def default_file(name: str) -> bytes:
    """One of our own default files."""
    return (DATA / name).read_bytes()


def default_rules() -> list[dict[str, Any]]:
    """Rows of rules.json, each with id, group, text_vi, source, value, unit, from, to …"""
    rows: list[dict[str, Any]] = json.loads(default_file("rules.json"))["rules"]
    return rows


def decoded(data: bytes) -> str:
    """The text in NFC. Raises Invalid for old encodings and for what is no text."""
    text = _unicode(data)
    if "\0" in text:
        raise Invalid("the file is no text", file="not-a-text")
    if "\ufffd" in text or looks_legacy(text):
        raise Invalid("TCVN3 or VNI text", file="old-encoding")
    return composed(text)


def _unicode(data: bytes) -> str:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1258", "replace")


def read_table(
    data: bytes, needed: Sequence[str], optional: Sequence[str] | None = None
) -> list[Line]:
    """Rows under a heading that names at least `needed`. Blank rows fall out. Raises Invalid.

    optional None: any other column is kept; else an unknown column is refused, for a misspelt
    heading would silently lose its figures.
    """
    lines = decoded(data).splitlines(keepends=True)
    if not lines:
        raise Invalid("the file is empty", file="empty-file")
    reader = csv.reader(lines, delimiter=_delimiter(lines[0]), strict=True)
    try:
        names = [name.strip().lower() for name in next(reader)]
        _check_heading(names, needed, optional)
        found = [
            _line(reader.line_num, names, row)
            for row in reader
            if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        raise Invalid(
            f"line {reader.line_num}: {error}", file="broken-row", line=str(reader.line_num)
        ) from None
    if len(found) > MOST_ROWS:
        raise Invalid(f"{len(found)} rows", file="too-many-rows")
    return found


def check_lines(lines: Sequence[Line], key: str, lengths: Mapping[str, int]) -> None:
    """`key` once a file, and no cell longer than its column takes. Raises Invalid."""
    seen: set[str] = set()
    for line in lines:
        if line[key] in seen:
            raise line.wrong(key, "twice")
        seen.add(line[key])
        for name, most in lengths.items():
            if len(line.get(name)) > most:
                raise line.wrong(name, "too-long")


def _delimiter(heading: str) -> str:
    return max(",;\t", key=heading.count)


def _check_heading(names: list[str], needed: Sequence[str], optional: Sequence[str] | None) -> None:
    missing = [name for name in needed if name not in names]
    if missing:
        raise Invalid(f"no column {', '.join(missing)}", file="no-column", column=missing[0])
    twice = [name for name in names if name and names.count(name) > 1]
    strange = [] if optional is None else [n for n in names if n not in {*needed, *optional, ""}]
    for wrong, key in ((twice, "column-twice"), (strange, "unknown-column")):
        if wrong:
            raise Invalid(f"{key} {wrong[0]}", file=key, column=wrong[0])


def _line(number: int, names: list[str], row: list[str]) -> Line:
    """A short row is filled up; a long one is refused: a comma stood where none should."""
    if any(cell.strip() for cell in row[len(names) :]):
        raise Invalid(f"line {number} is too long", file="too-many-cells", line=str(number))
    cells = [cell.strip() for cell in row] + [""] * (len(names) - len(row))
    return Line(number, dict(zip(names, cells, strict=False)))


def read_day(text: str) -> date | None:
    """2026-01-02, 02/01/2026, 2-1-2026; None otherwise."""
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text.strip()):
        year, month, day = found.groups()
    elif found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text.strip()):
        day, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def split_names(text: str) -> str:
    """`a; b` as the tables keep it: one a line."""
    return "\n".join(part.strip() for part in text.split(";") if part.strip())


def bare_code(code: str) -> str:
    """A procedure's national code without the province: `1.001193.000.00.00.H31` → `1.001193`."""
    found = re.match(r"\d+\.\d+", code.strip())
    return found.group() if found else code.strip()[:20]
