"""A table as XLSX: numbers and text alone, so that no cell is ever taken for a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from dialogue.matters.exports import cell

NOTES = "Giải thích"
Rows = Iterable[Sequence[object]]


def as_xlsx(title: str, heads: Sequence[str], rows: Rows, notes: Rows = ()) -> bytes:
    """Some milliseconds a hundred rows: keep it off the event loop.

    notes: of a second sheet, what each column says.
    """
    from openpyxl import Workbook  # noqa: PLC0415  costs memory that most servers never need

    book = Workbook(write_only=True)
    for name, lines in ((title, [heads, *rows]), (NOTES, list(notes))):
        if not lines:
            continue
        sheet = book.create_sheet(name[:31])
        for row in lines:
            sheet.append([value if _is_number(value) else cell(value) for value in row])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _is_number(value: object) -> bool:
    """What can be sorted and added up; yes and no are told as text."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)
