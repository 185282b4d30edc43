"""A table as XLSX: numbers and text alone, so that no cell is ever taken for a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from dialogue.matters.exports import cell


def as_xlsx(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Some milliseconds a hundred rows: keep it off the event loop."""
    from openpyxl import Workbook  # noqa: PLC0415  costs memory that most servers never need

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.append([cell(head) for head in heads])
    for row in rows:
        sheet.append([value if _is_number(value) else cell(value) for value in row])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _is_number(value: object) -> bool:
    """What can be sorted and added up; yes and no are told as text."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)
