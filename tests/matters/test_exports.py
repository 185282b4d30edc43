"""Cells that a spreadsheet opens without harm."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.matters.exports import BOM, RISKY, cell, csv_text

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+84", "'+84"),
        ("-1", "'-1"),
        ("@a", "'@a"),
        ("\t=1", "'\t=1"),
        ("a=1", "a=1"),
        (-1, "-1"),
        (None, ""),
        (True, "1"),
        (date(2026, 2, 7), "07/02/2026"),
        (datetime(2026, 2, 7, 18, 5, tzinfo=UTC), "08/02/2026 01:05"),
    ],
)
def test_cells(value: object, shown: str) -> None:
    assert cell(value) == shown


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2)))
def test_what_is_written_is_read_again_and_is_no_formula(rows: list[list[str]]) -> None:
    text = csv_text(["mã", "nội dung"], rows)
    assert text.startswith(BOM)
    read = list(csv.reader(StringIO(text.removeprefix(BOM), newline=""), delimiter=";"))
    assert read[1:] == [[cell(value) for value in row] for row in rows]
    assert not any(value.startswith(RISKY) for row in read for value in row)
