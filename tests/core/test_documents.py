"""Administrative documents as data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dialogue.core.documents import (
    BLANK,
    Column,
    Document,
    Run,
    Signature,
    Table,
    bases,
    filled,
    heading,
    layout,
    paragraph,
    waiting,
)
from dialogue.core.errors import NotFound

pytestmark = pytest.mark.unit
NOTICE = Document(
    issuer=("ỦY BAN NHÂN DÂN", "PHƯỜNG THẠCH BÀN"),
    place="Thạch Bàn",
    year=2026,
    kind="THÔNG BÁO",
    summary="Về việc tổ chức Hội nghị đối thoại với Nhân dân năm 2026",
    blocks=(paragraph("Kính mời Nhân dân tham dự."),),
    symbol="TB-UBND",
    signatures=(Signature(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Nguyễn Văn Đức"),),
)


def test_the_clerk_gives_number_and_day() -> None:
    assert NOTICE.number_line == "Số:      /TB-UBND"
    assert NOTICE.place_line == "Thạch Bàn, ngày      tháng      năm 2026"
    assert waiting(NOTICE) == ()


@pytest.mark.parametrize(
    ("number", "shown"),
    [("7", "Số: 07/TB-UBND"), ("39", "Số: 39/TB-UBND"), ("7A", "Số: 7A/TB-UBND")],
)
def test_a_number_below_ten_gets_a_nought(number: str, shown: str) -> None:
    assert replace(NOTICE, number=number).number_line == shown


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2026, 2, 5), "Thạch Bàn, ngày 05 tháng 02 năm 2026"),
        (date(2026, 9, 2), "Thạch Bàn, ngày 02 tháng 9 năm 2026"),
        (date(2026, 12, 18), "Thạch Bàn, ngày 18 tháng 12 năm 2026"),
    ],
)
def test_days_under_ten_and_months_one_and_two_get_a_nought(day: date, shown: str) -> None:
    assert replace(NOTICE, day=day).place_line == shown


def test_a_letter_of_condolence_has_no_number() -> None:
    assert replace(NOTICE, symbol="").number_line == ""


def test_bases_end_with_semicolons_and_the_last_with_a_full_stop() -> None:
    lines = bases(["Căn cứ Luật số 72/2025/QH15;", "Căn cứ Kế hoạch số 39/KH-UBND"])
    assert [each.runs for each in lines] == [
        (Run("Căn cứ Luật số 72/2025/QH15;", italic=True),),
        (Run("Căn cứ Kế hoạch số 39/KH-UBND.", italic=True),),
    ]
    assert bases([]) == ()


def test_what_is_not_filled_in_waits() -> None:
    table = Table((Column("Việc"), Column("Hạn")), (("Nạo vét cống", filled("")),))
    open_ = replace(NOTICE, blocks=(heading(f"1. Thời gian: {filled('')}"), table))
    assert waiting(open_) == (f"1. Thời gian: {BLANK}", BLANK)
    assert filled("8 giờ") == "8 giờ"


def test_the_layout_is_that_of_its_day() -> None:
    look = layout(date(2026, 11, 22))
    assert look.source.startswith("Nghị định 30/2020/NĐ-CP")
    assert look.paper == (210, 297)
    assert look.margins == {"top": 20, "bottom": 20, "left": 30, "right": 15}
    with pytest.raises(NotFound):
        layout(date(2020, 3, 4))
