"""Templates are filled from what the ward has said; what nobody has said stays a gap."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from dialogue.matters.gaps import placeholders
from dialogue.matters.quality import quality
from dialogue.matters.templates import (
    About,
    Template,
    after,
    filled,
    reference,
    references,
    templates,
)
from dialogue.ward.catalogue import default_file

pytestmark = pytest.mark.unit
WARD = {
    "địa chỉ": "số 12 đường Lúa Vàng",
    "giờ làm việc": "thứ Hai đến thứ Sáu, 7 giờ 30 đến 17 giờ",
    "đơn vị": "Trung tâm Phục vụ hành chính công",
    "quầy": "Quầy 2",
    "giấy tờ": "tờ khai, bản chính giấy chứng sinh",
    "lệ phí": "không thu",
    "thời hạn": "3 ngày làm việc",
}
SAID_BY_HAND = {
    "ngày trả": "15/12/2026",
    "lý do": "thiếu bản vẽ",
    "việc": "đoạn cống hẻm 47",
    "ngày xong": "15/12/2026",
    "ngày kiểm tra": "17/11/2026",
    "tình trạng": "cống bị lấp một nửa",
    "số kế hoạch": "số 27/KH-UBND",
    "ngày bắt đầu": "01/12/2026",
    "cách tạm thời": "phường đặt máy bơm đầu hẻm",
    "cơ quan": "Công ty Điện lực",
    "ngày chuyển": "20/11/2026",
    "số văn bản": "112/UBND-KT",
    "ngày báo lại": "10/12/2026",
    "địa chỉ cơ quan": "số 1 đường Trần Phú",
    "căn cứ thẩm quyền": "Luật Điện lực",
    "ngày đăng": "20/12/2026",
}


@pytest.mark.parametrize("template", templates(), ids=lambda each: each.key)
def test_a_filled_template_is_a_good_answer(template: Template) -> None:
    """For every procedure of the default list."""
    rows = csv.DictReader(StringIO(default_file("procedures.csv").decode("utf-8-sig")))
    names = [row["name_vi"] for row in rows] if template.about is About.PROCEDURE else ["Khai sinh"]
    assert names
    for name in names:
        procedure = {"thủ tục": name, "căn cứ": "Luật Hộ tịch 2014", "kết quả": "giấy"}
        text = filled(template, WARD | SAID_BY_HAND | procedure)
        assert placeholders(text) == []
        seen = quality(f"{name} mất bao lâu, nộp ở đâu, cống hẻm 47 bao giờ sửa?", text)
        assert seen.score >= 7, (name, seen.hints)


def test_what_nobody_has_said_stays_a_gap() -> None:
    template = Template("k", "t", About.PROCEDURE, "Lệ phí: {lệ phí}, hạn {thời hạn}.")
    text = filled(template, {"lệ phí": "", "thời hạn": "3 ngày"})
    assert text == "Lệ phí: {lệ phí}, hạn 3 ngày."
    assert placeholders(text) == ["{lệ phí}"]


def test_more_comes_below_what_was_typed() -> None:
    assert after("Tôi đang viết.\n", "Mẫu.") == "Tôi đang viết.\n\nMẫu."
    assert after(" \n", "Mẫu.") == "Mẫu."


def test_a_reference_is_read_again_where_it_is_a_line_of_its_own() -> None:
    line = reference(12, "03/10/2026")
    text = f"Phường làm.\n\n{line}\n{reference(7, '1/2/2026')}\n{line}\nXem {line}"
    assert line == "Theo câu trả lời số 12 ngày 03/10/2026."
    assert references(text) == [12, 7]
    assert references("Theo câu trả lời số 12.") == []
