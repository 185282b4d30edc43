"""Files that wards bring: what is read, what is refused, and in which line."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core.errors import Invalid
from dialogue.ward import catalogue

pytestmark = pytest.mark.unit
TEXT = "code,name\nVP,Văn phòng\nKT,Kinh tế\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "\t").encode("utf-8-sig"),
        TEXT.replace("\n", "\r\n").encode(),
        ("code,name\nVP,Va\u0306n pho\u0300ng\n\n,\nKT,Kinh te\u0302\u0301\n").encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "semicolon", "tab", "crlf", "nfd, blank rows"],
)
def test_every_usual_form_is_read(data: bytes) -> None:
    lines = catalogue.read_table(data, ("code", "name"))
    assert [line["name"] for line in lines] == ["Văn phòng", "Kinh tế"]


def test_windows_1258_is_read() -> None:
    data = "code,name\nX,ho\u0300a Bi\u0300nh\n".encode("cp1258")
    assert catalogue.read_table(data, ("code",))[0]["name"] == "hòa Bình"


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "empty-file"),
        ("name\nCéng hßa x· héi chñ nghÜa\n".encode(), "old-encoding"),
        ("name\nCOÄNG HOØA XAÕ HOÄI\n".encode(), "old-encoding"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "not-a-text"),
        (b"ten\nx\n", "no-column"),
        (b"name,name\nx,y\n", "column-twice"),
        (b"name,nmae\nx,y\n", "unknown-column"),
        (b"name,note\nx,y,z\n", "too-many-cells"),
        (b'name,note\n"x,y\n', "broken-row"),
    ],
)
def test_what_is_refused(data: bytes, key: str) -> None:
    with pytest.raises(Invalid) as error:
        catalogue.read_table(data, ("name",), ("note",))
    assert error.value.errors["file"] == key


def test_a_mistake_has_its_line() -> None:
    lines = catalogue.read_table(b"name,day\nx,2026-01-02\n\ny,2026-02-30\n", ("name", "day"))
    assert lines[0].day("day") == date(2026, 1, 2)
    with pytest.raises(Invalid) as error:
        lines[1].day("day")
    assert error.value.errors.items() >= {"file": "not-a-day", "line": "4"}.items()


@given(st.dates())
def test_days_are_read_both_ways(day: date) -> None:
    assert catalogue.read_day(day.isoformat()) == day
    assert catalogue.read_day(f"{day.day}/{day.month}/{day.year:04}") == day


@pytest.mark.parametrize("text", ["", "mai", "2026-13-01", "31/02/2026", "1/1/26"])
def test_what_is_no_day(text: str) -> None:
    assert catalogue.read_day(text) is None


def test_a_code_without_its_province() -> None:
    assert catalogue.bare_code("1.001193.000.00.00.H31") == "1.001193"
    assert catalogue.bare_code("1.001193") == "1.001193"
    assert catalogue.bare_code("") == ""


@given(st.binary(max_size=300))
def test_any_bytes_end_in_rows_or_in_words(data: bytes) -> None:
    for each in (data, b"a,b\n" + data):
        with contextlib.suppress(Invalid):
            assert all({"a"} <= set(line.cells) for line in catalogue.read_table(each, ("a",)))
