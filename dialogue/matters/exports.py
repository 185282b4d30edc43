"""Rows for tables that people open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import StringIO

from dialogue.core.clock import is_day_alone, local_time

BOM = "\ufeff"  # spreadsheets read UTF-8 by it
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")  # a spreadsheet takes the cell for a formula


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[object]], separator: str = ";") -> str:
    """UTF-8 with BOM when encoded; ";" because "," is the decimal sign in Vietnam."""
    return BOM + csv_lines([heads, *rows], separator)


def csv_lines(rows: Iterable[Sequence[object]], separator: str = ";") -> str:
    """Some rows of a long file: BOM and heads went before them."""
    out = StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()


def cell(value: object) -> str:
    """As people read it; text that would be a formula gets a leading apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return local_time(value).strftime("%d/%m/%Y" if is_day_alone(value) else "%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, (int, float)):
        return str(value)
    text = str(value)
    return f"'{text}" if text.startswith(RISKY) else text
