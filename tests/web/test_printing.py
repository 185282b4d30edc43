"""Documents drawn as DOCX and as PDF: the same words in both, and the decree's measures."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from shutil import which
from subprocess import run

import docx
import pypdfium2
import pytest
import zxingcpp
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length, Pt
from PIL import Image

from dialogue.core.documents import (
    Align,
    Bar,
    Chart,
    Code,
    Column,
    Document,
    Run,
    Signature,
    Table,
    bases,
    heading,
    layout,
    paragraph,
    texts,
)
from web.printing.pdf import as_pdf
from web.printing.word import as_docx

pytestmark = pytest.mark.unit
LOOK = layout(date(2026, 11, 22))
EVERY_MARK = (
    "ằẳẵặ ầẩẫậ ềểễệ ồổỗộ ờởỡợ ừửữự ỳỷỹỵ Ằ Ẳ Ẵ Ặ Ầ Ẩ Ẫ Ậ Ề Ể Ễ Ệ Ồ Ổ Ỗ Ộ Ờ Ở Ỡ Ợ Ừ Ử Ữ Ự Ỳ Ỷ Ỹ Ỵ Đđ"
)


def minutes(opinions: int, *, landscape: bool = False) -> Document:
    rows = tuple((str(n), f"Ý kiến số {n} về thoát nước", "Phòng Kinh tế") for n in range(opinions))
    return Document(
        issuer=("ỦY BAN NHÂN DÂN", "PHƯỜNG THẠCH BÀN"),
        place="Thạch Bàn",
        year=2026,
        kind="BIÊN BẢN",
        summary="Hội nghị đối thoại với Nhân dân ngày 18/12/2026",
        blocks=(
            *bases(["Căn cứ Kế hoạch số 39/KH-UBND ngày 07/02/2020"]),
            heading("1. Thành phần"),
            paragraph("Chủ trì: ", Run("bà Nguyễn Thị Hà", bold=True), f". {EVERY_MARK}"),
            Table((Column("TT", 0.3, Align.CENTRE), Column("Nội dung", 3), Column("Đơn vị")), rows),
        ),
        symbol="BB-UBND",
        signatures=(Signature(("THƯ KÝ",), "Trần Văn Ân"), Signature(("CHỦ TRÌ",), "Lê Thị Bình")),
        landscape=landscape,
    )


def words(text: str) -> list[str]:
    return sorted(re.findall(r"[^\W\d_]+|\d+", text))


def letters(text: str) -> str:
    """Readers of PDFs guess where a space stands."""
    return "".join(text.split())


def millimetres(*lengths: Length | None) -> tuple[int, ...]:
    """Word keeps twentieths of a point."""
    return tuple(round(each.mm) for each in lengths if each is not None)


def word_text(made: bytes) -> str:
    opened = docx.Document(BytesIO(made))
    inside = opened.element.body.iter(qn("w:t"))
    return " ".join(each.text or "" for each in inside)


def pdf_pages(made: bytes) -> list[str]:
    opened = pypdfium2.PdfDocument(made)
    return [page.get_textpage().get_text_range() for page in opened]


def test_both_hold_every_word_of_the_document() -> None:
    document = minutes(12)
    assert words(word_text(as_docx(document, LOOK))) == words(" ".join(texts(document)))
    drawn = "".join(pdf_pages(as_pdf(document, LOOK)))
    assert [each for each in texts(document) if letters(each) not in letters(drawn)] == []


def test_pages_are_numbered_from_the_second_and_headings_repeat() -> None:
    pages = pdf_pages(as_pdf(minutes(120), LOOK))
    assert len(pages) > 2
    firsts = [page.split()[0] for page in pages]
    assert firsts[0] == "ỦY"
    assert firsts[1:] == [str(n) for n in range(2, len(pages) + 1)]
    assert all(letters("TT Nội dung Đơn vị") in letters(page) for page in pages)


def test_the_page_of_the_docx_is_the_decrees() -> None:
    section = docx.Document(BytesIO(as_docx(minutes(3), LOOK))).sections[0]
    assert millimetres(section.page_width, section.page_height) == (210, 297)
    assert millimetres(section.left_margin, section.right_margin) == (30, 15)
    assert millimetres(section.top_margin, section.bottom_margin) == (20, 20)
    assert section.different_first_page_header_footer
    (number,) = section.header.paragraphs
    assert number.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert [each.text for each in number._p.iter(qn("w:instrText"))] == ["PAGE"]


def test_wide_tables_lie_across() -> None:
    section = docx.Document(BytesIO(as_docx(minutes(3, landscape=True), LOOK))).sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert millimetres(section.page_width, section.page_height) == (297, 210)
    page = pypdfium2.PdfDocument(as_pdf(minutes(3, landscape=True), LOOK))[0]
    assert page.get_width() > page.get_height()


def test_the_body_is_justified_in_times_with_its_first_line_set_in() -> None:
    opened = docx.Document(BytesIO(as_docx(minutes(3), LOOK)))
    assert opened.styles["Normal"].font.name == "Times New Roman"
    assert opened.styles["Normal"].font.size == Pt(14)
    body = next(each for each in opened.paragraphs if each.text.startswith("Chủ trì"))
    assert body.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert body.paragraph_format.first_line_indent == Pt(36)
    assert body.paragraph_format.space_after == Pt(6)
    assert [run.bold for run in body.runs] == [False, True, False]


def test_minutes_have_two_signatures_side_by_side() -> None:
    *_, foot = docx.Document(BytesIO(as_docx(minutes(1), LOOK))).tables
    left, right = foot.rows[0].cells
    assert left.text.split("\n") == ["THƯ KÝ", "Trần Văn Ân"]
    assert right.text.split("\n") == ["CHỦ TRÌ", "Lê Thị Bình"]


@pytest.mark.skipif(which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_docx_and_loses_no_word(tmp_path: Path) -> None:
    document = minutes(12)
    (tmp_path / "minutes.docx").write_bytes(as_docx(document, LOOK))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    form = "txt:Text (encoded):UTF8"
    command = ["soffice", profile, "--headless", "--convert-to", form, "minutes.docx"]
    run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)  # noqa: S603
    read = (tmp_path / "minutes.txt").read_text("utf-8-sig")
    assert words(read) == words(" ".join(texts(document)))


def test_a_chart_is_a_picture_that_is_told_in_words() -> None:
    bar = Bar("Phòng Quản lý đô thị", "86,5% (80,1–91,0), n=120", 86.5, 80.1, 91.0)
    chart = Chart("Tỷ lệ hài lòng, trục từ 50%", (bar,), 50)
    document = replace(minutes(1), blocks=(chart,))
    (picture,) = docx.Document(BytesIO(as_docx(document, LOOK))).inline_shapes
    told = "Tỷ lệ hài lòng, trục từ 50%: Phòng Quản lý đô thị 86,5% (80,1–91,0), n=120"
    assert picture._inline.docPr.get("descr") == told
    assert picture.width > picture.height
    page = pypdfium2.PdfDocument(as_pdf(document, LOOK))[0].get_textpage().get_text_bounded()
    assert "Tỷ lệ hài lòng, trục từ 50%" in page


def read_code(picture: Image.Image) -> str:
    found = zxingcpp.read_barcode(picture)
    assert found is not None
    return found.text


def test_a_code_is_read_from_both_drawings() -> None:
    code = Code("https://ward.example/thach-ban/doi-thoai/2030", "Gửi câu hỏi trước")
    document = replace(minutes(1), blocks=(code,))
    (picture,) = docx.Document(BytesIO(as_docx(document, LOOK))).inline_shapes
    assert picture._inline.docPr.get("descr") == code.address
    page = pypdfium2.PdfDocument(as_pdf(document, LOOK))[0]
    assert read_code(page.render(scale=2).to_pil()) == code.address
    assert code.caption in page.get_textpage().get_text_bounded().replace("\r\n", " ")
    (drawn,) = (
        part.blob
        for part in docx.Document(BytesIO(as_docx(document, LOOK))).part.package.iter_parts()
        if part.content_type == "image/png"
    )
    assert read_code(Image.open(BytesIO(drawn))) == code.address
