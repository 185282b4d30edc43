"""What is typed for a paper slip, and what stands in a spreadsheet of them."""

from __future__ import annotations

import pytest

from dialogue.core.errors import Invalid
from dialogue.core.sheets import read_sheet
from surveys.paper.rows import read_rows
from surveys.paper.slips import Slip, differences, read_slip, settled, typed

pytestmark = pytest.mark.unit
FIELDS = ["TP-HT", "CT"]
NAMES = {"TP-HT": "Hộ tịch", "CT": "Chứng thực"}


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("1", Slip("very")),
        (" 2 ", Slip("ok")),
        ("3", Slip("not")),
        ("314", Slip("not", ("wait", "manner"))),
        ("3 4,1", Slip("not", ("wait", "manner"))),
        ("30", Slip("not", ("other",))),
        ("B3.2", Slip("not", ("redo",), "CT")),
        ("X", Slip("")),
    ],
)
def test_a_slip_is_one_to_a_few_keys(text: str, slip: Slip) -> None:
    assert read_slip(text, FIELDS) == slip
    assert read_slip(typed(slip, FIELDS), FIELDS) == slip


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("4", "level"),
        ("0", "level"),
        ("c1", "field"),
        ("12", "no-reasons"),
        ("31234", "too-many"),
        ("một", "nonsense"),
        ("1x", "nonsense"),
        ("\u202e1\U0001f600", "nonsense"),
    ],
)
def test_what_is_no_slip_says_why(text: str, wrong: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_slip(text, FIELDS)
    assert caught.value.errors == {"slip": wrong}


def test_what_differs_is_settled_slip_by_slip() -> None:
    one, two, three = Slip("very"), Slip("ok"), Slip("not")
    first, second = [one, two], [one, three, one]
    assert [each.number for each in differences(first, second)] == [2, 3]
    assert settled(first, second, {2: "second", 3: "first"}) == [one, three]  # no third slip
    assert settled(first, second, {2: "first", 3: "second"}) == [one, two, one]
    with pytest.raises(Invalid):
        settled(first, second, {2: "first"})


def read(text: str, most: int = 100) -> tuple[list[Slip], list[tuple[int, str, str]]]:
    slips, faults = read_rows(read_sheet(text.encode(), most + 10), NAMES, most)
    return slips, [(each.number, each.column, each.key) for each in faults]


def test_a_sheet_has_digits_or_words() -> None:
    slips, faults = read(
        "Phiếu tuần 47,,\nMức,Lý do,Lĩnh vực\n1,,\nKhông hài lòng,"
        '"Chờ lâu, trả kết quả chậm hẹn; 4",hộ tịch\n3,14,CT\nx,,\n'
    )
    both = ("wait", "manner")
    assert faults == []
    assert slips == [Slip("very"), Slip("not", both, "TP-HT"), Slip("not", both, "CT"), Slip("")]


SHORT = {"wait": "Chờ lâu", "manner": "Thái độ"}


@pytest.mark.parametrize(
    "cell",
    [
        "Chờ lâu; Thái độ",
        "cho lau, THAI DO",
        "wait;manner",
        "wait, manner",
        "Chờ lâu, trả kết quả chậm hẹn; thái độ",
        "1; manner",
    ],
)
def test_a_reason_goes_by_its_long_or_short_name_or_code(cell: str) -> None:
    sheet = read_sheet(f'Mức;Lý do\nnot;"{cell}"\n'.encode(), 20)
    assert read_rows(sheet, NAMES, 10, SHORT) == ([Slip("not", ("wait", "manner"))], [])


def test_each_fault_has_its_row_and_column() -> None:
    _slips, faults = read("Mức;Lý do;Lĩnh vực;\n5;;;\n1;2;;\n3;1,2,3,4;;\n3;99x;;\n2;;Thuế;lạ\n")
    assert faults == [
        (2, "Mức", "level"),
        (3, "Lý do", "no-reasons"),
        (4, "Lý do", "too-many"),
        (5, "Lý do", "reason"),
        (6, "", "extra"),
        (6, "Lĩnh vực", "field"),
    ]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Điểm;Lý do\n1;\n", "no-heading"),
        ("Mức;Họ tên\n1;An\n", "unknown-column"),
        ("Mức;Mức độ\n1;1\n", "column-twice"),
        ("Mức;Lý do\n", "no-rows"),
        ("Mức;Lý do\n" + "1;\n" * 4, "too-many-rows"),
    ],
)
def test_a_wrong_sheet_is_refused_whole(text: str, wrong: str) -> None:
    with pytest.raises(Invalid) as caught:
        read(text, most=3)
    assert caught.value.errors["file"] == wrong
