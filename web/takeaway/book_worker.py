"""Rows from standard input as a workbook, within limits: a process of its own.

First line: {"title", "heads", "kinds"}; then a JSON list a row. Argument: the file to write.
openpyxl keeps no row that it has written; so the process stays small.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from dialogue.matters.exports import cell

COMPUTING = 120  # seconds of the processor
MEMORY = 1024 * 1024 * 1024  # bytes of addresses, the program itself among them
LONGEST = 32_000  # letters; a spreadsheet refuses a file with a cell above 32,767
BEHIND = 10  # how far it stands back for those who serve pages


def main(file: Path, lines: Iterable[str]) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (COMPUTING, COMPUTING))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.nice(BEHIND)
    rows = (json.loads(line) for line in lines)
    told = next(rows)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(told["title"])
    sheet.freeze_panes = "A2"
    sheet.append(told["heads"])
    for row in rows:
        sheet.append([typed(*each) for each in zip(row, told["kinds"], strict=True)])
    book.save(file)


def typed(value: object, kind: str) -> object:
    """Numbers and days as such; text as text, never as a formula."""
    if isinstance(value, str) and kind == "date":
        return date.fromisoformat(value)
    if isinstance(value, str):
        text = ILLEGAL_CHARACTERS_RE.sub("", cell(value))
        return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return value


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.stdin)
