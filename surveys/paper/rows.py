"""A spreadsheet of slips: each row becomes a slip, or a fault with its line and column. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialogue.core.errors import Invalid
from dialogue.core.sheets import Line, Sheet
from dialogue.core.text import fold
from surveys.forms.counter import COUNTER_FORM
from surveys.paper.questions import Choice, levels, reasons
from surveys.paper.slips import SPOILED, Slip
from surveys.rules import Level

COLUMNS = {"level": "Mức", "reasons": "Lý do", "field": "Lĩnh vực"}
ALIASES = {
    "level": ("Mức", "Mức độ", "Mức độ hài lòng", "Mức hài lòng", "Đánh giá"),
    "reasons": ("Lý do", "Các lý do", "Điều chưa tốt"),
    "field": ("Lĩnh vực", "Việc", "Loại việc"),
}
HEADING_WITHIN = 10  # first rows among which the heading stands: titles may stand above it


@dataclass(frozen=True, slots=True)
class Fault:
    """number: the line in the sheet. column: its head. key: level, reason, no-reasons, too-many,
    field, extra. cell: what stands there.
    """

    number: int
    column: str
    key: str
    cell: str


def read_rows(
    sheet: Sheet, fields: Mapping[str, str], most: int, short: Mapping[str, str] | None = None
) -> tuple[list[Slip], list[Fault]]:
    """fields: code → name. short: code of a reason → how screens call it.

    Raises Invalid(file=…): no-heading, unknown-column, column-twice, no-rows, too-many-rows; with
    `column` where one is to be named.
    """
    place = _heading(sheet)
    heads = sheet.lines[place].cells
    columns = _columns(heads)
    lines = sheet.lines[place + 1 :]
    if not lines:
        raise Invalid("a heading alone", file="no-rows")
    if len(lines) > most:
        raise Invalid(f"{len(lines)} rows", file="too-many-rows")
    known = {fold(word): code for code, name in fields.items() for word in (code, name)}
    words = _known(reasons()) | {fold(word): code for code, word in (short or {}).items()}
    slips, faults = [], []
    for line in lines:
        slip, wrong = _row(line, columns, known, words, heads)
        slips += [] if slip is None else [slip]
        faults += wrong
    return slips, faults


def _heading(sheet: Sheet) -> int:
    known = {fold(word) for word in ALIASES["level"]}
    for place, line in enumerate(sheet.lines[:HEADING_WITHIN]):
        if any(fold(cell) in known for cell in line.cells if cell):
            return place
    raise Invalid("no heading", file="no-heading", meant=COLUMNS["level"])


def _columns(heads: Sequence[str]) -> dict[str, int]:
    """A column that nobody would read is refused: its words would be lost."""
    known = {fold(word): column for column, words in ALIASES.items() for word in words}
    found: dict[str, int] = {}
    for place, head in enumerate(heads):
        if not head:
            continue
        column = known.get(fold(head))
        if column is None:
            raise Invalid(f"column {head!r}", file="unknown-column", column=head)
        if column in found:
            raise Invalid(f"column {head!r} twice", file="column-twice", column=head)
        found[column] = place
    return found


def _row(
    line: Line,
    columns: Mapping[str, int],
    fields: Mapping[str, str],
    words: Mapping[str, str],
    heads: Sequence[str],
) -> tuple[Slip | None, list[Fault]]:
    said = {name: _cell(line, place) for name, place in columns.items()}
    faults = [
        Fault(line.number, "", "extra", cell)
        for place, cell in enumerate(line.cells)
        if cell and (place >= len(heads) or not heads[place])
    ]

    def wrong(column: str, key: str) -> None:
        faults.append(Fault(line.number, heads[columns[column]], key, said[column]))

    if said["level"].lower() == SPOILED:
        return (None if faults else Slip("")), faults
    level = _known(levels()).get(fold(said["level"]))
    if level is None:
        wrong("level", "level")
    chosen, key = _reasons(said.get("reasons", ""), level, words)
    if key:
        wrong("reasons", key)
    field = fields.get(fold(said.get("field", "")), "")
    if said.get("field") and not field:
        wrong("field", "field")
    return (None if faults or level is None else Slip(level, chosen, field)), faults


def _reasons(cell: str, level: str | None, words: Mapping[str, str]) -> tuple[tuple[str, ...], str]:
    """The reasons, or why not. words: folded → code."""
    if not cell:
        return (), ""
    chosen = _chosen(cell, words)
    if None in chosen:
        return (), "reason"
    if level not in {None, Level.NOT}:
        return (), "no-reasons"
    if len(chosen) > COUNTER_FORM.most_reasons:
        return (), "too-many"
    return tuple(value for value in COUNTER_FORM.reasons if value in chosen), ""


def _chosen(cell: str, words: Mapping[str, str]) -> set[str | None]:
    """None among them: something unknown. "14" are two digits. Long names have commas in them, so
    a semicolon parts what is written; a comma does where only then all is known.
    """
    if cell.isdigit():
        return {words.get(digit) for digit in cell}
    found: set[str | None] = {None}
    for between in (";", "[;,]"):
        parts = [part for part in re.split(between, cell) if part.strip()]
        found = {words.get(fold(part)) for part in parts}
        if None not in found:
            break
    return found


def _known(choices: Sequence[Choice]) -> dict[str, str]:
    """By digit, by the words of the form and by code."""
    return {fold(word): each.value for each in choices for word in (each.key, each.vi, each.value)}


def _cell(line: Line, place: int) -> str:
    return line.cells[place] if place < len(line.cells) else ""
