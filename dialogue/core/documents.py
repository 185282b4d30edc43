"""Administrative documents (văn bản hành chính) as data: what stands in one, not how it is drawn.

The parts and their order are those of Nghị định 30/2020/NĐ-CP, Phụ lục I. A program makes drafts:
the clerk gives the number and the day, a person signs. Pure; web.printing draws DOCX and PDF.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from dialogue.core.errors import NotFound

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"  # quốc hiệu
MOTTO = "Độc lập - Tự do - Hạnh phúc"  # tiêu ngữ
BLANK = "……"  # what nobody has filled in yet
_LAYOUTS = Path(__file__).parent / "data" / "document_layouts.json"


class Align(StrEnum):
    BODY = "body"  # justified, the first line set in
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one look. red: a warning to who works on a draft, never in what is issued."""

    text: str
    bold: bool = False
    italic: bool = False
    red: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: tuple[Run, ...]
    align: Align = Align.BODY
    keep: bool = False  # on the page of what follows: a heading


@dataclass(frozen=True, slots=True)
class Column:
    """share: of the width, beside the other columns' shares."""

    title: str
    share: float = 1.0
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as wide as the columns. The heading repeats on each page."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a page of its own."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A share with its interval, in percent. shown: both in words, with n."""

    label: str
    shown: str
    percent: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Chart:
    """At least one bar. start: percent at which the axis begins. Its table stands beside it."""

    caption: str
    bars: tuple[Bar, ...]
    start: float = 0


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code, with words under it that also name its address for who cannot scan."""

    address: str
    words: str

    @property
    def caption(self) -> str:
        return f"{self.words}: {self.address.removeprefix('https://')}"


Block = Paragraph | Table | Chart | Code | PageBreak


@dataclass(frozen=True, slots=True)
class Signature:
    """authority: ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH") or ("THƯ KÝ",). name: without any title."""

    authority: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Document:
    """One document. Empty where a kind of document has no such part.

    issuer: two lines, "ỦY BAN NHÂN DÂN" and "PHƯỜNG THẠCH BÀN". symbol: "TB-UBND"; a letter has
    none. number: as the clerk gave it. day: of issue; None leaves day and month to be written.
    kind: "THÔNG BÁO"; an official letter (công văn) has none, its subject stands under the number.
    """

    issuer: tuple[str, ...]
    place: str
    year: int
    kind: str
    summary: str
    blocks: tuple[Block, ...]
    symbol: str = ""
    number: str = ""
    day: date | None = None
    to: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()
    landscape: bool = False

    @property
    def number_line(self) -> str:
        """ "Số:      /TB-UBND": room for the clerk, or the number given, two digits at least."""
        given = self.number.zfill(2) if self.number.isdecimal() else self.number
        return f"Số: {given or '     '}/{self.symbol}" if self.symbol else ""

    @property
    def place_line(self) -> str:
        """ "Thạch Bàn, ngày 05 tháng 02 năm 2026"; months one and two alone get a nought."""
        if self.day is None:
            return f"{self.place}, ngày      tháng      năm {self.year}"
        month = f"{self.day.month:02}" if self.day.month < 3 else str(self.day.month)
        return f"{self.place}, ngày {self.day.day:02} tháng {month} năm {self.day.year}"

    @property
    def is_letter(self) -> bool:
        """Công văn: no kind, and what it is about stands under its number."""
        return not self.kind


# What documents are put together from


def filled(value: str) -> str:
    """The value, or the dots that wait for it."""
    return value or BLANK


def paragraph(*parts: str | Run, align: Align = Align.BODY, keep: bool = False) -> Paragraph:
    runs = tuple(part if isinstance(part, Run) else Run(part) for part in parts)
    return Paragraph(runs, align, keep)


def heading(text: str) -> Paragraph:
    return paragraph(Run(text, bold=True), keep=True)


def bases(lines: Sequence[str]) -> tuple[Paragraph, ...]:
    """Căn cứ: in italics, each ends with a semicolon and the last with a full stop."""
    ends = [";"] * (len(lines) - 1) + ["."]
    return tuple(
        paragraph(Run(line.rstrip(" .;") + end, italic=True))
        for line, end in zip(lines, ends, strict=False)
    )


def texts(document: Document) -> Iterator[str]:
    """Every text of it in reading order: what both drawings must hold."""
    yield from (*document.issuer, document.number_line, STATE, MOTTO, document.place_line)
    yield from (document.kind, document.summary, *document.to)
    for block in document.blocks:
        yield from _texts(block)
    yield from document.recipients
    for signature in document.signatures:
        yield from (*signature.authority, signature.name)


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield "".join(run.text for run in block.runs)
        case Table():
            yield from (column.title for column in block.columns)
            for row in block.rows:
                yield from row
        case Chart() | Code():
            yield block.caption


def waiting(document: Document) -> tuple[str, ...]:
    """The texts in which something is not filled in. Empty: ready for the clerk and the signature.

    The number and the day are the clerk's and do not count.
    """
    return tuple(text for text in texts(document) if BLANK in text)


# How documents look: by the decree in force on a day


@dataclass(frozen=True, slots=True)
class Layout:
    """Lengths in millimetres (mm) or points (pt). paper: width and height, upright."""

    since: date
    until: date
    source: str
    paper: tuple[float, float]
    margins: Mapping[str, float]
    fonts: tuple[str, ...]
    sizes: Mapping[str, float]  # of each part, pt
    first_line: float
    paragraph_gap: float
    line_spacing: float


@cache
def _layouts() -> tuple[Layout, ...]:
    return tuple(_layout(row) for row in json.loads(_LAYOUTS.read_text("utf-8")))


def _layout(row: Mapping[str, Any]) -> Layout:
    return Layout(
        since=date.fromisoformat(row["since"]),
        until=date.fromisoformat(row["until"]) if row["until"] else date.max,
        source=row["source"],
        paper=tuple(row["paper_mm"]),
        margins=row["margins_mm"],
        fonts=tuple(row["fonts"]),
        sizes=row["sizes_pt"],
        first_line=row["first_line_mm"],
        paragraph_gap=row["paragraph_gap_pt"],
        line_spacing=row["line_spacing"],
    )


def layout(on: date) -> Layout:
    """The layout in force on a day. Raises NotFound when there is none."""
    for each in _layouts():
        if each.since <= on <= each.until:
            return each
    raise NotFound(f"no layout of documents on {on}")
